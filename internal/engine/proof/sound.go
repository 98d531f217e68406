package proof

import "slices"

// maxNumber bounds the numbers of a problem: no sum of them overflows.
const maxNumber = int64(1) << 44

// Sound reports whether the problem has the form that is described here: known
// kinds, numbers of nodes and items that there are, lists of the right length, a
// tree in which every node has one parent at most and comes before it, and no
// item in two alternatives.
func (p *Problem) Sound() bool {
	if p == nil || p.Items < 0 || len(p.Nodes) == 0 {
		return false
	}
	parent := make([]bool, len(p.Nodes))
	for i := range p.Nodes {
		n := &p.Nodes[i]
		if n.Kind > Take || n.Kind == Take && (len(n.Items) != p.Items || len(n.Children) > 0) {
			return false
		}
		for _, c := range n.Children {
			if c < 0 || c >= i || parent[c] {
				return false
			}
			parent[c] = true
		}
	}
	if slices.ContainsFunc(p.Pairs, func(a Pair) bool { return len(a.Items) != p.Items }) {
		return false
	}
	for it := range p.Items {
		in := 0
		for a := range p.Alternatives {
			if p.Alternatives[a].Has(it) {
				in++
			}
		}
		if in > 1 {
			return false
		}
	}
	return !slices.ContainsFunc(p.Rows, func(r Row) bool { return !r.sound(p) })
}

func (r *Row) sound(p *Problem) bool {
	about := r.Node >= 0 && r.Node < len(p.Nodes) || r.Node == -1 && r.Kind == Limit
	tooLarge := func(x int64) bool { return x > maxNumber || x < -maxNumber }
	return about && r.Kind <= Limit && len(r.Coef) == p.Items && !tooLarge(r.Amount) && !slices.ContainsFunc(r.Coef, tooLarge)
}
