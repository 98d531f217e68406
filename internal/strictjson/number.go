package strictjson

import (
	"bytes"
	"math"
	"strconv"
)

// maxInteger is the largest whole number up to which float64 holds every one
// (RFC 7493, section 2.2).
const maxInteger = 1<<53 - 1

// exactFloat reads a JSON number and reports whether the float64 stands for the
// same number in all the forms that readers and canonical forms print it: it is
// finite and not minus zero, a whole number is at most 2^53-1, the shortest
// decimal that reads back is the number written, and its 16 digits in the
// canonical xsd:double of JSON-LD read back as the same float64, so that no two
// numbers that are read have one canonical form.
func exactFloat(text []byte) (float64, bool) {
	if len(text) <= 15 && !bytes.ContainsAny(text, ".eE") {
		i, err := strconv.ParseInt(string(text), 10, 64)
		return float64(i), err == nil && (i != 0 || text[0] != '-')
	}
	if len(text) > 400 {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || f == 0 && text[0] == '-' || f == math.Trunc(f) && math.Abs(f) > maxInteger {
		return 0, false
	}
	written, exponent := decimal(text)
	var buffer [32]byte
	shortest, shortestExponent := decimal(strconv.AppendFloat(buffer[:0], f, 'e', -1, 64))
	if !bytes.Equal(written, shortest) || exponent != shortestExponent {
		return 0, false
	}
	again, err := strconv.ParseFloat(strconv.FormatFloat(f, 'e', 15, 64), 64)
	return f, err == nil && again == f
}

// decimal splits a number into its digits without zeros at either end, and the
// power of ten of the last one.
func decimal(text []byte) (digits []byte, exponent int) {
	mantissa := text
	if i := bytes.IndexAny(text, "eE"); i >= 0 {
		mantissa = text[:i]
		exponent, _ = strconv.Atoi(string(bytes.TrimPrefix(text[i+1:], []byte("+"))))
	}
	digits = make([]byte, 0, len(mantissa))
	for i, c := range mantissa {
		switch {
		case c == '.':
			exponent -= len(mantissa) - i - 1
		case c != '-':
			digits = append(digits, c)
		}
	}
	digits = bytes.TrimLeft(digits, "0")
	n := len(digits)
	digits = bytes.TrimRight(digits, "0")
	if len(digits) == 0 {
		return nil, 0
	}
	return digits, exponent + n - len(digits)
}
