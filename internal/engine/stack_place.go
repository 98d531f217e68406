package engine

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// place solves the placement in one program over the shared base; nil says that
// something plainly lacks, so that nothing was searched.
func (r *stackRun) place(b *stackBase, e *evaluation, a *stackAsk) (*programSolution, map[int]*heldPrice, distance, error) {
	until := a.until
	prog := r.s.programs[e.target.Program]
	out := &programSolution{pieces: b.pieces, auditor: r.auditor}
	selector := b.selector
	selector.Holdings = heldUntil(selector.Holdings, until)
	out.tree = view.Build(view.Input{
		Program: prog.ID, Version: e.prog.ProgramVersion, Layout: e.prog.layout, Facts: e.facts(),
		Exceptions: e.exceptions(), Size: prog.size, Selector: selector,
	})
	attainedUntil(out.tree, until)
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
	if least.far && !a.priced || a.quick && (least.items > 0 || !least.some) {
		return nil, nil, least, nil
	}
	q := &audit.Question{Budget: e.budget, Groups: b.groups, Parts: []audit.Part{part}, Items: make([]audit.Item, 0, len(out.tree.Pieces))}
	for i := range out.tree.Pieces {
		q.Items = append(q.Items, e.auditItem(&out.tree.Pieces[i]))
	}
	q.Caps = e.auditCaps(b.pieces, b.problem)
	out.question = q
	if out.answer, err = r.auditor.Answer(q); err != nil {
		return nil, nil, least, e.impossible(err)
	}
	out.whole = b.combos.whole && !e.truncated
	out.proven = out.answer.Proven && out.whole
	return out, prices, least, nil
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

// attainedUntil keeps what was attained later out of every leaf. The transfer
// stays that of today.
func attainedUntil(tree *view.Tree, until calendar.Date) {
	if until.IsZero() {
		return
	}
	for i := range tree.Pieces {
		if tree.Pieces[i].Attained <= until {
			continue
		}
		for s := range tree.Sets {
			tree.Sets[s].Yes.Remove(i)
			tree.Sets[s].Maybe.Remove(i)
		}
	}
}
