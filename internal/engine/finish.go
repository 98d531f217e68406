package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
)

// What is said to remain is what completes the program: the least credit, and
// then the fewest items, of a set of future items whose addition to the record
// satisfies everything, with its limits, shares, scopes and minima. The search
// for the placement works with an estimate (what each requirement lacks by
// itself); here future items are placed with all others, and paid for. ADR 0006.

// finish is the least that completes a program.
type finish struct {
	// found says that something completes it; proven that nothing less does.
	found, proven bool
	// impossible says that nothing does, not even courses that nobody lists.
	impossible bool
	best       finishWay
	// others are the next best, each without some item of those before.
	others []finishWay
	// own is the least that the learner can do alone, where the best counts on
	// what is no item; nil where it does not, or where nothing was found.
	own  *finish
	plan *finishPlan
	// apart are items that were left out and have to be tried for themselves;
	// floor is what nothing can be less than, where the estimate does not say it.
	apart []int32
	// idle are items that could be earned once more, where that helps.
	idle  []int32
	floor *credit.Amount
}

// finishWay is one set of future items that completes the program, placed.
type finishWay struct {
	credits credit.Amount
	items   int
	// bundles are what is chosen of each group, whole the future items of it.
	bundles []int
	whole   map[int]bool
	answer  *audit.Answer
}

// finishSteps is what one search for the least may take.
const (
	finishSteps = 200
	coarseSteps = 500
)

// crewSteps is what the search for several programs may take more for each.
const crewSteps = 600

// A small search may take more steps, which cost little there: as many as make
// finishWork with its size, and no more than smallSteps.
const (
	finishWork = 400_000
	smallSteps = 2000
)

// finishSteps is what the search may take; size is the product of its future
// items and nodes.
func (e *evaluation) finishSteps(size int) int {
	steps := max(finishSteps, min(smallSteps, finishWork/max(size, 1)))
	if e.crew != nil {
		steps += crewSteps * len(e.crew.members)
	}
	return steps
}

// finishLimit is the largest product of future items and nodes that is searched.
const finishLimit = 1 << 16

// finishing finds the least that completes the program of a solution, once. nil
// means that the estimate stands.
func (e *evaluation) finishing(sol *programSolution) *finish {
	if sol.answer.Verdict == audit.Complete {
		return nil
	}
	end := sol.end()
	if !sol.finished {
		sol.finished = true
		if !e.estimateIsLeast(end) {
			sol.finish = e.findFinish(end)
		}
	}
	return sol.finish
}

// leastWith looks for the least, first among the items of the catalogue, and
// where these are not enough with courses that nobody lists.
func (e *evaluation) leastWith(sol *programSolution) *finish {
	before := e.results
	e.results = sol.under
	defer func() { e.results = before }()
	out := &finish{impossible: true}
	for _, try := range []struct{ unlisted, parts bool }{{false, true}, {false, false}, {true, true}, {true, false}} {
		plan := e.planFinish(sol, try.unlisted, try.parts)
		if plan == nil {
			out.impossible = false
			return out
		}
		out.apart, out.idle = plan.apart, plan.idle
		done, q, few, err := e.solveFinish(sol, plan)
		if err != nil {
			out.impossible = false
			return out
		}
		if out.impossible = out.impossible && done.Impossible; done.Answer == nil {
			if done.Impossible {
				continue
			}
			return out
		}
		way, ok := e.wayOfFinish(plan, q, done.Answer)
		if !ok {
			continue // whole courses are too large for some limit
		}
		if e.crew == nil || !done.Wide && !e.crew.widens() || e.crew.allows(plan.tree, way.answer) {
			e.keep(out, sol, plan, done, few, way)
		}
		return out
	}
	return out
}

// keep takes a way that was found, and looks for others.
func (e *evaluation) keep(out *finish, sol *programSolution, plan *finishPlan, done audit.Finish, few bool, way finishWay) {
	out.plan, out.found, out.proven, out.best = plan, true, done.Proven, way
	if !few && !sol.doublesUp() {
		if less := e.trim(plan, way, plan.floor); less.compare(&way) < 0 {
			out.best = less
		}
		out.proven = out.proven || out.best.credits.Cmp(plan.floor) <= 0
	}
	out.proven = out.proven && (!plan.cut || out.best.credits.Cmp(plan.floor) <= 0)
	if out.proven && !e.figures {
		out.others = e.otherWays(plan, &out.best, done.Steps)
	}
	if !e.figures && !e.strict && plan.optional() {
		out.own = e.ownFinish(sol)
	}
}

// solveFinish solves a plan. Where the fewest items are hard to prove (few is
// false), the least credit is proven alone; often it is known beforehand, as what
// no placement can leave.
func (e *evaluation) solveFinish(sol *programSolution, plan *finishPlan) (done audit.Finish, q *audit.Question, few bool, err error) {
	q = plan.question
	done, err = e.auditor().Finish(q)
	if err != nil || done.Proven || done.Impossible {
		return done, q, true, err
	}
	if done.Answer != nil && plan.reaches(sol, q, done.Answer) {
		done.Proven = true
		return done, q, false, nil
	}
	coarse := plan.coarse()
	again, err := e.auditor().Finish(coarse)
	if err != nil || again.Answer == nil || done.Answer != nil && plan.credits(coarse, again.Answer).Cmp(plan.credits(q, done.Answer)) >= 0 {
		done.Proven = err == nil && again.Proven
		return done, q, false, nil
	}
	return again, coarse, false, nil
}

// credits is what the bundles of an answer cost.
func (p *finishPlan) credits(q *audit.Question, a *audit.Answer) credit.Amount {
	var sum credit.Amount
	for g := range p.groups {
		sum = sum.Add(p.groups[g].bundles[p.bundleOf(q, g, a.Bundles[p.first+g])].price)
	}
	return sum
}

// reaches reports whether an answer costs what nothing can be less than.
func (p *finishPlan) reaches(sol *programSolution, q *audit.Question, a *audit.Answer) bool {
	return !sol.doublesUp() && p.credits(q, a).Cmp(p.floor) <= 0
}

// wayOfFinish reads a way, and places what it takes as the audit places what is
// there, so that it reads like the outline; false says that it does not complete
// the program with whole courses.
func (e *evaluation) wayOfFinish(plan *finishPlan, q *audit.Question, a *audit.Answer) (finishWay, bool) {
	bundles := slices.Clone(a.Bundles[plan.first:])
	for g := range bundles {
		bundles[g] = plan.bundleOf(q, g, bundles[g])
	}
	return e.wayWith(plan, bundles)
}
