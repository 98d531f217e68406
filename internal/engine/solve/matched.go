package solve

import "slices"

// solveMatched answers a part by a matching, and reports whether it could.
func (j *job) solveMatched(pt *part, r *result) bool {
	if j.aim.any() {
		return false
	}
	tops := pt.tops
	if n := &j.p.Nodes[tops[0]]; len(tops) == 1 && n.Kind == All && len(n.Conditions) == 0 && !j.tops[tops[0]] {
		tops = n.Children
	}
	k := &j.v.k
	if !k.begin(j.p, tops) {
		return false
	}
	if !k.all(tops) {
		if !j.p.ones(tops) || !k.begin(j.p, tops) {
			return false
		}
		r.cost = k.most(tops, j.costOfOne)
		r.floor, r.added = r.cost, r.cost
	}
	j.steps++
	k.uses(j.use)
	return true
}

// ones reports whether every node is a leaf that asks for one item.
func (p *Problem) ones(nodes []int32) bool {
	return !slices.ContainsFunc(nodes, func(at int32) bool {
		n := &p.Nodes[at]
		return n.Kind != Take || n.Free || n.NeedItems != 1 || n.NeedCredits > 0 || n.NeedDistinct > 0 || len(n.Conditions) > 0
	})
}

// costOfOne is the cost of a leaf that lacks its one item.
func (j *job) costOfOne(at int32) int64 {
	c := j.w.unmet + j.w.remain*j.p.typicalOf(&j.p.Nodes[at])
	if j.tops[at] {
		c += j.w.top
	}
	return c
}
