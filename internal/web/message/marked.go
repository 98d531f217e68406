package message

import "strings"

// The marks around every word of a marked language.
const (
	MarkOpen  = "⟦"
	MarkClose = "⟧"
)

// Marked is a copy of a language in which every word of the catalogue of messages
// stands between marks, and what is put into a message does not: what a page shows
// outside of marks is data, or words that nobody has translated. It is for tests,
// as a language of a site beside the others.
func Marked(l *Locale) *Locale {
	out := *l
	out.tag, out.name = "qps", "qps"
	out.texts = make(map[string]string, len(l.texts))
	for key, text := range l.texts {
		if !strings.HasSuffix(key, ".sound") {
			text = mark(text)
		}
		out.texts[key] = text
	}
	out.english = nil
	for i, m := range l.months {
		out.months[i] = mark(m)
	}
	return &out
}

// mark puts marks around a text, and around the places in it.
func mark(text string) string {
	var b strings.Builder
	for text != "" {
		head, rest, found := strings.Cut(text, "{")
		name, tail, closed := strings.Cut(rest, "}")
		if !found || !closed {
			head, tail, found = text, "", false
		}
		if strings.TrimSpace(head) != "" {
			head = MarkOpen + head + MarkClose
		}
		b.WriteString(head)
		if found {
			b.WriteString("{" + name + "}")
		}
		text = tail
	}
	return b.String()
}
