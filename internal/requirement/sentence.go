package requirement

import (
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/wording"
)

// Namer returns the name that people know an item by, usually its code.
type Namer func(catalog.ItemID) string

// maxWords bounds how many parts or items a sentence spells out.
const maxWords = 12

// Sentence is the requirement in words, made from its parts: "Complete 2 of:
// MATH 20A, MATH 20B or MATH 20C, each C or better". Titles stand for the parts
// that have one.
func (n *Node) Sentence(name Namer) string {
	return wording.Capital(n.Words(name)).String() + "."
}

// Words is the sentence of the requirement as a phrase, to stand inside another:
// with a small letter, without a full stop.
func (n *Node) Words(name Namer) wording.Phrase {
	return words{name: name}.node(n, false)
}

// BareWords are the words without "complete", where they begin with it.
func (n *Node) BareWords(name Namer) wording.Phrase {
	return words{name: name}.node(n, true)
}

// words makes texts.
type words struct{ name Namer }

// node words a requirement; bare leaves "complete" out.
func (w words) node(n *Node, bare bool) wording.Phrase {
	structure := w.structure(n, bare)
	out := []any{structure}
	for _, extra := range w.limits(n) {
		out = append(out, ", ", extra)
	}
	for _, c := range n.Conditions {
		out = append(out, "; ", strings.TrimRight(c, "."))
	}
	if n.Recommended {
		out = append(out, " ", wording.Of("requirement.recommended", "(recommended)"))
	}
	if len(out) == 1 {
		return structure
	}
	return wording.Row(out...)
}

func (w words) structure(n *Node, bare bool) wording.Phrase {
	complete := func(what wording.Phrase) wording.Phrase {
		if bare {
			return what
		}
		return wording.Of("requirement.complete", "complete {what}", "what", what)
	}
	switch n.Kind() {
	case KindAll:
		return complete(wording.And(w.parts(n.All)))
	case KindAny:
		return complete(either(w.parts(n.Any), len(n.Any)))
	case KindChoose:
		return complete(w.choose(n.Choose))
	case KindItem:
		return complete(wording.Name(w.name(n.Item)))
	case KindSeries:
		return complete(wording.Of("requirement.series", "{items} together", "items", wording.And(w.names(n.Series))))
	case KindTake:
		return complete(w.take(n.Take, false))
	case KindHeld:
		return wording.Of("requirement.hold", "hold {what}", "what", w.filter(n.Held, wording.Of("requirement.credential", "a credential")))
	case KindCompetency:
		return wording.Of("requirement.competency", "show the competency {name}", "name", n.Competency)
	case KindMilestone:
		return wording.Of("requirement.milestone", "reach the milestone {name}", "name", n.Milestone)
	case KindIf:
		return w.branch(n.If)
	case KindUnknown:
		return wording.Of("requirement.person", "a person decides: {text}", "text", strings.TrimRight(n.Unknown, "."))
	}
	return nothingAsked()
}

func nothingAsked() wording.Phrase { return wording.Of("requirement.nothing", "nothing is asked") }

func (w words) choose(c *Choose) wording.Phrase {
	parts := wording.Or(w.parts(c.Of))
	if c.Count == 0 {
		return wording.Of("requirement.choose_credits", "at least {credits} credits of {parts}", "credits", creditsOf(c.Credits), "parts", parts)
	}
	if c.Credits != "" {
		return wording.Of("requirement.choose_both", "{n} of {parts}, at least {credits} credits in all",
			"n", c.Count, "credits", creditsOf(c.Credits), "parts", parts)
	}
	return wording.Of("requirement.choose", "{n} of {parts}", "n", c.Count, "parts", parts)
}

// parts names the parts: by title, as an item, or in brackets as a phrase.
func (w words) parts(parts []Node) []wording.Phrase {
	var out []wording.Phrase
	for i := range parts {
		p := &parts[i]
		text := w.node(p, true)
		switch {
		case p.Title != "":
			text = wording.Name(p.Title)
		case p.Kind() != KindItem || len(w.limits(p)) > 0:
			text = wording.Row("(", text, ")")
		}
		out = append(out, text)
	}
	return most(out)
}

func either(parts []wording.Phrase, n int) wording.Phrase {
	if n > 1 {
		return wording.Of("requirement.one_of", "one of {parts}", "parts", wording.Or(parts))
	}
	return wording.Or(parts)
}

// take words a need; with more, that so much is needed beside what is there.
func (w words) take(t *Take, more bool) wording.Phrase {
	var needs []wording.Phrase
	if t.Items > 0 {
		needs = append(needs, courses(t.Items))
	}
	if !t.Credits.IsZero() {
		needs = append(needs, credits(t.Credits))
	}
	if t.Distinct != nil {
		needs = append(needs, different(t.Distinct.AtLeast, t.Distinct.By))
	}
	if len(needs) == 0 {
		needs = append(needs, nothing())
	}
	out := []any{wording.Of("requirement.at_least", "at least {what}", "what", wording.And(needs))}
	if more {
		needs[0] = oneMore(t)
		out[0] = wording.And(needs)
	}
	if t.From != nil && !t.From.IsZero() {
		from := wording.Of("requirement.from_such", "from {what}", "what", w.filter(t.From, wording.Phrase{}))
		if t.From.nominal() {
			from = wording.Of("requirement.from", "from {what}", "what", w.filter(t.From, wording.Phrase{}))
		}
		out = append(out, " ", from)
	}
	if t.Same != "" {
		out = append(out, wording.Of("requirement.same", ", all of one {class}", "class", className(t.Same)))
	}
	if t.Free {
		out = append(out, " ", wording.Of("requirement.free", "(counted with everything else)"))
	}
	return wording.Row(out...)
}

// MoreWords is what a need still lacks: "complete 2 more courses from CS".
func (t *Take) MoreWords(name Namer, bare bool) wording.Phrase {
	what := words{name: name}.take(t, true)
	if bare {
		return what
	}
	return wording.Of("requirement.complete", "complete {what}", "what", what)
}

// oneMore is the first need as something more.
func oneMore(t *Take) wording.Phrase {
	switch {
	case t.Items > 0:
		return wording.Count("requirement.more_courses", t.Items, "{n} more course", "{n} more courses")
	case !t.Credits.IsZero():
		return creditCount("requirement.more_credits", t.Credits, "{n} more credit", "{n} more credits")
	case t.Distinct != nil:
		return wording.Count("requirement.more_different", t.Distinct.AtLeast, "{n} more different {class}", "{n} more different {class}s",
			classWords(t.Distinct.By)...)
	}
	return wording.Of("requirement.nothing_more", "nothing more")
}

func (w words) branch(b *Branch) wording.Phrase {
	if b.Else == nil {
		return wording.Of("requirement.if", "if {test}, {then}", "test", w.test(&b.Test), "then", w.node(&b.Then, false))
	}
	return wording.Of("requirement.if_else", "if {test}, {then}; otherwise {else}",
		"test", w.test(&b.Test), "then", w.node(&b.Then, false), "else", w.node(b.Else, false))
}
