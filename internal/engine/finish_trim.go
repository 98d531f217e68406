package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
)

// maxSpared bounds the courses that are tried to be left out.
const maxSpared = 64

// maxTrims bounds the tries to take less of what any course gives.
const maxTrims = 8

// wayWith places a choice of bundles; false where it does not complete the program.
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
			less[g] = plan.groups[g].wholeBelow(bundles[g])
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

// wholeBelow is the next smaller choice of whole courses.
func (g *futureGroup) wholeBelow(b int) int {
	b--
	for g.bundles[b].part {
		b--
	}
	return b
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
	type pool struct {
		leaf string
		at   int32
	}
	sum := map[pool]credit.Amount{}
	for k := range w.whole {
		if f := &p.futures[k]; f.pooled {
			of := pool{f.leaf, f.at}
			sum[of] = sum[of].Add(f.cost)
		}
	}
	count := 0
	for _, s := range sum {
		count += int(s.Div(p.e.s.typical[p.e.recvIdx]).Ceil())
	}
	return count
}
