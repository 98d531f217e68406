package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// maxPriced bounds the credentials that are priced for one requirement.
const maxPriced = 16

// heldPrice is the cheapest credential that a filter accepts; nil where nothing
// is known that it would accept.
func (w *stackWriter) heldPrice(p int32, f *requirement.ItemFilter, e *evaluation) (*heldPrice, error) {
	programs, ids, cut := w.offered(p, f, e)
	var best *heldPrice
	round := false
	offer := func(price *heldPrice) {
		if best == nil || cmp.Or(price.credits.Cmp(best.credits), price.items-best.items) < 0 {
			best = price
		}
	}
	for _, q := range programs {
		if w.held[q] != nil || w.c.state.done[q] != nil && w.conferral(q) == requirement.Automatic {
			offer(w.again(p, q)) // it is there and does not suffice
			continue
		}
		c, err := w.cost(q)
		if err != nil {
			return nil, err
		}
		switch {
		case c.ok:
			offer(w.priceOf(p, q, c))
		case slices.Contains(w.asking, q):
			round = true
		default:
			offer(w.unknown(p, q))
		}
	}
	for _, id := range ids {
		offer(w.unearned(id, e))
	}
	if best == nil && round {
		return &heldPrice{program: -1, items: 1, credits: credit.Int(unreachable), never: true}, nil
	}
	if best != nil {
		best.atMost, best.doubt = best.atMost || cut, best.doubt || cut
	}
	return best, nil
}

// offered are the programs whose credential a filter accepts, and the items that
// it names and no program here earns.
func (w *stackWriter) offered(p int32, f *requirement.ItemFilter, e *evaluation) (programs []int32, unearned []catalog.ItemID, cut bool) {
	closed := requirement.Closed{Sets: e.prog.Sets}
	ids, listed := closed.Items(f)
	if !listed {
		programs = w.confer()
	}
	for _, id := range ids {
		programs = append(programs, w.ix.confers[id]...)
		if len(w.ix.confers[id]) == 0 {
			unearned = append(unearned, id)
		}
	}
	programs, cut = w.acceptable(p, programs, f, e)
	return programs, unearned, cut
}

// unearned is the price of a credential that no program here earns.
func (w *stackWriter) unearned(id catalog.ItemID, e *evaluation) *heldPrice {
	size, _ := w.s.sizeOf(id, e.recv.ID)
	return &heldPrice{
		program: -1, credits: size, items: 1, wants: demand{sure: []catalog.ItemID{id}},
		earn: []earnStep{{program: -1, item: id, credits: size, items: 1}},
	}
}

// floors raises what a program lacks at least to what the credentials cost that
// it looks at in any case: not their sum, because a course may serve both.
func (w *stackWriter) floors(a *stackAsk, tree *view.Tree, e *evaluation, least *distance) error {
	closed := requirement.Closed{Sets: e.prog.Sets}
	for i := range tree.Nodes {
		n := &tree.Nodes[i]
		if n.Kind != view.Fixed || n.From == nil || n.From.Held == nil || n.Truth != requirement.No || !owedAlways(tree, i) {
			continue
		}
		ids, listed := closed.Items(n.From.Held)
		if !listed || len(ids) != 1 || len(w.ix.confers[ids[0]]) != 1 {
			continue
		}
		q := w.ix.confers[ids[0]][0]
		if q == a.program || w.c.state.near[q] == nil || len(w.ix.feeds()[q]) > 0 || w.ix.list[q].inst != e.recvIdx {
			continue
		}
		answer, err := w.nearAnswer(q, false)
		if err != nil {
			return err
		}
		if answer.sol == nil {
			least.items, least.left = max(least.items, answer.least.items), credit.Max(least.left, answer.least.left)
		}
	}
	return nil
}

func owedAlways(tree *view.Tree, at int) bool {
	for at = tree.Nodes[at].Parent; at >= 0; at = tree.Nodes[at].Parent {
		if tree.Nodes[at].Kind != view.All {
			return false
		}
	}
	return true
}

// unreachable is the price, in credits, of what needs what it is for; nothing
// is priced higher.
const unreachable = 10_000

// unknown is the price of a credential that cannot be earned with the awards as
// they were chosen: as much as the catalogue says that it is, and not nothing.
func (w *stackWriter) unknown(p, q int32) *heldPrice {
	size, _ := w.s.sizeOf(w.ix.list[q].Credential, w.ix.list[p].Institution)
	if size.IsZero() {
		size = w.s.typical[w.ix.list[p].inst]
	}
	return &heldPrice{
		program: q, items: 1, credits: size, atMost: true, doubt: true,
		earn: []earnStep{{program: q, item: w.ix.list[q].Credential, credits: size, items: 1}},
	}
}

// again is the price of a credential that was earned and has expired: the
// continuing education that renews it, or all of it.
func (w *stackWriter) again(p, q int32) *heldPrice {
	out := &heldPrice{program: q, items: 1}
	if k, ok := w.s.itemByID[w.ix.list[q].Credential]; ok {
		if r := w.s.items[k].Renewal; r != nil {
			out.items, out.credits = max(1, r.Count), r.Credits
		} else {
			out.credits, _ = w.s.sizeOf(w.ix.list[q].Credential, w.ix.list[p].Institution)
			out.atMost, out.doubt = true, true
		}
	}
	out.earn = []earnStep{{program: q, item: w.ix.list[q].Credential, credits: out.credits, items: out.items, again: true}}
	return out
}

