package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
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
	best          finishWay
	// others are the next best, each without some item of those before.
	others []finishWay
	plan   *finishPlan
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

// findFinish looks for the least, first among the items of the catalogue, and
// where these are not enough with courses that nobody lists.
func (e *evaluation) findFinish(sol *programSolution) *finish {
	before := e.results
	e.results = sol.under
	defer func() { e.results = before }()
	out := &finish{}
	for _, try := range []struct{ unlisted, parts bool }{{false, true}, {false, false}, {true, true}, {true, false}} {
		plan := e.planFinish(sol, try.unlisted, try.parts)
		if plan == nil {
			return out
		}
		done, q, err := e.solveFinish(sol, plan)
		if err != nil {
			return out
		}
		if done.Answer == nil {
			if done.Impossible {
				continue
			}
			return out
		}
		way, ok := e.wayOfFinish(plan, q, done.Answer)
		if !ok {
			continue // whole courses are too large for some limit
		}
		out.plan, out.found, out.proven, out.best = plan, true, done.Proven, way
		if !out.proven && !sol.doublesUp() {
			if less := e.trim(plan, way, sol.answer.Bound); less.compare(&way) < 0 {
				out.best = less
			}
			out.proven = out.best.credits.Cmp(sol.answer.Bound) <= 0
		}
		if out.proven && !e.figures {
			out.others = e.otherWays(plan, &out.best, done.Steps)
		}
		return out
	}
	return out
}

