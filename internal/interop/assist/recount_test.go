package assist

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/intake/intaketest"
	"github.com/cairnproject/cairn/internal/ruleset"
)

const realDir = "assist/smc_to_ucsd_2024-25"

// tally is what the raw files hold, counted without the importer.
type tally struct {
	Files, Articulations, Series, Groups, Courses       int
	NoCourse, AtUniversity, NullSending, EmptyWithout   int
	Cells, CellsWithout, Orphans, RequirementGroups     int
	CellTexts, GroupTexts, ArticulationTexts, GroupUses int
}

func recount(t *testing.T, files []string) tally {
	t.Helper()
	sum := tally{Files: len(files)}
	for _, f := range files {
		result := object(object(intaketest.JSON(t, f))["result"])
		cells := map[string]bool{}
		for _, a := range list(result["templateAssets"]) {
			sum.template(object(a), cells)
		}
		used := map[string]bool{}
		for _, a := range list(result["articulations"]) {
			id, _ := object(a)["templateCellId"].(string)
			used[id] = true
			if !cells[id] {
				sum.Orphans++
			}
			sum.articulation(object(object(a)["articulation"]))
			sum.ArticulationTexts += textsIn(a)
		}
		for id := range cells {
			if !used[id] {
				sum.CellsWithout++
			}
		}
	}
	return sum
}

func (s *tally) template(asset map[string]any, cells map[string]bool) {
	if asset["type"] != "RequirementGroup" {
		return
	}
	s.RequirementGroups++
	texts := len(list(asset["attributes"]))
	s.GroupTexts += texts
	for _, section := range list(asset["sections"]) {
		for _, row := range list(object(section)["rows"]) {
			for _, cell := range list(object(row)["cells"]) {
				id, _ := object(cell)["id"].(string)
				cells[id] = true
				s.Cells++
				s.GroupUses += texts
				s.CellTexts += textsIn(cell)
			}
		}
	}
}

func (s *tally) articulation(a map[string]any) {
	s.Articulations++
	if a["type"] == "Series" {
		s.Series++
	}
	sending := object(a["sendingArticulation"])
	if sending == nil {
		s.NullSending++
		return
	}
	groups := list(sending["items"])
	s.Groups += len(groups)
	for _, g := range groups {
		s.Courses += len(list(object(g)["items"]))
	}
	switch reason, _ := sending["noArticulationReason"].(string); {
	case len(groups) > 0:
	case strings.HasPrefix(reason, "No Course"):
		s.NoCourse++
	case strings.HasPrefix(reason, "This course must be taken"):
		s.AtUniversity++
	default:
		s.EmptyWithout++
	}
}

// textsIn counts attribute texts at any depth.
func textsIn(v any) int {
	n := 0
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			if strings.HasSuffix(k, "ttributes") {
				for _, e := range list(x) {
					if _, ok := object(e)["content"].(string); ok {
						n++
					}
				}
			}
			n += textsIn(x)
		}
	case []any:
		for _, x := range v {
			n += textsIn(x)
		}
	}
	return n
}

func object(v any) map[string]any { m, _ := v.(map[string]any); return m }

func list(v any) []any { l, _ := v.([]any); return l }

func realFiles(tb testing.TB) []string {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(intaketest.Data(tb, realDir), "*.json"))
	if err != nil || len(files) == 0 {
		tb.Fatalf("no files: %v", err)
	}
	return files
}

// TestRealAgreementsAreRecounted compares the import with a second count of the
// raw files, and both with the numbers that were counted by hand.
func TestRealAgreementsAreRecounted(t *testing.T) {
	t.Parallel()
	files := realFiles(t)
	want := recount(t, files)
	byHand := tally{
		Files: 63, Articulations: 811, Series: 17, Groups: 812, Courses: 1079, NoCourse: 4, AtUniversity: 58,
		Cells: 1118, CellsWithout: 307, RequirementGroups: 153, CellTexts: 4, GroupTexts: 2, GroupUses: 5,
	}
	if d := cmp.Diff(byHand, want); d != "" {
		t.Errorf("the files are not those that were counted by hand:\n%s", d)
	}
	set, report, problems := Import(files, Options{})
	if len(problems) > 0 {
		t.Errorf("problems:\n%v", problems)
	}
	intaketest.Valid(t, nil, &set)
	intaketest.Balanced(t, &report)
	intaketest.Want(t, &report, "files", map[string]int{"agreement": want.Files})
	intaketest.Want(t, &report, articulationsTable, map[string]int{
		"articulated": want.Articulations - want.NoCourse - want.AtUniversity, "no course articulated": want.NoCourse,
		"must be taken at the university": want.AtUniversity, "cell without articulation": want.CellsWithout,
	})
	facts := map[string]int{
		"articulated series": want.Series, "sending groups": want.Groups, "sending courses": want.Courses,
		"template cells": want.Cells, "articulations outside the template": want.Orphans,
		"conditions kept on rules": want.CellTexts + want.GroupUses + want.ArticulationTexts,
	}
	for name, n := range facts {
		if got := report.Fact(name); got != n {
			t.Errorf("%s: %d, want %d", name, got, n)
		}
	}
	if got := report.Total("requirement groups"); got != want.RequirementGroups {
		t.Errorf("%d requirement groups, want %d", got, want.RequirementGroups)
	}
	outcomes(t, &set, want)
}

