package engine

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Bounds of the cases that are tried for one program.
const (
	maxCases  = 8
	maxCrew   = 6
	maxOffers = 4
)

// stackCase is one choice of the credentials that a program counts on.
type stackCase struct {
	// programs are the program and those that earn what it counts on; done of
	// them are looked through. held says of every credential that they ask for
	// whether it is counted on.
	programs []int32
	done     int
	held     map[*requirement.Node]bool
	// steps are the credentials in the order in which they were asked for. extra
	// and more are what those cost that no program here earns now.
	steps []earnStep
	extra credit.Amount
	more  int
	// needs are pairs of places in programs: the first asks for the credential of
	// the second; feeds are those that get credit from it. plain are the places of
	// programs that nothing feeds although their cost counts on it.
	needs, feeds [][2]int
	plain        []int

	crew    *stackCrew
	finish  *finish
	credits credit.Amount
	items   int
}

// cases lists the choices, that of the estimate first; sure is false where some
// were left out.
func (w *stackWriter) cases(p int32, c *stackCost) (out []stackCase, sure bool) {
	l := caseLister{w: w, sure: true}
	first := stackCase{programs: []int32{p}, held: map[*requirement.Node]bool{}}
	if l.feed(&first, 0, c) {
		l.list(first)
	} else {
		l.sure = false
	}
	if len(c.fed) > 0 && !w.stuckWithout(c) {
		l.list(stackCase{programs: []int32{p}, held: map[*requirement.Node]bool{}, plain: []int{0}})
	}
	return l.out, l.sure
}

// feed takes in the programs whose credentials give credit to the one at a place,
// as its cost counts on them; false where one of them cannot be taken in.
func (l *caseLister) feed(x *stackCase, at int, c *stackCost) bool {
	for _, d := range c.fed {
		k := slices.Index(x.programs, d.program)
		if k < 0 {
			own, err := l.w.cost(d.program)
			if err != nil || !own.ok || own.apply || own.answer.sol == nil || l.w.costs[d.program] != own || len(x.programs) > maxCrew {
				return false
			}
			k = len(x.programs)
			x.programs = append(x.programs, d.program)
			x.steps = append(x.steps, earnStep{program: d.program, item: l.w.ix.list[d.program].Credential})
			if !l.feed(x, k, own) {
				return false
			}
		}
		if !x.need(at, k) {
			return false
		}
		if d.line != nil {
			x.feeds = append(x.feeds, [2]int{at, k})
		}
	}
	return true
}

// need notes that the program at a place asks for the credential of another one;
// false where that one needs the first itself.
func (x *stackCase) need(at, other int) bool {
	if x.reaches(other, at) {
		return false
	}
	x.needs = append(x.needs, [2]int{at, other})
	return true
}

func (x *stackCase) reaches(from, to int) bool {
	return from == to || slices.ContainsFunc(x.needs, func(n [2]int) bool { return n[0] == from && x.reaches(n[1], to) })
}

// stuckWithout reports whether a program asks for what only programs confer, so that
// it needs a credential in any case.
func (w *stackWriter) stuckWithout(c *stackCost) bool {
	nodes := c.plain.sol.answer.Parts[0].Nodes
	for i := range nodes {
		if nodes[i].Owed && w.onlyConferred(c.plain, &c.plain.sol.tree.Nodes[i], &nodes[i]) {
			return true
		}
	}
	return false
}

// answerIn is how the program at a place stands with what the case counts on.
func (w *stackWriter) answerIn(x *stackCase, at int) *stackAnswer {
	c := w.costs[x.programs[at]]
	if slices.Contains(x.plain, at) {
		return c.plain
	}
	return c.answer
}

type caseLister struct {
	w    *stackWriter
	out  []stackCase
	sure bool
}

// list goes through the credentials that the programs of a case ask for, and
// tries every choice for each.
func (l *caseLister) list(x stackCase) {
	if len(l.out) == maxCases || len(x.programs) > maxCrew {
		l.sure = false
		return
	}
	for ; x.done < len(x.programs); x.done++ {
		a := l.w.answerIn(&x, x.done)
		for i := range a.sol.tree.Nodes {
			n := &a.sol.tree.Nodes[i]
			price := a.prices[n.Set]
			if _, known := x.held[n.From]; known || price == nil || !priced(n) {
				continue
			}
			l.choose(x, a, i, price)
			return
		}
	}
	l.out = append(l.out, x)
}

