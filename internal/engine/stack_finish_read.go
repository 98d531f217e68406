package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
)

// readCase takes the credentials that a case counts on, and what the program
// itself takes.
func (h *helpers) readCase(x *stackCase, c *stackCost, changed bool) {
	steps := h.steps(x)
	if !changed && sameSteps(steps, c.earn) {
		return
	}
	if !sameSteps(steps, c.earn) {
		c.earn = steps
	}
	outlines := make([]*outline, len(x.crew.answers))
	for k, a := range x.crew.answers {
		outlines[k] = h.w.outlineOf(a)
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
		counted := slices.ContainsFunc(x.set, func(at int) bool { return slices.Contains(h.nodes[n.From], at) })
		if counted && r.owed[m.nodes+i] && len(c.missing) < maxMissing {
			c.missing = append(c.missing, StackMissing{Path: n.Path, Credits: m.e.quantity(credit.Amount{})}.asks(n.From, h.w.s))
		}
	}
}

func sameSteps(a, b []earnStep) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(s earnStep) bool {
		return !slices.ContainsFunc(b, func(o earnStep) bool { return o.program == s.program && o.item == s.item })
	})
}
