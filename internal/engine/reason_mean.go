package engine

import (
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
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
		below := o.belowNode(at)
		mean, known := o.meanOf(below.could, c.Set)
		if !known || mean.Cmp(c.Amount) >= 0 {
			continue
		}
		var names []string
		for _, piece := range below.could {
			if !below.used[piece] && o.sol.question.Items[piece].Graded {
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

// belowPieces are what the leaves at and below a node could use, and which of it is used
// there.
type belowPieces struct {
	could []int
	used  []bool // by piece
	// sums are the grade points and credits of what is used, by set.
	sums map[int]*gradeSum
}

// gradeSum adds up what enters a grade point average.
type gradeSum struct{ points, credits credit.Amount }

func (g *gradeSum) add(it *audit.Item) {
	g.points, g.credits = g.points.Add(it.Points.Mul(it.Credits)), g.credits.Add(it.Credits)
}

func (g *gradeSum) mean() (mean credit.Amount, known bool) {
	if g.credits.IsZero() {
		return mean, false
	}
	return g.points.Div(g.credits), true
}

// belowNode finds it once a node: every piece that is left over asks.
func (o *outline) belowNode(at int) *belowPieces {
	if known := o.belowByNode[at]; known != nil {
		return known
	}
	out := &belowPieces{used: make([]bool, len(o.tree.Pieces)), sums: map[int]*gradeSum{}}
	seen := make([]bool, len(o.tree.Pieces))
	var walk func(i int)
	walk = func(i int) {
		n := &o.tree.Nodes[i]
		if n.Kind == view.Take {
			for piece := range o.tree.Pieces {
				seen[piece] = seen[piece] || o.tree.Sets[n.Set].Yes.Has(piece)
			}
			for _, list := range [][]int32{o.part.Nodes[i].Uses, o.part.Nodes[i].Extra} {
				for _, piece := range list {
					out.used[piece] = true
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
			out.could = append(out.could, piece)
		}
	}
	if o.belowByNode == nil {
		o.belowByNode = map[int]*belowPieces{}
	}
	o.belowByNode[at] = out
	return out
}

// usedSum adds up what is used below a node and in a set, -1 for all.
func (o *outline) usedSum(at, set int) *gradeSum {
	b := o.belowNode(at)
	if b.sums[set] == nil {
		sum := &gradeSum{}
		for _, piece := range b.could {
			if b.used[piece] && o.averaged(piece, set) {
				sum.add(&o.sol.question.Items[piece])
			}
		}
		b.sums[set] = sum
	}
	return b.sums[set]
}

// averaged reports whether a piece enters the average of a set.
func (o *outline) averaged(piece, set int) bool {
	return o.sol.question.Items[piece].Graded && (set < 0 || o.tree.Sets[set].Yes.Has(piece))
}

// meanOf is the mean of grade points by credits of pieces in a set, -1 for all.
func (o *outline) meanOf(list []int, set int) (mean credit.Amount, known bool) {
	var sum gradeSum
	for _, piece := range list {
		if o.averaged(piece, set) {
			sum.add(&o.sol.question.Items[piece])
		}
	}
	return sum.mean()
}
