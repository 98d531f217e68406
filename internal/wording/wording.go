// Package wording is sentences for people that are bound to no language: a key,
// the English words with {name} where a part goes, and the parts. Package and
// command line write the English; a page words the same phrase in its own
// language by the key.
package wording

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Phrase is a text with its parts. The zero phrase says nothing.
type Phrase struct {
	form    form
	key     string
	english string
	// pairs are the parts: of a text name and value by turns, of others values.
	pairs []any
}

// form is how a phrase is put together.
type form uint8

const (
	plain    form = iota // english, as it is: a name, a title, words of the data
	text                 // english with its parts in place
	listed               // parts joined: "a, b and c"; english is the last word
	row                  // parts one after another, nothing between them
	raised               // one part with a capital letter at its beginning
	lettered             // one part with a small letter at its beginning
	coded                // a text in other languages, in English as it is
)

// Of is a text: the key of its message, the English with {name} for each part,
// and the parts as pairs of name and value. A value is a [Phrase], a string of
// the data, a number, an amount, a day, a period, or what [As] makes.
func Of(key, english string, pairs ...any) Phrase {
	return Phrase{form: text, key: key, english: english, pairs: pairs}
}

// Coded is a text whose English is finished and holds words of the data; other
// languages have a message with parts under the key.
func Coded(key, english string, pairs ...any) Phrase {
	return Phrase{form: coded, key: key, english: english, pairs: pairs}
}

// Count is a text for a number of things: the key ends in ".one" or ".other",
// and {n} stands for the number.
func Count(key string, n int, one, other string, pairs ...any) Phrase {
	if n == 1 {
		return Of(key+".one", one, append([]any{"n", n}, pairs...)...)
	}
	return Of(key+".other", other, append([]any{"n", n}, pairs...)...)
}

// Name is text of the data, the same in every language.
func Name(s string) Phrase { return Phrase{english: s} }

// Term is a word of a closed vocabulary, such as a kind of item: the key is
// "term.GROUP.WORD". Words that a language has no message for stand as they are.
func Term(group, word, english string) Phrase {
	return Phrase{form: text, key: "term." + group + "." + word, english: english}
}

// Row is phrases, strings of punctuation and values one after another.
func Row(parts ...any) Phrase { return Phrase{form: row, pairs: parts} }

// Capital is a phrase at the beginning of a sentence.
func Capital(p Phrase) Phrase { return Phrase{form: raised, pairs: []any{p}} }

// Small is a sentence in the middle of another.
func Small(p Phrase) Phrase { return Phrase{form: lettered, pairs: []any{p}} }

// And joins phrases: "a, b and c".
func And(parts []Phrase) Phrase { return joined("and", parts) }

// Or joins alternatives: "a, b or c".
func Or(parts []Phrase) Phrase { return joined("or", parts) }

// Then joins what follows one another: "a then b".
func Then(parts []Phrase) Phrase { return joined("then", parts) }

// Join joins phrases with punctuation: "a; b".
func Join(parts []Phrase, between string) Phrase {
	var out []any
	for i, p := range parts {
		if i > 0 {
			out = append(out, between)
		}
		out = append(out, p)
	}
	return Row(out...)
}

// Names are texts of the data.
func Names[T ~string](list []T) []Phrase {
	out := make([]Phrase, len(list))
	for i, s := range list {
		out[i] = Name(string(s))
	}
	return out
}

func joined(last string, parts []Phrase) Phrase {
	if len(parts) == 1 {
		return parts[0]
	}
	p := Phrase{form: listed, english: last, pairs: make([]any, len(parts))}
	for i := range parts {
		p.pairs[i] = parts[i]
	}
	return p
}

// IsZero reports whether the phrase says nothing.
func (p Phrase) IsZero() bool { return p.form == plain && p.english == "" }

// Key is the key of a text; "" for other phrases.
func (p Phrase) Key() string { return p.key }

