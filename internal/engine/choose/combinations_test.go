package choose_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/engine/choose"
)

// The combinations of the components, put together in every way, are exactly
// the admissible ones.
func TestCombinationsAreTheAdmissibleOnes(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := problems(false).Draw(t, "problem")
		budget := 1 << 20
		got := [][]int{nil}
		for _, c := range choose.Combinations(p, 1<<12, &budget) {
			if !c.Whole {
				t.Fatal("not all were listed")
			}
			var next [][]int
			for _, before := range got {
				for _, add := range c.Combinations {
					chosen := slices.Concat(before, add)
					slices.Sort(chosen)
					next = append(next, chosen)
				}
			}
			got = next
		}
		var want [][]int
		for mask := range 1 << len(p.Candidates) {
			var chosen []int
			for i := range p.Candidates {
				if mask>>i&1 == 1 {
					chosen = append(chosen, i)
				}
			}
			if admissible(p, chosen) {
				want = append(want, chosen)
			}
		}
		slices.SortFunc(got, slices.Compare)
		slices.SortFunc(want, slices.Compare)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

// Of too many combinations the best is among those listed.
func TestCombinationsKeepTheBest(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		p := problems(false).Draw(t, "problem")
		budget := 1 << 20
		var first []int
		for _, c := range choose.Combinations(p, 1, &budget) {
			first = append(first, c.Combinations[0]...)
		}
		slices.Sort(first)
		if best := (choose.Exact{}).Choose(p, 1<<20).Chosen; !slices.Equal(first, best) {
			t.Errorf("%v, Choose takes %v", first, best)
		}
	})
}
