package engine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// waysShown is how many ways to finish are shown.
const waysShown = 3

// ways are the best ways to finish, in steps; those that read alike are one.
func (o *outline) ways(receiving []Receiving) {
	if f := o.sol.finish; f != nil && f.found {
		o.finishWays(f, receiving)
		return
	}
	seen := map[string]bool{}
	for _, w := range o.sol.auditor.Ways(o.sol.answer, waysShown) {
		out := Way{Credits: o.e.quantity(w.Remaining), Items: w.Items}
		for i := range w.Lacks {
			out.Steps = append(out.Steps, o.step(&w, i, receiving))
		}
		if len(o.out.Ways) > 0 && o.idle(&w, &out) {
			continue // it asks for what the record brings already
		}
		if key := out.reads(); !seen[key] {
			seen[key] = true
			o.out.Ways = append(o.out.Ways, out)
		}
	}
}

// reads is what a way says; ways that say the same are one.
func (w *Way) reads() string {
	var b strings.Builder
	for i := range w.Steps {
		s := &w.Steps[i]
		fmt.Fprintln(&b, s.Text, s.Credits, s.Items)
	}
	return b.String()
}

// idle reports whether a way asks for an item by name that the record brings
// for the same place already.
func (o *outline) idle(w *audit.Way, way *Way) bool {
	for i := range w.Lacks {
		l := &w.Lacks[i]
		n := &o.tree.Nodes[l.Node]
		if l.Condition < 0 && n.Kind == view.Take && n.From != nil && n.From.Item != "" && len(way.Steps[i].Options) == 0 {
			return true
		}
	}
	return false
}

// step says what one requirement still needs, and what would serve.
func (o *outline) step(w *audit.Way, i int, receiving []Receiving) Step {
	l := &w.Lacks[i]
	n := &o.tree.Nodes[l.Node]
	s := o.stepOf(l)
	f := openFits{e: o.e, tree: o.tree, at: l.Node, sure: o.always}
	var sizes []credit.Amount
	items, credits := 0, l.Credits
	switch {
	case l.Condition >= 0:
		c := &n.Conditions[l.Condition]
		s.Options, sizes = o.listed(&f, o.e.prog.minimumFits(c), l, receiving)
		if c.Measure == view.AtLeastItems {
			items, credits = l.Items, credit.Amount{}
		}
	case n.From != nil && n.Kind == view.Take:
		s.Options, sizes = o.listed(&f, f.of(), l, receiving)
		if asksItems(n) {
			items, credits = l.Items, credit.Amount{}
		}
	}
	if takes := suffice(sizes, items, credits); takes > 1 && len(sizes) > 0 {
		s.Take = takes
	}
	return s
}

// suffice is how many items of these sizes reach so many items and so many
// credits, whichever they are; of those that are not known, as many as if each had
// the least of the sizes.
func suffice(sizes []credit.Amount, items int, credits credit.Amount) int {
	sizes = slices.SortedFunc(slices.Values(sizes), credit.Amount.Cmp)
	n := 0
	for ; n < len(sizes) && credits.Sign() > 0; n++ {
		credits = credits.Sub(sizes[n])
	}
	if n > 0 && credits.Sign() > 0 && sizes[0].Sign() > 0 {
		n += int(credits.Div(sizes[0]).Ceil())
	}
	return max(n, items)
}

// stepOf is a step with what would serve where that is no item.
func (o *outline) stepOf(l *audit.Lack) Step {
	n := &o.tree.Nodes[l.Node]
	s := Step{Path: n.Path, Credits: o.e.quantity(l.Credits), Items: l.Items}
	if l.Condition >= 0 {
		what := o.conditionWords(&n.Conditions[l.Condition])
		reach := wording.Of("step.reach", "reach {what}", "what", what)
		return s.says(stepParts{full: reach, bare: reach, reach: what})
	}
	if n.From == nil {
		return s
	}
	f := openFits{e: o.e, tree: o.tree, at: l.Node, sure: o.always}
	parts := o.stillNeeded(l)
	if class, same := f.class(); same && class != "" {
		parts.class = class
	}
	if n.From.Title != "" && n.From.Item == "" {
		parts.title = n.From.Title
	}
	s = s.says(parts)
	if n.Kind != view.Take && n.From.Held != nil {
		closed := requirement.Closed{Sets: o.e.prog.Sets}
		ids, _ := closed.Items(n.From.Held)
		for _, id := range ids[:min(len(ids), maxOptions)] {
			item := o.e.receivingItem(id)
			s.Options = append(s.Options, itemOption(item))
		}
	}
	return s
}

