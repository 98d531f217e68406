package catalogfile

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Every example of the reference loads, and holds up.
func TestLanguageReferenceExamplesLoad(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "reference", "requirement-language.md"))
	if err != nil {
		t.Fatal(err)
	}
	base := loadClean(t, "testdata/language.yaml")
	examples := examplesOf(string(page))
	if len(examples) < 5 {
		t.Fatalf("only %d examples", len(examples))
	}
	for i, text := range examples {
		_, _, problems := Parse("example.yaml", []byte(text), Options{Base: &base})
		for _, p := range problems {
			if p.Severity == diag.Error || p.Code != "matches_nothing" {
				t.Errorf("example %d: %s\n%s", i+1, p, text)
			}
		}
	}
}

// examplesOf are the examples of a page, each as a file with one program.
func examplesOf(page string) []string {
	var out []string
	for _, block := range strings.Split(page, "```yaml\n")[1:] {
		block, _, _ = strings.Cut(block, "```")
		if strings.HasPrefix(block, "- ") {
			block = "requires:\n  all:\n" + indent(block, "    ")
		}
		out = append(out, "programs:\n  - id: ridge/example\n    title: Example\n    credential: ridge/cs-ba\n"+indent(block, "    "))
	}
	return out
}

// Every example is evaluated too: for an empty record, for one with everything
// and for parts of it there is a verdict with its proof, and requirements can be
// explained.
func TestLanguageReferenceExamplesEvaluate(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "reference", "requirement-language.md"))
	if err != nil {
		t.Fatal(err)
	}
	base := loadClean(t, "testdata/language.yaml")
	verdicts := map[audit.Verdict]int{}
	for i, text := range examplesOf(string(page)) {
		set, _, _ := Parse("example.yaml", []byte(text), Options{Base: &base})
		set = ruleset.Merge(base, set)
		snapshot, err := engine.Compile(&set)
		if err != nil {
			t.Errorf("example %d: %v", i+1, err)
			continue
		}
		for seed := range uint64(5) {
			q := engine.Query{
				AsOf: calendar.NewDate(2025, 1, 1), Record: drawRecord(&set, seed),
				Targets: []engine.Target{{Institution: "ridge", Program: "ridge/example"}},
			}
			result, err := snapshot.Evaluate(q)
			if err != nil || result.Targets[0].Audit == nil {
				t.Errorf("example %d, record %d: %v\n%s", i+1, seed, err, text)
				continue
			}
			a := result.Targets[0].Audit
			verdicts[a.Verdict]++
			if p := a.Proof; p != nil && (!p.Checked || p.Kind == "certificate" && p.Text == "") {
				t.Errorf("example %d, record %d: the proof is %+v", i+1, seed, p)
			}
			r := &a.Requirements[int(seed)%len(a.Requirements)]
			if _, err := snapshot.Explain(q, r.Path); err != nil {
				t.Errorf("example %d, record %d: explain %q: %v", i+1, seed, r.Path, err)
			}
		}
	}
	if verdicts[audit.Complete] == 0 || verdicts[audit.Incomplete] == 0 {
		t.Errorf("verdicts %v", verdicts)
	}
}

// drawRecord is an empty record, one with every item, or a part of that.
func drawRecord(set *ruleset.Set, seed uint64) record.Record {
	r := rand.New(rand.NewPCG(seed, 5))
	rec := record.Record{Facts: map[string]string{"concentration": []string{"theory", "systems"}[r.IntN(2)]}}
	for i := range set.Items {
		if seed == 0 || seed > 1 && r.IntN(2) == 0 {
			continue
		}
		rec.Attainments = append(rec.Attainments, record.Attainment{
			ID: fmt.Sprint("l", i), Item: set.Items[i].ID, Institution: string(set.Items[i].Institution),
			Attained: calendar.NewDate(2020+r.IntN(5), 5, 31), Grade: []string{"A", "B", "C", "D"}[r.IntN(4)],
		})
	}
	return rec
}

func indent(text, by string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return by + strings.Join(lines, "\n"+by) + "\n"
}
