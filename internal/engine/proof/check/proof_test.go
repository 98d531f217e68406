package check_test

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/proof"
	"github.com/cairnproject/cairn/internal/engine/proof/check"
	"github.com/cairnproject/cairn/internal/engine/proof/words"
	"github.com/cairnproject/cairn/internal/wording"
)

// hall is three one-course requirements over two courses.
func hall() *proof.Problem {
	p := &proof.Problem{Items: 2}
	for i := range 3 {
		p.Nodes = append(p.Nodes, proof.Node{Kind: proof.Take, Items: []bool{true, true}})
		p.Rows = append(p.Rows, proof.Row{Node: i, Amount: 1, Coef: []int64{1, 1}, Takes: []int{i}, Unit: "items"})
	}
	p.Nodes = append(p.Nodes, proof.Node{K: 3, Children: []int{0, 1, 2}})
	return p
}

// What a sentence counts is what is owed and what can be had at once.
func TestSentencesCountTruly(t *testing.T) {
	t.Parallel()
	names := words.Names{
		Item: func(i int) wording.Phrase { return wording.Name(fmt.Sprint("course ", i+1)) },
		Node: func(i int) wording.Phrase { return wording.Name(fmt.Sprint("R", i+1)) },
	}
	one := hall()
	one.Nodes[3] = proof.Node{K: 1, Children: []int{0, 1, 2}}
	for i := range 3 {
		one.Nodes[i].Items, one.Rows[i].Coef = []bool{false, false}, []int64{0, 0}
	}
	twice := hall()
	twice.Items, twice.MaxUses = 1, 2
	for i := range 3 {
		twice.Nodes[i].Items, twice.Rows[i].Coef = []bool{true}, []int64{1}
	}
	for _, pair := range [][2]int{{0, 1}, {0, 2}, {1, 2}} {
		twice.Pairs = append(twice.Pairs, proof.Pair{A: pair[0], B: pair[1], Items: []bool{true}})
	}
	either := hall()
	either.Alternatives = []proof.Alternative{{Bundles: [][]int{{0}, {1}}}}
	scaled := &proof.Problem{
		Items: 1, Scale: 6, Nodes: []proof.Node{{Kind: proof.Take, Items: []bool{true}}},
		Rows: []proof.Row{{Amount: 75, Coef: []int64{61}, Takes: []int{0}, Unit: proof.UnitCredits}},
	}
	for _, c := range []struct {
		p    *proof.Problem
		n    *proof.No
		want string
	}{
		{one, ones(0, 1, 2), "one of R1, R2, R3 needs at least 1 course, and nothing in the record qualifies"},
		{twice, ones(0, 1, 2), "these 3 requirements (R1, R2, R3) need 3 courses, and at most 2 courses can be had at once: course 1 (may count for 2 of them)"},
		{either, ones(0, 1, 2), "these 3 requirements (R1, R2, R3) need 3 courses, and at most 1 course can be had at once: course 1, course 2"},
		{scaled, ones(0), "R1 needs 12.5 credits, and 10.17 qualify: course 1"},
	} {
		if err := check.No(c.p, c.n); err != nil {
			t.Errorf("%s: %v", c.want, err)
		}
		if got := words.Sentence(c.p, c.n, names).String(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

func ones(rows ...int) *proof.No {
	n := &proof.No{}
	for _, at := range rows {
		n.Weights = append(n.Weights, proof.Weight{Row: at, Value: 1})
	}
	return n
}

func TestHallSet(t *testing.T) {
	t.Parallel()
	p := hall()
	if err := check.No(p, ones(0, 1, 2)); err != nil {
		t.Fatal(err)
	}
	names := words.Names{
		Item: func(i int) wording.Phrase { return wording.Name(fmt.Sprint("course ", i+1)) },
		Node: func(i int) wording.Phrase { return wording.Name(fmt.Sprint("R", i+1)) },
	}
	got := words.Sentence(p, ones(0, 1, 2), names).String()
	want := "these 3 requirements (R1, R2, R3) need 3 courses, and 2 qualify: course 1, course 2"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if err := check.No(p, ones(0, 1)); !errors.Is(err, proof.ErrTooWeak) {
		t.Errorf("two of the three prove nothing: %v", err)
	}
	p.Nodes[3] = proof.Node{Kind: proof.Choose, K: 2, Children: []int{0, 1, 2}}
	if err := check.No(p, ones(0, 1, 2)); !errors.Is(err, proof.ErrTooWeak) {
		t.Errorf("two of three can hold: %v", err)
	}
	if err := check.Yes(p, &proof.Yes{Uses: []proof.Use{{Item: 0, Take: 1}, {Item: 1, Take: 2}}}); err != nil {
		t.Error(err)
	}
	if err := check.Yes(p, &proof.Yes{Uses: []proof.Use{{Item: 0, Take: 1}, {Item: 0, Take: 2}}}); !errors.Is(err, proof.ErrNotAdmissible) {
		t.Errorf("one item twice: %v", err)
	}
}

// The sums of a leaf stay inside their type, whatever a certificate says.
func TestWeightsDoNotOverflow(t *testing.T) {
	t.Parallel()
	p := hall()
	n := ones(0, 1, 2)
	for i := range n.Weights {
		n.Weights[i].Value = 1 << 62
	}
	if err := check.No(p, n); !errors.Is(err, proof.ErrMalformed) {
		t.Errorf("got %v", err)
	}
}

// The checker is small, and knows nothing of the solver: it imports the standard
// library and the language of certificates, which imports the standard library.
func TestCheckerStandsAlone(t *testing.T) {
	t.Parallel()
	lines := 0
	for _, pattern := range []string{"*.go", "../*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatal(pattern, files, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
			if err != nil {
				t.Fatal(err)
			}
			for _, im := range f.Imports {
				if strings.Contains(im.Path.Value, ".") && !strings.HasSuffix(im.Path.Value, `/internal/engine/proof"`) {
					t.Errorf("%s imports %s", name, im.Path.Value)
				}
			}
			if pattern == "*.go" {
				lines += count(t, name)
			}
		}
	}
	if lines >= 300 {
		t.Errorf("the checker has %d lines", lines)
	}
}

// count counts the lines of a file.
func count(t *testing.T, name string) int {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(text), "\n")
}
