package engine_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every code that the engine can give is explained in the reference.
func TestEveryReasonIsDocumented(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/reference/reasons.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no source files", err)
	}
	codes := regexp.MustCompile(`(?:Code: *|code := |Code, why\.Fix = |"(?:agreement|conflict)_)"?([a-z_]+)"`)
	found := 0
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range codes.FindAllStringSubmatch(string(src), -1) {
			found++
			if code := m[1]; !strings.Contains(string(page), code) {
				t.Errorf("%s gives the reason %q, which docs/reference/reasons.md does not explain", f, code)
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d codes were found in the source: the pattern has gone stale", found)
	}
}
