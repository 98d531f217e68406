package agreement

import (
	"strconv"
	"strings"
)

// NumberMatches reports whether a course number fits a pattern: "2##" (# is one
// digit), "1@" (@ is anything), a range "100-199" that compares the leading
// digits, or the number itself.
func NumberMatches(pattern, number string) bool {
	if lo, hi, ok := numberRange(pattern); ok {
		n, has := leadingNumber(number)
		return has && lo <= n && n <= hi
	}
	p, n := strings.ToUpper(pattern), strings.ToUpper(number)
	for i := range len(p) {
		if p[i] == '@' {
			return true
		}
		if i >= len(n) || p[i] != n[i] && (p[i] != '#' || n[i] < '0' || n[i] > '9') {
			return false
		}
	}
	return len(p) == len(n)
}

func numberRange(pattern string) (lo, hi int, ok bool) {
	a, b, found := strings.Cut(pattern, "-")
	if !found {
		return 0, 0, false
	}
	lo, errLo := strconv.Atoi(strings.TrimSpace(a))
	hi, errHi := strconv.Atoi(strings.TrimSpace(b))
	return lo, hi, errLo == nil && errHi == nil
}

func leadingNumber(s string) (int, bool) {
	end := 0
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(s[:end])
	return n, err == nil
}
