package credit

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestWholeNumbers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a           Amount
		floor, ceil int64
	}{
		{Amount{}, 0, 0},
		{Int(3), 3, 3},
		{Frac(7, 2), 3, 4},
		{Frac(-7, 2), -4, -3},
		{Int(-3), -3, -3},
		{Frac(1, 3), 0, 1},
		{Frac(-1, 3), -1, 0},
		{Int(math.MaxInt64), math.MaxInt64, math.MaxInt64},
		{Int(math.MaxInt64).Mul(Int(4)), math.MaxInt64, math.MaxInt64},
		{Int(math.MaxInt64).Mul(Int(-4)), math.MinInt64, math.MinInt64},
		{Int(math.MaxInt64).Mul(Int(4)).Div(Int(8)), math.MaxInt64 / 2, math.MaxInt64/2 + 1},
	} {
		if c.a.Floor() != c.floor || c.a.Ceil() != c.ceil {
			t.Errorf("%s: %d and %d, want %d and %d", c.a, c.a.Floor(), c.a.Ceil(), c.floor, c.ceil)
		}
	}
	rapid.Check(t, func(rt *rapid.T) {
		a := Frac(rapid.Int64Range(-1000, 1000).Draw(rt, "n"), rapid.Int64Range(1, 30).Draw(rt, "d"))
		f, c := a.Floor(), a.Ceil()
		if Int(f).Cmp(a) > 0 || Int(f+1).Cmp(a) <= 0 || Int(c).Cmp(a) < 0 || Int(c-1).Cmp(a) >= 0 {
			rt.Fatalf("%s: %d and %d", a, f, c)
		}
	})
}
