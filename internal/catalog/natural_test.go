package catalog

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestCompareNatural(t *testing.T) {
	t.Parallel()
	want := []string{"", "CS 2", "CS 20A", "CS 20B", "CS 55", "MATH 7", "MATH 07", "MATH 7A", "MATH 8", "MATH 10", "MATH 99999999999999999999", "MATHS 1"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, CompareNatural)
	if diff := cmp.Diff([]string{"MATH 07", "MATH 7"}, got[5:7]); diff != "" {
		t.Error(diff)
	}
	got[5], got[6] = got[6], got[5]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// It is a total order: antisymmetric, transitive, and zero for equals only.
func TestCompareNaturalIsAnOrder(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[A-B0-1 ]{0,5}`)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := word.Draw(t, "a"), word.Draw(t, "b"), word.Draw(t, "c")
		ab, bc := CompareNatural(a, b), CompareNatural(b, c)
		if ab != -CompareNatural(b, a) || (ab == 0) != (a == b) {
			t.Fatalf("%q and %q: %d, %d", a, b, ab, CompareNatural(b, a))
		}
		if ab <= 0 && bc <= 0 && CompareNatural(a, c) > 0 {
			t.Fatalf("%q <= %q <= %q, but not the first and last", a, b, c)
		}
	})
}
