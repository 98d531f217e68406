package solve_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

var standard = []solve.Goal{solve.Satisfied, solve.Remaining, solve.Unmet}

func mustSolve(t *testing.T, s *solve.Solver, p *solve.Problem, goals []solve.Goal) solve.Answer {
	t.Helper()
	a, err := s.Solve(p, solve.Options{Goals: goals, Budget: 1 << 40})
	if err != nil || !a.Proven {
		t.Fatalf("not proven: %v", err)
	}
	return a
}

// The same problem with items and nodes listed in another order gives the same
// goals, and with keys the same placement.
func TestOrderDoesNotMatter(t *testing.T) {
	t.Parallel()
	var s solve.Solver
	for seed := range some(3000) {
		d := newDraw(seed)
		p := d.problem(12)
		for i := range p.Items {
			p.Items[i].Key = int64(i)
		}
		for i := range p.Nodes {
			p.Nodes[i].Key = int64(i)
		}
		goals := goalLists[seed%uint64(len(goalLists))]
		want := mustSolve(t, &s, p, goals)
		items, nodes := d.Perm(len(p.Items)), d.Perm(len(p.Nodes))
		got := mustSolve(t, &s, shuffled(p, items, nodes), goals)
		for i, u := range got.Uses {
			got.Uses[i] = solve.Use{Item: int32(slices.Index(items, int(u.Item))), Take: int32(slices.Index(nodes, int(u.Take)))}
		}
		slices.SortFunc(got.Uses, func(a, b solve.Use) int { return int(a.Item-b.Item)*1000 + int(a.Take-b.Take) })
		if diff := cmp.Diff(want.Goals, got.Goals); diff != "" {
			t.Fatalf("seed %d: goals (-before +after):\n%s", seed, diff)
		}
		if diff := cmp.Diff(want.Uses, got.Uses); diff != "" {
			t.Fatalf("seed %d: placement (-before +after):\n%s", seed, diff)
		}
	}
}

// shuffled moves item i to items[i] and node n to nodes[n].
func shuffled(p *solve.Problem, items, nodes []int) *solve.Problem {
	q := *p
	q.Items = make([]solve.Item, len(p.Items))
	for i, to := range items {
		q.Items[to] = p.Items[i]
	}
	q.Sets = nil
	for _, s := range p.Sets {
		var moved solve.Set
		for i, to := range items {
			if s.Has(int32(i)) {
				moved.Add(int32(to))
			}
		}
		q.Sets = append(q.Sets, moved)
	}
	q.Classes = nil
	for _, c := range p.Classes {
		moved := make([]int32, len(c))
		for i, to := range items {
			moved[to] = c[i]
		}
		q.Classes = append(q.Classes, moved)
	}
	q.Alternatives = nil
	for _, a := range p.Alternatives {
		var moved solve.Alternative
		for _, b := range a.Bundles {
			c := solve.Bundle{Cost: b.Cost}
			for _, i := range b.Items {
				c.Items = append(c.Items, int32(items[i]))
			}
			moved.Bundles = append(moved.Bundles, c)
		}
		q.Alternatives = append(q.Alternatives, moved)
	}
	q.Nodes = make([]solve.Node, len(p.Nodes))
	for n, to := range nodes {
		node := p.Nodes[n]
		node.Children = nil
		for _, c := range slices.Backward(p.Nodes[n].Children) {
			node.Children = append(node.Children, int32(nodes[c]))
		}
		q.Nodes[to] = node
	}
	q.Root = int32(nodes[p.Root])
	q.Shares = slices.Clone(p.Shares)
	for i := range q.Shares {
		if s := &q.Shares[i]; !s.Scopes {
			s.A, s.B = int32(nodes[s.A]), int32(nodes[s.B])
		}
	}
	return &q
}

func worse(a, b solve.Answer) bool { return slices.Compare(a.Goals, b.Goals) > 0 }

// One more item never makes an answer worse; neither does one requirement less.
// A cap less never makes it worse.
func TestMoreNeverHurts(t *testing.T) {
	t.Parallel()
	var s solve.Solver
	for seed := range some(3000) {
		d := newDraw(seed)
		p := d.problem(12)
		before := mustSolve(t, &s, p, standard)
		if len(p.Alternatives) == 0 {
			if more := mustSolve(t, &s, withItem(d, p), standard); worse(more, before) {
				t.Fatalf("seed %d: one more item: %v, before %v", seed, more.Goals, before.Goals)
			}
		}
		if waived := mustSolve(t, &s, waive(d, p), standard); worse(waived, before) {
			t.Fatalf("seed %d: waived: %v, before %v", seed, waived.Goals, before.Goals)
		}
		if free := mustSolve(t, &s, withoutCaps(p), standard); worse(free, before) {
			t.Fatalf("seed %d: without caps: %v, before %v", seed, free.Goals, before.Goals)
		}
	}
}

// withItem adds an item to some sets. Nobody has to use it, so that not even a
// cap or a mean can make the answer worse.
func withItem(d *draw, p *solve.Problem) *solve.Problem {
	q := *p
	i := int32(len(p.Items))
	q.Items = append(slices.Clone(p.Items), solve.Item{Credits: int64(d.IntN(5)), GPACredits: 1})
	q.Sets = nil
	for _, s := range p.Sets {
		c := slices.Clone(s)
		if d.chance(40) {
			c.Add(i)
		}
		q.Sets = append(q.Sets, c)
	}
	q.Classes = [][]int32{append(slices.Clone(p.Classes[0]), int32(d.IntN(4)-1))}
	return &q
}

// waive makes one leaf hold.
func waive(d *draw, p *solve.Problem) *solve.Problem {
	q := *p
	q.Nodes = slices.Clone(p.Nodes)
	q.Shares = nil // the waived Take may be in a budget
	for n := range q.Nodes {
		if nd := &q.Nodes[n]; nd.Kind == solve.Take && d.chance(50) {
			nd.NeedItems, nd.NeedCredits, nd.NeedDistinct = 0, 0, 0
			break
		}
	}
	q.Shares = p.Shares
	return &q
}

func withoutCaps(p *solve.Problem) *solve.Problem {
	q := *p
	q.Nodes = slices.Clone(p.Nodes)
	for n := range q.Nodes {
		q.Nodes[n].Conditions = slices.DeleteFunc(slices.Clone(q.Nodes[n].Conditions), func(c solve.Condition) bool {
			return c.Measure == solve.AtMostItems || c.Measure == solve.AtMostCredits
		})
	}
	return &q
}

// A budget that runs out gives an admissible placement and an honest bound.
func TestBudget(t *testing.T) {
	t.Parallel()
	var s solve.Solver
	undecided := 0
	for seed := range some(3000) {
		p := newDraw(seed).problem(12)
		got, err := s.Solve(p, solve.Options{Goals: standard, Budget: 1})
		if err != nil {
			t.Fatal(err)
		}
		want := mustSolve(t, &s, p, standard)
		if slices.Compare(got.Goals, want.Goals) < 0 || got.Proven && !slices.Equal(got.Goals, want.Goals) {
			t.Fatalf("seed %d: %v, the best is %v", seed, got.Goals, want.Goals)
		}
		if !got.Proven {
			undecided++
			if slices.Compare(got.Bound, want.Goals) > 0 {
				t.Fatalf("seed %d: the bound %v is beyond the best %v", seed, got.Bound, want.Goals)
			}
		}
		if why := witness(p, standard, got); why != "" {
			t.Fatalf("seed %d: %s", seed, why)
		}
	}
	t.Logf("%d undecided", undecided)
}
