// Package credit is exact quantities of learning: amounts with their units,
// conversion between units and rounding. No float ever holds a credit.
package credit

import (
	"cmp"
	"fmt"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
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

// String is the exact value: a decimal where one ends ("2.5"), else a fraction
// in lowest terms ("8/3"). [ParseAmount] reads both back.
func (a Amount) String() string {
	if text, exact := a.fixed(2, true); exact {
		return text
	}
	r := a.Rat()
	if digits, exact := r.FloatPrec(); exact && digits <= maxDecimals {
		return r.FloatString(digits)
	}
	return r.RatString()
}

// Decimal is the value for people: exact where a decimal of at most two places
// holds it, otherwise rounded half away from zero to two places. Totals are
// never made from it.
func (a Amount) Decimal() string {
	text, _ := a.fixed(2, false)
	return text
}

// fixed writes the value with at most the given number of decimals, without
// trailing zeros, rounded half away from zero; exact is false where it had to
// be rounded. With onlyExact the text is "" then.
func (a Amount) fixed(places int, onlyExact bool) (text string, exact bool) {
	if a.big == nil && a.den() == 1 {
		return strconv.FormatInt(a.n, 10), true
	}
	scale := int64(1)
	for range places {
		scale *= 10
	}
	n, ok := mul(a.n, 2*scale)
	if a.big != nil || !ok {
		return a.fixedBig(places)
	}
	d := a.den()
	exact = n%(2*d) == 0
	if onlyExact && !exact {
		return "", false
	}
	if n < 0 {
		n -= d
	} else {
		n += d
	}
	return pointed(n/(2*d), scale, places), exact
}

// pointed writes n/scale as a decimal without trailing zeros.
func pointed(n, scale int64, places int) string {
	b := make([]byte, 0, 24)
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/scale, 10)
	rest := n % scale
	if rest == 0 {
		return string(b)
	}
	b = append(b, '.')
	for range places {
		if rest == 0 {
			break
		}
		scale /= 10
		b = append(b, byte('0'+rest/scale))
		rest %= scale
	}
	return string(b)
}

func (a Amount) fixedBig(places int) (string, bool) {
	r := a.Rat()
	digits, finite := r.FloatPrec()
	text := r.FloatString(places)
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text, finite && digits <= places
}

// MarshalText writes the exact form of [Amount.String].
func (a Amount) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what [ParseAmount] reads.
func (a *Amount) UnmarshalText(b []byte) error {
	v, err := ParseAmount(string(b))
	if err != nil {
		return err
	}
	*a = v
	return nil
}

// Limits of what a person may write. They are far beyond any real credit and
// keep hostile input small.
const (
	maxText     = 24
	maxDecimals = 9
)

// ErrAmount is the family of texts that are not amounts.
type ErrAmount struct {
	Text string
	Why  string
}

// Error quotes the text and says why it is refused.
func (e *ErrAmount) Error() string {
	t := e.Text
	if len(t) > maxText {
		t = t[:maxText] + "…"
	}
	return fmt.Sprintf("%q is not an amount of credit: %s", t, e.Why)
}

// ParseAmount reads "3", "2.5", "-1.25" or "8/3". At most 9 decimals and 24
// characters; no exponents, no spaces, no thousands separators. The error is an
// *ErrAmount. Whether a negative amount makes sense is for the caller.
func ParseAmount(s string) (Amount, error) {
	if s == "" || len(s) > maxText {
		return Amount{}, &ErrAmount{s, "write a number such as 3, 2.5 or 8/3"}
	}
	num, den, isFrac := strings.Cut(s, "/")
	if isFrac {
		n, err1 := strconv.ParseInt(num, 10, 64)
		d, err2 := strconv.ParseInt(den, 10, 64)
		if err1 != nil || err2 != nil || d <= 0 || n == minInt64 || num[0] == '+' || den[0] == '+' {
			return Amount{}, &ErrAmount{s, "write a fraction such as 8/3"}
		}
		return reduce(n, d), nil
	}
	whole, frac, dotted := strings.Cut(s, ".")
	digits := strings.TrimPrefix(whole, "-") + frac
	if digits == "" || strings.Trim(digits, "0123456789") != "" || dotted && frac == "" {
		return Amount{}, &ErrAmount{s, "write a number such as 3, 2.5 or 8/3"}
	}
	if len(frac) > maxDecimals || len(digits) > 18 {
		return Amount{}, &ErrAmount{s, "at most 9 decimals and 18 digits are kept exactly"}
	}
	n, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil {
		return Amount{}, &ErrAmount{s, "write a number such as 3, 2.5 or 8/3"}
	}
	d := int64(1)
	for range len(frac) {
		d *= 10
	}
	return reduce(n, d), nil
}

// Denominator returns the denominator in lowest terms; ok is false where it
// does not fit an int64.
func (a Amount) Denominator() (d int64, ok bool) {
	if a.big != nil {
		return 0, false
	}
	return a.den(), true
}

// Scaled returns a × scale as a whole number; ok is false where that is not
// whole or does not fit an int64. Solvers count in such numbers.
func (a Amount) Scaled(scale int64) (n int64, ok bool) {
	if a.big != nil || scale%a.den() != 0 {
		return 0, false
	}
	return mul(a.n, scale/a.den())
}

// CommonScale returns the least common multiple of the scale and the amount's
// denominator; ok is false where it does not fit an int64.
func CommonScale(scale int64, a Amount) (int64, bool) {
	d, ok := a.Denominator()
	if !ok {
		return 0, false
	}
	x, y := uint64(scale), uint64(d)
	for y != 0 {
		x, y = y, x%y
	}
	return mul(scale, d/int64(x))
}
