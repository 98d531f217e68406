package check

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Whoever meets a code finds it in the reference.
func TestEveryCodeIsDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "reference", "problem-codes.md"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	literal := regexp.MustCompile(`\b(?:reportf|warnf)\([^\n]*?, "([a-z]+(?:_[a-z]+)+|vacuous|shadowed|unsatisfiable)"`)
	found := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range literal.FindAllStringSubmatch(string(source), -1) {
			found[m[1]] = true
		}
	}
	if len(found) < 25 {
		t.Fatalf("only %d codes were found in the sources: %v", len(found), found)
	}
	for code := range found {
		if !strings.Contains(string(page), "| `"+code+"` |") {
			t.Errorf("%s is not in docs/reference/problem-codes.md", code)
		}
	}
}
