package solve_test

import (
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/proof"
	"github.com/cairnproject/cairn/internal/engine/proof/check"
	"github.com/cairnproject/cairn/internal/engine/solve"
)

// deep is groups of Takes that need the most that can be asked for, n of them
// in one child of the root.
func deep(n int) *solve.Problem {
	var b b
	var kids []int32
	for range n {
		kids = append(kids, b.credits(0, solve.MaxAmount))
	}
	b.all(kids...)
	b.all(b.p.Root)
	return &b.p
}

// Numbers whose order of goals no longer fits into one cost are answered
// undecided; up to there the goals are kept apart.
func TestCornerLargestCosts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		takes  int
		goals  []solve.Goal
		proven bool
	}{
		{1023, []solve.Goal{solve.Remaining}, true},
		{1024, []solve.Goal{solve.Remaining}, false},
		{1100, []solve.Goal{solve.Remaining}, false},
		{511, []solve.Goal{solve.TopUnmet, solve.Remaining}, true},
		{512, []solve.Goal{solve.TopUnmet, solve.Remaining}, false},
		{1100, []solve.Goal{solve.TopUnmet, solve.Remaining}, false},
		{511, []solve.Goal{solve.Remaining, solve.TopUnmet}, true},
		{512, []solve.Goal{solve.Remaining, solve.TopUnmet}, false},
		{30, []solve.Goal{solve.Remaining, solve.Unmet}, true},
		{32, []solve.Goal{solve.Remaining, solve.Unmet}, false},
	} {
		var s solve.Solver
		a, err := s.Solve(deep(c.takes), solve.Options{Goals: c.goals})
		if err != nil || a.Proven != c.proven {
			t.Errorf("%d Takes, %v: %v, proven %v", c.takes, c.goals, err, a.Proven)
			continue
		}
		for i, g := range c.goals {
			want := map[solve.Goal]int64{
				solve.Remaining: int64(c.takes) * solve.MaxAmount, solve.TopUnmet: 1, solve.Unmet: int64(c.takes),
			}[g]
			if c.proven && a.Goals[i] != want {
				t.Errorf("%d Takes, %v: got %v", c.takes, c.goals, a.Goals)
			}
		}
	}
}

// The same for the goals about the placement.
func TestCornerLargestAims(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		items  int
		cost   int64
		goals  []solve.Goal
		proven bool
	}{
		{1023, 0, []solve.Goal{solve.MostCredit}, true},
		{1024, 0, []solve.Goal{solve.MostCredit}, false},
		{63, 4, []solve.Goal{solve.MostCredit, solve.BundleCost}, true},
		{63, 64, []solve.Goal{solve.MostCredit, solve.BundleCost}, false},
		{5, 8, []solve.Goal{solve.FewestUses, solve.MostCredit, solve.BundleCost}, true},
		{255, 1, []solve.Goal{solve.FewestUses, solve.MostCredit, solve.BundleCost}, false},
	} {
		var b b
		b.items(repeat(c.items, solve.MaxAmount)...)
		b.all(b.count(0, 1, 0), b.count(0, 1, 1))
		b.p.Alternatives = []solve.Alternative{{Bundles: []solve.Bundle{{Items: []int32{2}, Cost: -c.cost}, {}}}}
		var s solve.Solver
		a, err := s.Solve(&b.p, solve.Options{Goals: c.goals})
		if err != nil || a.Proven != c.proven {
			t.Errorf("%d items, %v: %v, proven %v", c.items, c.goals, err, a.Proven)
			continue
		}
		for i, g := range c.goals {
			want := map[solve.Goal]int64{solve.MostCredit: 2 * solve.MaxAmount, solve.FewestUses: 2, solve.BundleCost: -c.cost}[g]
			if c.proven && a.Goals[i] != want {
				t.Errorf("%d items, cost %d, %v: got %v", c.items, c.cost, c.goals, a.Goals)
			}
		}
	}
}

// An item takes part in 64 couplings at most; with more nothing is proven.
func TestCornerCouplings(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		minima, budgets int
		proven          bool
		goals           []solve.Goal
	}{
		{64, 0, true, nil},
		{65, 0, false, nil},
		{0, 32, true, nil},
		{0, 33, false, nil},
		{63, 1, false, nil},
		{62, 1, true, nil},
		{63, 0, true, goalLists[3]}, // the credit that counts is one more coupling
		{64, 0, false, goalLists[3]},
		{0, 32, false, goalLists[3]},
		{64, 0, true, goalLists[1]},
	} {
		var b b
		x, y := b.items(3, 4).count(0, 1, 0, 1), b.count(1, 1, 0, 1)
		b.all(x, y)
		root := &b.p.Nodes[b.p.Root]
		for range c.minima {
			root.Conditions = append(root.Conditions, solve.Condition{Measure: solve.AtLeastCredits, Set: -1, Amount: 4})
		}
		for range c.budgets {
			b.p.Shares = append(b.p.Shares, solve.Share{Scopes: true, A: 0, B: 1, Set: -1, Limit: 1})
		}
		var s solve.Solver
		a, err := s.Solve(&b.p, solve.Options{Goals: c.goals})
		fits := c.minima+2*c.budgets <= 64
		if err != nil || a.Proven != c.proven || a.Satisfied != fits {
			t.Errorf("%d minima, %d budgets: %+v, %v", c.minima, c.budgets, a, err)
		}
		if n := s.CertifyNo(&b.p, 0); n != nil {
			t.Errorf("%d minima, %d budgets: a certificate of a no", c.minima, c.budgets)
		}
	}
}

