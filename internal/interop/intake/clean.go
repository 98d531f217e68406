package intake

import (
	"maps"
	"slices"
	"strings"
	"unicode"
)

// Clean makes a text one that the catalogue's text format can hold: line ends
// become "\n", form feeds and vertical tabs blanks, and every other control
// character (C0 and C1: what is left of a text that was read in the wrong
// encoding) is dropped. It reports whether more than line ends changed.
func Clean(text string) (clean string, changed bool) {
	if strings.IndexFunc(text, unwritable) < 0 {
		return text, false
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case !unwritable(r):
			return r
		}
		changed = true
		if r == '\v' || r == '\f' {
			return ' '
		}
		return -1
	}, text), changed
}

func unwritable(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' }

// cleanValue cleans every text of a decoded JSON value, in place where it can,
// and returns the value and how many texts lost characters.
func cleanValue(value any) (cleaned any, n int) {
	switch v := value.(type) {
	case string:
		text, changed := Clean(v)
		if changed {
			n = 1
		}
		return text, n
	case []any:
		for i := range v {
			var more int
			v[i], more = cleanValue(v[i])
			n += more
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			member, more := cleanValue(v[key])
			name, changed := Clean(key)
			if _, taken := v[name]; changed && !taken {
				delete(v, key)
				key, more = name, more+1
			}
			v[key] = member
			n += more
		}
	}
	return value, n
}

// cleanedFact is the fact under which reports count cleaned texts.
const cleanedFact = "texts normalised: control characters dropped"

// Cleaned counts n texts that lost control characters; none leave no trace.
func (r *Report) Cleaned(n int) {
	if n > 0 {
		r.Note(cleanedFact, n)
	}
}
