package pathway

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// oneLine makes a text safe to show in one line: invalid UTF-8 becomes U+FFFD,
// blanks and line ends one space each, and controls and the marks that turn
// the direction of writing around go.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError:
			return utf8.RuneError
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
			return -1
		}
		return r
	}, s)
}

// dotText writes a quoted DOT label. Graphviz reads backslash escapes and HTML
// entities in labels, so both are taken away; a backslash before the closing
// quote would hide it. Lines are joined by "\n".
func dotText(lines ...string) string {
	safe := strings.NewReplacer(`\`, `\\`, `"`, `\"`, `&`, `&amp;`, `<`, `&lt;`, `>`, `&gt;`)
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = safe.Replace(oneLine(l))
	}
	return `"` + strings.Join(out, `\n`) + `"`
}

// mermaidText writes a quoted Mermaid label. All ASCII but letters, digits and
// a few plain marks is written as a numeric entity, so that no quote, HTML,
// Markdown, icon, formula or %%{directive} of a name can act.
func mermaidText(lines ...string) string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = mermaidLine(oneLine(l))
	}
	return `"` + strings.Join(out, "<br/>") + `"`
}

func mermaidLine(s string) string {
	var b strings.Builder
	head := len(s) - len(strings.TrimLeft(s, " 0123456789"))
	for i, r := range s {
		plain := r >= utf8.RuneSelf || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		// "1. x" and "- x" would be read as lists.
		list := i == head && (r == '.' || r == '-')
		if plain || !list && strings.ContainsRune(" .,-/", r) {
			b.WriteRune(r)
		} else {
			b.WriteString("#" + strconv.Itoa(int(r)) + ";")
		}
	}
	return b.String()
}