// An item in many scopes, bounded by the number of its uses, is answered, also
// where its combinations are too many to be listed.
func TestCornerManyScopes(t *testing.T) {
	t.Parallel()
	for _, scopes := range []int32{14, 15} {
		for _, most := range []int32{3, scopes - 1, scopes} {
			var b b
			b.items(3)
			var kids []int32
			for scope := range scopes {
				kids = append(kids, b.count(scope, 1, 0))
			}
			b.p.MaxUses = most
			b.all(kids...)
			var s solve.Solver
			a := mustSolve(t, &s, &b.p, standard)
			if missing := int64(scopes - most); a.Satisfied != (missing == 0) || a.Goals[1] != missing || a.Goals[2] != missing {
				t.Errorf("%d scopes, %d uses: %v", scopes, most, a.Goals)
			}
		}
	}
}

// manyRows is so many sections, each of which needs an amount of credits that
// its courses of 2 and of 5 just reach, or miss by one.
func manyRows(sections int, need int64) *solve.Problem {
	var b b
	var kids []int32
	for range sections {
		at := int32(len(b.p.Items))
		b.items(2, 5, 2, 5, 5, 2)
		kids = append(kids, b.credits(0, need, at, at+1, at+2, at+3, at+4, at+5))
		kids = append(kids, b.count(0, 3, at, at+1, at+2, at+3, at+4, at+5))
	}
	b.all(kids...)
	return &b.p
}

func TestCornerManyRows(t *testing.T) {
	t.Parallel()
	var s solve.Solver
	for _, c := range []struct{ need, lacks int64 }{{15, 0}, {16, 70}} {
		p := manyRows(70, c.need)
		a := mustSolve(t, &s, p, standard)
		if a.Goals[1] != c.lacks || a.Goals[2] != c.lacks {
			t.Errorf("%d credits each: %v", c.need, a.Goals)
		}
		if c.lacks == 0 {
			continue
		}
		pp, _ := solve.ProofProblem(p)
		if err := check.No(pp, s.CertifyNo(p, 0)); err != nil {
			t.Error(err)
		}
	}
}

// Of a need as large as is weighed item by item, and one larger, the answers
// are what whole items reach.
func TestCornerWholeItems(t *testing.T) {
	t.Parallel()
	for need := int64(60); need <= 66; need++ {
		var b b
		b.items(10, 10, 10, 10, 10, 10, 15, 15, 15, 15).all(b.credits(0, need, upTo(10)...), b.credits(0, need, upTo(10)...))
		var s solve.Solver
		a := mustSolve(t, &s, &b.p, standard)
		if fits := need <= 60; a.Satisfied != fits {
			t.Errorf("twice %d of 120: %v", need, a.Goals)
		} else if want := max(0, 2*need-120); a.Goals[1] != want {
			t.Errorf("twice %d of 120: %v lacking, want %d", need, a.Goals, want)
		}
	}
}

// An item that several Takes of a scope may share serves all of them at once,
// up to the pairs that may not.
func TestCornerSharing(t *testing.T) {
	t.Parallel()
	const n = 9
	var b b
	b.items(3)
	var kids []int32
	for range n {
		kids = append(kids, b.count(0, 1, 0))
	}
	for i := range kids {
		for k := range i {
			if i != n-1 || k > 1 { // the last shares with neither of the first two
				b.share(kids[k], kids[i], -1)
			}
		}
	}
	b.all(kids...)
	var s solve.Solver
	a := mustSolve(t, &s, &b.p, standard)
	want := []solve.Use{}
	for _, k := range kids[:n-1] {
		want = append(want, solve.Use{Item: 0, Take: k})
	}
	if a.Goals[2] != 1 || !slices.Equal(a.Uses, want) {
		t.Errorf("got %v, %v", a.Goals, a.Uses)
	}
}

