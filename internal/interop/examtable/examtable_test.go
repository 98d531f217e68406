package examtable

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/interop/intake/intaketest"
	"github.com/cairnproject/cairn/internal/ruleset"
)

func rules(a *agreement.Agreement) []string {
	var out []string
	for _, r := range a.Rules {
		line := r.ID + " " + string(r.Outcome) + " " + r.When.MinGrade + ".." + r.When.MaxGrade
		for _, w := range r.Awards {
			line += " => " + string(w.Kind) + " " + string(w.Item) + w.Name
			if w.Credits != nil {
				line += " " + w.Credits.String()
			}
		}
		for _, c := range r.Conditions {
			line += " [" + c.Text + "]" + string(c.Meaning)
		}
		out = append(out, line)
	}
	return out
}

func TestList(t *testing.T) {
	t.Parallel()
	set, report, problems := Import("testdata/list_sample.json", Options{})
	intaketest.NoErrors(t, problems)
	intaketest.Valid(t, nil, &set)
	intaketest.Balanced(t, &report)
	if len(set.Agreements) != 7 || len(set.Institutions) != 8 {
		t.Fatalf("%d tables, %d institutions", len(set.Agreements), len(set.Institutions))
	}
	want := []string{
		"ap-inventing-ab-3  exam-1-5:3.. => elective  4 => requirement UC-M",
		"ap-inventing-bc-4  exam-1-5:4.. => elective  8 => requirement UC-M [Ask before you count on it.]",
		"ap-making-3  exam-1-5:3.. => elective  0 [Credits shown are quarter units.]information",
	}
	if d := cmp.Diff(want, rules(&set.Agreements[0])); d != "" {
		t.Error(d)
	}
	var caps []catalog.Cap
	for _, inst := range set.Institutions {
		if inst.ID == "ucsd" {
			caps = inst.Policy.Caps
		}
	}
	wantCaps := []catalog.Cap{{
		ID:    "ap-maximum-8-quarter-units-for-both-inventing-ab-and-bc-combined",
		Title: "Maximum 8 quarter units for both Inventing AB and BC combined.", Limit: credit.Int(8), Unit: credit.Quarter,
		Filter: catalog.Filter{Items: []catalog.ItemID{"college-board/ap-inventing-ab", "college-board/ap-inventing-bc"}},
	}}
	if d := cmp.Diff(wantCaps, caps); d != "" {
		t.Error(d)
	}
	intaketest.Want(t, &report, rowsTable, map[string]int{"units": 2, "units, with a condition in words": 1})
}

func TestMap(t *testing.T) {
	t.Parallel()
	set, report, problems := Import("testdata/map_sample.json", Options{})
	intaketest.NoErrors(t, problems)
	intaketest.Valid(t, nil, &set)
	intaketest.Balanced(t, &report)
	want := []string{
		"ap-inventing-3 refused exam-1-5:3..exam-1-5:3",
		"ap-inventing-4  exam-1-5:4..exam-1-5:4 => course uh/invt-1431 4",
		"ap-inventing-5  exam-1-5:5..exam-1-5:5 => course uh/invt-1431 4 => course uh/invt-1432 4 [requires passing a test]",
		"ap-making-4 needs-assessment exam-1-5:4..exam-1-5:4 [The table names no course for this score.]",
		"ap-making-5  exam-1-5:5..exam-1-5:5 => course uh/make-1301 3 => course uh/make-1302 3 [The courses have 6 credits together, the table states 7.]",
	}
	if d := cmp.Diff(want, rules(&set.Agreements[0])); d != "" {
		t.Error(d)
	}
	again, _, _ := Import("testdata/map_sample.json", Options{Base: &set})
	if d := cmp.Diff(set, again); d != "" {
		t.Error(d)
	}
}

// TestRealTablesAreRecounted compares the entries with a second count, and looks
// at worked case E3.
func TestRealTablesAreRecounted(t *testing.T) {
	t.Parallel()
	path := intaketest.Data(t, "uh/ap_equivalency.json")
	entries, _ := intaketest.JSON(t, path).(map[string]any)
	set, report, problems := Import(path, Options{Published: DefaultPublished})
	if len(problems) > 0 {
		t.Errorf("problems:\n%v", problems)
	}
	intaketest.Valid(t, nil, &set)
	intaketest.Balanced(t, &report)
	if len(entries) != 67 || report.Total(rowsTable) != 67 || len(set.Agreements[0].Rules) != 67 || report.By(intake.Left) != 3 {
		t.Errorf("%d entries, %s", len(entries), &report)
	}
	for _, line := range rules(&set.Agreements[0]) {
		if strings.HasPrefix(line, "ap-calculus-bc-4") && line != "ap-calculus-bc-4  exam-1-5:4..exam-1-5:4 => course uh/math-1431 4 => course uh/math-1432 4" {
			t.Errorf("calculus: %s", line)
		}
	}
	path = intaketest.Data(t, "exams/uc_ap_quarter_units.json")
	exams, _ := intaketest.JSON(t, path).([]any)
	set, report, problems = Import(path, Options{Published: DefaultPublished})
	if len(problems) > 0 {
		t.Errorf("problems:\n%v", problems)
	}
	intaketest.Valid(t, nil, &set)
	intaketest.Balanced(t, &report)
	if len(exams) != 37 || report.Total(rowsTable) != 37 || report.By(intake.Left) != 1 || len(set.Institutions[1].Policy.Caps) != 4 {
		t.Errorf("%d exams, %d caps, %s", len(exams), len(set.Institutions[1].Policy.Caps), &report)
	}
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]string{
		"": "syntax", "3": "unknown_format", `[{"exam":"A","minScore":9}]`: "bad_score", `[{"minScore":3}]`: "missing_name",
		`{"A": {}}`: "bad_exam_key", `{"A|x": {}}`: "bad_score", `{"A|3": []}`: "wrong_type", "[\"\xff\"]": "invalid_utf8",
		strings.Repeat("[", 999): "too_deep", `[{"exam":"A","minScore":3,"courses":[{"credits":-4}]}]`: "wrong_type",
	} {
		_, report, problems := ImportData("f.json", []byte(text), Options{Published: DefaultPublished})
		if len(problems) == 0 || problems[0].Code != code || problems[0].Line < 1 {
			t.Errorf("%q: got %v, want %s", text, problems, code)
		}
		intaketest.Balanced(t, &report)
	}
	if _, _, problems := Import("testdata/none.json", Options{}); !problems.HasErrors() {
		t.Error("a missing file is no problem")
	}
}

func readFile(tb testing.TB, path string) []byte {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

func FuzzImport(f *testing.F) {
	f.Add(readFile(f, "testdata/list_sample.json"))
	f.Add(readFile(f, "testdata/map_sample.json"))
	f.Fuzz(func(t *testing.T, data []byte) {
		set, report, problems := ImportData("f.json", data, Options{})
		intaketest.Balanced(t, &report)
		if problems.HasErrors() {
			return
		}
		if err := ruleset.Validate(&set).Err(); err != nil {
			t.Errorf("accepted, but not valid: %v", err)
		}
	})
}

func BenchmarkImport(b *testing.B) {
	data := readFile(b, intaketest.Data(b, "uh/ap_equivalency.json"))
	for b.Loop() {
		if _, _, problems := ImportData("table.json", data, Options{}); problems.HasErrors() {
			b.Fatal(problems)
		}
	}
}
