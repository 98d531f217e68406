package solve_test

import (
	"testing"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// The work of the search is counted in steps and does not depend on the machine:
// a change that makes it work more, or less, shows here. Write down the new
// numbers where the change is meant.
func TestEffort(t *testing.T) {
	t.Parallel()
	for _, f := range []struct {
		name        string
		steps, uses int
		number      uint64
		draw        func(seed uint64) *solve.Problem
		goals       []solve.Goal
	}{
		{name: "degrees, half done", steps: 246, uses: 351541, number: 8, draw: func(seed uint64) *solve.Problem { return degree(seed, 20) }},
		{name: "degrees, done", steps: 68, uses: 1313025, number: 8, draw: func(seed uint64) *solve.Problem { return degree(seed, 40) }},
		{name: "bins", steps: 117, uses: 10208, number: 20, draw: bins, goals: []solve.Goal{solve.Satisfied}},
		{name: "bins, least that remains", steps: 102, uses: 3201, number: 5, draw: bins},
		{name: "bins, most requirements", steps: 1005, uses: 3193, number: 5, draw: bins, goals: []solve.Goal{solve.TopUnmet, solve.Remaining}},
		{name: "all features", steps: 571, uses: 2304, number: 150, draw: func(seed uint64) *solve.Problem { return newDraw(seed).problem(24) }},
		{name: "all features, all goals", steps: 2216, uses: 1236, number: 100, draw: func(seed uint64) *solve.Problem { return newDraw(seed).problem(20) }, goals: goalLists[3]},
	} {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			var s solve.Solver
			steps, uses := 0, 0
			for seed := range f.number {
				a, err := s.Solve(f.draw(seed), solve.Options{Goals: f.goals, Budget: 1000})
				if err != nil {
					t.Fatal(err)
				}
				steps += a.Steps
				for _, u := range a.Uses {
					uses += int(u.Item+1) * int(u.Take+1)
				}
			}
			if steps != f.steps || uses != f.uses {
				t.Errorf("%s: %d steps and a placement of %d, before %d and %d", f.name, steps, uses, f.steps, f.uses)
			}
		})
	}
}

// bins is courses of 1 to 4 credits and requirements in two scopes that need
// nearly all of them, with caps, minima, a mean and a budget for sharing.
func bins(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	const n = 16
	for range n {
		c := int64(1 + d.IntN(4))
		b.p.Items = append(b.p.Items, solve.Item{Credits: c, Points: c * int64(1+d.IntN(4)), GPACredits: c})
	}
	var groups []int32
	for scope := range int32(2) {
		var kids []int32
		home := d.Perm(n)
		for k := range 3 {
			var set []int32
			need := int64(0)
			for i, it := range home {
				if i < 12 && i%3 == k {
					set = append(set, int32(it))
					need += b.p.Items[it].Credits
				} else if d.chance(30) {
					set = append(set, int32(it))
				}
			}
			if d.chance(30) {
				kids = append(kids, b.count(scope, 4, set...))
			} else {
				kids = append(kids, b.credits(scope, need-int64(d.IntN(2)), set...))
			}
		}
		at := b.choose(int32(3-d.IntN(2)), kids...)
		b.p.Sets = append(b.p.Sets, solve.SetOf(0, 1, 2, 3, 4, 5))
		set := int32(len(b.p.Sets) - 1)
		b.p.Nodes[at].Conditions = [][]solve.Condition{
			nil,
			{{Measure: solve.AtMostCredits, Set: set, Amount: 9}},
			{{Measure: solve.AtLeastCredits, Set: set, Amount: 11}, {Measure: solve.MeanAtLeast, Set: -1, Amount: 2}},
		}[d.IntN(3)]
		groups = append(groups, at)
	}
	b.all(groups...)
	b.p.Shares = []solve.Share{{Scopes: true, A: 0, B: 1, Set: -1, Limit: int64(5 + d.IntN(4))}}
	return &b.p
}
