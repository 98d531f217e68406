package solve_test

import (
	"testing"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// Whoever says what is enough gets that much, or the least where that is more,
// for no more work.
func TestEnoughIsFound(t *testing.T) {
	t.Parallel()
	var s solve.Solver
	goals := []solve.Goal{solve.Satisfied, solve.BundleCost}
	tried := 0
	for seed := range some(20_000) {
		d := newDraw(seed)
		p := d.problem(9)
		if len(p.Alternatives) == 0 {
			continue
		}
		least, err := s.Solve(p, solve.Options{Goals: goals})
		if err != nil || !least.Proven {
			t.Fatal(seed, err, least.Proven)
		}
		enough := max(1, least.Goals[1]+int64(d.IntN(5))-1)
		got, err := s.Solve(p, solve.Options{Goals: goals, Enough: enough})
		if err != nil {
			t.Fatal(seed, err)
		}
		tried++
		if got.Satisfied != least.Satisfied || got.Goals[1] > max(enough, least.Goals[1]) || got.Goals[1] < least.Goals[1] || got.Steps > least.Steps {
			t.Fatalf("seed %d: enough %d, got %+v, least %+v", seed, enough, got, least)
		}
	}
	if uint64(tried) < some(20_000)/20 {
		t.Error("only", tried, "problems have a choice of bundles")
	}
}
