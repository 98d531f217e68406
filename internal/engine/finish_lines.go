package engine

import (
	"maps"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// leftOfLines is what the best way takes for each requirement, by pointer: the
// numbers at single lines are parts of the total then, and one course that serves
// two of them is in both.
func (f *finish) leftOfLines() map[string]credit.Amount {
	p := f.plan
	used := make([]map[int]bool, len(p.tree.Nodes))
	out := map[string]credit.Amount{}
	for at := len(p.tree.Nodes) - 1; at >= 0; at-- {
		n := &p.tree.Nodes[at]
		used[at] = map[int]bool{}
		a := &f.best.answer.Parts[0].Nodes[at]
		for _, list := range [][]int32{a.Uses, a.Extra} {
			for _, piece := range list {
				if k := int(piece) - p.base; k >= 0 {
					used[at][k] = true
				}
			}
		}
		for _, c := range f.counted(at, used) {
			maps.Copy(used[at], used[c])
		}
		left := p.costOf(used[at])
		if n.Kind == view.Take && !asksItems(n) && len(n.Conditions) == 0 {
			left = credit.Min(left, credit.Max(n.Credits.Sub(f.had(at)), credit.Amount{}))
		}
		left = credit.Min(left, f.best.credits)
		if !n.Made {
			out[n.Pointer] = left
		}
	}
	return out
}

// counted are the children of a node that the way needs: of a choice as many as it
// asks for of those that hold, the cheapest.
func (f *finish) counted(at int, used []map[int]bool) []int {
	n := &f.plan.tree.Nodes[at]
	k := n.K
	switch n.Kind {
	case view.Any:
		k = 1
	case view.Choose:
	default:
		return n.Children
	}
	held := slices.DeleteFunc(slices.Clone(n.Children), func(c int) bool { return f.best.answer.Parts[0].Nodes[c].Truth != requirement.Yes })
	slices.SortStableFunc(held, func(a, b int) int { return f.plan.costOf(used[a]).Cmp(f.plan.costOf(used[b])) })
	return held[:min(k, len(held))]
}

func (p *finishPlan) costOf(used map[int]bool) credit.Amount {
	var sum credit.Amount
	for k := range used {
		sum = sum.Add(p.futures[k].cost)
	}
	return sum
}

// had is the credit that a leaf has in the best way without future items.
func (f *finish) had(at int) credit.Amount {
	var sum credit.Amount
	a := &f.best.answer.Parts[0].Nodes[at]
	for _, list := range [][]int32{a.Uses, a.Extra} {
		for _, piece := range list {
			if int(piece) < f.plan.base {
				sum = sum.Add(f.best.answer.Kept[piece])
			}
		}
	}
	return sum
}
