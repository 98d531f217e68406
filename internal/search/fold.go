package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// fold writes text in lower case without accents.
func fold(text string) string {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return foldRunes(text)
		}
	}
	return strings.ToLower(text)
}

func foldRunes(text string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(text)) {
		if s, ok := plain[r]; ok {
			b.WriteString(s)
		} else if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// plain are Latin letters that do not come apart into a letter and an accent.
var plain = map[rune]string{
	'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ł': "l", 'ħ': "h", 'ı': "i",
	'’': "'", 'ʼ': "'",
}

// words divides a text into folded words. A number begins a word of its own,
// without leading zeros, so that "CS101", "cs 101" and "CS-0101" are the same
// words; an apostrophe does not divide ("women's" is one word).
func words(text string) []string {
	text = fold(text)
	var out []string
	start, before := -1, rune(0)
	end := func(at int) {
		if start >= 0 {
			out = appendWord(out, text[start:at])
		}
		start = -1
	}
	for i, r := range text {
		switch {
		case !inWord(r, start >= 0):
			end(i)
		case start < 0:
			start = i
		case unicode.IsDigit(r) && !unicode.IsDigit(before):
			end(i)
			start = i
		}
		before = r
	}
	end(len(text))
	return out
}

// inWord reports whether the letter belongs to a word; + and # only behind
// others ("C++", "C#").
func inWord(r rune, inside bool) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r) ||
		inside && (r == '+' || r == '#' || r == '\'')
}

func appendWord(out []string, w string) []string {
	if strings.IndexByte(w, '\'') >= 0 {
		w = strings.ReplaceAll(w, "'", "")
	}
	for len(w) > 1 && w[0] == '0' && w[1] >= '0' && w[1] <= '9' {
		w = w[1:]
	}
	return append(out, w)
}

// codeKey is a code without everything that people leave out or add. A code of
// signs alone stays as it is.
func codeKey(code string) string {
	if key := strings.Join(words(code), ""); key != "" {
		return key
	}
	return strings.ToLower(strings.TrimSpace(code))
}

// stops are words that a query may hold and a title need not.
var stops = map[string]bool{
	"a": true, "an": true, "and": true, "at": true, "by": true, "for": true, "from": true, "in": true,
	"of": true, "on": true, "or": true, "the": true, "to": true, "with": true,
	"de": true, "del": true, "el": true, "en": true, "la": true, "las": true, "los": true, "y": true,
	"course": true, "curso": true,
}

// numerals are the small numbers as titles write them.
var numerals = map[string]string{
	"1": "i", "2": "ii", "3": "iii", "4": "iv", "5": "v", "6": "vi", "7": "vii", "8": "viii", "9": "ix", "10": "x",
	"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "x": "10",
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }
