package engine

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// What ranks near misses is an estimate: what each requirement lacks by itself.
// What is said of those that are shown is looked for as in an audit: the courses
// that complete the program, with its limits, shares and minima, and with the
// credentials on the way. Where that ends early, the answer says "at most" of
// what was found, or "at least" of what plainly lacks.

// maxSettled bounds the near misses that are looked at so, in one query.
const maxSettled = 40

// settle makes what is said of a program true.
func (w *stackWriter) settle(p int32) {
	c := w.costs[p]
	if c == nil || c.settled || c.apply || c.answer == nil || c.answer.sol == nil {
		return
	}
	c.settled = true
	if c.answer.verdict == audit.Complete && len(c.earn) == 0 {
		return
	}
	if len(c.answer.prices) == 0 && len(c.fed) == 0 {
		w.settleOne(p, c)
		return
	}
	w.settleCrew(p, c)
}

// settleOne finds the least of a program that needs no credential.
func (w *stackWriter) settleOne(p int32, c *stackCost) {
	a := c.answer
	if years := w.ix.list[p].policy.SpanYears; years > 0 {
		var ok bool
		if a, ok = w.fromNow(p, years); !ok {
			w.atLeast(p, c)
			return
		}
	}
	e, sol := w.searched(a)
	if a == c.answer && e.estimateIsLeast(sol) && !e.prog.met {
		c.atMost = c.atMost || w.feedsLess(p, c.credits, c.items, nil)
		return
	}
	if w.settledCount++; w.settledCount > maxSettled {
		w.atLeast(p, c)
		return
	}
	f := e.findSettled(sol)
	if f == nil || !f.found {
		w.atLeast(p, c)
		return
	}
	c.atMost = !f.proven || !a.proven || e.prog.met || c.doubt || w.feedsLess(p, f.best.credits, f.best.items, nil)
	if !f.best.credits.Equal(c.credits) || f.best.items != c.items || a != c.answer {
		way := w.outlineOf(a).finishWay(f.plan, &f.best, nil)
		c.missing = missingOf(way.Steps)
	}
	c.credits, c.items = f.best.credits, f.best.items
}

// searched is an answer as the search for the least takes it.
func (w *stackWriter) searched(a *stackAnswer) (*evaluation, *programSolution) {
	e := *a.e
	e.solver, e.stop, e.figures = w.auditor, w.q.Stop, true
	sol := *a.sol
	sol.under = e.results
	return &e, &sol
}

// fromNow asks about the pieces that lie in one window with what is taken now.
func (w *stackWriter) fromNow(p int32, years int) (*stackAnswer, bool) {
	a := w.askOf(w.c.state, p, w.spentFor(p))
	a.priced = w.ix.list[p].looks
	a.from, a.to = w.q.AsOf.AddYears(-years), w.q.AsOf
	answer, err := w.solve(a)
	return answer, err == nil && answer.sol != nil && answer.verdict != audit.Complete
}

// maxSettledRounds bounds how often the least is looked for again, because a test
// looks at the result of another requirement.
const maxSettledRounds = 3

// findSettled finds the least; where tests look at results of the program, those
// that it has with what was found. nil says that they could not be settled.
func (e *evaluation) findSettled(sol *programSolution) *finish {
	for range maxSettledRounds {
		f := e.findFinish(sol)
		if !f.found || !e.prog.met {
			return f
		}
		results := map[string]requirement.Truth{}
		for i := range f.plan.tree.Nodes {
			if n := &f.plan.tree.Nodes[i]; !n.Made {
				results[n.Path] = f.best.answer.Parts[0].Nodes[i].Truth
			}
		}
		if sameTested(e.prog.tested(sol.results()), results, sol.under) {
			return f
		}
		sol.under = results
	}
	return nil
}

func sameTested(paths []string, a, b map[string]requirement.Truth) bool {
	return !slices.ContainsFunc(paths, func(p string) bool { return (a[p] == requirement.Yes) != (b[p] == requirement.Yes) })
}

// atLeast says of a near miss what it plainly lacks: no way to complete it can
// be less.
func (w *stackWriter) atLeast(p int32, c *stackCost) {
	e, sol := w.searched(c.plain)
	items, credits := e.plainlyLacks(sol)
	if !sol.doublesUp() && c.plain == c.answer && len(c.answer.prices) == 0 {
		credits = credit.Max(credits, sol.answer.Bound)
	}
	if w.feedsLess(p, credits, items, nil) {
		credits, items = credit.Amount{}, 1 // what a credential gives is not known here
	}
	if !credits.Equal(c.credits) {
		c.items = items
	}
	c.credits, c.atLeast, c.atMost = credits, true, false
}

// plainlyLacks is the most that one requirement which is owed in any case lacks
// when it may use everything that it accepts.
func (e *evaluation) plainlyLacks(sol *programSolution) (items int, credits credit.Amount) {
	items = 1
	part := e.part(sol.tree)
	for i := range sol.tree.Nodes {
		n := &sol.tree.Nodes[i]
		if n.Kind != view.Take || priced(n) || !owedAlways(sol.tree, i) {
			continue
		}
		lack, _ := lacks(sol.tree, &part, n)
		items = max(items, lack)
		if lack == 0 {
			continue
		}
		if fits := e.prog.fits[n.From]; fits != nil && fits.all && len(fits.list) > 0 && n.Credits.IsZero() {
			credits = credit.Max(credits, fits.list[0].size.Mul(credit.Int(int64(lack))))
		}
	}
	return items, credits
}

// missingOf are the steps of a way as what is missing.
func missingOf(steps []Step) []StackMissing {
	out := []StackMissing{}
	for i := range steps[:min(len(steps), maxMissing)] {
		s := &steps[i]
		out = append(out, StackMissing{Path: s.Path, Text: strings.TrimPrefix(s.Text, "Reach "), Words: s.reached(), Credits: s.Credits, Items: s.Items})
	}
	return out
}

// settleShown settles the near misses that are shown, and puts those in their
// place of which more lacks, or less.
func (w *stackWriter) settleShown(steps, reach *nearList, limit int) {
	for {
		slices.SortFunc(*steps, compareNear)
		slices.SortFunc(*reach, compareNear)
		list, at := steps, steps.unsettled(limit)
		if at < 0 {
			list, at = reach, reach.unsettled(limit)
		}
		if at < 0 {
			return
		}
		n := (*list)[at]
		*list = slices.Delete(*list, at, at+1)
		w.settle(n.program)
		n.cost.settled, n.placed = true, true
		n.left, n.items = w.common(n.program, n.cost.credits), n.cost.items
		switch {
		case n.items <= 1:
			*steps = append(*steps, n)
		case n.inReach():
			*reach = append(*reach, n)
		default:
			w.out.More++
		}
	}
}

// unsettled is the first of those shown that is not settled yet, or -1.
func (l nearList) unsettled(limit int) int {
	return slices.IndexFunc(l[:max(0, min(len(l), limit))], func(n nearProgram) bool { return !n.placed })
}