// solveFinish solves a plan. Where the fewest items are hard to prove, the least
// credit is proven alone; often it is known beforehand, as what no placement can
// leave.
func (e *evaluation) solveFinish(sol *programSolution, plan *finishPlan) (audit.Finish, *audit.Question, error) {
	q := plan.question
	done, err := e.auditor().Finish(q)
	if err != nil || done.Proven || done.Impossible || done.Answer != nil && plan.reaches(sol, q, done.Answer) {
		done.Proven = err == nil && done.Answer != nil
		return done, q, err
	}
	coarse := plan.coarse()
	again, err := e.auditor().Finish(coarse)
	if err != nil || again.Answer == nil || done.Answer != nil && plan.credits(coarse, again.Answer).Cmp(plan.credits(q, done.Answer)) >= 0 {
		done.Proven = err == nil && again.Proven
		return done, q, nil
	}
	return again, coarse, nil
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
	return !sol.doublesUp() && p.credits(q, a).Cmp(sol.answer.Bound) <= 0
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

func (e *evaluation) wayWith(plan *finishPlan, bundles []int) (finishWay, bool) {
	w := finishWay{bundles: bundles, whole: plan.whole(bundles)}
	for g, b := range bundles {
		from := &plan.groups[g].bundles[b]
		w.credits, w.items = w.credits.Add(from.price), w.items+from.count
	}
	w.items += plan.inPool(&w)
	w.answer = e.auditor().Place(plan.taken(w.whole))
	return w, w.answer != nil
}

// maxSpared bounds the courses that are tried to be left out.
const maxSpared = 64

// spare leaves out courses that the credit that any course gives can stand for,
// and returns the way with all of that credit.
func (e *evaluation) spare(plan *finishPlan, way finishWay, pool []int) (finishWay, credit.Amount) {
	bundles := slices.Clone(way.bundles)
	var sum credit.Amount
	for _, g := range pool {
		bundles[g] = 1
		sum = sum.Add(plan.groups[g].bundles[1].price)
	}
	tries := 0
	for g := range bundles {
		for bundles[g] > 0 && tries < maxSpared && !slices.Contains(pool, g) {
			less := slices.Clone(bundles)
			less[g]--
			tries++
			if !e.auditor().Holds(plan.taken(plan.whole(less))) {
				break
			}
			bundles = less
		}
	}
	if out, ok := e.wayWith(plan, bundles); ok {
		return out, sum
	}
	return way, credit.Amount{}
}

// whole are the future items of a choice of bundles.
func (p *finishPlan) whole(bundles []int) map[int]bool {
	out := map[int]bool{}
	for g, b := range bundles {
		for _, k := range p.groups[g].bundles[b].whole {
			out[k] = true
		}
	}
	return out
}

// maxTrims bounds the tries to take less of what any course gives.
const maxTrims = 8

// trim takes less of the credit that any course gives, down to what nothing can
// be less than, where the search ended before it was proven.
func (e *evaluation) trim(plan *finishPlan, way finishWay, floor credit.Amount) finishWay {
	var pool []int
	var sum credit.Amount
	for g := range plan.groups {
		if f := &plan.futures[plan.groups[g].members[0]]; f.pooled && f.leaf == "" {
			pool = append(pool, g)
			sum = sum.Add(plan.groups[g].bundles[way.bundles[g]].price)
		}
	}
	if len(pool) == 0 {
		return way
	}
	way, sum = e.spare(plan, way, pool)
	off := way.credits.Sub(floor)
	for range maxTrims {
		off = credit.Min(off, sum)
		if off.Sign() <= 0 {
			break
		}
		bundles, left := slices.Clone(way.bundles), sum.Sub(off)
		for _, g := range slices.Backward(pool) { // the greatest first
			bundles[g] = 0
			if price := plan.groups[g].bundles[1].price; price.Cmp(left) <= 0 {
				bundles[g], left = 1, left.Sub(price)
			}
		}
		if less, ok := e.wayWith(plan, bundles); ok && left.IsZero() {
			return less
		}
		off = credit.Frac(1, plan.grain).Mul(credit.Int(off.Div(credit.Int(2)).Mul(credit.Int(plan.grain)).Floor()))
	}
	return way
}

// inPool is how many courses the credit is that nobody has divided into courses:
// of each leaf by itself.
func (p *finishPlan) inPool(w *finishWay) int {
	sum := map[string]credit.Amount{}
	for k := range w.whole {
		if f := &p.futures[k]; f.pooled {
			sum[f.leaf] = sum[f.leaf].Add(f.cost)
		}
	}
	count := 0
	for _, s := range sum {
		count += int(s.Div(p.e.s.typical[p.e.recvIdx]).Ceil())
	}
	return count
}

// waySteps is what the search for further ways may take in all.
const waySteps = 400

// otherWays finds the next best ways: every other one does without some item of
// each way before.
func (e *evaluation) otherWays(plan *finishPlan, best *finishWay, steps int) []finishWay {
	type open struct {
		way    finishWay
		banned []int
	}
	list := []open{{*best, nil}}
	var out []finishWay
	left, solves := waySteps, 0
	for len(list) > 0 && len(out) < waysShown {
		slices.SortStableFunc(list, func(a, b open) int { return a.way.compare(&b.way) })
		next := list[0]
		list = list[1:]
		if !slices.ContainsFunc(out, func(w finishWay) bool { return slices.Equal(w.bundles, next.way.bundles) }) {
			out = append(out, next.way)
		}
		for g, b := range next.way.bundles {
			if b == 0 || plan.groups[g].fixed || solves >= maxFinishSolves || steps > left {
				continue
			}
			banned := append(slices.Clone(next.banned), g)
			solves++
			q := plan.without(banned, max(left, 1))
			done, err := e.auditor().Finish(q)
			left -= done.Steps
			if err != nil || done.Answer == nil || !done.Proven {
				continue
			}
			if way, ok := e.wayOfFinish(plan, q, done.Answer); ok {
				list = append(list, open{way, banned})
			}
		}
	}
	return out[1:]
}

// maxFinishSolves bounds the searches for further ways.
const maxFinishSolves = 12

func (w *finishWay) compare(o *finishWay) int {
	if c := w.credits.Cmp(o.credits); c != 0 {
		return c
	}
	return w.items - o.items
}

// estimateIsLeast reports whether the estimate is the least already, so that
// nothing has to be searched. Every requirement that lacks something lacks items
// alone, from lists that have no item in common and enough of them; they are of
// one scope, without shares, so that no future item serves two of them, and no
// limit stands above one. So any set that completes the program has for each of
// them as many items as it lacks, and those counted, the smallest, do complete
// it: minima and totals are reached without them.
func (e *evaluation) estimateIsLeast(sol *programSolution) bool {
	tree, part := sol.tree, &sol.answer.Parts[0]
	if !sol.proven || !sol.answer.Bound.Equal(sol.answer.Remaining) || tree.MaxUses > 0 || len(tree.Shares) > 0 || len(sol.question.Caps) > 0 {
		return false
	}
	limited := slices.ContainsFunc(tree.Record, limits)
	seen, scope := map[int32]bool{}, -1
	for i := range tree.Nodes {
		n, a := &tree.Nodes[i], &part.Nodes[i]
		for k := range a.Conditions {
			if !a.Conditions[k].Holds {
				return false
			}
		}
		if n.Kind != view.Take || takeHolds(n, a) {
			continue
		}
		if limited || n.Free || n.Distinct > 0 || n.Credits.Cmp(a.Credits) > 0 || scope >= 0 && n.Scope != scope || limitedAbove(tree, i) {
			return false
		}
		scope = n.Scope
		if !e.enoughApart(tree, i, n.Items-a.Items, seen) {
			return false
		}
	}
	return true
}

// takeHolds reports whether a leaf lacks nothing.
func takeHolds(n *view.Node, a *audit.NodeAnswer) bool {
	return a.Items >= n.Items && a.Distinct >= n.Distinct && a.Credits.Cmp(n.Credits) >= 0
}

func limits(c view.Condition) bool {
	return c.Measure == view.AtMostItems || c.Measure == view.AtMostCredits
}

func limitedAbove(tree *view.Tree, at int) bool {
	for ; at >= 0; at = tree.Nodes[at].Parent {
		if slices.ContainsFunc(tree.Nodes[at].Conditions, limits) {
			return true
		}
	}
	return false
}

// enoughApart reports whether the catalogue has enough items for a leaf, none of
// which another one could use.
func (e *evaluation) enoughApart(tree *view.Tree, at, lack int, seen map[int32]bool) bool {
	f := openFits{e: e, tree: tree, at: at, sure: func(int) bool { return true }}
	list := f.of()
	if list == nil || !list.all {
		return false
	}
	enough := 0
	for _, x := range list.list {
		if seen[x.item] || x.size.Sign() <= 0 {
			return false
		}
		seen[x.item] = true
	}
	f.each(list, func(fit, *requirement.Piece) bool { enough++; return enough < lack })
	return enough >= lack
}
