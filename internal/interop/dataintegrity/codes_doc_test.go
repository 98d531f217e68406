package dataintegrity

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
	constant := regexp.MustCompile(`(?m)^\s*Code[A-Za-z]+\s*= "([a-z_0-9]+)"`)
	literal := regexp.MustCompile(`(?:Code: +|\bfail\()"([a-z_0-9]+)"`)
	found := map[string]bool{}
	for _, pattern := range []string{"*.go", "../jsonld/*.go", "../../strictjson/*.go"} {
		files, err := filepath.Glob(pattern)
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
			for _, m := range append(constant.FindAllStringSubmatch(string(source), -1), literal.FindAllStringSubmatch(string(source), -1)...) {
				found[m[1]] = true
			}
		}
	}
	if len(found) < 30 {
		t.Fatalf("only %d codes were found in the sources", len(found))
	}
	for code := range found {
		if !strings.Contains(string(page), "| `"+code+"` |") {
			t.Errorf("%s is not in docs/reference/problem-codes.md", code)
		}
	}
}
