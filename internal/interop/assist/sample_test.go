package assist

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/interop/intake/intaketest"
	"github.com/cairnproject/cairn/internal/ruleset"
)

const sampleID = "assist-rivrbnd-nlu-invented-studies-ba"

func load(t *testing.T, o Options, files ...string) (ruleset.Set, intake.Report) {
	t.Helper()
	for i := range files {
		files[i] = "testdata/" + files[i]
	}
	set, report, problems := Import(files, o)
	intaketest.NoErrors(t, problems)
	intaketest.Valid(t, o.Base, &set)
	intaketest.Balanced(t, &report)
	return set, report
}

func find(t *testing.T, set *ruleset.Set, id agreement.ID, version int) *agreement.Agreement {
	t.Helper()
	for i := range set.Agreements {
		if a := &set.Agreements[i]; a.ID == id && a.Version == version {
			return a
		}
	}
	t.Fatalf("no agreement %s v%d", id, version)
	return nil
}

// TestSampleRules checks every trap of the invented agreement: shapes, the ways
// of saying no, texts at all levels, series, repeated cells and orphans.
func TestSampleRules(t *testing.T) {
	t.Parallel()
	set, report := load(t, Options{}, "invented_studies_ba.json")
	a := find(t, &set, sampleID, 2024)
	var got []string
	for _, r := range a.Rules {
		line := r.ID + " " + string(r.Outcome)
		if r.When != nil {
			line += " " + strings.ReplaceAll(write(*r.When), "rivrbnd/", "")
		}
		for _, c := range r.Conditions {
			line += " [" + c.Text + "]" + string(c.Meaning)
		}
		got = append(got, line)
	}
	const letter = " [Must be taken for a letter  grade]letter-grade"
	want := []string{
		"math-1  (mth-7 & mth-8) [Section words]",
		"math-2  (mth-8h | mth-8) [Section words] [Regular and honors courses may be combined.]information [Sending course words]",
		"cs-10  (cis-35a | (cis-36a & cis-36b))",
		"phys-2 no-equivalent" + letter,
		"phil-9 take-at-receiver" + letter + " [Articulation words] [Course words] [Receiving words]",
		"bio-5 absent" + letter + " [Maximum credit, one course]maximum-one-course [ASSIST lists this articulation without a sending side]",
		"chem-1a+chem-1al  chm-11",
		"art-3 absent [Row words]",
		"stat-7 needs-assessment (cis-35a | cis-36a | cis-40) [The sending side cannot be read as a rule: group 0: CIS 35A; group 1: CIS 36A; group 2: CIS 40; or joins groups 0 to 1]",
		"lang-1d+lang-1dx needs-assessment lng-4 [The series \"LANG 1D, LANG 1DX\" is joined by \"Or\": the file does not say which of its courses is given]",
		"math-1~2  (mth-7 | mth-8) [Group words]",
		"foreign-language  lng-4",
		"b-natural-science absent [Ask the evaluator]",
		"geo-6  cis-40",
		"denied-cis-41-for-cs-10 refused cis-41",
		"elective-credit  ",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	intaketest.Want(t, &report, articulationsTable, map[string]int{
		"articulated": 7, "cell without articulation": 1, "must be taken at the university": 1, "no course articulated": 1,
		"another reason: Ask the evaluator": 1, "groups that are joined inconsistently": 1, "sending side missing": 1,
		"series of which one course is given": 1,
	})
}

func TestSampleHead(t *testing.T) {
	t.Parallel()
	set, _ := load(t, Options{}, "invented_studies_ba.json")
	a := *find(t, &set, sampleID, 2024)
	a.Rules, a.Notes, a.Evidence.SHA256 = nil, nil, ""
	want := agreement.Agreement{
		ID: sampleID, Version: 2024, Kind: agreement.Articulation,
		Title:   "Invented Studies: B.A.: Riverbend Valley College to Northlake University, 2024-2025",
		Senders: []catalog.InstitutionID{"rivrbnd"}, Receiver: "nlu", Programs: []string{"nlu/invented-studies-ba"},
		Basis: agreement.OnEvaluation, Effective: calendar.Range{From: calendar.NewDate(2024, 10, 1)},
		ReviewBy: calendar.NewDate(2025, 10, 1), Lifecycle: agreement.Approved,
		Evidence: agreement.Evidence{
			Reference: `ASSIST agreement "Invented Studies: B.A.", academic year 2024-2025, published 2024-11-15 (invented_studies_ba.json)`,
			SignedOn:  calendar.NewDate(2024, 10, 1), SignedBy: []string{"Riverbend Valley College", "Northlake University"},
		},
		Use: agreement.Shared, Credit: agreement.BySender, Remainder: agreement.RemainderElective, HonorsMixable: true,
	}
	if d := cmp.Diff(want, a); d != "" {
		t.Error(d)
	}
	program, err := json.Marshal(set.Programs[0])
	if err != nil {
		t.Fatal(err)
	}
	golden, err := os.ReadFile("testdata/invented_studies_ba.program.golden")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.TrimSpace(string(golden)), string(program)); d != "" {
		t.Error(d)
	}
}