// A condition or a budget may speak of the first of all sets, which the random
// problems leave to their first Take.
func TestCornerFirstSet(t *testing.T) {
	t.Parallel()
	first := func(c solve.Condition) func(b *b) {
		return func(b *b) {
			b.items(3, 4, 5)
			b.p.Sets = []solve.Set{solve.SetOf(0, 1)}
			b.all(b.count(0, 1, 0, 1, 2), b.count(0, 1, 1, 2))
			b.p.Nodes[b.p.Root].Conditions = []solve.Condition{c}
		}
	}
	share := func(limit int64, scopes bool) func(b *b) {
		return func(b *b) {
			b.items(3, 4, 5)
			b.p.Sets = []solve.Set{solve.SetOf(0)}
			scope := int32(0)
			if scopes {
				scope = 1
			}
			x, y := b.count(0, 2, 0, 1), b.count(scope, 2, 0, 1)
			b.all(x, y)
			b.p.Shares = []solve.Share{{A: x, B: y, Set: 0, Limit: limit}}
			if scopes {
				b.p.Shares[0] = solve.Share{Scopes: true, A: 0, B: 1, Set: 0, Limit: limit}
			}
		}
	}
	for name, build := range map[string]func(b *b){
		"a cap":             first(solve.Condition{Measure: solve.AtMostItems, Set: 0, Amount: 0}),
		"a cap of credits":  first(solve.Condition{Measure: solve.AtMostCredits, Set: 0, Amount: 3}),
		"a minimum":         first(solve.Condition{Measure: solve.AtLeastItems, Set: 0, Amount: 2}),
		"credits at least":  first(solve.Condition{Measure: solve.AtLeastCredits, Set: 0, Amount: 6}),
		"two Takes":         share(-1, false),
		"two Takes, one":    share(1, false),
		"two scopes":        share(-1, true),
		"two scopes, none":  share(0, true),
		"two scopes, three": share(3, true),
	} {
		for _, goals := range goalLists {
			var b b
			build(&b)
			var s solve.Solver
			if diff := disagreement(&s, &b.p, goals); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			a := mustSolve(t, &s, &b.p, goals)
			pp, _ := solve.ProofProblem(&b.p)
			if a.Satisfied {
				if err := check.Yes(pp, solve.CertifyYes(&b.p, &a)); err != nil {
					t.Errorf("%s: yes: %v", name, err)
				}
			} else if err := check.No(pp, s.CertifyNo(&b.p, 0)); err != nil {
				t.Errorf("%s: no: %v", name, err)
			}
		}
	}
}

// A certificate is found with as many nodes as it has, and not with one less.
func TestCornerProofBudget(t *testing.T) {
	t.Parallel()
	var s solve.Solver
	long := 0
	for seed := range uint64(12) {
		for _, p := range []*solve.Problem{clauses(seed), bins(seed)} {
			n := s.CertifyNo(p, 200)
			if n == nil {
				continue
			}
			nodes := nodesOf(n)
			if got := s.CertifyNo(p, nodes); got == nil || nodesOf(got) != nodes {
				t.Errorf("seed %d: none with its %d nodes", seed, nodes)
			}
			if nodes > 1 {
				long++
				if s.CertifyNo(p, nodes-1) != nil {
					t.Errorf("seed %d: %d nodes, and one with less", seed, nodes)
				}
			}
		}
	}
	if long == 0 {
		t.Error("no certificate asks anything")
	}
}

func nodesOf(n *proof.No) int {
	if n.Split == nil {
		return 1
	}
	return 1 + nodesOf(n.Yes) + nodesOf(n.No)
}

// More Takes than are tried to share one item are answered undecided.
func TestCornerManyShare(t *testing.T) {
	t.Parallel()
	var b b
	b.items(3)
	var kids []int32
	for range 33 {
		kids = append(kids, b.count(0, 1, 0))
	}
	for i := range kids {
		for k := range i {
			b.share(kids[k], kids[i], -1)
		}
	}
	b.all(kids...)
	var s solve.Solver
	a, err := s.Solve(&b.p, solve.Options{})
	if err != nil || a.Proven || a.Satisfied || s.CertifyNo(&b.p, 1) != nil {
		t.Errorf("got %+v, %v", a, err)
	}
}

// A budget that ends before the first placement leaves all items unused.
func TestCornerNoStep(t *testing.T) {
	t.Parallel()
	var s solve.Solver
	for _, most := range []int32{1, 2} {
		mustSolve(t, &s, degree(1, 40), nil) // something to forget
		var b b
		b.items(repeat(100, 3)...)
		var kids []int32
		for range 50 {
			kids = append(kids, b.count(0, 3, upTo(100)...), b.count(1, 3, upTo(100)...))
		}
		b.p.MaxUses = most
		b.all(kids...)
		for _, goals := range goalLists[1:4] {
			a, err := s.Solve(&b.p, solve.Options{Goals: goals, Budget: 1})
			if err != nil || a.Proven || a.Satisfied || len(a.Uses) > 0 {
				t.Fatalf("%d uses each: %v, proven %v, %v", most, a.Goals, a.Proven, err)
			}
			if why := witness(&b.p, goals, a); why != "" {
				t.Errorf("%d uses each: %s", most, why)
			}
		}
	}
}
