package engine

import (
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
)

// settleOne finds the least of a program that no credential helps.
func (w *stackWriter) settleOne(p int32, c *stackCost) {
	one := w.byItself(p, c.plain)
	if !one.found {
		w.atLeast(c)
		return
	}
	c.atMost = !one.proven || c.doubt
	if one.estimate {
		c.atMost = c.atMost || !c.plain.proven
	} else if !one.credits.Equal(c.credits) || one.items != c.items || one.answer != c.answer {
		c.missing = one.missing
	}
	c.credits, c.items = one.credits, one.items
	c.floor = amountLeft{c.credits, c.items}
	if c.atMost {
		c.floor = amountLeft{items: 1}
	}
}

// alone is the least of a program by itself.
type alone struct {
	credits credit.Amount
	items   int
	missing []StackMissing
	answer  *stackAnswer
	finish  *finish
	// found says that something was; proven that nothing less completes it;
	// impossible that nothing does; estimate that nothing had to be searched.
	found, proven, impossible, estimate bool
}

// byItself finds the least of a program without credentials that are not there.
func (w *stackWriter) byItself(p int32, a *stackAnswer) *alone {
	out := &alone{answer: a}
	plain := a
	if years := w.ix.list[p].policy.SpanYears; years > 0 {
		var ok bool
		if a, ok = w.fromNow(p, years); !ok {
			return out
		}
		out.answer = a
	}
	e, sol := w.searched(a)
	if a == plain && e.estimateIsLeast(sol) && !e.prog.met {
		out.credits, out.items, out.missing = a.needs.Credits.Amount, a.needs.Items, w.missing(a)
		out.found, out.proven, out.estimate = true, true, true
		return out
	}
	if w.settledCount++; w.settledCount > maxSettled {
		return out
	}
	f := e.findSettled(sol)
	if f == nil || !f.found {
		out.impossible = f != nil && f.impossible
		return out
	}
	way := w.outlineOf(a).finishWay(f.plan, &f.best, nil)
	out.missing = missingOf(way.Steps)
	out.credits, out.items, out.found, out.finish = f.best.credits, f.best.items, true, f
	out.proven = f.proven && a.proven && !e.prog.met
	return out
}

// fromNow asks about the pieces that lie in one window with what is taken now.
func (w *stackWriter) fromNow(p int32, years int) (*stackAnswer, bool) {
	a := w.askOf(w.c.state, p, w.spentFor(p))
	a.priced = w.ix.list[p].looks
	a.from, a.to = w.q.AsOf.AddYears(-years), w.q.AsOf
	answer, err := w.solve(a)
	return answer, err == nil && answer.sol != nil && answer.verdict != audit.Complete
}
