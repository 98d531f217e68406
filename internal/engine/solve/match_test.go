package solve_test

import (
	"math/rand/v2"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// counting draws a small problem in which items are only counted, as matchings
// answer it: leaves of one or two items, or of credits, and choices between them.
func counting(seed uint64) *solve.Problem {
	r := rand.New(rand.NewPCG(seed, 11))
	var b b
	n := 1 + r.IntN(5)
	for range n {
		b.items(int64(1 + r.IntN(3)))
	}
	ones := r.IntN(2) == 0
	left := 9 // uses that brute force has to try
	leaf := func() int32 {
		var set []int32
		for i := range int32(n) {
			if left > 0 && r.IntN(2) == 0 {
				set, left = append(set, i), left-1
			}
		}
		scope := int32(r.IntN(8) / 6)
		if !ones && r.IntN(4) == 0 {
			return b.credits(scope, int64(1+r.IntN(5)), set...)
		}
		need := int64(1)
		if !ones {
			need += int64(r.IntN(2))
		}
		at := b.count(scope, need, set...)
		b.p.Nodes[at].Typical = int64(r.IntN(4))
		return at
	}
	var top []int32
	for range 1 + r.IntN(5) {
		if !ones && r.IntN(3) == 0 {
			top = append(top, b.anyOf(leaf(), leaf()))
		} else {
			top = append(top, leaf())
		}
	}
	b.all(top...)
	return &b.p
}

func TestMatchingsEqualBruteForce(t *testing.T) {
	t.Parallel()
	goals := [][]solve.Goal{
		{solve.Satisfied},
		{solve.Satisfied, solve.Remaining, solve.Unmet},
		{solve.TopUnmet, solve.Remaining},
		{solve.Satisfied, solve.TopUnmet, solve.Remaining, solve.Unmet, solve.Lacking},
		{solve.Unmet, solve.Lacking},
	}
	var s solve.Solver
	for seed := range some(20_000) {
		p := counting(seed)
		if diff := disagreement(&s, p, goals[seed%uint64(len(goals))]); diff != "" {
			t.Fatalf("seed %d: %s\n%+v", seed, diff, p)
		}
	}
}

// Every item fits every leaf: as many leaves as items, or some more.
func TestDenseCountingIsDecided(t *testing.T) {
	t.Parallel()
	const size = 500
	for _, more := range []int{0, 1, 40} {
		var b b
		for range size {
			b.items(3)
		}
		all := upTo(size)
		var top []int32
		for range size + more {
			top = append(top, b.count(0, 1, all...))
		}
		b.all(top...)
		var s solve.Solver
		a, err := s.Solve(&b.p, solve.Options{Goals: []solve.Goal{solve.TopUnmet, solve.Remaining}})
		if err != nil || !a.Proven || a.Goals[0] != int64(more) || len(a.Uses) != size {
			t.Errorf("%d leaves more than items: %v, proven %v, goals %v, %d uses", more, err, a.Proven, a.Goals, len(a.Uses))
		}
		if why := witness(&b.p, []solve.Goal{solve.TopUnmet, solve.Remaining}, a); more == 1 && why != "" {
			t.Error(why)
		}
	}
}