func TestSampleItems(t *testing.T) {
	t.Parallel()
	set, _ := load(t, Options{}, "invented_studies_ba.json")
	items := map[catalog.ItemID]catalog.Item{}
	for _, it := range set.Items {
		items[it.ID] = it
	}
	if v := items["nlu/math-1"].Versions[0]; v.Code != "MATH 1" || v.Unit != credit.Quarter || !v.Credits.Equal(credit.Int(4)) {
		t.Errorf("padding and number: %+v", v)
	}
	if v := items["rivrbnd/cis-40"].Versions[0]; v.Valid.String() != "2010-08-16 to 2022-12-31" {
		t.Errorf("terms: %v", v.Valid)
	}
	if v := items["rivrbnd/lng-4"].Versions[0]; !v.MaxCredits.Equal(credit.Int(6)) {
		t.Errorf("variable credit: %+v", v)
	}
	if a, b := items["nlu/cs-10"].CrossListed, items["nlu/info-10"].CrossListed; len(a) != 1 || len(b) != 1 || a[0] != "nlu/info-10" || b[0] != "nlu/cs-10" {
		t.Errorf("cross-listed: %v, %v", a, b)
	}
	for _, id := range []catalog.ItemID{"rivrbnd/mth-8", "rivrbnd/mth-8h"} {
		if items[id].ExternalIDs["honors-of"] != "rivrbnd/mth-8" {
			t.Errorf("%s is not linked to its twin: %v", id, items[id].ExternalIDs)
		}
	}
}

func TestDepartmentsHoldForTheInstitution(t *testing.T) {
	t.Parallel()
	set, report := load(t, Options{}, "department_mathematics.json")
	a := find(t, &set, "assist-rivrbnd-nlu-mathematics", 2024)
	if len(a.Programs) != 0 || len(set.Programs) != 0 || report.Total(articulationsTable) != 2 {
		t.Errorf("got %v, %d programs, %d articulations", a.Programs, len(set.Programs), report.Total(articulationsTable))
	}
}

// TestLaterYearSupersedes imports the years in both orders, at once and one
// after the other: the result is the same.
func TestLaterYearSupersedes(t *testing.T) {
	t.Parallel()
	older, newer := "invented_studies_ba.json", "invented_studies_ba_2025_bare.json"
	both, _ := load(t, Options{}, older, newer)
	a, b := find(t, &both, sampleID, 2024), find(t, &both, sampleID, 2025)
	if a.Lifecycle != agreement.Superseded || a.Effective.To != calendar.NewDate(2025, 9, 30) {
		t.Errorf("the older year is %s, in force %s", a.Lifecycle, a.Effective)
	}
	if b.Lifecycle != agreement.Approved || !b.Effective.To.IsZero() {
		t.Errorf("the newer year is %s, in force %s", b.Lifecycle, b.Effective)
	}
	for _, order := range [][2]string{{older, newer}, {newer, older}} {
		base, _ := load(t, Options{}, order[0])
		update, _ := load(t, Options{Base: &base}, order[1])
		merged := ruleset.Merge(base, update)
		for _, version := range []int{2024, 2025} {
			if d := cmp.Diff(find(t, &both, sampleID, version), find(t, &merged, sampleID, version)); d != "" {
				t.Errorf("%v v%d: %s", order, version, d)
			}
		}
	}
}