// Equal reports whether two phrases say the same.
func (p Phrase) Equal(o Phrase) bool {
	return p.form == o.form && p.key == o.key && p.String() == o.String()
}

// valued is a value whose English is not the usual one.
type valued struct {
	english string
	value   any
}

// As is a value with its own English words.
func As(english string, value any) any { return valued{english, value} }

// A Writer words phrases in a language.
type Writer interface {
	// Message is the language's text under a key; ok is false where it has none.
	Message(key string) (text string, ok bool)
	// Value is a number, an amount, a day or a period as people write it.
	Value(value any) (text string, ok bool)
	// Join joins words with "and", "or" or "then" before the last.
	Join(words []string, last string) string
}

// String is the phrase in English.
func (p Phrase) String() string { return p.In(nil) }

// In is the phrase as the writer words it; nil is English.
func (p Phrase) In(w Writer) string {
	switch p.form {
	case text, coded:
		return p.text(w)
	case listed:
		words := make([]string, len(p.pairs))
		for i, v := range p.pairs {
			words[i] = write(w, v)
		}
		if w != nil {
			return w.Join(words, p.english)
		}
		return join(words, p.english)
	case row:
		var b strings.Builder
		for _, v := range p.pairs {
			b.WriteString(write(w, v))
		}
		return b.String()
	case raised:
		return change(write(w, p.pairs[0]), strings.ToUpper)
	case lettered:
		return change(write(w, p.pairs[0]), strings.ToLower)
	}
	return p.english
}

// text is a text by its message, else by its English.
func (p Phrase) text(w Writer) string {
	pattern, own := p.english, false
	if w != nil {
		if message, ok := w.Message(p.key); ok {
			pattern, own = message, true
		}
	}
	if p.form == coded && !own {
		return p.english
	}
	return Fill(pattern, func(name string) (string, bool) {
		for i := 0; i+1 < len(p.pairs); i += 2 {
			if p.pairs[i] == name {
				return write(w, p.pairs[i+1]), true
			}
		}
		return "", false
	})
}

func write(w Writer, v any) string {
	if x, ok := v.(valued); ok {
		if w == nil {
			return x.english
		}
		if p, ok := x.value.(Phrase); ok && !p.IsZero() {
			return p.In(w)
		}
		if s, ok := w.Value(x.value); ok {
			return s
		}
		return x.english
	}
	if p, ok := v.(Phrase); ok {
		return p.In(w)
	}
	if w != nil {
		if s, ok := w.Value(v); ok {
			return s
		}
	}
	switch x := v.(type) {
	case string:
		return x
	case int:
		return strconv.Itoa(x)
	case interface{ Decimal() string }:
		return x.Decimal()
	}
	return fmt.Sprint(v)
}

func join(words []string, last string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " " + last + " " + words[n-1]
	}
}

// change changes the first letter.
func change(s string, how func(string) string) string {
	for i := range s {
		if i > 0 {
			return how(s[:i]) + s[i:]
		}
	}
	return how(s)
}

// Fill puts values in place of the names in braces; a name that has none stays.
func Fill(pattern string, value func(name string) (string, bool)) string {
	if !strings.Contains(pattern, "{") {
		return pattern
	}
	var b strings.Builder
	for {
		head, rest, found := strings.Cut(pattern, "{")
		b.WriteString(head)
		if !found {
			return b.String()
		}
		name, tail, closed := strings.Cut(rest, "}")
		v, given := value(name)
		if !closed || !given {
			b.WriteByte('{')
			pattern = rest
			continue
		}
		b.WriteString(v)
		pattern = tail
	}
}

// Most keeps at most n phrases; the last then says how many more there are.
func Most(parts []Phrase, n int) []Phrase {
	if len(parts) <= n {
		return parts
	}
	more := len(parts) - n + 1
	return append(slices.Clone(parts[:n-1]), Of("more", "{n} more", "n", more))
}
