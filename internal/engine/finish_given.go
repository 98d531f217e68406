package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/wording"
)

// Items that are tried apart are lines of the record for as long as they are tried,
// and in a way what every choice takes.

// leastGiven is the least with some items taken for sure.
func (e *evaluation) leastGiven(given []int32) *finish {
	other := e.taking(given)
	other.apart = apart{items: e.apart.items, given: given}
	sol, err := other.solveResults()
	if err != nil {
		return &finish{}
	}
	return other.leastWith(sol.end())
}

// taking is the evaluation of the record with some items besides, as if they had
// been finished on the day with a grade that is good enough.
func (e *evaluation) taking(items []int32) *evaluation {
	lines := slices.Clone(e.lines)
	for _, item := range items {
		l, _ := e.s.recogniseLine(&record.Attainment{ID: "taken " + string(e.s.items[item].ID), Item: e.s.items[item].ID, Attained: e.asOf})
		l.id, l.taken, l.assumed = l.att.ID, true, true
		lines = append(lines, l)
	}
	inOrder(lines)
	other := e.with(lines)
	other.solver, other.strict, other.figures = e.auditor(), e.strict, e.figures
	other.budget = min(e.budget, apartSteps)
	return other
}

// releasing are the items of the receiver that the record does not bring and that
// credit is held for.
func (e *evaluation) releasing() (out apart) {
	for ci := range e.cands {
		c := &e.cands[ci]
		if c.outcome != Held || c.rule < 0 || e.s.rules[c.rule].hold < 0 {
			continue
		}
		e.asked(e.s.rules[c.rule].HoldUntil, &out)
	}
	return out
}

// asked adds the items of an expression.
func (e *evaluation) asked(x *agreement.Expr, out *apart) {
	item, known := e.s.itemByID[x.Item]
	switch {
	case x.Match != nil:
		out.cut = true
	case x.Item == "":
	case !known || e.s.items[item].institution != e.recvIdx:
		out.cut = true
	default:
		out.add(item)
	}
	for _, p := range x.Parts() {
		e.asked(&p, out)
	}
}

// sizeOf is what an item that is taken costs.
func (e *evaluation) sizeOf(item int32) credit.Amount {
	size, ok := e.s.sizeOf(e.s.items[item].ID, e.recv.ID)
	if !ok || size.Sign() <= 0 {
		size = e.s.typical[e.recvIdx]
	}
	return size
}

// given makes what is taken for sure future items that every way takes.
func (p *finishPlan) given(sol *programSolution) {
	for _, item := range p.e.apart.given {
		f := future{item: item, cost: p.e.sizeOf(item), again: -1, given: true}
		for at := range sol.pieces.list {
			if lines := sol.pieces.lines[at]; len(lines) == 1 && p.e.lines[lines[0]].taken && p.e.lines[lines[0]].item == item && !sol.inGroup(at) {
				f.piece, p.replaced = sol.pieces.list[at], append(p.replaced, at)
				break
			}
		}
		if f.piece.Item == "" { // its piece stays among those of the record
			p.replaced = append(p.replaced, p.base+len(p.futures))
		}
		p.futures, p.floor = append(p.futures, f), p.floor.Add(f.cost)
	}
}

// releases adds the steps that say what a way releases, and by what, and what it
// takes for sure that serves no requirement itself.
func (r *wayReader) releases() {
	for k := range r.plan.futures {
		f := &r.plan.futures[k]
		if !f.given {
			continue
		}
		lines := r.now.heldFor(f.item)
		if r.told[k] && len(lines) == 0 {
			continue
		}
		id := r.now.s.items[f.item].ID
		item := itemOption(r.now.receivingItem(id))
		name, what := wording.Name(r.now.s.codeOf(id)), r.now.linesText(lines)
		s := Step{Credits: r.now.quantity(credit.Amount{})}
		full := wording.Of("step.releases", "{item} releases {lines}", "item", name, "lines", what)
		if !r.told[k] {
			s = Step{Credits: r.now.quantity(f.cost), Items: 1, Options: []Missing{item}}
			full = wording.Of("requirement.complete", "complete {what}", "what", name)
			if len(lines) > 0 {
				full = wording.Of("step.release", "complete {item}, which releases {lines}", "item", name, "lines", what)
			}
		}
		r.add(0, nil, s.says(stepParts{full: full, bare: full}))
	}
}

// heldFor are the lines whose awards are held until an item is passed.
func (e *evaluation) heldFor(item int32) (out []int32) {
	same := func(id catalog.ItemID) bool { return id != "" && e.isSame(&e.s.items[item], id) }
	for ci := range e.cands {
		if c := &e.cands[ci]; c.outcome == Held && anyItem(e.s.rules[c.rule].HoldUntil, same) {
			out = append(out, c.lines...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
