package catalogfile

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/interop/yamltext"
)

// Any bytes are read without panic, every problem has a place, and what reads
// without an error can be written and read again.
func FuzzParse(f *testing.F) {
	small, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		f.Fatal(err)
	}
	language, err := os.ReadFile("testdata/language.yaml")
	if err != nil {
		f.Fatal(err)
	}
	mistakes, err := os.ReadFile("testdata/mistakes.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		string(small), string(language), string(mistakes),
		"programs: [{requires: {choose: 2, from: [a, {b: c}]}}]", "programs: [{requires: {credits: 1, from: x, take: {}}}]",
		"programs: [{requires: {residence: {latest: 3, of: {}}, minima: {}}}]", "programs: [{requires: {residence: [], minima: [1]}}]",
		"programs: [{requires: {courses: x, all: [], total: [1]}}]", "programs: [{requires: {where: [a, b], minGrade: C, held: ~}}]",
		"programs: [{sets: {a: [b, [c]], b: {any: [a, {except: {set: b}}]}}, requires: {if: {test: {not: {met: x}}, then: y}}}]", "", "{", "[", "items: [{id: a/b}]", "a: &x [*x]", "items:\n\t- x", `{"items":[{"id":"a/b"}]}`,
		"\xff", "x: \x00", "agreements: [{id: a, rules: [{when: {all: [{any: []}]}}]}]", "---\n---\n- 1", "? a\n: b",
		"items: [{id: a/b, kind: course, versions: [{code: A 1, credits: 1/3}]}]", "<<: {}", "!!binary x", "scales: !x y",
		"institutions: [{policy: {caps: [{limit: -1}]}}]", "programs: [{requires: {choose: {credits: x}}}]",
	} {
		f.Add([]byte(seed), "x.yaml")
		f.Add([]byte(seed), "x.json")
	}
	for _, c := range hostileTexts() { // the short ones
		if len(c.text) < 2000 {
			f.Add([]byte(c.text), "x.yaml")
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		set, _, problems := Parse(name, data, Options{Limits: yamltext.Limits{Bytes: 1 << 16}})
		for _, p := range problems {
			if p.Code == "" || p.Message == "" || p.Code != "file_too_large" && (p.Line < 1 || p.Column < 1) {
				t.Errorf("incomplete problem %+v", p)
			}
		}
		if problems.HasErrors() {
			return
		}
		var b bytes.Buffer
		if err := Write(&b, set); err != nil {
			return // a text that YAML cannot carry was in the JSON
		}
		again, _, _ := Parse("again.yaml", b.Bytes(), Options{})
		if diff := cmp.Diff(set, again); diff != "" {
			t.Fatalf("load after write:\n%s\n%s", diff, b.String())
		}
	})
}