// stepParts are the words of a step: full begins with a verb, bare is without
// "complete"; the title of the requirement stands before, the class behind.
type stepParts struct {
	title, class string
	full, bare   wording.Phrase
	// reach is what a minimum asks for; nothing for other steps.
	reach wording.Phrase
}

// reached are the words of the step without "reach".
func (s *Step) reached() wording.Phrase {
	if s.parts.reach.IsZero() {
		return s.Words
	}
	return s.parts.reach
}

// says gives a step its words.
func (s Step) says(p stepParts) Step {
	s.parts = p
	s.Words = wording.Capital(p.full)
	if p.class != "" {
		s.Words = wording.Row(s.Words, " ("+p.class+")")
	}
	if p.title != "" {
		s.Words = wording.Row(p.title, ": ", s.Words)
	}
	s.Text = s.Words.String()
	return s
}

// BareWords are the words of the step without "complete".
func (s *Step) BareWords() wording.Phrase {
	p := s.parts
	p.full = p.bare
	if p.full.IsZero() {
		return s.Words
	}
	bare := Step{}.says(p)
	return bare.Words
}

// stillNeeded is what a requirement lacks as a sentence: where something is
// used for it already, what is needed more.
func (o *outline) stillNeeded(l *audit.Lack) stepParts {
	n := &o.tree.Nodes[l.Node]
	if n.Kind != view.Take || n.From.Take == nil || l.Have.Items == 0 || n.Made {
		return stepParts{full: n.From.Words(o.e.s.itemName), bare: n.From.BareWords(o.e.s.itemName)}
	}
	more := *n.From.Take
	more.Items = max(n.Items-l.Have.Items, 0)
	more.Credits = credit.Max(n.Credits.Sub(l.Have.Credits), credit.Amount{})
	if more.Distinct != nil {
		more.Distinct = nil
		if fresh := n.Distinct - l.Have.Distinct; fresh > 0 {
			more.Distinct = &requirement.Distinct{By: n.By, AtLeast: fresh}
		}
	}
	return stepParts{full: more.MoreWords(o.e.s.itemName, false), bare: more.MoreWords(o.e.s.itemName, true)}
}

// Choice says what of the options to take: "A, or B", "A, B and C", "2 of A, B, C".
// No more than so many are named.
func (s *Step) Choice(most int) wording.Phrase {
	names := optionWords(s.Options[:min(most, len(s.Options))])
	switch more := len(s.Options) - len(names); {
	case len(names) == 0:
		return wording.Phrase{}
	case s.Take > len(names) && s.Take >= len(s.Options):
		return wording.Of("step.and_more", "{names} and {n} more", "names", wording.Join(names, ", "), "n", s.Take-len(names))
	case s.Take == len(s.Options):
		return wording.And(names)
	case s.Take > 1:
		return wording.Of("step.some_of", "{n} of {names}", "n", s.Take, "names", wording.Join(names, ", "))
	case more > 0:
		return wording.Of("step.or_more", "{names}, or {n} more", "names", wording.Or(names), "n", more)
	}
	return wording.Or(names)
}

// Example is what serves a step: the first of its options, or the first that are
// taken together.
func (s *Step) Example() Missing {
	n := min(max(s.Take, 1), len(s.Options))
	var items []ReceivingItem
	for i := range s.Options[:n] {
		items = append(items, s.Options[i].Items...)
	}
	words := wording.And(optionWords(s.Options[:n]))
	if s.Take > n {
		words = s.Choice(n)
	}
	return option(items, words)
}

func optionWords(list []Missing) []wording.Phrase {
	out := make([]wording.Phrase, len(list))
	for i := range list {
		if out[i] = list[i].Words; out[i].IsZero() { // read from JSON
			out[i] = wording.Name(list[i].Text)
		}
	}
	return out
}

// available reports whether the rules that were chosen give a piece.
func (o *outline) available(piece int) bool { return o.sol.taken[o.sol.pieces.cand[piece]] }

