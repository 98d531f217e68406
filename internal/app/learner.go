package app

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// learnerKey is what a learner is known by, whoever writes it and however: without
// case, forms of the same letter, spaces around it, characters that nobody sees, and
// kinds of spaces and dashes.
func learnerKey(learner string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.IsControl(r):
			return -1
		case unicode.Is(unicode.Pd, r), r == '\u2212':
			return '-'
		}
		return r
	}, norm.NFKC.String(learner))
	return norm.NFKC.String(cases.Fold().String(strings.Join(strings.Fields(plain), " ")))
}

// sameLearner reports whether two names of a learner are the same.
func sameLearner(a, b string) bool { return learnerKey(a) == learnerKey(b) }

// learnerHash is by what a credential knows its learner when the record is gone; empty
// where nobody is named.
func learnerHash(learner string) string {
	key := learnerKey(learner)
	if key == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}
