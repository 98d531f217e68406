package catalog

import (
	"strconv"
	"strings"
)

// usLevels are the levels that US catalogues name by word, lowest first.
var usLevels = []string{"lower", "upper", "graduate"}

// CompareLevels orders two levels of one framework: "lower" < "upper" <
// "graduate", or "eqf:5" < "eqf:6". ok is false for levels of different
// frameworks or of none, and then a person must decide.
func CompareLevels(a, b string) (order int, ok bool) {
	fa, na := splitLevel(a)
	fb, nb := splitLevel(b)
	if fa == "" || fa != fb {
		return 0, false
	}
	return na - nb, true
}

func splitLevel(s string) (framework string, number int) {
	for i, w := range usLevels {
		if strings.EqualFold(s, w) {
			return "us", i
		}
	}
	f, n, found := strings.Cut(strings.ToLower(s), ":")
	v, err := strconv.Atoi(n)
	if !found || err != nil || f == "" || v < 0 || f == "eqf" && (v < 1 || v > eqfLevels) {
		return "", 0
	}
	return f, v
}

// eqfLevels is how many levels the European Qualifications Framework has
// (Recommendation 2017/C 189/03, annex II).
const eqfLevels = 8

// ValidLevel reports whether the text is a level that can be compared.
func ValidLevel(s string) bool {
	f, _ := splitLevel(s)
	return f != ""
}
