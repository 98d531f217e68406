package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// dues are what a node asks for in a way: whether it is out of reach, what is no
// item, items.
type dues [3]int

func (d dues) compare(o dues) int { return slices.Compare(d[:], o[:]) }

func (r *wayReader) dues(at int) dues {
	n := &r.plan.tree.Nodes[at]
	var out dues
	switch n.Kind {
	case view.Take:
		if !takeHolds(n, &r.nodes[at]) {
			out[0] = 1
		}
		out[2] = len(r.used(at))
	case view.Fixed:
		if r.plan.owed[at] {
			out[1] = 1
		} else if n.Truth != requirement.Yes {
			out[0] = 1
		}
	default:
	}
	var of []dues
	for _, c := range n.Children {
		of = append(of, r.dues(c))
	}
	k := len(of)
	switch n.Kind {
	case view.Any:
		k = 1
	case view.Choose:
		k = n.K
	default:
	}
	slices.SortFunc(of, dues.compare)
	if k > len(of) {
		out[0]++
	}
	for _, d := range of[:min(k, len(of))] {
		for i := range out {
			out[i] += d[i]
		}
	}
	return out
}

// used are the future items that a leaf uses.
func (r *wayReader) used(at int) []int {
	var out []int
	for _, list := range [][]int32{r.nodes[at].Uses, r.nodes[at].Extra} {
		for _, p := range list {
			if k := int(p) - r.plan.base; k >= 0 {
				if _, taken := r.group[k]; taken {
					out = append(out, k)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// have is how a leaf stands without the future items.
func (r *wayReader) have(at int) audit.NodeAnswer {
	n := &r.plan.tree.Nodes[at]
	var out audit.NodeAnswer
	classes := map[string]bool{}
	for _, list := range [][]int32{r.nodes[at].Uses, r.nodes[at].Extra} {
		for _, p := range list {
			if int(p) >= r.plan.base {
				continue
			}
			out.Items++
			out.Credits = out.Credits.Add(r.way.answer.Kept[p])
			if class := r.plan.tree.Pieces[p].Class(n.By); n.Distinct > 0 && class != "" {
				classes[class] = true
			}
		}
	}
	out.Distinct = len(classes)
	return out
}
