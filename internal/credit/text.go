package credit

import (
	"fmt"
	"strconv"
	"strings"
)

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

// AmountError is the family of texts that are not amounts.
type AmountError struct {
	Text string
	Why  string
}

// Error quotes the text and says why it is refused.
func (e *AmountError) Error() string {
	t := e.Text
	if len(t) > maxText {
		t = t[:maxText] + "…"
	}
	return fmt.Sprintf("%q is not an amount of credit: %s", t, e.Why)
}

// ParseAmount reads "3", "2.5", "-1.25" or "8/3". At most 9 decimals and 24
// characters; no exponents, no spaces, no thousands separators. The error is an
// *AmountError. Whether a negative amount makes sense is for the caller.
func ParseAmount(s string) (Amount, error) {
	if s == "" || len(s) > maxText {
		return Amount{}, &AmountError{s, "write a number such as 3, 2.5 or 8/3"}
	}
	num, den, isFrac := strings.Cut(s, "/")
	if isFrac {
		n, err1 := strconv.ParseInt(num, 10, 64)
		d, err2 := strconv.ParseInt(den, 10, 64)
		if err1 != nil || err2 != nil || d <= 0 || n == minInt64 || num[0] == '+' || den[0] == '+' {
			return Amount{}, &AmountError{s, "write a fraction such as 8/3"}
		}
		return reduce(n, d), nil
	}
	whole, frac, dotted := strings.Cut(s, ".")
	digits := strings.TrimPrefix(whole, "-") + frac
	if digits == "" || strings.Trim(digits, "0123456789") != "" || dotted && frac == "" {
		return Amount{}, &AmountError{s, "write a number such as 3, 2.5 or 8/3"}
	}
	if len(frac) > maxDecimals || len(digits) > 18 {
		return Amount{}, &AmountError{s, "at most 9 decimals and 18 digits are kept exactly"}
	}
	n, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil {
		return Amount{}, &AmountError{s, "write a number such as 3, 2.5 or 8/3"}
	}
	d := int64(1)
	for range len(frac) {
		d *= 10
	}
	return reduce(n, d), nil
}
