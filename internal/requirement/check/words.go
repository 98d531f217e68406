package check

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
)

// word reports a text that is not in a vocabulary.
func word[T ~string](c *checker, at, what string, value T, words []T, optional bool) {
	if value == "" && optional || value != "" && slices.Contains(words, value) {
		return
	}
	if value == "" {
		c.reportf(at, "missing_"+lastKey(at), "one of "+wordList(words), "the %s is missing", what)
		return
	}
	suggestion := "one of " + wordList(words)
	if near := diag.Nearest(string(value), plain(words)); near != "" {
		suggestion = "did you mean " + near + "?"
	}
	c.reportf(at, "unknown_"+lastKey(at), suggestion, "%q is no %s", string(value), what)
}

// lastKey is the key that a pointer ends with, in the singular for an entry of a
// list.
func lastKey(at string) string {
	i := strings.LastIndexByte(at, '/')
	if last := at[i+1:]; strings.Trim(last, "0123456789") != "" {
		return last
	}
	return strings.TrimSuffix(lastKey(at[:i]), "s")
}

func plain[T ~string](words []T) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

// lenOr is the length of a list, -1 where it is not given.
func lenOr[T any](list []T) int {
	if list == nil {
		return -1
	}
	return len(list)
}

// validNumber accepts what agreement.NumberMatches can match.
func validNumber(s string) bool {
	if from, to, ok := strings.Cut(s, "-"); ok {
		a, err1 := strconv.ParseUint(strings.TrimSpace(from), 10, 31)
		b, err2 := strconv.ParseUint(strings.TrimSpace(to), 10, 31)
		return err1 == nil && err2 == nil && a <= b
	}
	for _, r := range strings.ToUpper(strings.TrimSuffix(s, "@")) {
		if r != '#' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') {
			return false
		}
	}
	return s != ""
}
