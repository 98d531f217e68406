package solve_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// rewritable has every kind of node, row and budget; nodes come in another order
// than their parents list them.
func rewritable() *solve.Problem {
	var b b
	for _, c := range []int64{3, 4, 9} {
		b.p.Items = append(b.p.Items, solve.Item{Credits: c, Points: 2 * c, GPACredits: c})
	}
	b.p.Classes = [][]int32{{2, -1, 5}}
	b.p.Sets = []solve.Set{solve.SetOf(1, 2)}
	x, y, z := b.count(0, 1, 0, 1), b.credits(0, 5, 1, 2), b.count(1, 0, 0, 1, 2)
	b.p.Nodes[z].NeedDistinct = 2
	total := b.total(7, 0, 2)
	open, held := b.node(solve.Node{Kind: solve.Fixed}), b.node(solve.Node{Kind: solve.Fixed, Holds: true})
	choice := b.choose(2, z, open, y)
	either := b.anyOf(held, total)
	b.all(either, x, choice)
	b.p.Nodes[choice].Conditions = []solve.Condition{
		{Measure: solve.AtMostItems, Set: -1, Amount: 2},
		{Measure: solve.AtLeastCredits, Set: 0, Amount: 6},
		{Measure: solve.MeanAtLeast, Set: 0, Amount: 3},
	}
	b.p.Nodes[x].Conditions = []solve.Condition{{Measure: solve.AtLeastItems, Set: 0, Amount: 1}, {Measure: solve.AtMostCredits, Set: -1, Amount: 8}}
	b.p.Shares = []solve.Share{
		{A: y, B: x, Set: -1, Limit: 2},
		{A: x, B: y, Set: 0, Unit: solve.Credits, Limit: 5},
		{Scopes: true, A: 0, B: 1, Set: 0, Limit: -1},
		{Scopes: true, A: 1, B: 0, Set: -1, Unit: solve.Items, Limit: 0},
		{Scopes: true, A: 0, B: 7, Set: -1, Limit: 1}, // nobody is in scope 7
	}
	b.p.Alternatives = []solve.Alternative{{Bundles: []solve.Bundle{{Items: []int32{0, 2}}, {}}}}
	b.p.MaxUses = 2
	return &b.p
}

// What the checker reads says the same as the problem, row by row, and names the
// constraint that each row is.
func TestDocumentedRewriting(t *testing.T) {
	t.Parallel()
	w := solve.Rewrite(rewritable())
	var out strings.Builder
	for i, n := range w.Problem.Nodes {
		fmt.Fprintln(&out, i, "is", w.Nodes[i], "kind", n.Kind, "k", n.K, "of", n.Children, "items", n.Items, "free", n.Free, "scope", n.Scope)
	}
	for i, r := range w.Problem.Rows {
		fmt.Fprintln(&out, i, "is", w.Rows[i], "kind", r.Kind, "of", r.Node, "at least", r.Amount, r.Unit, "from", r.Coef, "in", r.Takes, r.And, r.Words)
	}
	fmt.Fprintln(&out, w.Problem.Pairs, w.Problem.Alternatives, w.Problem.MaxUses, w.Problem.Items)
	if diff := cmp.Diff(strings.Split(rewritten, "\n"), strings.Split(out.String(), "\n")); diff != "" {
		t.Errorf("(-was +is):\n%s", diff)
	}
}

const rewritten = `0 is 5 kind 0 k 0 of [] items [] free false scope 0
1 is 3 kind 1 k 0 of [] items [true false true] free true scope -2
2 is 7 kind 0 k 1 of [0 1] items [] free false scope 0
3 is 0 kind 1 k 0 of [] items [true true false] free false scope 0
4 is 2 kind 1 k 2 of [] items [true true true] free false scope 1
5 is 4 kind 0 k 1 of [] items [] free false scope 0
6 is 1 kind 1 k 0 of [] items [false true true] free false scope 0
7 is 6 kind 0 k 2 of [4 5 6] items [] free false scope 0
8 is 8 kind 0 k 3 of [2 3 7] items [] free false scope 0
0 is {3 -1 -1 false} kind 0 of 1 at least 7 credits from [3 0 7] in [1] [] % needs 7 credits
1 is {0 -1 -1 false} kind 0 of 3 at least 1 items from [1 1 0] in [3] [] % needs 1 items
2 is {0 0 -1 false} kind 0 of 3 at least 1 items from [0 1 0] in [3] [] % needs 1 of some items in all
3 is {0 1 -1 false} kind 2 of 3 at least -8  from [-3 -4 0] in [3] [] at most 8 of some credits count in %
4 is {2 -1 -1 false} kind 1 of 4 at least 1 kinds from [1 0 0] in [4] [] % needs 2 different kinds
5 is {2 -1 -1 false} kind 1 of 4 at least 1 kinds from [0 0 1] in [4] [] % needs 2 different kinds
6 is {1 -1 -1 false} kind 0 of 6 at least 5 credits from [0 4 5] in [6] [] % needs 5 credits
7 is {6 0 -1 false} kind 2 of 7 at least -2  from [-1 -1 -1] in [4 6] [] at most 2 of some items count in %
8 is {6 1 -1 false} kind 0 of 7 at least 6 credits from [0 4 6] in [4 6] [] % needs 6 of some credits in all
9 is {6 2 -1 false} kind 2 of 7 at least 0  from [0 -4 -9] in [4 6] [] the mean in % is at least 3
10 is {-1 -1 0 false} kind 2 of -1 at least -2  from [0 -1 0] in [6] [3] at most 2 may be shared
11 is {-1 -1 1 false} kind 2 of -1 at least -5  from [0 -4 0] in [3] [6] at most 5 may be shared
12 is {-1 -1 1 true} kind 2 of -1 at least 0  from [0 0 0] in [3] [6] some items may not be shared
13 is {-1 -1 2 true} kind 2 of -1 at least 0  from [-1 0 0] in [3 6] [4] some items may not be shared
14 is {-1 -1 3 false} kind 2 of -1 at least 0  from [-1 -1 -1] in [4] [3 6] at most 0 may be shared
[{3 6 [false true true]} {3 6 [false true true]}] [{[[0 2] []]}] 2 3
`
