package solve_test

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// goalLists are the orders that are tried against brute force.
var goalLists = [][]solve.Goal{
	{solve.Satisfied},
	{solve.Satisfied, solve.Remaining, solve.Unmet},
	{solve.TopUnmet, solve.Remaining},
	{solve.Satisfied, solve.Remaining, solve.Unmet, solve.MostCredit, solve.FewestUses},
	{solve.Unmet, solve.Remaining, solve.BundleCost, solve.MostCredit},
	{solve.Remaining, solve.FewestUses, solve.BundleCost},
	{solve.Satisfied, solve.Remaining, solve.Unmet, solve.Lacking, solve.MostCredit, solve.BundleCost},
	{solve.Satisfied, solve.TopUnmet, solve.Remaining, solve.Unmet, solve.Lacking, solve.FewestUses},
	{solve.Unmet, solve.Lacking},
}

// audits is how many random problems are tried: the brief run is part of every
// test run, the long one is asked for with CAIRN_LONG=1, another with CAIRN_AUDITS.
func audits() uint64 {
	if n, err := strconv.ParseUint(os.Getenv("CAIRN_AUDITS"), 10, 64); err == nil {
		return n
	}
	if os.Getenv("CAIRN_LONG") != "" {
		return 1_000_000
	}
	return 100_000
}

// some is a part of the usual number of cases, smaller where CAIRN_AUDITS is.
func some(n uint64) uint64 { return min(n, audits()/4) }

func TestEqualsBruteForce(t *testing.T) {
	t.Parallel()
	const workers = 2
	var wg sync.WaitGroup
	for w := range uint64(workers) {
		wg.Go(func() {
			var s solve.Solver
			for seed := w; seed < audits() && !t.Failed(); seed += workers {
				d := newDraw(seed)
				p := d.problem(9)
				goals := goalLists[seed%uint64(len(goalLists))]
				if diff := disagreement(&s, p, goals); diff != "" {
					t.Errorf("seed %d: %s\n%+v", seed, diff, p)
				}
			}
		})
	}
	wg.Wait()
}

// disagreement compares the solver with the definition.
func disagreement(s *solve.Solver, p *solve.Problem, goals []solve.Goal) string {
	got, err := s.Solve(p, solve.Options{Goals: goals, Budget: 1 << 40})
	if err != nil || !got.Proven {
		return fmt.Sprint("not proven: ", err)
	}
	want := bruteForce(p, goals)
	for i, g := range goals {
		if g == solve.MostCredit {
			want[i] = -want[i]
		}
	}
	if diff := cmp.Diff(want, got.Goals); diff != "" {
		return fmt.Sprintf("goals %v (-brute +solver):\n%s", goals, diff)
	}
	return witness(p, goals, got)
}

// witness checks that the placement of an answer is admissible and worth what
// the answer says.
func witness(p *solve.Problem, goals []solve.Goal, a solve.Answer) string {
	if slices.Equal(goals, []solve.Goal{solve.Satisfied}) && !a.Satisfied {
		return ""
	}
	b := &brute{p: p, goals: goals, bundles: a.Bundles, in: map[solve.Use]bool{}}
	b.addTakes(p.Root)
	for _, u := range a.Uses {
		if !b.available(u.Item) || !p.Sets[p.Nodes[u.Take].Set].Has(u.Item) || !b.mayAdd(u) {
			return fmt.Sprintf("use %v is not admissible", u)
		}
		b.in[u] = true
	}
	if !b.admissible() {
		return fmt.Sprintf("the placement %v is not admissible", a.Uses)
	}
	got, _ := b.values()
	for i, g := range goals {
		if g == solve.MostCredit {
			got[i] = -got[i]
		}
	}
	if diff := cmp.Diff(a.Goals, got); diff != "" {
		return fmt.Sprintf("the placement is worth something else (-said +is):\n%s", diff)
	}
	return ""
}
