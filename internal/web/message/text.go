package message

import (
	"fmt"
	"strings"
)

// T is the text under the key, with each {name} replaced by the value that
// follows the name in pairs. A key that is missing is its own text: a test keeps
// that from happening.
func (l *Locale) T(key string, pairs ...any) string {
	text, ok := l.texts[key]
	if !ok {
		if text, ok = l.english[key]; !ok {
			return key
		}
	}
	return fill(text, pairs)
}

// N is the text for a number of things: under key.one or key.other, with {n}
// replaced by the number.
func (l *Locale) N(key string, n int, pairs ...any) string {
	form := ".other"
	if n == 1 {
		form = ".one"
	}
	return l.T(key+form, append([]any{"n", n}, pairs...)...)
}

// Has reports whether the language itself has a text under the key.
func (l *Locale) Has(key string) bool {
	_, ok := l.texts[key]
	return ok
}

// fill puts the values in place of the names in braces; a name that nobody gives
// stays.
func fill(text string, pairs []any) string {
	if len(pairs) == 0 {
		return text
	}
	var b strings.Builder
	for {
		head, rest, found := strings.Cut(text, "{")
		name, tail, closed := strings.Cut(rest, "}")
		b.WriteString(head)
		if !found {
			return b.String()
		}
		value, given := valueOf(name, pairs)
		if !closed || !given {
			b.WriteByte('{')
			text = rest
			continue
		}
		b.WriteString(value)
		text = tail
	}
}

func valueOf(name string, pairs []any) (string, bool) {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == name {
			return fmt.Sprint(pairs[i+1]), true
		}
	}
	return "", false
}

// Match picks the language that an Accept-Language header prefers most among
// those that there are; the first where it names none.
func Match(list []*Locale, header string) *Locale {
	best, weight := list[0], 0.0
	for part := range strings.SplitSeq(header, ",") {
		tag, params, _ := strings.Cut(strings.TrimSpace(part), ";")
		q := 1.0
		if value, ok := strings.CutPrefix(strings.TrimSpace(params), "q="); ok {
			if _, err := fmt.Sscanf(value, "%f", &q); err != nil {
				continue
			}
		}
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		for _, l := range list {
			if l.tag == base && q > weight && q <= 1 {
				best, weight = l, q
			}
		}
	}
	return best
}
