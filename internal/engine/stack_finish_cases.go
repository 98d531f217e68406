package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Bounds of the cases that are tried for one program, and of the credentials that
// are counted on in one.
const (
	maxCases = 12
	maxCrew  = 6
	// maxOrders bounds the orders that are tried where credentials could feed one
	// another in turn.
	maxOrders = 6
)

// stackCase is one choice of the credentials that a program counts on, and of the
// order in which they are earned.
type stackCase struct {
	// set are the places of the helpers, order the programs of those that are
	// earned here, each after those that it counts on.
	set   []int
	order []int32
	// programs are the program itself and those of order.
	programs []int32
	// held says of credentials that are asked for and not earned here whether they
	// are counted on; extra and more are what those cost.
	held  map[*requirement.Node]bool
	extra credit.Amount
	more  int

	crew   *stackCrew
	finish *finish
	left   amountLeft
}

// newCase is the case of some helpers in an order.
func (h *helpers) newCase(set []int, order []int32) *stackCase {
	x := &stackCase{set: set, order: order, programs: append([]int32{h.to}, order...), held: map[*requirement.Node]bool{}}
	for n := range h.nodes {
		x.held[n] = h.covered(n, set)
	}
	for _, at := range set {
		if price := h.list[at].price; price != nil {
			x.extra, x.more = x.extra.Add(price.credits), x.more+price.items
		}
	}
	return x
}

// steps are the credentials of a case as they are to be earned.
func (h *helpers) steps(x *stackCase) (out []earnStep) {
	for _, at := range x.set {
		if price := h.list[at].price; price != nil {
			out = append(out, price.earn[len(price.earn)-1])
		}
	}
	for _, q := range x.order {
		out = append(out, earnStep{program: q, item: h.w.ix.list[q].Credential})
	}
	return out
}

// estimated is the choice of the estimate; false where it counts on something
// that is not among the helpers.
func (h *helpers) estimated(c *stackCost) (set []int, ok bool) {
	for _, s := range c.earn {
		at := slices.IndexFunc(h.list, func(o helper) bool {
			own := o.step()
			return own.program == s.program && (own.program >= 0 || own.item == s.item) && own.apply == s.apply && own.again == s.again
		})
		if at < 0 {
			return nil, false
		}
		set = append(set, at)
	}
	slices.Sort(set)
	return slices.Compact(set), true
}

// orders are the orders in which the credentials of a choice can be earned so that
// each helps the program or one after it: one where no two could feed each other
// in turn, for who comes later has all that came before. all is false where some
// are left out.
func (h *helpers) orders(set []int) (out [][]int32, all bool) {
	var programs []int32
	for _, at := range set {
		if h.list[at].price == nil {
			programs = append(programs, h.list[at].program)
		}
	}
	helps := func(q, x int32) bool { return slices.Contains(h.of(x), q) }
	l := orderLister{helps: helps, to: h.to}
	l.list(nil, programs)
	return l.out, !l.cut
}

type orderLister struct {
	helps func(q, x int32) bool
	to    int32
	out   [][]int32
	cut   bool
}

// list appends what nobody left helps; where there is none, each is tried.
func (l *orderLister) list(done, left []int32) {
	if len(left) == 0 {
		if l.useful(done) {
			l.out = append(l.out, slices.Clone(done))
		}
		return
	}
	free := slices.IndexFunc(left, func(x int32) bool {
		return !slices.ContainsFunc(left, func(q int32) bool { return q != x && l.helps(q, x) })
	})
	for i := range left {
		if free >= 0 && i != free {
			continue
		}
		if len(l.out) == maxOrders {
			l.cut = true
			return
		}
		l.list(append(slices.Clip(done), left[i]), slices.Delete(slices.Clone(left), i, i+1))
	}
}

// useful reports whether each credential helps the program or one that is earned
// after it.
func (l *orderLister) useful(order []int32) bool {
	for i, q := range order {
		if !l.helps(q, l.to) && !slices.ContainsFunc(order[i+1:], func(x int32) bool { return l.helps(q, x) }) {
			return false
		}
	}
	return true
}

// choices are the sets of helpers, by size, that are tried after the first; all is
// false where there are more helpers than that.
func (h *helpers) choices(first []int, within func(set []int) bool) (out [][]int, all bool) {
	var some []int
	for at := range h.list {
		if within([]int{at}) {
			some = append(some, at)
		}
	}
	all = len(some) <= maxCrew
	if !all {
		slices.SortStableFunc(some, func(a, b int) int { return h.list[a].least.compare(h.list[b].least) })
		some = some[:maxCrew]
	}
	for mask := range 1 << len(some) {
		var set []int
		for i, at := range some {
			if mask>>i&1 == 1 {
				set = append(set, at)
			}
		}
		slices.Sort(set)
		if !slices.Equal(set, first) {
			out = append(out, set)
		}
	}
	slices.SortStableFunc(out, func(a, b []int) int { return len(a) - len(b) })
	return out, all
}
