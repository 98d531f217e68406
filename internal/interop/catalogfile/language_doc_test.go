package catalogfile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/diag"
)

// Every example of the reference loads, and holds up.
func TestLanguageReferenceExamplesLoad(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "reference", "requirement-language.md"))
	if err != nil {
		t.Fatal(err)
	}
	base := loadClean(t, "testdata/language.yaml")
	blocks := strings.Split(string(page), "```yaml\n")[1:]
	if len(blocks) < 5 {
		t.Fatalf("only %d examples", len(blocks))
	}
	for i, block := range blocks {
		block, _, _ = strings.Cut(block, "```")
		if strings.HasPrefix(block, "- ") {
			block = "requires:\n  all:\n" + indent(block, "    ")
		}
		text := "programs:\n  - id: ridge/example\n    title: Example\n    credential: ridge/cs-ba\n" + indent(block, "    ")
		_, _, problems := Parse("example.yaml", []byte(text), Options{Base: &base})
		for _, p := range problems {
			if p.Severity == diag.Error || p.Code != "matches_nothing" {
				t.Errorf("example %d: %s\n%s", i+1, p, text)
			}
		}
	}
}

func indent(text, by string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return by + strings.Join(lines, "\n"+by) + "\n"
}
