package catalog

import (
	"strings"
	"unicode"
)

// NormalCode is the form in which codes are compared: upper case, one blank
// between the subject and the number, hyphens, underscores and dots as blanks,
// a letter behind the number joined to it. "math  7", "MATH-7" and "Math 7" are
// one code, and so are "PSY 161 C" and "PSY161C"; "MATH 7A", "MATH 71" and
// "MATH 7.1" are three others.
func NormalCode(code string) string {
	subject, number := SplitCode(code)
	return strings.TrimSpace(subject + " " + number)
}

// SplitCode divides a code into its subject and number: "MATH& 141" is
// ("MATH&", "141"), "CIS22A" is ("CIS", "22A"), "THEATRE ARTS 5" is ("THEATRE
// ARTS", "5"), "CS V30" is ("CS", "V30"), "PSY 161 C" is ("PSY", "161C"),
// "ENGLISH 282-0-2" is ("ENGLISH", "282 0 2"), "15.535" is ("15", "535"). A code
// without a digit is all subject.
func SplitCode(code string) (subject, number string) {
	words := joinSuffixes(strings.FieldsFunc(strings.ToUpper(code), separates))
	for i, word := range words {
		digit := strings.IndexFunc(word, unicode.IsDigit)
		switch {
		case digit < 0:
			continue
		case i == 0 && digit == 0 && len(words) > 1: // subjects that are numbers
			i = 1
		case digit > 0 && (i == 0 || !startsNumber(word)):
			subject = strings.Join(append(words[:i:i], word[:digit]), " ")
			return subject, strings.Join(append([]string{word[digit:]}, words[i+1:]...), " ")
		}
		return strings.Join(words[:i], " "), strings.Join(words[i:], " ")
	}
	return strings.Join(words, " "), ""
}

func separates(r rune) bool {
	return unicode.IsSpace(r) || r == '-' || r == '_' || r == '.'
}

// joinSuffixes joins one or two letters to the number that they follow:
// colleges write "PSY 161 C" and "PSY 161C" for the same course, and "BIOL 101
// HC" for its honours twin.
func joinSuffixes(words []string) []string {
	out := words[:0]
	for _, w := range words {
		last := len(out) - 1
		if last >= 0 && len(w) <= 2 && strings.IndexFunc(w, notLetter) < 0 && endsInDigit(out[last]) {
			out[last] += w
			continue
		}
		out = append(out, w)
	}
	return out
}

func notLetter(r rune) bool { return r < 'A' || r > 'Z' }

func endsInDigit(s string) bool {
	c := s[len(s)-1]
	return c >= '0' && c <= '9'
}

// startsNumber reports whether a word such as "C1000" or "M25B" is a number
// with a letter in front: one letter, then digits.
func startsNumber(word string) bool {
	return len(word) > 1 && unicode.IsLetter(rune(word[0])) && unicode.IsDigit(rune(word[1]))
}
