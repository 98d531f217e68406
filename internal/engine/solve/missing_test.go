package solve_test

import (
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// What the owed leaves lack is at least the remaining work, and nothing lacks
// exactly where the root is satisfied.
func TestMissing(t *testing.T) {
	t.Parallel()
	var s solve.Solver
	for seed := range some(3000) {
		p := newDraw(seed).problem(12)
		a := mustSolve(t, &s, p, standard)
		lacks := p.Missing(&a)
		if a.Satisfied != (len(lacks) == 0) {
			t.Fatalf("seed %d: satisfied %v, lacks %v", seed, a.Satisfied, lacks)
		}
		if !slices.IsSortedFunc(lacks, func(a, b solve.Lack) int { return int(a.Node - b.Node) }) {
			t.Fatalf("seed %d: %v is not in the order of nodes", seed, lacks)
		}
		var sum int64
		for _, l := range lacks {
			sum += l.Credits
		}
		if sum < a.Goals[1] {
			t.Fatalf("seed %d: %v lack %d, remaining is %d", seed, lacks, sum, a.Goals[1])
		}
	}
	var b b
	b.items(3).all(b.count(0, 2, 0), b.anyOf(b.credits(0, 9), b.credits(0, 6)))
	b.p.Typical = 3
	a := mustSolve(t, &s, &b.p, standard)
	want := []solve.Lack{{Node: 0, Credits: 3, Items: 1}, {Node: 2, Credits: 6}}
	if got := b.p.Missing(&a); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
