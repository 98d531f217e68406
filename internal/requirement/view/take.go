package view

import (
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

type catalogItem = catalog.ItemID

// choose is a choice of parts. By credits alone it is a Take over the items
// that its parts name.
func (b *builder) choose(place int, base Node, here *within) int {
	n := base.From
	c := n.Choose
	if c.Count == 0 && c.Credits != "" {
		var filter requirement.ItemFilter
		for i := range c.Of {
			filter.Any = append(filter.Any, itemsOf(&c.Of[i]))
		}
		base.Credits = b.need(n, requirement.NeedCredits, amountOf(c.Credits), base.Path, here)
		return b.take(place, base, &filter, here)
	}
	count := b.need(n, requirement.NeedCount, credit.Int(int64(c.Count)), base.Path, here)
	base.Kind, base.K = Choose, whole(count)
	if c.Credits != "" {
		base.Conditions = append(base.Conditions, Condition{
			Measure: AtLeastCredits, Set: -1, Pointer: base.Pointer + "/choose/credits",
			Amount: b.need(n, requirement.NeedCredits, amountOf(c.Credits), base.Path, here),
		})
	}
	return b.inner(place, base, here)
}

// itemsOf is what a part of a choice by credits names: its items, or its
// filter.
func itemsOf(n *requirement.Node) requirement.ItemFilter {
	if n.Take != nil && n.Take.From != nil {
		return *n.Take.From
	}
	f := requirement.ItemFilter{Items: []catalogItem{}}
	for id := range n.Items {
		f.Items = append(f.Items, id)
	}
	return f
}

func (b *builder) takeNode(place int, base Node, here *within) int {
	n := base.From
	t := n.Take
	base.Free = t.Free
	base.Items = whole(b.need(n, requirement.NeedItems, credit.Int(int64(t.Items)), base.Path, here))
	base.Credits = b.need(n, requirement.NeedCredits, t.Credits, base.Path, here)
	if t.Distinct != nil {
		base.By = t.Distinct.By
		base.Distinct = whole(b.need(n, requirement.NeedDistinct, credit.Int(int64(t.Distinct.AtLeast)), base.Path, here))
	}
	if t.Same == "" {
		return b.take(place, base, t.From, here)
	}
	return b.sameClass(place, base, here)
}

// sameClass is one Take for each class that a usable piece has.
func (b *builder) sameClass(place int, base Node, here *within) int {
	n := base.From
	usable := b.usable(n.Take.From, here)
	var classes []string
	for i, t := range usable {
		if c := b.sel.Pieces[i].Class(n.Take.Same); t != requirement.No && c != "" && !slices.Contains(classes, c) {
			classes = append(classes, c)
		}
	}
	slices.Sort(classes)
	if len(classes) == 0 {
		return b.take(place, base, &requirement.ItemFilter{Items: []catalogItem{}}, here)
	}
	top := base
	top.Kind, top.Items, top.Credits, top.Distinct = Any, 0, credit.Amount{}, 0
	at := b.add(top)
	for _, class := range classes {
		part := base
		part.Parent, part.Made, part.Texts = at, true, nil
		of := slices.Clone(usable)
		for i := range of {
			if b.sel.Pieces[i].Class(n.Take.Same) != class {
				of[i] = requirement.No
			}
		}
		b.addTake(place, part, of, here)
	}
	return at
}

func (b *builder) take(place int, base Node, from *requirement.ItemFilter, here *within) int {
	return b.addTake(place, base, b.usable(from, here), here)
}

// usable is what a filter selects under all that is said above.
func (b *builder) usable(from *requirement.ItemFilter, here *within) []requirement.Truth {
	out := b.selectWith(from, here)
	if here.where != nil {
		out = both(out, here.where)
	}
	for i := range here.edits {
		here.edits[i].apply(b.sel.Pieces, out)
	}
	for i := range out {
		if out[i] == requirement.Yes && b.sel.Pieces[i].Doubtful {
			out[i] = requirement.Open
		}
	}
	return out
}

func (b *builder) addTake(place int, base Node, usable []requirement.Truth, here *within) int {
	base.Kind = Take
	if base.From.Kind() == requirement.KindTake || base.From.Kind() == requirement.KindChoose {
		usable = b.withoutExempt(usable)
	}
	base.Set = b.set(usable)
	base.Scope = b.scope(b.scopeName(place, here))
	at := b.add(base)
	b.takes = append(b.takes, placedTake{place, at})
	for i := range here.edits {
		e := &here.edits[i]
		if e.pieces(b.sel.Pieces) || e.Kind == requirement.Substitute {
			b.tree.Applied = append(b.tree.Applied, Mark{e.Exception, at})
		}
	}
	return at
}

// withoutExempt leaves out what waives one item and is no volume.
func (b *builder) withoutExempt(usable []requirement.Truth) []requirement.Truth {
	if !b.exempt {
		return usable
	}
	out := slices.Clone(usable)
	for i := range out {
		if b.sel.Pieces[i].Exempt {
			out[i] = requirement.No
		}
	}
	return out
}
