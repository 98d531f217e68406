package verify_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEveryCodeIsDocumented: whoever meets a code finds it in the reference.
func TestEveryCodeIsDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "reference", "problem-codes.md"))
	if err != nil {
		t.Fatal(err)
	}
	literal := regexp.MustCompile(`(?:Code: |\b(?:fail|warn|tell|bad)\(|code(?: :?=| string)? |problem\(|= )"([a-z0-9]+(?:_[a-zA-Z0-9]+)+)"`)
	found := map[string]bool{}
	for _, room := range []string{"verify", "vckeys", "vcjwt", "statuslist", "openbadge", "baked", "documents"} {
		files, err := filepath.Glob(filepath.Join("..", room, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			source, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			for _, m := range literal.FindAllStringSubmatch(string(source), -1) {
				found[m[1]] = true
			}
		}
	}
	if len(found) < 60 {
		t.Fatalf("only %d codes were found in the sources", len(found))
	}
	for code := range found {
		if !strings.Contains(string(page), "`"+code+"`") {
			t.Errorf("%s is not in docs/reference/problem-codes.md", code)
		}
	}
}
