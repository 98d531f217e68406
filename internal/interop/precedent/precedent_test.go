package precedent

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/assist"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/interop/intake/intaketest"
	"github.com/cairnproject/cairn/internal/ruleset"
)

const realTable = "hku-precedents/merged-credit_transfer_database.csv"

// rules writes the rules of an agreement, one a line.
func rules(set *ruleset.Set, id agreement.ID) []string {
	var out []string
	for _, a := range set.Agreements {
		if a.ID != id {
			continue
		}
		for _, r := range a.Rules {
			line := r.ID + " " + string(r.Outcome)
			if r.When.Any != nil {
				line += " any"
			}
			for _, w := range r.Awards {
				line += " => " + strings.Join([]string{string(w.Kind), string(w.Item) + w.Subject, w.Level}, " ")
				if w.Credits != nil {
					line += " " + w.Credits.String()
				}
			}
			for _, c := range r.Conditions {
				line += " [" + c.Text + "]"
			}
			out = append(out, line)
		}
	}
	return out
}

func TestSample(t *testing.T) {
	t.Parallel()
	set, report, problems := Import("testdata/sample.csv", Options{})
	intaketest.NoErrors(t, problems)
	intaketest.Valid(t, nil, &set)
	intaketest.Balanced(t, &report)
	want := []string{
		"inv-e3002  => subject-elective IIMT upper",
		"inv-1160  => course hku/invt2252 ",
		"inv-1160~2  => course hku/invt2253 ",
		"inv-1+inv-2  => elective  ",
		"inv-3+inv-4  => course hku/invt2254 ",
		"inv-5+inv-6  any => course hku/invt2255  => course hku/invt2256 ",
		"untold-inventing  => subject-elective HIST ",
		"inv-7  => course hku/invt2252 ",
		"inv-8  => course hku/administrative-inventing ",
		"inv-9  => elective   3",
		"inv-10 needs-assessment [Has significant overlap with INVT2252.]",
		"inv-11 needs-assessment [The row names no course and no elective of the receiver.]",
		"inv-12  => subject-elective ARTH/FINE ",
		"inv-13  => subject-elective CHIN ",
		"inv-14 needs-assessment [SOCI Stub]",
	}
	if d := cmp.Diff(want, rules(&set, "exchange-invented-university-hku")); d != "" {
		t.Error(d)
	}
	intaketest.Want(t, &report, rowsTable, map[string]int{
		"accepted as a course": 8, "accepted as a course, by its title": 1, "accepted as a course that has no code": 1,
		"accepted as an elective": 3, "accepted as an elective in a subject": 4, "repeats another row": 1,
		"words instead of a course": 1, "no decision written": 1, "not a course of the receiver": 1,
		"columns hold the name of the institution": 1, "no source course": 1, "no institution": 1,
	})
	if report.Fact("sources with decisions that differ") != 1 {
		t.Errorf("contradictions: %s", &report)
	}
	byID := map[catalog.InstitutionID]catalog.Institution{}
	for _, inst := range set.Institutions {
		byID[inst.ID] = inst
	}
	if leeds := byID["university-of-leeds"]; leeds.Country != "GB" || !slices.Contains(leeds.Aliases, "University of Leeeds") {
		t.Errorf("normalised name: %+v", leeds)
	}
	if byID["ucb"].Name == "" || byID["invented-university"].Country != "FI" {
		t.Error("known institutions or countries are lost")
	}
	if got := rules(&set, "exchange-singapore-institute-of-inventing-hku"); len(got) != 1 || !strings.HasPrefix(got[0], "si3006 ") {
		t.Errorf("the code in the column of countries: %v", got)
	}
}

