package princeton

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The reference says which constructs the files use, and how often.
func TestCoverageTableIsComplete(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "reference", "requirement-language.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(page), "### TigerPath")
	table, _, _ = strings.Cut(table, "### UTD")
	for column, pattern := range map[int]string{2: "princeton-2026/*/*.yaml", 3: "princeton-2019/*/*.json"} {
		want := map[string]int{}
		for _, name := range files(t, pattern) {
			for key, n := range convert(t, name).Constructs {
				want[key] += n
			}
		}
		got := map[string]int{}
		for line := range strings.Lines(table) {
			cells := strings.Split(line, "|")
			if len(cells) < 6 || !strings.HasPrefix(cells[1], " `") {
				continue
			}
			if n, err := strconv.Atoi(strings.TrimSpace(cells[column])); err == nil && n > 0 {
				got[strings.Trim(cells[1], " `")] = n
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-files +table):\n%s\nkeys: %v", pattern, diff, slices.Sorted(maps.Keys(want)))
		}
	}
}
