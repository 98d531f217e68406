package message

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/wording"
)

// Say words a phrase of the engine in the language. In English the engine's own
// words stand, as the command line and the API write them; the messages of other
// languages are under "say." and the phrase's key.
func (l *Locale) Say(p wording.Phrase) string {
	if l == all[0] {
		return p.String()
	}
	return p.In(writer{l})
}

// writer words phrases.
type writer struct{ *Locale }

// Message is the text under the key of a phrase.
func (w writer) Message(key string) (string, bool) {
	if text, ok := w.texts["say."+key]; ok {
		return text, true
	}
	// The sentence of a reason by its code, inside another sentence.
	text, ok := w.texts[key]
	return inside(text), ok && strings.HasPrefix(key, "reason.")
}

// inside is a whole sentence as a part of another: with a small letter, without a
// full stop.
func inside(s string) string {
	if first, size := utf8.DecodeRuneInString(s); unicode.IsUpper(first) {
		s = string(unicode.ToLower(first)) + s[size:]
	}
	return strings.TrimSuffix(s, ".")
}

// Value is what a phrase has in one of its places.
func (w writer) Value(value any) (string, bool) {
	switch v := value.(type) {
	case credit.Amount:
		return w.Amount(v), true
	case credit.Quantity:
		return w.Quantity(v), true
	case credit.Unit:
		return w.Unit(v, credit.Int(2)), true
	case calendar.Date:
		return w.Date(v), true
	case calendar.Range:
		return w.Range(v), true
	}
	return "", false
}

// Join joins words with "and", "or" or "then".
func (w writer) Join(words []string, last string) string {
	n := len(words)
	if n < 2 {
		return strings.Join(words, "")
	}
	key := "say.list." + last
	if begins, ok := w.texts[key+".sound"]; ok && sounds(words[n-1], begins) {
		key += ".before"
	}
	return w.T(key, "before", strings.Join(words[:n-1], ", "), "last", words[n-1])
}

// sounds reports whether a word begins with one of the sounds before which a
// language uses another word: in Spanish "e" for "y" before "i" and "hi", "u"
// for "o" before "o" and "ho". Codes in capitals are spelt or read in English,
// and keep the usual word.
func sounds(word, begins string) bool {
	if len(word) > 1 && strings.ToUpper(word) == word {
		return false
	}
	word = strings.ToLower(strings.TrimLeftFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
	for b := range strings.FieldsSeq(begins) {
		if rest, ok := strings.CutPrefix(word, b); ok && (!strings.HasSuffix(b, "i") || !strings.HasPrefix(rest, "e") && !strings.HasPrefix(rest, "a")) {
			return true
		}
	}
	return false
}