// TestRealTableIsRecounted counts rows, identical rows, universities and forms
// of the receiving code without the importer.
func TestRealTableIsRecounted(t *testing.T) {
	t.Parallel()
	path := intaketest.Data(t, realTable)
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	records = records[1:]
	identical, universities, plusRows, electives := map[string]int{}, map[string]bool{}, 0, 0
	for _, r := range records {
		identical[strings.Join(r, "\x00")]++
		universities[r[0]] = true
		if strings.Contains(r[2], "+") {
			plusRows++
		}
		if strings.HasSuffix(strings.ToLower(r[4]), "xxxx") {
			electives++
		}
	}
	if len(records) != 25196 || len(records)-len(identical) != 1021 || len(universities) != 344 || plusRows < 400 {
		t.Errorf("the file is not the one that was counted: %d rows, %d repeat, %d names, %d with a plus",
			len(records), len(records)-len(identical), len(universities), plusRows)
	}
	set, report, problems := Import(path, Options{Published: DefaultPublished})
	if len(problems) > 0 {
		t.Errorf("problems:\n%v", problems)
	}
	intaketest.Valid(t, nil, &set)
	intaketest.Balanced(t, &report)
	if report.Total(rowsTable) != len(records) {
		t.Errorf("%d of %d rows are counted", report.Total(rowsTable), len(records))
	}
	written := 0
	for _, a := range set.Agreements {
		written += len(a.Rules)
	}
	withoutRule := report.N(rowsTable, "repeats another row") + report.N(rowsTable, "no source course") +
		report.N(rowsTable, "columns hold the name of the institution") + report.N(rowsTable, "no institution")
	if written+withoutRule != len(records) {
		t.Errorf("%d rules and %d rows without are not %d rows", written, withoutRule, len(records))
	}
	if n := report.N(rowsTable, "repeats another row"); n < 1021 {
		t.Errorf("only %d repeats", n)
	}
	left := report.By(intake.Left)
	if left == 0 || left > 100 {
		t.Errorf("%d rows are left for a person", left)
	}
	for _, table := range report.Tables {
		for _, c := range table.Counts {
			if c.Disposition == intake.Left && len(c.Samples) != c.N {
				t.Errorf("%s: %d of %d rows are named", c.Code, len(c.Samples), c.N)
			}
		}
	}
}

// TestWildcardToElective is worked case A17 on the real table.
func TestWildcardToElective(t *testing.T) {
	t.Parallel()
	set, _, _ := Import(intaketest.Data(t, realTable), Options{})
	got := rules(&set, "exchange-aalto-university-hku")
	if !slices.Contains(got, "mngt-e3002  => subject-elective IIMT upper") {
		t.Errorf("got %v", got[:min(5, len(got))])
	}
}

func TestBaseKeepsInstitutions(t *testing.T) {
	t.Parallel()
	ucb, _ := assist.PublicInstitution("ucb")
	base := ruleset.Set{Institutions: []catalog.Institution{ucb, {ID: "invented", Name: "Invented University", Kind: catalog.University, Unit: "ects"}}}
	set, _, _ := Import("testdata/sample.csv", Options{Base: &base})
	if len(rules(&set, "exchange-invented-hku")) == 0 || len(rules(&set, "exchange-ucb-hku")) != 1 {
		t.Error("the institutions of the base have other ids")
	}
	first, _, _ := Import("testdata/sample.csv", Options{})
	again, _, _ := Import("testdata/sample.csv", Options{Base: &first})
	if d := cmp.Diff(first, again); d != "" {
		t.Error(d)
	}
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	head := strings.Join(columns, ",") + "\n"
	for text, code := range map[string]string{
		"": "wrong_columns", "a,b\n": "wrong_columns", head + "a,b\n": "bad_row",
		head + "a,b,c,d,e,\xff\n": "invalid_utf8", head + "a,b,c,d,e,\"f\"g\n": "bad_row",
	} {
		_, report, problems := ImportData("f.csv", []byte(text), Options{Published: DefaultPublished})
		if len(problems) != 1 || problems[0].Code != code || problems[0].Line < 1 {
			t.Errorf("%q: got %v, want %s", text, problems, code)
		}
		intaketest.Balanced(t, &report)
	}
	if _, _, problems := Import("testdata/none.csv", Options{}); !problems.HasErrors() {
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
	f.Add(readFile(f, "testdata/sample.csv"))
	f.Add([]byte(strings.Join(columns, ",") + "\nA,USA,x + y,t,ECON1001,u\nA,USA,x,t,ECONxxxx/FINExxxx,\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		set, report, problems := ImportData("f.csv", data, Options{})
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
	data := readFile(b, intaketest.Data(b, realTable))
	for b.Loop() {
		if _, _, problems := ImportData("table.csv", data, Options{}); problems.HasErrors() {
			b.Fatal(problems)
		}
	}
}
