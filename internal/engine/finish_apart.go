package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/wording"
)

// Some of what could be taken changes what the record itself brings: it releases
// credit that is held, or takes the place of what came with more than itself or
// stands beyond a cap. No future piece stands for that. Every choice of such items
// is tried for itself: the record with them is evaluated as a whole, and what
// remains then is added to what they cost.

// apart are the items that are tried in this way.
type apart struct {
	items []int32
	// given are those of them that the evaluation takes for sure.
	given []int32
	// cut says that there are others, which nobody tries.
	cut bool
}

func (a *apart) has(item int32) bool { return slices.Contains(a.items, item) }

// maxApart bounds the items that are tried in every combination; of more, the
// smallest are, and fewer in a large program: apartWork bounds the product of
// combinations and nodes. maxDoubts bounds how often a way turns out to be none.
const (
	maxApart  = 4
	apartWork = 1 << 10
	// apartSteps is what one evaluation with such items may take.
	apartSteps = 4000
	maxDoubts  = 3
)

// findFinish finds the least over all choices of items that are tried apart. A way
// with items that the rules of the record speak of is tried as a whole; where it
// does not complete the program, these items are tried apart as well.
func (e *evaluation) findFinish(sol *programSolution) *finish {
	if e.crew != nil {
		return e.leastWith(sol)
	}
	if !sol.whole { // not all choices of rules were looked at: the record again would take as long
		out := e.leastWith(sol)
		out.proven, out.impossible = false, false
		return out
	}
	e.apart = e.releasing()
	defer func() { e.apart = apart{} }()
	for range maxDoubts {
		best := e.leastApart(sol)
		doubts := e.doubts(best)
		if len(doubts) == 0 {
			best.others = slices.DeleteFunc(best.others, func(w finishWay) bool { return !e.completes(best.plan, &w) })
			return best
		}
		before := len(e.apart.items)
		if e.apart.add(doubts...); len(e.apart.items) == before {
			break
		}
	}
	return &finish{floor: &credit.Amount{}}
}

// doubts are the items of the best way that the rules of the record speak of,
// where it does not complete the program.
func (e *evaluation) doubts(f *finish) []int32 {
	if !f.found || e.completes(f.plan, &f.best) {
		return nil
	}
	return e.entangled(f.plan, &f.best)
}

func (e *evaluation) entangled(plan *finishPlan, w *finishWay) (out []int32) {
	for k := range plan.futures {
		if item := plan.futures[k].item; w.whole[k] && item >= 0 && e.spokenOf(item) {
			out = append(out, item)
		}
	}
	return out
}

// completes reports whether the record with everything that a way takes completes
// the program. Where no rule speaks of any of it, or nobody knows what is taken, it
// is taken for granted.
func (e *evaluation) completes(plan *finishPlan, w *finishWay) bool {
	if plan == nil {
		return true
	}
	var items []int32
	for k := range plan.futures {
		f := &plan.futures[k]
		if !w.whole[k] {
			continue
		}
		if f.item < 0 {
			return true
		}
		items = append(items, f.item)
	}
	if len(e.entangled(plan, w)) == 0 && len(items)+len(plan.owed) > 0 {
		return true
	}
	sol, err := e.taking(items).solveResults()
	return err == nil && sol.answer.Verdict == audit.Complete
}

// spokenOf reports whether a rule that the record touches awards an item or asks
// for it, the record brings it, or the receiver excludes it beside others.
func (e *evaluation) spokenOf(item int32) bool {
	same := func(id catalog.ItemID) bool { return id != "" && e.isSame(&e.s.items[item], id) }
	return slices.ContainsFunc(e.lines, func(l line) bool { return l.item >= 0 && same(e.s.items[l.item].ID) }) || e.ruled(item) ||
		len(e.s.excludedBy(&e.s.items[item])) > 0
}

