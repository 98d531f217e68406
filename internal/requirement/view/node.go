package view

import (
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/wording"
)

// within is what the nodes above say.
type within struct {
	// where narrows every set; nil is everything.
	where []requirement.Truth
	part  int
	edits []exceptionUse
}

// node lays one place out, unless nothing is owed there.
func (b *builder) node(place, parent int, above *within) {
	p := &b.places[place]
	n := p.Node
	if n.Recommended {
		b.tree.Advice = append(b.tree.Advice, p.Path)
		return
	}
	here := b.enter(place, above)
	base := Node{Parent: parent, Path: p.Path, Pointer: p.Pointer, From: n, Texts: n.Conditions}
	if w := waiver(here.edits, p.Path); w != nil {
		base = b.waived(base, w)
	}
	at := b.structure(place, base, here)
	b.conditions(at, place, here)
}

// waived lays a choice out between nothing and the requirement itself: what is
// still used for it counts for minima above, so that a waiver never hurts.
func (b *builder) waived(base Node, w *requirement.Exception) Node {
	top := base
	top.Kind = Any
	at := b.add(top)
	b.tree.Applied = append(b.tree.Applied, Mark{w, at})
	base.Parent, base.Made = at, true
	b.add(Node{
		Kind: Fixed, Truth: requirement.Yes, Parent: at, Path: base.Path, Pointer: base.Pointer, From: base.From, Made: true,
	})
	return base
}

// enter adds what the place itself says to what holds above it.
func (b *builder) enter(place int, above *within) *within {
	p := &b.places[place]
	here := within{part: -1}
	if above != nil {
		here = *above
	}
	if b.part[place] >= 0 {
		here.part = b.part[place]
	}
	if p.Node.Where != nil {
		where := b.sel.Select(p.Node.Where)
		if here.where != nil {
			where = both(where, here.where)
		}
		here.where = where
	}
	if list := b.excepted[p.Path]; len(list) > 0 {
		here.edits = append(slices.Clip(here.edits), list...)
	}
	return &here
}

func (b *builder) structure(place int, base Node, here *within) int {
	n := base.From
	switch n.Kind() {
	case requirement.KindAll:
		base.Kind = All
		return b.inner(place, base, here)
	case requirement.KindAny:
		base.Kind = Any
		return b.inner(place, base, here)
	case requirement.KindChoose:
		return b.choose(place, base, here)
	case requirement.KindItem:
		base.Items = 1
		return b.take(place, base, &requirement.ItemFilter{Items: []catalogItem{n.Item}}, here)
	case requirement.KindSeries:
		base.Kind = All
		at := b.add(base)
		for i, id := range n.Series {
			part := Node{Parent: at, Path: base.Path, Pointer: base.Pointer + "/series/" + strconv.Itoa(i), From: n, Made: true, Items: 1}
			b.take(place, part, &requirement.ItemFilter{Items: []catalogItem{id}}, here)
		}
		return at
	case requirement.KindTake:
		return b.takeNode(place, base, here)
	case requirement.KindIf:
		return b.branch(place, base, here)
	}
	return b.fixed(base)
}

func (b *builder) inner(place int, base Node, here *within) int {
	at := b.add(base)
	for _, child := range b.children[place] {
		b.node(child, at, here)
	}
	return at
}

func (b *builder) fixed(base Node) int {
	n := base.From
	base.Kind = Fixed
	var question wording.Phrase
	switch n.Kind() {
	case requirement.KindHeld:
		base.Truth = b.in.Facts.Held(n.Held, &b.sel)
		question = wording.Of("question.credential", "whether the credential counts")
	case requirement.KindCompetency:
		base.Truth = b.in.Facts.Competencies[n.Competency]
		question = wording.Of("question.competency", "whether the competency is shown: {name}", "name", n.Competency)
	case requirement.KindMilestone:
		base.Truth = b.in.Facts.Milestones[n.Milestone]
		question = wording.Of("question.milestone", "whether the milestone is reached: {name}", "name", n.Milestone)
	case requirement.KindUnknown:
		question = wording.Name(n.Unknown)
	default:
		question = wording.Of("question.no_kind", "the requirement is of no kind")
	}
	if base.Truth == requirement.Open {
		b.open(base.Path, question)
	}
	return b.add(base)
}

// branch takes the branch that the test opens. While the test is open only a
// learner who has both is done; else a person decides.
func (b *builder) branch(place int, base Node, here *within) int {
	n := base.From
	parts := b.children[place]
	base.Kind = All
	switch b.in.Facts.Decide(&n.If.Test, &b.sel) {
	case requirement.Yes:
		at := b.add(base)
		b.node(parts[0], at, here)
		return at
	case requirement.No:
		at := b.add(base)
		if len(parts) > 1 {
			b.node(parts[1], at, here)
		}
		return at
	}
	base.Kind = Any
	at := b.add(base)
	made := Node{Kind: All, Parent: at, Path: base.Path, Pointer: base.Pointer, From: n, Made: true}
	sure := b.add(made)
	for _, p := range parts {
		b.node(p, sure, here)
	}
	made.Kind, made.Truth = Fixed, requirement.Open
	b.add(made)
	b.open(base.Path, wording.Of("question.test", "whether {test}", "test", n.If.Test.Words()))
	return at
}

func both(a, b []requirement.Truth) []requirement.Truth {
	out := make([]requirement.Truth, len(a))
	for i := range a {
		out[i] = a[i].And(b[i])
	}
	return out
}
