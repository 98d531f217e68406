package requirement

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
)

// Namer returns the name that people know an item by, usually its code.
type Namer func(catalog.ItemID) string

// maxWords bounds how many parts or items a sentence spells out.
const maxWords = 12

// Sentence is the requirement in words, made from its parts: "Complete 2 of:
// MATH 20A, MATH 20B or MATH 20C, each C or better". Titles stand for the parts
// that have one.
func (n *Node) Sentence(name Namer) string {
	w := words{name: name}
	return capital(w.node(n)) + "."
}

// words makes texts; inside says how deep.
type words struct{ name Namer }

func (w words) node(n *Node) string {
	var text strings.Builder
	text.WriteString(w.structure(n))
	for _, extra := range w.limits(n) {
		text.WriteString(", " + extra)
	}
	for _, c := range n.Conditions {
		text.WriteString("; " + strings.TrimRight(c, "."))
	}
	if n.Recommended {
		text.WriteString(" (recommended)")
	}
	return text.String()
}

func (w words) structure(n *Node) string {
	switch n.Kind() {
	case KindAll:
		return "complete " + w.parts(n.All, "and")
	case KindAny:
		return "complete " + either(w.parts(n.Any, "or"), len(n.Any))
	case KindChoose:
		return w.choose(n.Choose)
	case KindItem:
		return "complete " + w.name(n.Item)
	case KindSeries:
		return "complete " + list(w.names(n.Series), "and") + " together"
	case KindTake:
		return w.take(n.Take)
	case KindHeld:
		return "hold " + w.filter(n.Held, "a credential")
	case KindCompetency:
		return "show the competency " + n.Competency
	case KindMilestone:
		return "reach the milestone " + n.Milestone
	case KindIf:
		return w.branch(n.If)
	case KindUnknown:
		return "a person decides: " + strings.TrimRight(n.Unknown, ".")
	}
	return "nothing is asked"
}

func (w words) choose(c *Choose) string {
	parts := w.parts(c.Of, "or")
	text := "complete " + strconv.Itoa(c.Count) + " of " + parts
	if c.Count == 0 {
		return "complete at least " + c.Credits + " credits of " + parts
	}
	if c.Credits != "" {
		text += ", at least " + c.Credits + " credits in all"
	}
	return text
}

// parts names the parts: by title, as an item, or in brackets as a phrase.
func (w words) parts(parts []Node, last string) string {
	var out []string
	for i := range parts {
		p := &parts[i]
		text := strings.TrimPrefix(w.node(p), "complete ")
		switch {
		case p.Title != "":
			text = p.Title
		case p.Kind() != KindItem || len(w.limits(p)) > 0:
			text = "(" + text + ")"
		}
		out = append(out, text)
	}
	return list(out, last)
}

func either(text string, n int) string {
	if n > 1 {
		return "one of " + text
	}
	return text
}

func (w words) take(t *Take) string {
	var needs []string
	if t.Items > 0 {
		needs = append(needs, count(t.Items, "course"))
	}
	if !t.Credits.IsZero() {
		needs = append(needs, credits(t.Credits))
	}
	if t.Distinct != nil {
		needs = append(needs, count(t.Distinct.AtLeast, "different "+string(t.Distinct.By)))
	}
	if len(needs) == 0 {
		needs = append(needs, "nothing")
	}
	text := "complete at least " + list(needs, "and")
	if t.From != nil && !t.From.IsZero() {
		text += " from " + w.filter(t.From, "")
	}
	if t.Same != "" {
		text += ", all of one " + string(t.Same)
	}
	if t.Free {
		text += " (counted with everything else)"
	}
	return text
}

func (w words) branch(b *Branch) string {
	text := "if " + w.test(&b.Test) + ", " + w.node(&b.Then)
	if b.Else != nil {
		text += "; otherwise " + w.node(b.Else)
	}
	return text
}
