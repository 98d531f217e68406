package solve_test

import (
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// sound is a problem with a node of every kind, which each case spoils.
func sound() *solve.Problem {
	var b b
	b.items(3, 4)
	x, y := b.count(0, 1, 0), b.credits(0, 3, 1)
	b.p.Classes = [][]int32{{0, 1}}
	b.p.Alternatives = []solve.Alternative{{Bundles: []solve.Bundle{{Items: []int32{0}}, {}}}}
	b.share(x, y, 1)
	b.all(x, b.anyOf(y), b.node(solve.Node{Kind: solve.Fixed}), b.choose(0, b.total(1, 0)))
	return &b.p
}

// What is not a problem is refused, with its node; what is at a limit is not.
func TestRefuses(t *testing.T) {
	t.Parallel()
	const most, above = solve.MaxAmount, solve.MaxAmount + 1
	for _, c := range []struct {
		node  int32
		why   string // empty: fine
		spoil func(p *solve.Problem)
	}{
		{0, "", func(*solve.Problem) {}},
		{-1, "item 1", func(p *solve.Problem) { p.Items[1].Credits = -1 }},
		{-1, "item 0", func(p *solve.Problem) { p.Items[0].Credits = above }},
		{0, "", func(p *solve.Problem) { p.Items[0].Credits, p.Items[1].GPACredits = most, most }},
		{-1, "item 0", func(p *solve.Problem) { p.Items[0].Points = -1 }},
		{-1, "item 0", func(p *solve.Problem) { p.Items[0].Points = solve.MaxPoints + 1 }},
		{0, "", func(p *solve.Problem) { p.Items[0].Points = solve.MaxPoints }},
		{-1, "item 0", func(p *solve.Problem) { p.Items[0].GPACredits = -1 }},
		{-1, "classification 0", func(p *solve.Problem) { p.Classes[0] = p.Classes[0][:1] }},
		{-1, "typical", func(p *solve.Problem) { p.Typical = -1 }},
		{-1, "typical", func(p *solve.Problem) { p.Typical = above }},
		{-1, "uses", func(p *solve.Problem) { p.MaxUses = -1 }},
		{-1, "no root", func(p *solve.Problem) { p.Root = -1 }},
		{-1, "no root", func(p *solve.Problem) { p.Root = int32(len(p.Nodes)) }},
		{99, "no such node", func(p *solve.Problem) { p.Nodes[p.Root].Children[0] = 99 }},
		{7, "no such node", func(p *solve.Problem) { p.Nodes[p.Root].Children[0] = int32(len(p.Nodes)) }},
		{-1, "no such node", func(p *solve.Problem) { p.Nodes[p.Root].Children[0] = -1 }},
		{0, "two parents", func(p *solve.Problem) { p.Nodes[p.Root].Children[1] = 0 }},
		{6, "two parents", func(p *solve.Problem) { p.Nodes[p.Root].Children[0] = p.Root }},
		{0, "unknown kind", func(p *solve.Problem) { p.Nodes[0].Kind = solve.Fixed + 1 }},
		{0, "leaf has children", func(p *solve.Problem) { p.Nodes[0].Children = []int32{1} }},
		{3, "leaf has children", func(p *solve.Problem) { p.Nodes[3].Children = []int32{1} }},
		{3, "has conditions", func(p *solve.Problem) { p.Nodes[3].Conditions = []solve.Condition{{Set: -1}} }},
		{0, "a need", func(p *solve.Problem) { p.Nodes[0].NeedItems = -1 }},
		{0, "a need", func(p *solve.Problem) { p.Nodes[0].NeedCredits = above }},
		{0, "a need", func(p *solve.Problem) { p.Nodes[0].NeedDistinct = -1 }},
		{3, "a need", func(p *solve.Problem) { p.Nodes[3].Remaining = above }},
		{0, "a need", func(p *solve.Problem) { p.Nodes[0].Typical = -1 }},
		{5, "chooses", func(p *solve.Problem) { p.Nodes[5].K = -1 }},
		{5, "chooses", func(p *solve.Problem) { p.Nodes[5].K = 2 }},
		{0, "", func(p *solve.Problem) { p.Nodes[5].K = 1 }},
		{2, "chooses", func(p *solve.Problem) { p.Nodes[2].Children = nil }},
		{0, "unknown set", func(p *solve.Problem) { p.Nodes[0].Set = -1 }},
		{0, "unknown set", func(p *solve.Problem) { p.Nodes[0].Set = int32(len(p.Sets)) }},
		{0, "unknown classification", func(p *solve.Problem) { p.Nodes[0].NeedDistinct, p.Nodes[0].Class = 1, 1 }},
		{0, "unknown classification", func(p *solve.Problem) { p.Nodes[0].NeedDistinct, p.Nodes[0].Class = 1, -1 }},
		{0, "", func(p *solve.Problem) { p.Nodes[0].NeedDistinct = 1 }},
		{0, "negative scope", func(p *solve.Problem) { p.Nodes[0].Scope = -1 }},
		{6, "a condition", func(p *solve.Problem) { p.Nodes[6].Conditions = []solve.Condition{{Set: -2}} }},
		{6, "a condition", func(p *solve.Problem) { p.Nodes[6].Conditions = []solve.Condition{{Set: int32(len(p.Sets))}} }},
		{6, "a condition", func(p *solve.Problem) { p.Nodes[6].Conditions = []solve.Condition{{Set: -1, Amount: -1}} }},
		{6, "a condition", func(p *solve.Problem) { p.Nodes[6].Conditions = []solve.Condition{{Set: -1, Amount: above}} }},
		{6, "a condition", func(p *solve.Problem) {
			p.Nodes[6].Conditions = []solve.Condition{{Set: -1, Measure: solve.MeanAtLeast + 1}}
		}},
		{6, "a condition", func(p *solve.Problem) {
			p.Nodes[6].Conditions = []solve.Condition{{Set: -1, Measure: solve.MeanAtLeast, Amount: solve.MaxPoints + 1}}
		}},
		{0, "", func(p *solve.Problem) {
			p.Nodes[6].Conditions = []solve.Condition{{Set: -1, Measure: solve.MeanAtLeast, Amount: above}, {Set: 0}}
		}},
		{-1, "a mean", func(p *solve.Problem) {
			p.Items[0].GPACredits = most
			p.Nodes[6].Conditions = []solve.Condition{{Set: -1, Measure: solve.MeanAtLeast, Amount: 1 << 20}}
		}},
		{0, "", func(p *solve.Problem) {
			p.Nodes[6].Conditions = []solve.Condition{{Set: -1, Measure: solve.MeanAtLeast, Amount: solve.MaxPoints}}
		}},
		{0, "", func(p *solve.Problem) {
			p.Items[0].GPACredits = 1 << 12
			p.Nodes[6].Conditions = []solve.Condition{{Set: -1, Measure: solve.MeanAtLeast, Amount: solve.MaxPoints >> 12}}
		}},
		{-1, "a mean", func(p *solve.Problem) {
			p.Items[1].GPACredits = 1 << 12
			p.Nodes[6].Conditions = []solve.Condition{{Set: -1, Measure: solve.MeanAtLeast, Amount: solve.MaxPoints>>12 + 1}}
		}},
		{0, "", func(p *solve.Problem) {
			p.Items[1].GPACredits = 1 << 12
			p.Nodes[6].Conditions = []solve.Condition{{Set: -1, Measure: solve.AtLeastCredits, Amount: most}}
		}},
		{0, "", func(p *solve.Problem) { p.Typical = most }},
		{0, "", func(p *solve.Problem) { p.Nodes[3].Remaining, p.Nodes[0].NeedCredits = most, most }},
		{0, "", func(p *solve.Problem) { p.Shares[0].Limit = most }},
		{0, "", func(p *solve.Problem) { p.Alternatives[0].Bundles[0].Cost = most }},
		{0, "", func(p *solve.Problem) { p.Alternatives[0].Bundles[0].Cost = -most }},
		{0, "", func(p *solve.Problem) { p.Classes, p.Nodes[0].Class = nil, 3 }},
		{-1, "has no bundle", func(p *solve.Problem) { p.Alternatives[0].Bundles = nil }},
		{-1, "cost", func(p *solve.Problem) { p.Alternatives[0].Bundles[0].Cost = above }},
		{-1, "cost", func(p *solve.Problem) { p.Alternatives[0].Bundles[0].Cost = -above }},
		{-1, "unknown item", func(p *solve.Problem) { p.Alternatives[0].Bundles[0].Items[0] = 2 }},
		{-1, "unknown item", func(p *solve.Problem) { p.Alternatives[0].Bundles[0].Items[0] = -1 }},
		{-1, "two alternatives", func(p *solve.Problem) { p.Alternatives = append(p.Alternatives, p.Alternatives[0]) }},
		{0, "", func(p *solve.Problem) { p.Alternatives[0].Bundles[1].Items = []int32{0} }},
		{-1, "share 0", func(p *solve.Problem) { p.Shares[0].B = p.Shares[0].A }},
		{-1, "share 0", func(p *solve.Problem) { p.Shares[0].Unit = solve.Credits + 1 }},
		{-1, "share 0", func(p *solve.Problem) { p.Shares[0].Limit = above }},
		{-1, "share 0: unknown set", func(p *solve.Problem) { p.Shares[0].Set = -2 }},
		{-1, "share 0: unknown set", func(p *solve.Problem) { p.Shares[0].Set = int32(len(p.Sets)) }},
		{-1, "not between consuming", func(p *solve.Problem) { p.Shares[0].A = -1 }},
		{-1, "not between consuming", func(p *solve.Problem) { p.Shares[0].B = int32(len(p.Nodes)) }},
		{-1, "not between consuming", func(p *solve.Problem) { p.Shares[0].B = 3 }},
		{-1, "not between consuming", func(p *solve.Problem) { p.Shares[0].B = 4 }},
		{0, "", func(p *solve.Problem) { p.Shares[0] = solve.Share{Scopes: true, A: 7, B: 9, Set: -1} }},
	} {
		p := sound()
		c.spoil(p)
		_, err := new(solve.Solver).Solve(p, solve.Options{})
		e, _ := err.(*solve.Error) //nolint:errorlint // that is its documented type
		switch {
		case c.why == "" && err != nil:
			t.Errorf("refused: %v", err)
		case c.why != "" && (e == nil || e.Node != c.node || !strings.Contains(e.Error(), c.why)):
			t.Errorf("got %v, want node %d: %s", err, c.node, c.why)
		}
	}
}

// A tree of a thousand levels is read, a deeper one refused.
func TestRefusesDepth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		depth int
		fine  bool
	}{{1 << 10, true}, {1<<10 + 1, false}} {
		var b b
		at := b.items(1).count(0, 1, 0)
		for range c.depth {
			at = b.anyOf(at)
		}
		if err := b.p.Validate(); (err == nil) != c.fine {
			t.Errorf("%d levels: %v", c.depth, err)
		}
	}
}

// Solving the same kind of problem again allocates only the answer.
//
//nolint:paralleltest // allocations are counted for the whole process
func TestMemoryIsKept(t *testing.T) {
	var s solve.Solver
	p := degree(1, 40)
	for range 2 {
		mustSolve(t, &s, p, nil)
	}
	if n := testing.AllocsPerRun(5, func() { mustSolve(t, &s, p, nil) }); n > 4 { // the answer and its two lists
		t.Errorf("%v allocations", n)
	}
}
