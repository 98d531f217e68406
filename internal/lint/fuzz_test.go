package lint_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/lint"
)

// Whatever reads as a valid catalogue is linted without panic, twice the same,
// and every finding says where, what and what to do under a known code.
func FuzzCheck(f *testing.F) {
	page, err := os.ReadFile("../../docs/reference/lint-codes.md")
	if err != nil {
		f.Fatal(err)
	}
	blocks := yamlBlocks(string(page))
	for _, b := range blocks[2:] {
		if b[0] == 'r' {
			b = blocks[1] + "    rules: [{id: r, when: MATH 1, awards: [M 10]}]\n"
		}
		f.Add(b)
	}
	for _, rules := range []string{
		"{id: a, when: {any: [X 1, {all: [X 2, X 3]}]}, awards: [Y 1]}, {id: b, when: {atLeast: {count: 2, of: [X 1, X 2, X 3]}}, awards: [Y 2]}",
		"{id: a, when: {match: {institution: x, number: 1@}}, awards: [{kind: elective}]}",
	} {
		f.Add(fmt.Sprintf(ways, "", rules))
	}
	known := map[string]bool{}
	for _, k := range lint.Kinds() {
		known[k.Code] = true
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, data := range []string{text, blocks[0] + "---\n" + text} {
			set, _, problems := catalogfile.Parse("x.yaml", []byte(data), catalogfile.Options{Limits: yamltext.Limits{Bytes: 1 << 16}})
			if problems.HasErrors() {
				continue
			}
			o := lint.Options{AsOf: calendar.NewDate(2026, 9, 1)}
			first := lint.Check(&set, o)
			for _, p := range first {
				if !known[p.Code] || p.Pointer == "" || p.Message == "" || p.Suggestion == "" {
					t.Errorf("incomplete finding %+v", p)
				}
			}
			if diff := cmp.Diff(first, lint.Check(&set, o)); diff != "" {
				t.Errorf("not the same twice:\n%s", diff)
			}
		}
	})
}
