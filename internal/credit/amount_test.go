package credit

import (
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

// drawAmount draws small, ordinary and extreme amounts, so that arithmetic
// crosses the limits of int64.
func drawAmount(t *rapid.T, name string) Amount {
	extreme := []int64{math.MinInt64, math.MinInt64 + 1, math.MaxInt64, math.MaxInt64 - 1, 1 << 31, 1 << 32, 3037000500, 0, 1, -1}
	n := rapid.OneOf(rapid.Int64Range(-1000, 1000), rapid.Int64(), rapid.SampledFrom(extreme)).Draw(t, name+" n")
	d := rapid.OneOf(rapid.Int64Range(1, 12), rapid.Int64Range(1, math.MaxInt64), rapid.Just[int64](math.MaxInt64)).Draw(t, name+" d")
	return Frac(n, d)
}

func sameAs(t *rapid.T, what string, got Amount, want *big.Rat) {
	t.Helper()
	if got.Rat().Cmp(want) != 0 {
		t.Fatalf("%s = %s, big.Rat says %s", what, got, want.RatString())
	}
	// One number has one form, so that equal results have equal bytes.
	if again := fromRat(want); got.String() != again.String() || (got.big == nil) != (again.big == nil) {
		t.Fatalf("%s has a second form: %#v and %#v", what, got, again)
	}
}

func TestArithmeticIsThatOfBigRat(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawAmount(t, "a"), drawAmount(t, "b")
		if rapid.Bool().Draw(t, "grown") {
			a = a.Mul(b).Add(a) // beyond int64
		}
		x, y := a.Rat(), b.Rat()
		sameAs(t, "a+b", a.Add(b), new(big.Rat).Add(x, y))
		sameAs(t, "a-b", a.Sub(b), new(big.Rat).Sub(x, y))
		sameAs(t, "a×b", a.Mul(b), new(big.Rat).Mul(x, y))
		sameAs(t, "-a", a.Neg(), new(big.Rat).Neg(x))
		if !b.IsZero() {
			sameAs(t, "a÷b", a.Div(b), new(big.Rat).Quo(x, y))
		}
		if a.Cmp(b) != x.Cmp(y) || a.Sign() != x.Sign() || a.Equal(b) != (x.Cmp(y) == 0) || a.IsZero() != (x.Sign() == 0) {
			t.Fatalf("compare %s and %s", a, b)
		}
		if Max(a, b).Cmp(Min(a, b)) < 0 || !Sum(a, b, a.Neg()).Equal(b) {
			t.Fatalf("min, max or sum of %s and %s", a, b)
		}
		if a.Rat().Cmp(x) != 0 {
			t.Fatal("arithmetic changed its operand")
		}
	})
}

func TestTextReadsBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SampledFrom([]int64{1, 2, 3, 4, 7, 8, 10, 100, 1000, 1_000_000_000}).Draw(t, "d")
		a := Frac(rapid.Int64Range(-1_000_000_000, 1_000_000_000).Draw(t, "n"), d)
		got, err := ParseAmount(a.String())
		if err != nil || !got.Equal(a) {
			t.Fatalf("%q was read as %s, %v", a, got, err)
		}
	})
}

func TestParseAmount(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Amount{
		"3": Int(3), "2.5": Frac(5, 2), "-1.25": Frac(-5, 4), "8/3": Frac(8, 3), "-8/3": Frac(-8, 3), "007": Int(7),
		"0.000000001": Frac(1, 1_000_000_000), "4.00": Int(4), ".5": Frac(1, 2), "-.5": Frac(-1, 2), "6/4": Frac(3, 2),
		"-0.5": Frac(-1, 2), "999999999999999999": Int(999999999999999999),
	} {
		if got, err := ParseAmount(text); err != nil || !got.Equal(want) {
			t.Errorf("%q = %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", " 3", "3 ", "3.", ".", "-", "+3", "1e3", "0x10", "1,5", "1_000", "NaN", "Inf", "1/0", "1/-2", "/2", "1/", "1//2",
		"+1/2", "1/+2", "--1", "0.0000000001", "1234567890123456789", "3 1/2", "½", "٣", "1.2.3", "9223372036854775808/1",
	} {
		if got, err := ParseAmount(text); err == nil {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}

func TestAmountsForPeople(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"8/3": "2.67", "10/3": "3.33", "2.5": "2.5", "3": "3", "3.75": "3.75", "1/8": "0.13", "-1/8": "-0.13", "1/1000": "0", "2999/1000": "3",
	} {
		a, err := ParseAmount(text)
		if got := a.Decimal(); err != nil || got != want {
			t.Errorf("%s reads as %s, want %s (%v)", text, got, want, err)
		}
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"3", "2.5", "8/3", "-0", "1e9", "00.0", "9/9", "-/1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := ParseAmount(text)
		if err != nil {
			return
		}
		want, ok := new(big.Rat).SetString(text)
		if !ok || a.Rat().Cmp(want) != 0 {
			t.Errorf("%q was read as %s", text, a)
		}
		again, err := ParseAmount(a.String())
		if err != nil || !again.Equal(a) {
			t.Errorf("%q was written as %q, which does not read back: %v", text, a, err)
		}
	})
}

// Rounding within int64 gives what rounding of any size gives.
func TestRoundingSmallAndLargeAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.Int64Range(-50, 50), rapid.Int64Range(-1<<62, 1<<62)).Draw(t, "n")
		d := rapid.OneOf(rapid.Int64Range(1, 12), rapid.Int64Range(1, 1<<61)).Draw(t, "d")
		mode := rapid.SampledFrom(Modes()[1:]).Draw(t, "mode")
		want := roundRat(big.NewRat(n, d), mode)
		if got := (Rounding{Mode: mode}).Apply(Frac(n, d)); got.Rat().Cmp(new(big.Rat).SetInt(want)) != 0 {
			t.Errorf("%s of %d/%d = %s, want %s", mode, n, d, got, want)
		}
	})
}
