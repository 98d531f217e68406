package lint_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/lint"
)

// page is docs/reference/lint-codes.md in its sections.
type page struct {
	base, heading string
	sections      map[string]string
}

func readPage(t *testing.T) page {
	t.Helper()
	text, err := os.ReadFile("../../docs/reference/lint-codes.md")
	if err != nil {
		t.Fatal(err)
	}
	parts := strings.Split(string(text), "\n### `")
	intro := yamlBlocks(parts[0])
	if len(intro) < 2 {
		t.Fatal("the page has no catalogue for its examples")
	}
	p := page{base: intro[0], heading: intro[1], sections: map[string]string{}}
	for _, s := range parts[1:] {
		code, body, _ := strings.Cut(s, "`")
		p.sections[code], _, _ = strings.Cut(body, "\n## ")
	}
	return p
}

func yamlBlocks(text string) []string {
	var out []string
	for _, part := range strings.Split(text, "```yaml\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		out = append(out, block)
	}
	return out
}

// check lints an example of the page.
func (p *page) check(t *testing.T, example string) diag.List {
	t.Helper()
	if strings.HasPrefix(example, "rules:") {
		example = p.heading + "    " + strings.ReplaceAll(example, "\n", "\n    ")
	}
	set, _, problems := catalogfile.Parse("example.yaml", []byte(p.base+"---\n"+example), catalogfile.Options{})
	if problems.HasErrors() {
		t.Fatalf("%v\n%s", problems, example)
	}
	return lint.Check(&set, lint.Options{AsOf: calendar.NewDate(2026, 9, 1)})
}

// Every code has a page that tells the truth: the first example has the finding,
// the second, mended, has it not and no other either.
func TestEveryCodeIsDocumentedWithTrueExamples(t *testing.T) {
	t.Parallel()
	p := readPage(t)
	for _, k := range lint.Kinds() {
		section, ok := p.sections[k.Code]
		if !ok {
			t.Errorf("%s is not in docs/reference/lint-codes.md", k.Code)
			continue
		}
		if !strings.Contains(section, "*Fix:*") || k.Title == "" {
			t.Errorf("%s: no fix or no title", k.Code)
		}
		blocks := yamlBlocks(section)
		if k.Code == lint.Incomplete { // an example were a million lines
			continue
		}
		if len(blocks) != 2 {
			t.Errorf("%s: %d examples, want one with the finding and one without", k.Code, len(blocks))
			continue
		}
		found := p.check(t, blocks[0])
		i := slices.IndexFunc(found, func(f diag.Problem) bool { return f.Code == k.Code })
		if i < 0 {
			t.Errorf("%s: the example has %v", k.Code, found)
			continue
		}
		if f := found[i]; f.Severity != diag.Warning || f.Pointer == "" || f.Message == "" || f.Suggestion == "" {
			t.Errorf("%s: incomplete finding %+v", k.Code, f)
		}
		if rest := p.check(t, blocks[1]); len(rest) > 0 {
			t.Errorf("%s: the mended example has %v", k.Code, rest)
		}
	}
	for code := range p.sections {
		if !slices.ContainsFunc(lint.Kinds(), func(k lint.Kind) bool { return k.Code == code }) {
			t.Errorf("the page has %s, which is no code", code)
		}
	}
}