// always reports whether a piece is there whatever rules are chosen.
func (o *outline) always(piece int) bool {
	for g := range o.sol.question.Groups {
		for _, b := range o.sol.question.Groups[g].Bundles {
			if slices.Contains(b.Items, o.items.At(int32(piece))) {
				return false
			}
		}
	}
	return true
}

// maxOptions bounds what a step lists; the requirement says the rest.
const maxOptions = 6

// listed are items that would serve: what the agreements would award one for,
// else the item itself; with what they count here.
func (o *outline) listed(f *openFits, list *leafFits, lack *audit.Lack, receiving []Receiving) (out []Missing, sizes []credit.Amount) {
	f.each(list, func(_ fit, p *requirement.Piece) bool {
		if o.full(f.at, p) || f.known(p, lack) {
			return true
		}
		out, sizes = append(out, o.option(p.Item, receiving)), append(sizes, p.Credits)
		return len(out) < maxOptions
	})
	return out, sizes
}

// option is an item that would serve, or what it waits for.
func (o *outline) option(id catalog.ItemID, receiving []Receiving) Missing {
	if from := elsewhere(id, receiving); len(from) > 0 {
		return from[0]
	}
	item := o.e.receivingItem(id)
	return itemOption(item)
}

func itemOption(item ReceivingItem) Missing {
	return option([]ReceivingItem{item}, wording.Name(strings.TrimSpace(item.Code+" "+item.Title)))
}

// full reports whether a limit at or above a node leaves an item no room beside
// what is used.
func (o *outline) full(at int, p *requirement.Piece) bool {
	over := func(c *view.Condition, have credit.Amount) bool {
		switch c.Measure {
		case view.AtMostItems:
			have = have.Add(credit.Int(1))
		case view.AtMostCredits:
			have = have.Add(p.Credits)
		default:
			return false
		}
		return have.Cmp(c.Amount) > 0 && o.e.limits(c, o.tree, p)
	}
	for node := at; node >= 0; node = o.tree.Nodes[node].Parent {
		a := &o.part.Nodes[node]
		for i := range o.tree.Nodes[node].Conditions {
			if i < len(a.Conditions) && over(&o.tree.Nodes[node].Conditions[i], a.Conditions[i].Have) {
				return true
			}
		}
	}
	return slices.ContainsFunc(o.tree.Record, func(c view.Condition) bool { return over(&c, o.usedInAll(&c)) })
}

// unlisted says that the catalogue lists fewer items than a leaf lacks.
func (o *outline) unlisted(at int) []Reason {
	n, a := &o.tree.Nodes[at], &o.part.Nodes[at]
	lack := max(n.Items-a.Items, n.Distinct-a.Distinct)
	f := openFits{e: o.e, tree: o.tree, at: at, sure: o.always}
	list := f.of()
	if lack <= 0 || list == nil || !list.all || n.From.Kind() != requirement.KindTake && n.From.Kind() != requirement.KindChoose {
		return nil
	}
	var names []string
	f.each(list, func(_ fit, p *requirement.Piece) bool {
		if !o.full(at, p) {
			names = append(names, o.e.s.itemName(p.Item))
		}
		return len(names) <= lack
	})
	if len(names) >= lack {
		return nil
	}
	words := wording.Of("reason.catalogue_none", "the catalogue lists nothing more that fits; {courses} needed",
		"courses", wording.Count("requirement.more_courses", lack, "{n} more course", "{n} more courses"))
	if len(names) > 0 {
		words = wording.Of("reason.catalogue_short", "the catalogue lists only {courses} that fits ({list}); {n} are needed",
			"courses", wording.Count("requirement.more_courses", len(names), "{n} more course", "{n} more courses"),
			"list", wording.And(wording.Names(names)), "n", lack)
	}
	r := because("requirement_catalogue_short", words)
	r.Have, r.Need = &Value{Text: fmt.Sprint(len(names)), Unit: "courses"}, &Value{Text: fmt.Sprint(lack), Unit: "courses"}
	return []Reason{r.fix(wording.Of("fix.ask_registrar", "ask the registrar what else would count"))}
}

// elsewhere are the ways to a receiving item that wait for something.
func elsewhere(id catalog.ItemID, receiving []Receiving) []Missing {
	for i := range receiving {
		r := &receiving[i]
		if r.Status == ReceivingWaiting && len(r.Items) == 1 && r.Items[0].Item == id && len(r.Missing) > 0 {
			return r.Missing[:1]
		}
	}
	return nil
}
