package credit

import (
	"math"
	"math/big"
)

// Floor is the greatest whole number that is not more than the amount; beyond an
// int64 it is the nearest int64.
func (a Amount) Floor() int64 {
	if a.big == nil {
		n, d := a.n, a.den()
		if n%d < 0 {
			return n/d - 1
		}
		return n / d
	}
	whole := new(big.Int).Div(a.big.Num(), a.big.Denom()) // rounds down: the denominator is positive
	switch {
	case whole.IsInt64():
		return whole.Int64()
	case whole.Sign() < 0:
		return math.MinInt64
	default:
		return math.MaxInt64
	}
}

// Ceil is the least whole number that is not less than the amount; beyond an int64
// it is the nearest int64.
func (a Amount) Ceil() int64 {
	n := a.Floor()
	if n < math.MaxInt64 && Int(n).Cmp(a) < 0 {
		n++
	}
	return n
}
