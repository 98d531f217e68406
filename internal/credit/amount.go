// Package credit is exact quantities of learning: amounts with their units,
// conversion between units and rounding. No float ever holds a credit.
package credit

import (
	"cmp"
	"math/big"
	"math/bits"
)

// Amount is an exact rational number of credits of some unit; the unit is kept
// by the holder. The zero value is 0. Small values (every real one) are two
// int64; arithmetic that would leave that range continues in a big.Rat, so no
// operation overflows or loses a fraction. Compare with [Amount.Cmp], not ==.
type Amount struct {
	n, d int64    // lowest terms, d > 0; d == 0 means d == 1 (zero value)
	big  *big.Rat // set only where n/d cannot hold the value
}

// Int returns n credits.
func Int(n int64) Amount { return Amount{n: n, d: 1} }

// Frac returns n/d credits; d must not be 0.
func Frac(n, d int64) Amount {
	if d > 0 && n != minInt64 {
		return reduce(n, d)
	}
	return fromRat(big.NewRat(n, d))
}

func fromRat(r *big.Rat) Amount {
	if r.Num().IsInt64() && r.Denom().IsInt64() {
		return Amount{n: r.Num().Int64(), d: r.Denom().Int64()}
	}
	return Amount{big: r}
}

// Rat returns the value as a new big.Rat.
func (a Amount) Rat() *big.Rat {
	if a.big != nil {
		return new(big.Rat).Set(a.big)
	}
	return big.NewRat(a.n, a.den())
}

func (a Amount) den() int64 {
	if a.d == 0 {
		return 1
	}
	return a.d
}

// IsZero reports whether the amount is 0.
func (a Amount) IsZero() bool { return a.big == nil && a.n == 0 }

// Sign returns -1, 0 or 1.
func (a Amount) Sign() int {
	if a.big != nil {
		return a.big.Sign()
	}
	return cmp.Compare(a.n, 0)
}

// Cmp returns -1, 0 or 1 as a is less than, equal to or more than b.
func (a Amount) Cmp(b Amount) int {
	if a.big == nil && b.big == nil {
		if a.den() == b.den() {
			return cmp.Compare(a.n, b.n)
		}
		if x, ok := mul(a.n, b.den()); ok {
			if y, ok := mul(b.n, a.den()); ok {
				return cmp.Compare(x, y)
			}
		}
	}
	return a.Rat().Cmp(b.Rat())
}

// Equal reports whether the two amounts are the same number.
func (a Amount) Equal(b Amount) bool { return a.Cmp(b) == 0 }

// Add returns a + b.
func (a Amount) Add(b Amount) Amount {
	if a.big == nil && b.big == nil {
		if a.den() == b.den() {
			if s, ok := add(a.n, b.n); ok {
				return reduce(s, a.den())
			}
		} else if x, ok := mul(a.n, b.den()); ok {
			if y, ok := mul(b.n, a.den()); ok {
				if s, ok := add(x, y); ok {
					if d, ok := mul(a.den(), b.den()); ok {
						return reduce(s, d)
					}
				}
			}
		}
	}
	return fromRat(new(big.Rat).Add(a.Rat(), b.Rat()))
}

// Neg returns -a.
func (a Amount) Neg() Amount {
	if a.big == nil && a.n != minInt64 {
		return Amount{n: -a.n, d: a.d}
	}
	return fromRat(new(big.Rat).Neg(a.Rat()))
}

// Sub returns a - b.
func (a Amount) Sub(b Amount) Amount { return a.Add(b.Neg()) }

// Mul returns a × b.
func (a Amount) Mul(b Amount) Amount {
	if a.big == nil && b.big == nil {
		if n, ok := mul(a.n, b.n); ok {
			if d, ok := mul(a.den(), b.den()); ok {
				return reduce(n, d)
			}
		}
	}
	return fromRat(new(big.Rat).Mul(a.Rat(), b.Rat()))
}

// Div returns a ÷ b; b must not be 0.
func (a Amount) Div(b Amount) Amount {
	if b.big == nil && b.n > 0 {
		return a.Mul(Amount{n: b.den(), d: b.n})
	}
	return fromRat(new(big.Rat).Quo(a.Rat(), b.Rat()))
}

// Min returns the smaller of a and b.
func Min(a, b Amount) Amount {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

// Max returns the larger of a and b.
func Max(a, b Amount) Amount {
	if b.Cmp(a) > 0 {
		return b
	}
	return a
}

// Sum adds the amounts.
func Sum(list ...Amount) Amount {
	var s Amount
	for _, a := range list {
		s = s.Add(a)
	}
	return s
}

const minInt64 = -1 << 63

func add(a, b int64) (int64, bool) {
	s := a + b
	return s, (s > a) == (b > 0) && s != minInt64
}

func mul(a, b int64) (int64, bool) {
	if a == minInt64 || b == minInt64 {
		return 0, false
	}
	hi, lo := bits.Mul64(abs(a), abs(b))
	if hi != 0 || lo > 1<<63-1 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(lo), true
	}
	return int64(lo), true
}

func abs(a int64) uint64 {
	if a < 0 {
		return uint64(-a)
	}
	return uint64(a)
}

func reduce(n, d int64) Amount {
	if d == 1 || n == 0 {
		return Amount{n: n, d: 1}
	}
	x, y := abs(n), uint64(d)
	for y != 0 {
		x, y = y, x%y
	}
	return Amount{n: n / int64(x), d: d / int64(x)}
}
