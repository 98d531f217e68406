package view

import (
	"slices"

	"github.com/cairnproject/cairn/internal/requirement"
)

// exceptionUse is an exception in force.
type exceptionUse struct{ *requirement.Exception }

// pin keeps a piece out of every Take that is not below a place.
type pin struct {
	line string
	path string
}

// exceptions sorts the exceptions by path and changes the credits of pieces.
func (b *builder) exceptions() {
	b.excepted = map[string][]exceptionUse{}
	for i := range b.in.Exceptions {
		e := &b.in.Exceptions[i]
		if e.Program != b.in.Program || !e.InForce(b.sel.AsOf) || e.Version != "" && e.Version != b.in.Version.ID {
			continue
		}
		switch e.Kind {
		case requirement.Recredit:
			b.recredit(e)
		case requirement.Pin, requirement.Force:
			b.pinned = append(b.pinned, pin{e.Line, e.Path})
		}
		b.excepted[e.Path] = append(b.excepted[e.Path], exceptionUse{e})
	}
}

// recredit changes a piece for the whole program: a piece has one size.
func (b *builder) recredit(e *requirement.Exception) {
	if e.To == nil {
		return
	}
	b.sel.Pieces = slices.Clone(b.sel.Pieces)
	for i := range b.sel.Pieces {
		if b.sel.Pieces[i].Line == e.Line {
			b.sel.Pieces[i].Credits = *e.To
			b.tree.Applied = append(b.tree.Applied, Mark{e, -1})
		}
	}
}

// waiver is the waiver of exactly this path.
func waiver(edits []exceptionUse, path string) *requirement.Exception {
	for _, e := range edits {
		if e.Kind == requirement.Waive && e.Path == path {
			return e.Exception
		}
	}
	return nil
}

// apply forces and blocks pieces, and lists what it blocks that would qualify.
func (e exceptionUse) apply(pieces []requirement.Piece, usable []requirement.Truth) (barred []Bar) {
	for i := range pieces {
		if pieces[i].Line != e.Line {
			continue
		}
		switch e.Kind {
		case requirement.Force:
			usable[i] = requirement.Yes
		case requirement.Block:
			if usable[i] != requirement.No {
				barred = append(barred, Bar{Exception: e.Exception, Piece: i})
			}
			usable[i] = requirement.No
		}
	}
	return barred
}

// pieces reports whether the exception is about a piece that there is.
func (e exceptionUse) pieces(list []requirement.Piece) bool {
	switch e.Kind {
	case requirement.Force, requirement.Block, requirement.Pin:
		return slices.ContainsFunc(list, func(p requirement.Piece) bool { return p.Line == e.Line })
	}
	return false
}

// selectWith selects, with substitutes known also as what they replace.
func (b *builder) selectWith(from *requirement.ItemFilter, here *within) []requirement.Truth {
	var changed []requirement.Piece
	for _, e := range here.edits {
		if e.Kind != requirement.Substitute || e.Item == "" {
			continue
		}
		for i := range b.sel.Pieces {
			p := &b.sel.Pieces[i]
			if p.Item != e.With && !slices.Contains(p.Also, e.With) {
				continue
			}
			if changed == nil {
				changed = slices.Clone(b.sel.Pieces)
			}
			changed[i].Also = append(slices.Clone(changed[i].Also), e.Item)
		}
	}
	if changed == nil {
		return b.sel.Select(from)
	}
	with := requirement.Selector{Pieces: changed, Sets: b.sel.Sets, AsOf: b.sel.AsOf, Scales: b.sel.Scales, HomeScale: b.sel.HomeScale}
	return with.Select(from)
}

// pins takes every pinned piece out of the consuming Takes elsewhere.
func (b *builder) pins() {
	for _, p := range b.pinned {
		place, ok := b.byPath[p.path]
		if !ok {
			continue
		}
		takes := b.takesAt(place)
		for at := range b.tree.Nodes {
			n := &b.tree.Nodes[at]
			if n.Kind == Take && !n.Free && !slices.Contains(takes, at) {
				n.Set = b.withoutLine(n.Set, p.line)
			}
		}
	}
}

func (b *builder) withoutLine(set int, line string) int {
	old := b.tree.Sets[set]
	list := make([]requirement.Truth, len(b.sel.Pieces))
	for i := range list {
		switch {
		case b.sel.Pieces[i].Line == line:
			list[i] = requirement.No
		case old.Yes.Has(i):
			list[i] = requirement.Yes
		case old.Maybe.Has(i):
			list[i] = requirement.Open
		default:
			list[i] = requirement.No
		}
	}
	return b.set(list)
}
