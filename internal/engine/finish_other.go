package engine

import (
	"slices"
)

// waySteps is what the search for further ways may take in all.
const waySteps = 400

// waysFound are more than are shown, because some read alike.
const waysFound = waysShown + 2

// maxFinishSolves bounds the searches for further ways.
const maxFinishSolves = 12

// otherWays finds the next best ways: every other one does without some item of
// each way before.
func (e *evaluation) otherWays(plan *finishPlan, best *finishWay, steps int) []finishWay {
	type open struct {
		way    finishWay
		banned []ban
	}
	list := []open{{*best, nil}}
	var out []finishWay
	left, solves := waySteps, 0
	for len(list) > 0 && len(out) < waysFound {
		slices.SortStableFunc(list, func(a, b open) int { return a.way.compare(&b.way) })
		next := list[0]
		list = list[1:]
		if !slices.ContainsFunc(out, func(w finishWay) bool { return slices.Equal(w.bundles, next.way.bundles) }) {
			out = append(out, next.way)
		}
		if len(out) == waysFound {
			break
		}
		for g, b := range next.way.bundles {
			if b == 0 || plan.groups[g].fixed || solves >= maxFinishSolves || steps > left {
				continue
			}
			leave := ban{g, -1}
			if plan.groups[g].rivals {
				leave.bundle = b
			}
			banned := append(slices.Clone(next.banned), leave)
			solves++
			q := plan.without(banned, max(left, 1))
			done, err := e.auditor().Finish(q)
			left -= done.Steps
			if err != nil || done.Answer == nil || !done.Proven && plan.credits(q, done.Answer).Cmp(best.credits) > 0 {
				continue // nobody knows whether another is shorter
			}
			if way, ok := e.wayOfFinish(plan, q, done.Answer); ok {
				list = append(list, open{way, banned})
			}
		}
	}
	return out[1:]
}

func (w *finishWay) compare(o *finishWay) int {
	if c := w.credits.Cmp(o.credits); c != 0 {
		return c
	}
	return w.items - o.items
}