// outcomes counts the rules themselves: one for each cell, by what it says, and
// one fallback for each agreement that names a sending course.
func outcomes(t *testing.T, set *ruleset.Set, want tally) {
	t.Helper()
	got := map[agreement.Outcome]int{}
	items, fallbacks := 0, 0
	for _, a := range set.Agreements {
		if len(a.Programs) != 1 {
			t.Errorf("%s is for %v", a.ID, a.Programs)
		}
		for _, r := range a.Rules {
			if r.When != nil && r.When.Match != nil {
				fallbacks++
				continue
			}
			got[r.Outcome]++
			if r.When != nil {
				for range r.When.Leaves {
					items++
				}
			}
		}
	}
	if len(set.Agreements) != want.Files || len(set.Programs) != want.Files || fallbacks > want.Files {
		t.Errorf("%d agreements, %d programs, %d fallbacks", len(set.Agreements), len(set.Programs), fallbacks)
	}
	if items != want.Courses {
		t.Errorf("the rules name %d sending courses, the files %d", items, want.Courses)
	}
	wantOutcomes := map[agreement.Outcome]int{
		"": want.Articulations - want.NoCourse - want.AtUniversity, agreement.OutcomeAbsent: want.CellsWithout,
		agreement.OutcomeNoEquivalent: want.NoCourse, agreement.OutcomeTakeAtReceiver: want.AtUniversity,
	}
	if d := cmp.Diff(wantOutcomes, got); d != "" {
		t.Error(d)
	}
}

// TestComputerScience looks at the agreement of worked cases A5, A6, A13 and H1.
func TestComputerScience(t *testing.T) {
	t.Parallel()
	set, _, problems := Import([]string{intaketest.Data(t, realDir+"/cse_computer_science_bs.json")}, Options{})
	intaketest.NoErrors(t, problems)
	a := find(t, &set, "assist-smcc-ucsd-cse-computer-science-bs", 2024)
	rules := map[string]string{}
	for _, r := range a.Rules {
		text := string(r.Outcome)
		if r.When != nil && r.When.Match == nil {
			text = strings.ReplaceAll(write(*r.When), "smcc/", "")
		}
		rules[r.ID] = text
	}
	for id, want := range map[string]string{
		"math-20a": "(math-7 & math-8)", "math-20b": "math-8", "math-20c": "math-11", "math-18": "math-13",
		"cse-11": "cs-55", "cse-8b": "cs-55", "cse-12": "(cs-20a & cs-20b)", "cse-20": "math-10", "cse-30": "cs-17",
		"phys-2a": "physcs-21", "phys-2b": "physcs-22", "bild-1": "(biol-21 & biol-22 & biol-23)",
		"cse-8a": "absent", "cse-15l": "absent", "cse-21": "absent",
	} {
		if rules[id] != want {
			t.Errorf("%s <= %q, want %q", id, rules[id], want)
		}
	}
	names := map[catalog.InstitutionID][]string{}
	for _, inst := range set.Institutions {
		names[inst.ID] = append([]string{inst.Name}, inst.Aliases...)
	}
	if d := cmp.Diff([]string{"Santa Monica College", "SMC"}, names["smcc"]); d != "" {
		t.Error(d)
	}
}

func TestRealAreaLists(t *testing.T) {
	t.Parallel()
	dir := intaketest.Data(t, "assist/igetc_smc")
	files, err := filepath.Glob(filepath.Join(dir, "*_area_*.json"))
	if err != nil {
		t.Fatal(err)
	}
	total, removed := 0, 0
	for _, f := range files {
		for _, c := range list(object(intaketest.JSON(t, f))["courses"]) {
			total++
			if object(object(c)["date_removed"])["raw"] != "" {
				removed++
			}
		}
	}
	set, report, problems := Import([]string{dir}, Options{})
	intaketest.NoErrors(t, problems)
	intaketest.Valid(t, nil, &set)
	intaketest.Balanced(t, &report)
	intaketest.Want(t, &report, areaCourses, map[string]int{
		"listed": total - removed, "listed until it was removed": removed - 6, "removed no later than approved": 6,
	})
	intaketest.Want(t, &report, "files", map[string]int{"area list": len(files), "summary of area lists, nothing to import": 1})
}

// TestRealInstitutions compares the numbers for term types with the words in
// the agreements, and the directory with the published list.
func TestRealInstitutions(t *testing.T) {
	t.Parallel()
	set, report, problems := Import([]string{intaketest.Data(t, "assist/institutions.json")}, Options{})
	intaketest.NoErrors(t, problems)
	intaketest.Valid(t, nil, &set)
	if len(set.Institutions) != 179 || report.Total("institutions") != 179 {
		t.Errorf("%d institutions", len(set.Institutions))
	}
	fromAgreements, _, _ := Import(realFiles(t)[:1], Options{})
	byID := map[catalog.InstitutionID]catalog.Institution{}
	for _, inst := range set.Institutions {
		byID[inst.ID] = inst
	}
	for _, inst := range fromAgreements.Institutions {
		if d := cmp.Diff(byID[inst.ID], inst); d != "" {
			t.Errorf("%s differs between the list and the agreement: %s", inst.ID, d)
		}
	}
	for _, inst := range loadDirectory().all {
		if d := cmp.Diff(inst, byID[inst.ID]); d != "" {
			t.Errorf("%s differs between the directory and the list: %s", inst.ID, d)
		}
	}
}

// TestOrderOfFilesDoesNotMatter imports everything forwards and backwards.
func TestOrderOfFilesDoesNotMatter(t *testing.T) {
	t.Parallel()
	var forwards, backwards []Input
	for _, f := range realFiles(t) {
		in := Input{Name: f, Data: readFile(t, f)}
		forwards = append(forwards, in)
		backwards = append([]Input{in}, backwards...)
	}
	a, _, _ := ImportData(forwards, Options{})
	b, _, _ := ImportData(backwards, Options{})
	if a.Version() != b.Version() {
		t.Error(cmp.Diff(a, b))
	}
}