// choose tries each way to one credential, and doing without it.
func (l *caseLister) choose(x stackCase, a *stackAnswer, node int, price *heldPrice) {
	n := &a.sol.tree.Nodes[node]
	offers := slices.Clone(price.offers)
	slices.SortStableFunc(offers, func(a, b *heldPrice) int { return cmp.Or(a.credits.Cmp(b.credits), a.items-b.items) })
	if len(offers) > maxOffers {
		offers, l.sure = offers[:maxOffers], false
	}
	without := func() {
		if !owedAlways(a.sol.tree, node) {
			next := x.with(n.From, false)
			l.list(next)
		}
	}
	owed := a.sol.answer.Parts[0].Nodes[node].Owed
	if !owed {
		without()
	}
	for _, h := range offers {
		for _, plain := range []bool{false, true} {
			if next, ok := l.take(x, h, n.From, plain); ok {
				l.list(next)
			}
		}
	}
	if owed {
		without()
	}
}

// take counts on a credential by one of the ways to it; plain asks for the one
// through which no credential gives credit, where another one is cheaper.
func (l *caseLister) take(x stackCase, h *heldPrice, node *requirement.Node, plain bool) (stackCase, bool) {
	next := x.with(node, true)
	step := h.earn[len(h.earn)-1]
	known := slices.Index(next.programs, h.program)
	if known >= 0 && !h.other && !step.apply && !next.need(next.done, known) {
		l.sure = false
		return next, false
	}
	if slices.ContainsFunc(next.steps, func(s earnStep) bool { return s.program == step.program && s.item == step.item }) {
		return next, !plain // it is earned already
	}
	next.steps = append(next.steps, step)
	if h.other || step.apply {
		next.extra, next.more = next.extra.Add(h.credits), next.more+h.items
		return next, !plain && (len(next.programs) == 1 || h.items == 0 || l.sameUnit(&next))
	}
	c, err := l.w.cost(h.program)
	if err != nil || l.w.costs[h.program] != c || !c.ok || c.answer == nil || c.answer.sol == nil || slices.Contains(next.programs, h.program) {
		l.sure = false
		return next, false
	}
	at := len(next.programs)
	next.programs = append(next.programs, h.program)
	next.need(next.done, at)
	if plain {
		next.plain = append(slices.Clone(x.plain), at)
		return next, len(c.fed) > 0 && c.plain.sol != nil && !l.w.stuckWithout(c)
	}
	if !l.feed(&next, at, c) {
		l.sure = false
		return next, false
	}
	return next, true
}

// sameUnit reports whether all programs of a case count alike, so that what one
// of them asks for costs the same for the first.
func (l *caseLister) sameUnit(x *stackCase) bool {
	unit := func(p int32) credit.Unit { return l.w.s.institutions[l.w.ix.list[p].inst].Unit }
	same := !slices.ContainsFunc(x.programs, func(p int32) bool { return unit(p) != unit(x.programs[0]) })
	l.sure = l.sure && same
	return same
}

func (x *stackCase) with(n *requirement.Node, there bool) stackCase {
	next := *x
	next.programs, next.steps, next.held = slices.Clone(x.programs), slices.Clone(x.steps), maps.Clone(x.held)
	next.needs, next.feeds = slices.Clone(x.needs), slices.Clone(x.feeds)
	next.held[n] = there
	return next
}

// readCase takes the credentials that a case counts on, and what the program
// itself takes.
func (w *stackWriter) readCase(x *stackCase, c *stackCost, changed bool) {
	steps := slices.Clone(x.steps)
	slices.Reverse(steps) // what is asked for before who asks
	if !changed && sameSteps(steps, c.earn) {
		return
	}
	if !sameSteps(steps, c.earn) {
		c.earn = steps
	}
	outlines := make([]*outline, len(x.crew.answers))
	for k, a := range x.crew.answers {
		outlines[k] = w.outlineOf(a)
	}
	r := newWayReader(outlines, x.finish.plan, &x.finish.best, nil)
	m := &x.crew.crew.members[0]
	var mine []Step
	for _, s := range r.read().Steps {
		if slices.Contains(s.Programs, m.e.target.Program) {
			mine = append(mine, s)
		}
	}
	c.missing = missingOf(mine)
	for i := range m.count {
		n := &r.plan.tree.Nodes[m.nodes+i]
		if x.held[n.From] && r.owed[m.nodes+i] && len(c.missing) < maxMissing {
			c.missing = append(c.missing, StackMissing{Path: n.Path, Credits: m.e.quantity(credit.Amount{})}.asks(n.From, w.s))
		}
	}
}

func sameSteps(a, b []earnStep) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(s earnStep) bool {
		return !slices.ContainsFunc(b, func(o earnStep) bool { return o.program == s.program && o.item == s.item })
	})
}
