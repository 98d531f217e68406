package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// place solves the placement in one program over the shared base; nil says that
// something plainly lacks, so that nothing was searched.
func (r *stackRun) place(b *stackBase, e *evaluation, a *stackAsk) (*programSolution, map[int]*heldPrice, distance, error) {
	out := &programSolution{pieces: b.pieces, auditor: r.auditor}
	out.tree = attainedUntil(r.tree(b, e, a), a.until)
	part := e.part(out.tree)
	var prices map[int]*heldPrice
	var err error
	if a.floors {
		least := distanceOf(out.tree, &part)
		return nil, nil, least, r.addFloors(a, out.tree, e, &least)
	}
	if a.priced {
		if prices, err = r.priceNodes(a, out.tree, e); err != nil {
			return nil, nil, distance{}, err
		}
		part.Size = sizeWith(prices, part.Size)
	}
	least := distanceOf(out.tree, &part)
	if least.far && !a.priced && !a.whole || a.quick && (least.items > 0 || !least.some) {
		return nil, nil, least, nil
	}
	q := &audit.Question{Budget: e.budget, Groups: b.groups, Parts: []audit.Part{part}, Items: b.itemsOf(out.tree)}
	q.Caps = slices.Concat(e.auditCaps(b.pieces, b.problem), b.once)
	out.question = q
	if out.answer, err = r.auditor.Answer(q); err != nil {
		return nil, nil, least, e.impossible(err)
	}
	out.whole = b.combos.whole && !e.truncated
	out.proven = out.answer.Proven && out.whole
	return out, prices, least, nil
}

// tree lays a program out over the pieces of the base, once where nothing else
// matters to it.
func (r *stackRun) tree(b *stackBase, e *evaluation, a *stackAsk) *view.Tree {
	asks := r.ix.list[a.program].asks
	if known := b.trees[a.program]; known != nil && !asks {
		return known
	}
	selector := b.selector
	if asks {
		selector.Holdings = heldUntil(selector.Holdings, a.until)
	}
	prog := r.s.programs[e.target.Program]
	tree := view.Build(view.Input{
		Program: prog.ID, Version: e.prog.ProgramVersion, Layout: e.prog.layout, Facts: e.facts(),
		Exceptions: e.exceptions(), Size: prog.size, Selector: selector,
	})
	if !asks && len(a.around) == 0 && len(a.spent) == 0 { // what all begin with; the others are many
		b.trees[a.program] = tree
	}
	return tree
}

// itemsOf are the pieces of a tree as the audit sees them: those of the base,
// unless an exception has changed some.
func (b *stackBase) itemsOf(tree *view.Tree) []audit.Item {
	if len(b.items) > 0 && len(tree.Pieces) == len(b.items) && &tree.Pieces[0] == &b.pieces.list[0] {
		return slices.Clip(b.items)
	}
	out := make([]audit.Item, 0, len(tree.Pieces))
	for i := range tree.Pieces {
		out = append(out, b.e.auditItem(&tree.Pieces[i]))
	}
	return out
}

// heldUntil leaves out what was attained later; zero is no bound.
func heldUntil(list []requirement.Piece, until calendar.Date) []requirement.Piece {
	if until.IsZero() {
		return list
	}
	out := make([]requirement.Piece, 0, len(list))
	for i := range list {
		if list[i].Attained <= until {
			out = append(out, list[i])
		}
	}
	return out
}

// attainedUntil keeps what was attained later out of every leaf of a tree, which
// itself stays as it is. The transfer stays that of today.
func attainedUntil(tree *view.Tree, until calendar.Date) *view.Tree {
	if until.IsZero() {
		return tree
	}
	out := *tree
	out.Sets = make([]view.Set, len(tree.Sets))
	for s := range tree.Sets {
		out.Sets[s] = view.Set{Yes: slices.Clone(tree.Sets[s].Yes), Maybe: slices.Clone(tree.Sets[s].Maybe)}
	}
	for i := range tree.Pieces {
		if tree.Pieces[i].Attained <= until {
			continue
		}
		for s := range out.Sets {
			out.Sets[s].Yes.Remove(i)
			out.Sets[s].Maybe.Remove(i)
		}
	}
	return &out
}
