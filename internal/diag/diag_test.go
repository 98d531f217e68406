package diag

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestProblemReadsAsOneLine(t *testing.T) {
	t.Parallel()
	for want, p := range map[string]Problem{
		"a.yaml:3:7: unknown_unit: no (try x)": {Code: "unknown_unit", Message: "no", Suggestion: "try x", File: "a.yaml", Line: 3, Column: 7},
		"a.yaml:3:1: c: m":                     {Code: "c", Message: "m", File: "a.yaml", Line: 3},
		"a.yaml: c: m":                         {Code: "c", Message: "m", File: "a.yaml", Pointer: "/x"},
		"3:2: c: m":                            {Code: "c", Message: "m", Line: 3, Column: 2},
		"/x/0: c: m":                           {Code: "c", Message: "m", Pointer: "/x/0"},
		"c: m":                                 {Code: "c", Message: "m"},
	} {
		if got := p.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestListAsError(t *testing.T) {
	t.Parallel()
	warning, failure := Problem{Severity: Warning, Code: "w"}, Problem{Code: "e"}
	if err := (List{warning}).Err(); err != nil {
		t.Errorf("warnings are no error: %v", err)
	}
	if err := List(nil).Err(); err != nil {
		t.Errorf("nothing is no error: %v", err)
	}
	err := List{warning, failure}.Err()
	var l List
	if !errors.As(err, &l) || len(l) != 2 || strings.Count(err.Error(), "\n") != 1 {
		t.Errorf("got %v", err)
	}
}

func TestListSortsByPlaceAlone(t *testing.T) {
	t.Parallel()
	sorted := List{
		{Pointer: "/a", Code: "x"},
		{Pointer: "/a", Code: "y"},
		{File: "a", Line: 1, Column: 2},
		{File: "a", Line: 1, Column: 10},
		{File: "a", Line: 2},
		{File: "b", Line: 1},
	}
	rapid.Check(t, func(t *rapid.T) {
		got := rapid.Permutation(sorted).Draw(t, "order")
		got.Sort()
		if diff := cmp.Diff(sorted, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestLongProblemsAreShortened(t *testing.T) {
	t.Parallel()
	p := Problem{Code: "c", Message: strings.Repeat("é", 1<<20), Suggestion: "s", Pointer: "/" + strings.Repeat("x", 1<<20)}
	b, err := json.Marshal(p)
	if err != nil || len(b) > 2000 || len(p.String()) > 2000 || strings.Contains(p.String(), "\uFFFD") {
		t.Errorf("%d bytes as JSON (%v), %d as text", len(b), err, len(p.String()))
	}
	list := make(List, 300_000)
	text := list.Error()
	if n := strings.Count(text, "\n"); n != Shown || !strings.HasSuffix(text, "… and 299900 more") {
		t.Errorf("%d lines, the last one is %q", n, text[strings.LastIndexByte(text, '\n')+1:])
	}
}

func TestSeverityInJSON(t *testing.T) {
	t.Parallel()
	b, err := json.Marshal(Problem{Severity: Warning, Code: "c", Message: "m"})
	if err != nil || string(b) != `{"severity":"warning","code":"c","message":"m"}` {
		t.Errorf("%s, %v", b, err)
	}
	var p Problem
	if err := json.Unmarshal(b, &p); err != nil || p.Severity != Warning {
		t.Errorf("%+v, %v", p, err)
	}
	if err := json.Unmarshal([]byte(`{"severity":"fatal"}`), &p); err == nil {
		t.Error("fatal was read")
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	units := []string{"semester", "quarter", "ects", "cats"}
	for text, want := range map[string]string{
		"semster": "semester", "Semester": "semester", "quater": "quarter", "ecst": "ects", "qaurter": "quarter", "credits": "", "": "", "x": "", "cat": "cats",
	} {
		if got := Nearest(text, units); got != want {
			t.Errorf("nearest to %q is %q, want %q", text, got, want)
		}
	}
}

// naive is the textbook distance with exchanged neighbours.
func naive(a, b string) int {
	if a == "" || b == "" {
		return len(a) + len(b)
	}
	if a[0] == b[0] {
		return naive(a[1:], b[1:])
	}
	d := 1 + min(naive(a[1:], b), naive(a, b[1:]), naive(a[1:], b[1:]))
	if len(a) > 1 && len(b) > 1 && a[0] == b[1] && a[1] == b[0] {
		d = min(d, 1+naive(a[2:], b[2:]))
	}
	return d
}

func TestDistance(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[abc]{0,6}`)
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		limit := rapid.IntRange(1, 8).Draw(t, "limit")
		if got, want := distance(a, b, limit), min(naive(a, b), limit); got != want {
			t.Fatalf("distance(%q, %q, %d) = %d, want %d", a, b, limit, got, want)
		}
	})
}
