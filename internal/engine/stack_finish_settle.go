package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
)

// settling looks for the least of one program among its cases.
type settling struct {
	*helpers
	p int32
	c *stackCost
	// best is the least that was found and holds, of a case or, where that is nil,
	// of the program by itself.
	best  *amountLeft
	of    *stackCase
	alone *alone
	// lows are what cases were proven not to be below; sure is false where one was
	// left out, or ended early.
	lows []amountLeft
	sure bool
	// dear is the least that takes as a course what only programs confer.
	dear *settling
	// tried counts the cases.
	tried int
}

// settleWith finds the least of a program that may count on credentials.
func (w *stackWriter) settleWith(p int32, c *stackCost, h *helpers) {
	t := &settling{helpers: h, p: p, c: c, sure: !h.cut}
	h.estimateLeast()
	first, ok := h.estimated(c)
	if t.sure = t.sure && (ok || len(h.list) > 0); ok {
		t.try(first)
	}
	within := func(set []int) bool { return t.best == nil || t.atLeast(set).compare(*t.best) < 0 }
	if !ok || len(first) > 0 {
		t.try(nil)
	}
	floor := t.floor()
	if t.best != nil && floor.compare(*t.best) >= 0 {
		t.lows, t.sure = []amountLeft{floor}, true
	} else {
		sets, all := h.choices(first, within)
		t.sure = t.sure && all
		for _, set := range sets {
			if len(set) > 0 && within(set) && !t.try(set) {
				break
			}
		}
	}
	t.end(floor)
}

// atLeast is what a choice of helpers takes in any case.
func (t *settling) atLeast(set []int) (out amountLeft) {
	for _, at := range set {
		if o := &t.list[at]; o.least.compare(out) > 0 {
			out = o.least
		}
	}
	return out
}

// try tries a choice of helpers in each order; false says that no more are tried.
func (t *settling) try(set []int) bool {
	if len(set) == 0 && !t.looks() {
		t.byItself()
		return true
	}
	orders, all := t.orders(set)
	t.sure = t.sure && all
	for _, order := range orders {
		if t.tried == maxCases || len(order) > maxCrew || t.w.settledCount >= maxSettled {
			t.sure = false
			return false
		}
		t.tried++
		t.tryCase(set, order)
	}
	return true
}

// tryCase finds the least of a case, and whether that holds.
func (t *settling) tryCase(set []int, order []int32) {
	t.w.settledCount++
	x := t.newCase(set, order)
	if !t.solve(x, true) {
		t.sure = t.sure && x.finish != nil && x.finish.impossible
		return
	}
	if t.bought(&x.left, x, x.finish, nil) {
		return
	}
	if x.finish.proven && x.crew.sure && len(x.finish.apart) == 0 && !t.carried(x) && !t.sized(x) {
		t.lows = append(t.lows, x.left)
	} else {
		t.sure = false
	}
	holds, known := t.holds(x)
	if holds || !known && t.plainly(x) {
		t.offer(x)
		return
	}
	again := t.newCase(set, order)
	t.w.settledCount++
	if !t.solve(again, false) {
		return
	}
	if holds, known = t.holds(again); holds || !known {
		t.sure = t.sure && known // nobody could try it
		t.offer(again)
	}
}

func (t *settling) offer(x *stackCase) {
	if t.best == nil || x.left.compare(*t.best) < 0 {
		t.best, t.of, t.alone = &x.left, x, nil
	}
}

// byItself finds the least of the program without any credential.
func (t *settling) byItself() {
	one := t.w.byItself(t.p, t.c.plain)
	if !one.found {
		t.sure = t.sure && one.impossible
		return
	}
	left := amountLeft{one.credits, one.items}
	if t.bought(&left, nil, one.finish, one) {
		return
	}
	if one.proven {
		t.lows = append(t.lows, left)
	} else {
		t.sure = false
	}
	if t.best == nil || left.compare(*t.best) < 0 {
		t.best, t.of, t.alone = &left, nil, one
	}
}

// bought keeps a way that takes as a course what only programs confer, for want of
// a better one.
func (t *settling) bought(left *amountLeft, x *stackCase, f *finish, one *alone) bool {
	if f != nil && !t.w.buys(f) || f == nil && !t.w.stuck(one.answer) {
		return false
	}
	t.sure = false
	if t.dear == nil || left.compare(*t.dear.best) < 0 {
		t.dear = &settling{best: left, of: x, alone: one}
	}
	return true
}

// looks reports whether the program asks for credentials that are not there.
func (t *settling) looks() bool {
	for i := range t.c.plain.sol.tree.Nodes {
		n := &t.c.plain.sol.tree.Nodes[i]
		if priced(n) && t.c.plain.prices[n.Set] != nil {
			return true
		}
	}
	return false
}

// end enters what was found.
func (t *settling) end(floor amountLeft) {
	c := t.c
	if t.best == nil && t.dear != nil {
		t.best, t.of, t.alone = t.dear.best, t.dear.of, t.dear.alone
	}
	if t.best == nil {
		c.credits, c.items, c.atLeast, c.atMost = floor.credits, max(floor.items, 1), true, false
		c.floor = amountLeft{floor.credits, c.items}
		return
	}
	exact := t.sure
	c.floor = *t.best
	for _, low := range t.lows {
		if low.compare(*t.best) < 0 {
			exact = false
		}
	}
	changed := t.best.compare(amountLeft{c.credits, c.items}) != 0
	c.atMost, c.credits, c.items = !exact, t.best.credits, t.best.items
	if !exact {
		c.floor = floor
	}
	if t.alone != nil {
		if c.answer != c.plain || changed {
			c.earn, c.answer, c.missing = nil, c.plain, t.alone.missing
		}
		return
	}
	c.atMost = c.atMost || slices.ContainsFunc(t.of.set, func(at int) bool { return t.list[at].price != nil && t.list[at].price.doubt })
	t.readCase(t.of, c, changed)
}

// floor is what the program takes in any case, with every credential there.
func (t *settling) floor() amountLeft { return t.leastOf(t.p) }

// leastOf is what a program takes in any case, with every credential there, in the
// unit of the program on the way to which it is.
func (h *helpers) leastOf(q int32) amountLeft {
	w := h.w
	c := w.costs[q]
	out := amountLeft{items: 1}
	if c.floored {
		out = c.floor
	} else if a, ok := h.counting(q, h.of(q), true); ok {
		e, sol := w.searched(a)
		out.items, out.credits = e.plainlyLacks(sol)
	}
	if q != h.to {
		to := &w.s.institutions[w.ix.list[h.to].inst]
		ratio, ok := to.table.Ratio(w.s.institutions[w.ix.list[q].inst].Unit, to.Unit)
		if !ok {
			ratio = credit.Amount{}
		}
		out.credits = out.credits.Mul(ratio)
	}
	return out
}

// estimateLeast finds what each helper takes in any case.
func (h *helpers) estimateLeast() {
	for i := range h.list {
		o := &h.list[i]
		if o.price != nil {
			continue
		}
		if w := h.w; !w.costs[o.program].settled && len(w.ix.feeds()[o.program]) == 0 && !w.ix.list[o.program].looks {
			w.settle(o.program)
		}
		o.least = h.leastOf(o.program)
	}
}
