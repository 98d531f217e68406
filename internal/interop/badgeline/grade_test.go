package badgeline_test

import (
	"testing"

	"github.com/cairnproject/cairn/internal/interop/badgeline"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// TestTheGradeOfABadge: taken over where it is signed and can only mean one thing.
func TestTheGradeOfABadge(t *testing.T) {
	t.Parallel()
	describe := func(id, kind string) object { return object{"id": id, "resultType": kind} }
	result := func(about, value string) object { return object{"resultDescription": about, "value": value} }
	letter, gpa, points, status := describe("urn:l", "LetterGrade"), describe("urn:g", "GradePointAverage"), describe("urn:p", "RawScore"), describe("urn:s", "Status")
	for name, c := range map[string]struct {
		described, results []any
		want               string
		warned             bool
	}{
		"a letter":             {[]any{letter, status}, []any{result("urn:l", "B+"), object{"resultDescription": "urn:s", "status": "Completed"}}, "B+", false},
		"said twice":           {[]any{letter, describe("urn:l2", "LetterGrade")}, []any{result("urn:l", "B"), result("urn:l2", "B")}, "B", false},
		"an average":           {[]any{gpa}, []any{result("urn:g", "3.4")}, "3.4", false},
		"letter and average":   {[]any{gpa, letter}, []any{result("urn:g", "3.4"), result("urn:l", "B")}, "B", false},
		"two letters":          {[]any{letter}, []any{result("urn:l", "B"), result("urn:l", "A")}, "", true},
		"points":               {[]any{points}, []any{result("urn:p", "87")}, "", false},
		"not described":        {[]any{letter}, []any{object{"value": "A"}, result("urn:other", "A")}, "", false},
		"described in two way": {[]any{letter, describe("urn:l", "RawScore")}, []any{result("urn:l", "A")}, "", false},
		"an essay":             {[]any{letter}, []any{result("urn:l", "A, because it was outstanding")}, "", false},
		"no id at all":         {[]any{describe("", "LetterGrade")}, []any{result("", "A")}, "", false},
	} {
		v := verdict(object{"resultDescription": c.described}, object{"result": c.results}, nil)
		a, warnings, err := badgeline.Line(v, badgeline.Options{})
		warned := false
		for _, w := range warnings {
			warned = warned || w.Code == "ambiguous_grade"
		}
		if err != nil || a.Grade != c.want || warned != c.warned {
			t.Errorf("%s: grade %q, want %q; warned %v (%v)", name, a.Grade, c.want, warned, err)
		}
		v.Signature, v.Verified = verify.No, false
		if a := line(t, v, badgeline.Options{}); a.Grade != "" {
			t.Errorf("%s: an unsigned grade is taken over: %q", name, a.Grade)
		}
	}
}
