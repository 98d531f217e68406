package solve

import "slices"

// cost is the exact cost of the tree when the rows get s.got: 0 exactly when
// the root is satisfied.
func (s *search) cost() int64 { return s.costs(s.adds) }

// costs is the cost with what combines by maximum added up, or not.
func (s *search) costs(adds bool) int64 {
	for at := range s.m.nodes {
		s.nodeCost[at] = s.costOf(int32(at), adds)
	}
	return s.nodeCost[s.m.root()]
}

func (s *search) costOf(at int32, adds bool) int64 {
	m := s.m
	n := &m.nodes[at]
	var c int64
	switch n.kind {
	case Fixed:
		if n.holds {
			return 0
		}
		return n.fixedCost
	case Take:
		c = s.costOfTake(n)
	case All:
		for _, k := range m.kids[n.from:n.sum] {
			c += s.nodeCost[k]
		}
		for _, k := range m.kids[n.sum:n.to] {
			c = together(c, s.nodeCost[k], adds)
		}
	case Choose:
		s.order = s.order[:0]
		for _, k := range m.kids[n.from:n.to] {
			s.order = append(s.order, s.nodeCost[k])
		}
		slices.Sort(s.order)
		for i := range n.k {
			c += s.order[i]
		}
	}
	for r := n.rowsFrom; r < n.rowsTo; r++ {
		if d := s.lacks(r); d > 0 {
			c = together(c, m.wUnmet+m.wRemain*d, adds)
		}
	}
	if c > 0 {
		c += n.charge
	}
	return c
}

// together combines two costs that the same credit can serve.
func together(a, b int64, adds bool) int64 {
	if adds {
		return a + b
	}
	return max(a, b)
}

// hidesAny reports whether a cost can hide another one at or below the nodes.
func (p *Problem) hidesAny(tops []int32) bool {
	for _, at := range tops {
		n := &p.Nodes[at]
		for _, c := range n.Conditions {
			if c.Measure == AtLeastItems || c.Measure == AtLeastCredits {
				return true
			}
		}
		for _, c := range n.Children {
			if k := &p.Nodes[c]; n.Kind == All && k.Kind == Take && k.Free {
				return true
			}
		}
		if p.hidesAny(n.Children) {
			return true
		}
	}
	return false
}

func (s *search) costOfTake(n *mnode) int64 {
	var d int64
	if n.rowItems != none {
		d = max(d, s.lacks(n.rowItems))
	}
	if n.rowCr != none {
		d = max(d, s.lacks(n.rowCr))
	}
	classes := int64(0)
	for r := n.clsFrom; r < n.clsTo; r++ {
		if s.got[r] > 0 {
			classes++
		}
	}
	d = max(d, (int64(n.distinct)-classes)*n.typical)
	if d == 0 {
		return 0
	}
	return s.m.wUnmet + s.m.wRemain*d
}

// lacks is the remaining work of a row.
func (s *search) lacks(r int32) int64 {
	w := &s.m.rows[r]
	if s.got[r] >= w.rhs {
		return 0
	}
	return (w.rhs-s.got[r])*w.unit - w.offset
}

// tally computes s.got of the placement in s.pick and s.chosen.
func (s *search) tally() {
	fill(s.got, 0)
	for i := range int32(len(s.m.items)) {
		if s.available(i) {
			s.addPicked(i, s.got)
		}
	}
}

// value is the exact value of the objective at s.pick, after s.cost.
func (s *search) value() int64 {
	m := s.m
	var v int64
	if m.aim.credit > 0 {
		v += m.aim.credit * s.owedCredit()
	}
	for at := range m.slots {
		if m.aim.uses > 0 && s.available(m.slots[at].item) {
			v -= m.aim.uses * int64(m.pats[s.pick[at]].uses)
		}
	}
	for g := range m.groups {
		v -= m.aim.bundle * m.groups[g].cost[s.chosen[g]]
	}
	return v
}

// available reports whether the chosen bundles hold the item.
func (s *search) available(i int32) bool {
	g := s.m.inGroup[i]
	return g == none || s.m.holds(&s.m.groups[g], int(s.chosen[g]), i)
}

// owedCredit is the credit of the items that owed leaves use in s.pick.
func (s *search) owedCredit() int64 {
	m := s.m
	fill(s.picked, false)
	s.markOwed(m.root())
	var sum int64
	for i, it := range m.items {
		if s.usedByOwed(int32(i)) {
			sum += m.p.Items[it].Credits
		}
	}
	return sum
}

func (s *search) usedByOwed(i int32) bool {
	m := s.m
	if !s.available(i) {
		return false
	}
	for v := m.first[i]; v < m.first[i+1]; v++ {
		q := &m.pats[s.pick[v]]
		for _, t := range m.used[q.uFrom:q.uTo] {
			at := m.takes[t]
			if s.picked[at] && !m.p.Nodes[m.nodes[at].origin].Free {
				return true
			}
		}
	}
	return false
}

// markOwed marks the leaves that are owed: of a choice the satisfied children,
// or where they are too few, the cheapest ones.
func (s *search) markOwed(at int32) {
	m := s.m
	n := &m.nodes[at]
	s.picked[at] = true
	kids := m.kids[n.from:n.to]
	if n.kind != Choose {
		for _, c := range kids {
			s.markOwed(c)
		}
		return
	}
	k := n.k
	for _, c := range kids {
		if s.nodeCost[c] == 0 {
			s.markOwed(c)
			k--
		}
	}
	for ; k > 0; k-- {
		s.markOwed(s.cheapestLeft(kids, s.nodeCost))
	}
}