// ruled reports whether a rule that the record touches awards an item or asks for it.
func (e *evaluation) ruled(item int32) bool {
	same := func(id catalog.ItemID) bool { return id != "" && e.isSame(&e.s.items[item], id) }
	asks := func(x *agreement.Expr) bool { return x != nil && anyItem(x, same) }
	return slices.ContainsFunc(e.touched, func(ri int32) bool {
		r := e.s.rules[ri].Rule
		return asks(r.When) || asks(r.HoldUntil) || r.VoidIf != nil && slices.ContainsFunc(r.VoidIf.Items, same) ||
			slices.ContainsFunc(r.Awards, func(a agreement.Award) bool { return same(a.Item) })
	})
}

func anyItem(x *agreement.Expr, f func(catalog.ItemID) bool) bool {
	return f(x.Item) || slices.ContainsFunc(x.Parts(), func(p agreement.Expr) bool { return anyItem(&p, f) })
}

// leastApart is the least over all choices of the items that are tried apart.
func (e *evaluation) leastApart(sol *programSolution) *finish {
	best := e.leastWith(sol)
	e.apart.add(best.apart...)
	if len(e.doubts(best)) == 0 && !e.completes(best.plan, &best.best) {
		best = &finish{floor: &credit.Amount{}} // nobody knows what is wrong with it
	}
	if best.impossible || best.found && best.unlisted() {
		e.apart.add(best.idle...) // better than what nobody lists
	}
	slices.SortStableFunc(e.apart.items, func(a, b int32) int { return e.sizeOf(a).Cmp(e.sizeOf(b)) })
	tried, cut := e.apart.items, e.apart.cut
	// Where one search ends undecided, sixteen of them would.
	hard := !best.proven && !best.impossible
	for len(tried) > 0 && (hard || len(tried) > maxApart || len(sol.tree.Nodes)<<len(tried) > apartWork) {
		tried, cut = tried[:len(tried)-1], true
	}
	for mask := 1; mask < 1<<len(tried); mask++ {
		given, price := []int32(nil), credit.Amount{}
		for i, item := range tried {
			if mask>>i&1 == 1 {
				given, price = append(given, item), price.Add(e.sizeOf(item))
			}
		}
		if !best.found || best.unlisted() || price.Cmp(best.best.credits) <= 0 {
			best = best.orBetter(e.leastGiven(given), price)
		}
	}
	if cut {
		best.proven, best.impossible = false, false
	}
	if cut || len(tried) > 0 && !best.proven {
		best.floor = &credit.Amount{} // the estimate knows nothing of them
	}
	return best
}

func (a *apart) add(items ...int32) {
	for _, item := range items {
		if !a.has(item) {
			a.items = append(a.items, item)
		}
	}
}

// orBetter is the better of two finishes, of which the other costs at least so
// much; what is said to be proven holds for both.
func (f *finish) orBetter(o *finish, price credit.Amount) *finish {
	best, floor := f, price
	if o.floor != nil {
		floor = *o.floor
	}
	if o.beats(f) {
		best = o
		if f.floor != nil {
			floor = *f.floor
		} else if f.found {
			floor = f.best.credits
		}
	}
	out := *best
	out.impossible = f.impossible && o.impossible
	other := f
	if best == f {
		other = o
	}
	if !other.proven && !other.impossible && (!best.found || floor.Cmp(best.best.credits) < 0) {
		out.proven = false
		if out.floor == nil || floor.Cmp(*out.floor) < 0 {
			out.floor = &floor
		}
	}
	return &out
}

// beats reports whether a finish is better than another one: found, with what the
// catalogue lists, and less.
func (f *finish) beats(o *finish) bool {
	if !f.found || !o.found {
		return f.found
	}
	if a, b := f.unlisted(), o.unlisted(); a != b {
		return b
	}
	return f.best.compare(&o.best) < 0
}

// unlisted reports whether the best way takes what nobody lists.
func (f *finish) unlisted() bool {
	for k := range f.best.whole {
		if x := &f.plan.futures[k]; x.item < 0 && x.leaf != "" && !f.plan.anyLeaf[x.leaf] {
			return true
		}
	}
	return false
}

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
