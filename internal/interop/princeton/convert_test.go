package princeton

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// shared is where the files lie beside the repository; they are not part of it.
var shared = filepath.Join("..", "..", "..", "..", "shared", "data")

func files(t *testing.T, patterns ...string) []string {
	t.Helper()
	var out []string
	for _, p := range patterns {
		found, err := filepath.Glob(filepath.Join(shared, p))
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, found...)
	}
	if len(out) == 0 {
		t.Skipf("skipped: no files in %s", shared)
	}
	return out
}

func convert(t *testing.T, name string) *Result {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r, problems := Convert(filepath.Base(name), data)
	if problems.HasErrors() {
		t.Fatal(problems.Error())
	}
	return r
}

// flaws are what is wrong with files themselves, found by the conversion and by
// the proofs: nobody could complete these programs as they are written.
var flaws = map[string]string{
	"majors/MAE.yaml":       "unsatisfiable_together", // MAE 321 in both of two tracks that are owed
	"majors/CEE.yaml":       "3 of 2 parts",
	"minors/DAN.yaml":       "4 of 3 parts",
	"minors/TRA.yaml":       "5 of 2 parts",
	"certificates/CWR.yaml": "0 ways to reach 5",
}

func base(name string) string {
	return filepath.Base(filepath.Dir(name)) + "/" + filepath.Base(name)
}

// Every file becomes a program that holds up, and nothing in it is passed over.
func TestEveryFileConverts(t *testing.T) {
	t.Parallel()
	all := files(t, "princeton-2019/*/*.json", "princeton-2026/*/*.yaml")
	unread, warnings, nodes := 0, map[string]int{}, 0
	for _, name := range all {
		r := convert(t, name)
		if len(r.Unknown) > 0 {
			t.Errorf("%s: keys that nothing is known of: %v", name, r.Unknown)
		}
		unread += len(r.Unread)
		for _, u := range r.Unread {
			if flaws[base(name)] != u {
				t.Errorf("%s: not read: %s", name, u)
			}
		}
		for _, p := range validate(r) {
			if p.Severity == diag.Error && flaws[base(name)] != p.Code {
				t.Errorf("%s: %s", name, p)
			}
			warnings[p.Code]++
		}
		places, _ := requirement.Places(r.Program.Requires, 0, 0)
		nodes += len(places)
	}
	t.Logf("%d files, %d requirements, %d texts not read, warnings %v", len(all), nodes, unread, warnings)
}

func validate(r *Result) diag.List {
	set := ruleset.Set{
		Institutions: []catalog.Institution{{ID: Institution, Name: "Princeton University", Kind: catalog.University, Unit: "course"}},
		Items:        r.Items, Programs: []requirement.Program{r.Program},
	}
	list := ruleset.Validate(&set)
	out := list[:0]
	for _, p := range list {
		if strings.HasPrefix(p.Pointer, "/programs") {
			out = append(out, p)
		}
	}
	return out
}

const sample = `
type: Major
name: Sample
code: SMP
req_list:
- name: Prerequisites
  max_counted: 1
  min_needed: ALL
  pdfs_allowed: false
  completed_by_semester: 4
  course_list: [MAT 103, "COS 306/ECE 206: Logic"]
- name: Theory
  max_counted: 1
  min_needed: 2
  req_list:
  - {name: , max_counted: , min_needed: , course_list: [COS 340, COS 423]}
  - {name: , max_counted: 1, min_needed: , course_list: [COS 510, COS 441]}
- name: Track
  max_counted: 1
  min_needed: 1
  double_counting_allowed: true
  req_list:
  - {name: A, max_counted: 1, min_needed: 1, course_list: [COS 4**]}
  - {name: B, max_counted: 1, min_needed: 2, course_list: [LANG 1*, HIS *], excluded_course_list: [HIS 101]}
- name: Project
  no_req:
`

func TestSampleConverts(t *testing.T) {
	t.Parallel()
	r, problems := Convert("sample.yaml", []byte(sample))
	if problems != nil || r.Unknown != nil || r.Unread != nil {
		t.Fatal(problems, r.Unknown, r.Unread)
	}
	name := func(id catalog.ItemID) string { return strings.ToUpper(string(id)[len("princeton/"):]) }
	got := map[string]string{}
	places, _ := requirement.Places(r.Program.Requires, 0, 0)
	for _, p := range places {
		got[p.Path] = p.Node.Sentence(name)
	}
	want := map[string]string{
		"":              "Complete Prerequisites, Theory, Track and Project.",
		"prerequisites": "Complete at least 2 courses from MAT-103, COS-306 or ECE-206, each in the first 4 terms, at most 0 courses pass/fail.",
		"theory":        "Complete at least 2 courses from COS-340 or COS-423 or COS-510 or COS-441, at most 1 course of COS-510 or COS-441.",
		"track":         "Complete one of A or B.",
		"track/a":       "Complete at least 1 course from COS 4@.",
		"track/b":       "Complete at least 2 courses from the set languages, numbers 1@ or HIS except HIS-101.",
		"project":       "A person decides: The file does not check: Project.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff("theory", r.Paths["Theory//001"]); diff != "" {
		t.Error(diff)
	}
	for _, p := range validate(r) {
		t.Error(p)
	}
}
