package assist

import (
	"encoding/json"
	"html"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// allAttributes gathers the texts of a cell or an articulation at every level
// below it: whatever the member is called (attributes, courseAttributes,
// seriesCourseAttributes, receivingAttributes, …), its words may bear on the
// learner. Overrides and requisites are statements of the same kind.
func allAttributes(n *intake.Node) []string {
	var out []string
	switch {
	case n.IsList():
		for _, e := range n.List() {
			out = append(out, allAttributes(e)...)
		}
	case n.IsObject():
		for _, key := range n.Keys() {
			if holdsTexts(key) {
				out = append(out, texts(n.Get(key))...)
			} else {
				out = append(out, allAttributes(n.Get(key))...)
			}
		}
	}
	return out
}

func holdsTexts(key string) bool {
	return strings.HasSuffix(key, "ttributes") || key == "templateOverrides" || key == "requisites"
}

// texts are the words of a list of attributes, verbatim: each element's content,
// or the element itself as JSON where it has none, so that nothing is lost.
func texts(n *intake.Node) []string {
	switch {
	case !n.Present():
		return nil
	case n.IsList():
		var out []string
		for _, e := range n.List() {
			out = append(out, texts(e)...)
		}
		return out
	case n.IsObject():
		return objectTexts(n)
	}
	if t := n.Text(); strings.TrimSpace(t) != "" {
		return []string{t}
	}
	return nil
}

func objectTexts(n *intake.Node) []string {
	for _, key := range []string{"content", "text", "name"} {
		if t, ok := n.Get(key).Raw().(string); ok && strings.TrimSpace(t) != "" {
			return []string{t}
		}
	}
	var nested []string
	lists := false
	for _, key := range n.Keys() {
		if strings.HasSuffix(key, "ttributes") {
			lists = true
			nested = append(nested, texts(n.Get(key))...)
		}
	}
	if lists {
		return nested
	}
	raw, err := json.Marshal(n.Raw())
	if err != nil || len(n.Keys()) == 0 {
		return nil
	}
	return []string{string(raw)}
}

// conditions turns texts into the conditions of a rule, each once, in order.
func conditions(groups ...[]string) []agreement.Text {
	var out []agreement.Text
	seen := map[string]bool{}
	for _, text := range slices.Concat(groups...) {
		key := normalText(text)
		if key == "" || seen[key] {
			continue
		}
		seen[key] = true
		out = append(out, agreement.Text{Text: strings.TrimSpace(text), Meaning: meaning(key)})
	}
	return out
}

// normalText is the form in which wordings are compared.
func normalText(text string) string {
	return strings.TrimRight(strings.ToLower(intake.OneLine(plainText(text))), ". ")
}

const mixedHonors = "regular and honors courses may be combined"

// meaning knows a wording whatever its blanks, capitals and final stop. Anything
// else in the text makes it unknown.
func meaning(normal string) agreement.TextMeaning {
	switch normal {
	case "must be taken for a letter grade", "course must be taken for a letter grade", "courses must be taken for a letter grade":
		return agreement.MeansLetterGrade
	case "maximum credit, one course", "maximum credit: one course", "maximum credit one course":
		return agreement.MeansOneOfCourses
	case mixedHonors, "regular and honors course may be combined", "regular and honors courses may be combined to complete this series":
		return agreement.MeansInformation
	}
	return ""
}

// plainText takes the markup out of a text: the ends of paragraphs, items and
// lines become line ends, everything else in angle brackets goes.
func plainText(text string) string {
	if !strings.ContainsAny(text, "<&") {
		return text
	}
	var b strings.Builder
	for text != "" {
		before, rest, found := strings.Cut(text, "<")
		b.WriteString(before)
		if !found {
			break
		}
		tag, after, closed := strings.Cut(rest, ">")
		if !closed || !isTag(tag) {
			b.WriteByte('<') // a plain "less than"
			text = rest
			continue
		}
		if endsLine(tag) {
			b.WriteByte('\n')
		}
		text = after
	}
	return tidyLines(html.UnescapeString(b.String()))
}

func isTag(tag string) bool {
	t := strings.TrimPrefix(tag, "/")
	return t != "" && (t[0]|0x20 >= 'a' && t[0]|0x20 <= 'z' || t[0] == '!')
}

func endsLine(tag string) bool {
	name := strings.ToLower(strings.Trim(strings.Fields(tag + " x")[0], "/"))
	if name == "br" {
		return true
	}
	return strings.HasPrefix(tag, "/") && slices.Contains([]string{"p", "li", "div", "tr", "h1", "h2", "h3", "h4", "ul", "ol"}, name)
}

func tidyLines(text string) string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = intake.OneLine(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