// TestImportAgainChangesNothing imports onto its own result.
func TestImportAgainChangesNothing(t *testing.T) {
	t.Parallel()
	files := func() []string { return []string{"invented_studies_ba.json", "matrix_fine.tsv", "area_sample.json"} }
	first, _ := load(t, Options{}, files()...)
	again, _ := load(t, Options{Base: &first}, files()...)
	if d := cmp.Diff(first, again); d != "" {
		t.Error(d)
	}
}

// TestCopiesOfOneAgreement keeps the copy that was published last and counts
// what the other holds.
func TestCopiesOfOneAgreement(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/invented_studies_ba.json")
	if err != nil {
		t.Fatal(err)
	}
	late := strings.Replace(string(data), "2024-11-15T", "2024-12-24T", 1)
	inputs := []Input{{"early.json", data}, {"late.json", []byte(late)}}
	for range 2 {
		set, report, problems := ImportData(inputs, Options{})
		intaketest.NoErrors(t, problems)
		if a := find(t, &set, sampleID, 2024); !strings.Contains(a.Evidence.Reference, "late.json") {
			t.Errorf("kept %s", a.Evidence.Reference)
		}
		if n := report.N(articulationsTable, "in an older copy of the same agreement"); n != 13 {
			t.Errorf("%d articulations counted in the copy", n)
		}
		if !slices.ContainsFunc(problems, func(p diag.Problem) bool { return p.Code == "older_copy" }) {
			t.Errorf("nothing said: %v", problems)
		}
		slices.Reverse(inputs)
	}
}

func TestInstitutions(t *testing.T) {
	t.Parallel()
	set, _, problems := Import([]string{"testdata/institutions_sample.json"}, Options{})
	var codes []string
	for _, p := range problems {
		codes = append(codes, p.Code+" "+p.Pointer)
	}
	if d := cmp.Diff([]string{"unknown_term_type /1", "missing_institution /3"}, codes); d != "" {
		t.Error(d)
	}
	byID := map[catalog.InstitutionID]catalog.Institution{}
	for _, inst := range set.Institutions {
		byID[inst.ID] = inst
	}
	if f := byID["rivrbnd"].FormerNames; len(f) != 1 || f[0].Name != "Riverbend Junior College" || f[0].Valid.To != calendar.NewDate(1999, 8, 15) {
		t.Errorf("former names: %+v", f)
	}
	if byID["fqu"].Unit != credit.Semester {
		t.Error("the latest term type does not count")
	}
	if _, ok := byID["saint-invented-college"]; !ok {
		t.Error("an independent college is not named by its name")
	}
}

func TestDirectory(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]catalog.InstitutionID{
		"SMC": "smcc", "smcc": "smcc", "Santa Monica College": "smcc", "ucsd": "ucsd", "UC San Diego": "ucsd",
		"University of California, San Diego": "ucsd", "De Anza College": "dac", "West Hills College Lemoore": "whcl",
		"CSUF": "csufull", "California State University, Hayward": "csuhay",
	} {
		if inst, ok := PublicInstitution(name); !ok || inst.ID != want {
			t.Errorf("%q is %q, want %q", name, inst.ID, want)
		}
	}
	set := ruleset.Set{Institutions: slices.Clone(loadDirectory().all)}
	set.Sort()
	for _, p := range ruleset.Validate(&set) {
		t.Errorf("directory: %s", p)
	}
}
