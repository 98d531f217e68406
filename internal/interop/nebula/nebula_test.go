package nebula

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// flaws are what is wrong with files themselves: a course that two owed
// requirements name, and a section that asks for 0 hours.
var flaws = map[string]string{
	"Business Administration Sales Concentration(BS).json": "unsatisfiable_together",
	"Information Technology And Systems(BS).json":          "zero_required",
}

func TestEveryFileConverts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "..", "shared", "data", "utd-nebula", "degree_data", "*", "*.json"))
	if err != nil || len(files) == 0 {
		t.Skip("skipped: the files are not beside the repository")
	}
	nodes, constructs := 0, map[string]int{}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		r, problems := Convert(filepath.Base(name), data)
		if len(problems) > 0 || len(r.Unknown) > 0 {
			t.Errorf("%s: %v\n%s", name, r.Unknown, problems.Error())
		}
		for _, p := range validate(r) {
			if p.Severity == diag.Error && flaws[filepath.Base(name)] != p.Code {
				t.Errorf("%s: %s", name, p)
			}
		}
		places, _ := requirement.Places(r.Program.Requires, 0, 0)
		nodes += len(places)
		for k, n := range r.Constructs {
			constructs[k] += n
		}
	}
	t.Logf("%d files, %d requirements", len(files), nodes)
	if diff := cmp.Diff(constructs, covered(t)); diff != "" {
		t.Errorf("docs/reference/requirement-language.md (-files +table):\n%s", diff)
	}
}

// covered reads the table of the reference.
func covered(t *testing.T) map[string]int {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "reference", "requirement-language.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "### UTD Nebula")
	table, _, _ = strings.Cut(table, "### degreepath")
	out := map[string]int{}
	for line := range strings.Lines(table) {
		if cells := strings.Split(line, "|"); len(cells) > 4 && strings.HasPrefix(cells[1], " `") {
			n, err := strconv.Atoi(strings.TrimSpace(cells[2]))
			if err != nil {
				t.Error(err)
			}
			out[strings.Trim(cells[1], " `")] = n
		}
	}
	return out
}

func validate(r *Result) diag.List {
	return ruleset.Validate(&ruleset.Set{
		Institutions: []catalog.Institution{{ID: Institution, Name: "UT Dallas", Kind: catalog.University, Unit: "semester"}},
		Items:        r.Items, Programs: []requirement.Program{r.Program},
	})
}

const sample = `{
 "id": "Sample(BS)", "display_name": "Sample", "minimum_credit_hours": 120, "year": "2022-2023", "subtype": "Major",
 "school": "S", "catalog_uri": "u",
 "requirements": {"core": "@import ./core.json", "major": [
  {"matcher": "SelectRequirement", "metadata": {"id": "1"}, "required_count": 1, "requirements": [
   {"matcher": "CourseRequirement", "metadata": {"id": "2"}, "course": "MATH 2413"},
   {"matcher": "PrefixBucketRequirement", "metadata": {"id": "3"}, "prefix": "PHYS"}]},
  {"matcher": "HoursRequirement", "metadata": {"id": "4"}, "required_hours": 6, "requirements": [
   {"matcher": "CourseRequirement", "metadata": {"id": "5"}, "course": "CS 4V98"},
   {"matcher": "CourseRequirement", "metadata": {"id": "6"}, "course": "CS 4301"}]},
  {"matcher": "CSGuidedElectiveRequirement", "metadata": {"id": "7"}, "required_count": 3, "starts_with": "CS 43", "also_fulfills": [
   {"matcher": "CourseRequirement", "metadata": {"id": "8"}, "course": "EE 4325"}]},
  {"matcher": "FreeElectiveRequirement", "metadata": {"id": "9"}, "required_hours": 10, "excluded_courses": ["CS 1200"]}]}}`

func TestSampleConverts(t *testing.T) {
	t.Parallel()
	r, problems := Convert("sample.json", []byte(sample))
	if len(problems) > 0 || len(r.Unknown) > 0 {
		t.Fatal(problems, r.Unknown)
	}
	name := func(id catalog.ItemID) string { return strings.ToUpper(string(id)[len("utd/"):]) }
	places, _ := requirement.Places(r.Program.Requires, 0, 0)
	var got []string
	for _, p := range places {
		got = append(got, p.Path+": "+p.Node.Sentence(name))
	}
	want := []string{
		"r-1: Complete 1 of MATH-2413 or (at least 1 course from PHYS).",
		"r-1/r-2: Complete MATH-2413.",
		"r-1/r-3: Complete at least 1 course from PHYS.",
		"r-4: Complete at least 6 credits from CS-4301 or CS-4V98.",
		"r-7: Complete at least 3 courses from EE-4325 or CS 43@.",
		"r-9: Complete at least 10 credits from anything except CS-1200.",
		"core-curriculum: A person decides: The core curriculum is in another file: @import ./core.json.",
		"total: Complete at least 120 credits (counted with everything else).",
	}
	if diff := cmp.Diff(want, got[1:]); diff != "" {
		t.Error(diff)
	}
}
