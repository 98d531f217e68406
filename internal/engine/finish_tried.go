package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine/audit"
)

// A way is tried on the record where the rules of the record, or exclusions, speak of
// what it takes: no piece says what becomes of these then.

// doubts are the items of the best way that the rules of the record speak of,
// where it does not complete the program.
func (e *evaluation) doubts(f *finish) []int32 {
	if !f.found || e.completes(f.plan, &f.best) {
		return nil
	}
	return e.entangled(f.plan, &f.best)
}

func (e *evaluation) entangled(plan *finishPlan, w *finishWay) (out []int32) {
	for k := range plan.futures {
		if item := plan.futures[k].item; w.whole[k] && item >= 0 && e.spokenOf(item) {
			out = append(out, item)
		}
	}
	return out
}

// completes reports whether the record with everything that a way takes completes
// the program. Where no rule speaks of any of it, or nobody knows what is taken, it
// is taken for granted.
func (e *evaluation) completes(plan *finishPlan, w *finishWay) bool {
	var items []int32
	for k := range plan.futures {
		f := &plan.futures[k]
		if !w.whole[k] {
			continue
		}
		if f.item < 0 {
			return true
		}
		items = append(items, f.item)
	}
	if len(e.entangled(plan, w)) == 0 && len(items)+len(plan.owed) > 0 {
		return true
	}
	sol, err := e.taking(items).solveResults()
	return err == nil && sol.answer.Verdict == audit.Complete
}

// spokenOf reports whether a rule that the record touches awards an item or asks
// for it, the record brings it, or the receiver excludes it beside others.
func (e *evaluation) spokenOf(item int32) bool {
	same := func(id catalog.ItemID) bool { return id != "" && e.isSame(&e.s.items[item], id) }
	return slices.ContainsFunc(e.lines, func(l line) bool { return l.item >= 0 && same(e.s.items[l.item].ID) }) || e.ruled(item) ||
		len(e.s.excludedBy(&e.s.items[item])) > 0
}

// ruled reports whether a rule that the record touches awards an item or asks for it.
func (e *evaluation) ruled(item int32) bool {
	same := func(id catalog.ItemID) bool { return id != "" && e.isSame(&e.s.items[item], id) }
	asks := func(x *agreement.Expr) bool { return x != nil && anyItem(x, same) }
	return slices.ContainsFunc(e.touched, func(ri int32) bool {
		r := e.s.rules[ri].Rule
		return asks(r.When) || asks(r.HoldUntil) || r.VoidIf != nil && slices.ContainsFunc(r.VoidIf.Items, same) ||
			slices.ContainsFunc(r.Awards, func(a agreement.Award) bool { return same(a.Item) })
	})
}

func anyItem(x *agreement.Expr, f func(catalog.ItemID) bool) bool {
	return f(x.Item) || slices.ContainsFunc(x.Parts(), func(p agreement.Expr) bool { return anyItem(&p, f) })
}
