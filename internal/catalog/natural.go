package catalog

import "cmp"

// CompareNatural orders texts as people do: runs of digits by their value, so
// that "MATH 7" comes before "MATH 10". Texts that differ only in leading zeros
// are ordered as plain text, so the order is total.
func CompareNatural[T ~string](a, b T) int {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		if !digit(a[i]) || !digit(b[j]) {
			if a[i] != b[j] {
				return cmp.Compare(a[i], b[j])
			}
			i++
			j++
			continue
		}
		x, y := digits(a, i), digits(b, j)
		if c := compareDigits(string(a[i:x]), string(b[j:y])); c != 0 {
			return c
		}
		i, j = x, y
	}
	return cmp.Or(cmp.Compare(len(a)-i, len(b)-j), cmp.Compare(a, b))
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

// digits returns the end of the run of digits that starts at i.
func digits[T ~string](s T, i int) int {
	for i < len(s) && digit(s[i]) {
		i++
	}
	return i
}

// compareDigits compares two runs of digits by value, whatever their length.
func compareDigits(a, b string) int {
	for len(a) > 1 && a[0] == '0' {
		a = a[1:]
	}
	for len(b) > 1 && b[0] == '0' {
		b = b[1:]
	}
	return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
}
