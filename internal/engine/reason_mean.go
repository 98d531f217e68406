package engine

import (
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// leftOut says which lines are not used because of a grade point average, and
// what the average with them would be: what is used holds the average, so that
// its two values alone would not tell.
func (o *outline) leftOut(at int) []Reason {
	var out []Reason
	n := &o.tree.Nodes[at]
	for i := range n.Conditions {
		c := &n.Conditions[i]
		if c.Measure != view.MeanAtLeast {
			continue
		}
		could, used := o.belowNode(at)
		mean, known := o.meanOf(could, c.Set)
		if !known || mean.Cmp(c.Amount) >= 0 {
			continue
		}
		var names []string
		for _, piece := range could {
			if !used[piece] && o.sol.question.Items[piece].Graded {
				names = append(names, lineName(&o.e.lines[o.sol.pieces.lines[piece][0]]))
			}
		}
		if len(names) == 0 {
			continue
		}
		r := because("requirement_gpa_low", wording.Of("reason.mean",
			"with everything that qualifies the grade point average is {mean}; {need} is needed, so this is left out: {names}",
			"mean", mean, "need", c.Amount, "names", strings.Join(names, ", ")))
		r.Have, r.Need = &Value{Text: mean.Decimal()}, &Value{Text: c.Amount.Decimal()}
		out = append(out, r.fix(betterGrades()))
	}
	return out
}

// belowNode lists the pieces that the leaves at and below a node could use, and
// tells which of them are used there.
func (o *outline) belowNode(at int) (could []int, used map[int]bool) {
	used = map[int]bool{}
	seen := map[int]bool{}
	var walk func(i int)
	walk = func(i int) {
		n := &o.tree.Nodes[i]
		if n.Kind == view.Take {
			for piece := range o.tree.Pieces {
				seen[piece] = seen[piece] || o.tree.Sets[n.Set].Yes.Has(piece)
			}
			for _, list := range [][]int32{o.part.Nodes[i].Uses, o.part.Nodes[i].Extra} {
				for _, piece := range list {
					used[int(piece)] = true
				}
			}
		}
		for _, c := range n.Children {
			walk(c)
		}
	}
	walk(at)
	for piece := range o.tree.Pieces {
		if seen[piece] {
			could = append(could, piece)
		}
	}
	return could, used
}

// meanOf is the mean of grade points by credits of pieces in a set, -1 for all.
func (o *outline) meanOf(list []int, set int) (mean credit.Amount, known bool) {
	var points, credits credit.Amount
	for _, piece := range list {
		it := &o.sol.question.Items[piece]
		if !it.Graded || set >= 0 && !o.tree.Sets[set].Yes.Has(piece) {
			continue
		}
		points, credits = points.Add(it.Points.Mul(it.Credits)), credits.Add(it.Credits)
	}
	if credits.IsZero() {
		return mean, false
	}
	return points.Div(credits), true
}