// confer are the programs that confer a credential, those first that the record
// can affect.
func (w *stackWriter) confer() []int32 {
	var near, others []int32
	for q := range w.ix.list {
		switch {
		case w.ix.list[q].Credential == "":
		case w.c.state.near[int32(q)] != nil || w.c.state.done[int32(q)] != nil:
			near = append(near, int32(q))
		default:
			others = append(others, int32(q))
		}
	}
	return append(near, others...)
}

// acceptable are the programs whose credential the filter accepts, as it would
// be were it conferred today.
func (w *stackWriter) acceptable(p int32, programs []int32, f *requirement.ItemFilter, e *evaluation) (out []int32, cut bool) {
	sel := requirement.Selector{Sets: e.prog.Sets, AsOf: e.asOf, Scales: w.s.scales, HomeScale: e.recv.GradeScale}
	for _, q := range programs {
		piece := requirement.Piece{Attained: e.asOf, Institution: w.ix.list[q].Institution, Home: w.ix.list[q].inst == e.recvIdx}
		k, ok := w.s.itemByID[w.ix.list[q].Credential]
		if !ok {
			continue
		}
		piece.Item, piece.Level = w.s.items[k].ID, w.level(q)
		piece.Credits, _ = w.s.sizeOf(piece.Item, e.recv.ID)
		e.describe(&piece, &w.s.items[k])
		sel.Pieces = append(sel.Pieces, piece)
	}
	for i, t := range sel.Select(f) {
		q := w.ix.confers[sel.Pieces[i].Item]
		if t == requirement.No {
			continue
		}
		for _, q := range q {
			if q != p && slices.Contains(programs, q) && !slices.Contains(out, q) {
				if len(out) == maxPriced {
					return out, true
				}
				out = append(out, q)
			}
		}
	}
	return out, false
}

// demand is what is still to be earned for a program.
type demand struct {
	// sure are items that every way needs, perhaps those that some do.
	sure, perhaps []catalog.ItemID
	// open says that something is not named.
	open bool
}

// meet are the items that both need for sure; unclear says that there may be
// more of them.
func (d *demand) meet(o *demand) (both []catalog.ItemID, unclear bool) {
	if d.empty() || o.empty() {
		return nil, false
	}
	for _, id := range d.sure {
		if slices.Contains(o.sure, id) {
			both = append(both, id)
		}
	}
	has := func(list, in []catalog.ItemID) bool {
		return slices.ContainsFunc(list, func(id catalog.ItemID) bool { return slices.Contains(in, id) })
	}
	return both, d.open || o.open || has(d.perhaps, o.perhaps) || has(d.perhaps, o.sure) || has(d.sure, o.perhaps)
}

func (d *demand) empty() bool { return !d.open && len(d.sure)+len(d.perhaps) == 0 }

func (d *demand) join(o *demand) {
	for _, id := range o.sure {
		d.sure = addOnce(slices.Clip(d.sure), id)
	}
	for _, id := range o.perhaps {
		d.perhaps = addOnce(slices.Clip(d.perhaps), id)
	}
	d.open = d.open || o.open
}

// transfers reports whether what is to be earned for a credential elsewhere
// could also serve what the program itself still needs, besides what is known
// to.
func (w *stackWriter) transfers(p int32, elsewhere, own *demand, known []catalog.ItemID) bool {
	if own.empty() {
		return false
	}
	for _, id := range slices.Concat(elsewhere.sure, elsewhere.perhaps) {
		k, ok := w.s.itemByID[id]
		if !ok || w.s.items[k].institution == w.ix.list[p].inst || slices.Contains(known, id) {
			continue
		}
		found := false
		w.ix.affected(w.s, &line{item: k, inst: w.s.items[k].institution}, func(q int32) { found = found || q == p })
		if found {
			return true
		}
	}
	return false
}

// finestPrice bounds the parts into which prices divide a credit; those that
// would divide it further are rounded up to twelfths.
const (
	finestPrice = 60
	roundPrice  = 12
)

// eachOf is the size of one item of a price, and into how many parts it and the
// prices before it divide a credit.
func eachOf(h *heldPrice, parts int64) (credit.Amount, int64) {
	each := h.credits.Div(credit.Int(int64(max(1, h.items))))
	all := lcm(parts, each)
	if all > finestPrice {
		h.atMost = true
		each = credit.Frac(each.Mul(credit.Int(roundPrice)).Ceil(), roundPrice)
		all = lcm(parts, each)
	}
	return each, all
}

// lcm is the least common multiple with the parts of an amount, or what is beyond
// finestPrice.
func lcm(a int64, size credit.Amount) int64 {
	b, ok := size.Denominator()
	if !ok || b > finestPrice {
		return finestPrice + 1
	}
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	return a / x * b
}
