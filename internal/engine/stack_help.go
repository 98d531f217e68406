package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// amountLeft is an amount of work: credits first, then items.
type amountLeft struct {
	credits credit.Amount
	items   int
}

func (a amountLeft) compare(b amountLeft) int {
	return cmp.Or(a.credits.Cmp(b.credits), cmp.Compare(a.items, b.items))
}

// helper is a credential that is not there and may help on the way to a program,
// at once or through other helpers: it is asked for, tested, or gives credit.
type helper struct {
	program int32
	// price is what it costs where no program here earns it now, nil where its
	// program does: it is only to be applied for, to be renewed, or of other makers.
	price *heldPrice
	// helps are the programs that it helps at once.
	helps []int32
	// least is what it takes in any case, in the unit of the program on the way to
	// which it helps.
	least amountLeft
}

// helpers are all that may help on the way to a program.
type helpers struct {
	w    *stackWriter
	to   int32
	list []helper
	// nodes says which of them would do for each credential that is asked for.
	nodes map[*requirement.Node][]int
	// cut says that there are others.
	cut bool
}

// maxHelpers bounds the credentials that are looked at on the way to one program.
const maxHelpers = 24

// helpersOf finds what may help on the way to a program, directly or in turn.
func (w *stackWriter) helpersOf(p int32) *helpers {
	h := &helpers{w: w, to: p, nodes: map[*requirement.Node][]int{}}
	h.find(p)
	for i := 0; i < len(h.list); i++ { //nolint:intrange // the list grows
		if h.list[i].price == nil {
			h.find(h.list[i].program)
		}
	}
	return h
}

// find adds what helps one program at once.
func (h *helpers) find(x int32) {
	w := h.w
	for _, q := range w.ix.feeds()[x] {
		if q == x || q == h.to || w.held[q] != nil || w.c.state.done[q] != nil {
			continue
		}
		if h.earnable(q) {
			h.add(helper{program: q}, x)
		}
	}
	plain := w.costs[x].plain
	for i := range plain.sol.tree.Nodes {
		n := &plain.sol.tree.Nodes[i]
		if price := plain.prices[n.Set]; price != nil && priced(n) {
			h.asked(x, n.From, plain.e)
		}
	}
}

// asked adds what would do for a credential that a program asks for.
func (h *helpers) asked(x int32, n *requirement.Node, e *evaluation) {
	w := h.w
	programs, unearned, cut := w.offered(x, n.Held, e)
	h.cut = h.cut || cut
	h.nodes[n] = nil
	note := func(one helper) {
		if at := h.add(one, x); at >= 0 {
			h.nodes[n] = append(h.nodes[n], at)
		}
	}
	for _, q := range programs {
		done := w.c.state.done[q] != nil
		switch {
		case q == h.to:
		case w.held[q] != nil || done && w.conferral(q) == requirement.Automatic:
			note(helper{program: q, price: w.again(x, q)})
		case done:
			note(helper{program: q, price: w.priceOf(x, q, &stackCost{apply: true})})
		case h.earnable(q):
			note(helper{program: q})
		default:
			note(helper{program: q, price: w.unknown(x, q)})
		}
	}
	for _, id := range unearned {
		note(helper{program: -1, price: w.unearned(id, e)})
	}
}

// earnable reports whether a program can be earned as the awards were chosen.
func (h *helpers) earnable(q int32) bool {
	c, err := h.w.cost(q)
	if err != nil || c.plain == nil && h.w.c.excluded[q] == nil {
		h.cut = true // nobody had the time to look
	}
	return err == nil && c.ok && c.plain.sol != nil
}

// add enters a helper; its place, or -1 where there is no room, or no factor
// between the units of who asks for it and the program.
func (h *helpers) add(one helper, x int32) int {
	at := slices.IndexFunc(h.list, func(o helper) bool { return o.step() == one.step() && (o.price == nil) == (one.price == nil) })
	if at < 0 {
		if len(h.list) == maxHelpers || one.price != nil && one.price.items > 0 && h.unit(x) != h.unit(h.to) {
			h.cut = true
			return -1
		}
		if one.price != nil {
			one.least = amountLeft{one.price.credits, one.price.items}
		}
		at = len(h.list)
		h.list = append(h.list, one)
	}
	h.list[at].helps = addOnce(h.list[at].helps, x)
	return at
}

func (h *helpers) unit(p int32) credit.Unit { return h.w.s.institutions[h.w.ix.list[p].inst].Unit }

// step is the credential as one to earn on the way.
func (o *helper) step() earnStep {
	if o.price == nil {
		return earnStep{program: o.program}
	}
	s := o.price.earn[len(o.price.earn)-1]
	return earnStep{program: s.program, item: s.item, apply: s.apply, again: s.again}
}

// of are the places of those that help a program at once and are earned here.
func (h *helpers) of(x int32) (out []int32) {
	for i := range h.list {
		if o := &h.list[i]; o.price == nil && slices.Contains(o.helps, x) {
			out = append(out, o.program)
		}
	}
	return out
}

// covered reports whether a case has what would do for a credential asked for,
// other than what its programs earn.
func (h *helpers) covered(n *requirement.Node, set []int) bool {
	return slices.ContainsFunc(h.nodes[n], func(at int) bool { return h.list[at].price != nil && slices.Contains(set, at) })
}
