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

	crew    *stackCrew
	finish  *finish
	credits credit.Amount
	items   int
}

// cases lists the choices, that of the estimate first; sure is false where some
// were left out.
func (w *stackWriter) cases(p int32, c *stackCost) (out []stackCase, sure bool) {
	first := stackCase{programs: []int32{p}, held: map[*requirement.Node]bool{}}
	for _, d := range c.fed {
		own := w.costs[d.program]
		if own == nil || !own.ok || own.apply || own.answer.sol == nil {
			return nil, false
		}
		first.programs = append(first.programs, d.program)
		first.steps = append(first.steps, earnStep{program: d.program, item: w.ix.list[d.program].Credential})
	}
	l := caseLister{w: w, sure: true}
	l.list(first)
	return l.out, l.sure
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
		a := l.w.costs[x.programs[x.done]].answer
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
		if next, ok := l.take(x, h, n.From); ok {
			l.list(next)
		}
	}
	if owed {
		without()
	}
}

// take counts on a credential by one of the ways to it.
func (l *caseLister) take(x stackCase, h *heldPrice, node *requirement.Node) (stackCase, bool) {
	next := x.with(node, true)
	step := h.earn[len(h.earn)-1]
	if slices.ContainsFunc(next.steps, func(s earnStep) bool { return s.program == step.program && s.item == step.item }) {
		return next, true // it is earned already
	}
	next.steps = append(next.steps, step)
	if h.other || step.apply {
		next.extra, next.more = next.extra.Add(h.credits), next.more+h.items
		return next, len(next.programs) == 1 || h.items == 0 || l.sameUnit(&next)
	}
	c := l.w.costs[h.program]
	if c == nil || !c.ok || c.answer == nil || c.answer.sol == nil || slices.Contains(next.programs, h.program) {
		l.sure = false
		return next, false
	}
	next.programs = append(next.programs, h.program)
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
