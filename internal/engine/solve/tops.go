package solve

// Where the first goal counts the children of the root that lack something, and
// the next one what they lack, the two bound one another: an unmet child lacks at
// least a step of work and at most all that it asks for. What is proven of the
// work alone so bounds the number of children too, which the bound on both
// together, being linear, does not see.

// tops is what the model says of the children of the root.
type tops struct {
	// count says that the bounds hold: costs are a number of children and work.
	count bool
	most  int64 // work that one child may lack
	// leaves says that the children are leaves without minima: each lacks one
	// thing.
	leaves bool
	// floor is the work that any placement lacks, as far as it is known. Needs that
	// were rounded up to what the items can give lack whole units less the rounding:
	// units is what all lack in whole units, and each child takes at most the
	// rounding off it.
	floor, units, rounding int64
}

// floorOf is the least work that so many unmet children may lack.
func (t *tops) floorOf(n int64) int64 { return max(t.floor, t.units-n*t.rounding) }

// findTops reads them off the nodes; the grain is known.
func (m *model) findTops() {
	m.tops = tops{}
	root := &m.nodes[m.root()]
	alone := root.charge > 0
	if m.wTop <= m.wRemain || m.wRemain != 1 || m.wUnmet != 0 || !alone && (root.kind != All || root.sum < root.to || root.rowsFrom < root.rowsTo) {
		return
	}
	m.topWork = grow(m.topWork, len(m.nodes))
	for at := range m.nodes {
		n := &m.nodes[at]
		if n.kind == Fixed && !n.holds && n.fixedCost == n.charge {
			return // it lacks something that is no work
		}
		m.topWork[at] = m.mostOf(n)
		if n.charge > 0 {
			m.tops.most = max(m.tops.most, m.topWork[at])
		}
	}
	m.tops.count, m.tops.leaves = true, m.leavesOnly()
}

// leavesOnly reports whether what has a charge is a leaf without minima, and
// nothing else lacks anything.
func (m *model) leavesOnly() bool {
	for at := range m.nodes {
		n := &m.nodes[at]
		if n.rowsFrom < n.rowsTo || n.kind == Take && n.charge == 0 || n.kind != Take && n.charge > 0 {
			return false
		}
	}
	return true
}

// mostOf bounds the work that a node may lack, its children being known.
func (m *model) mostOf(n *mnode) int64 {
	var sum int64
	switch n.kind {
	case Fixed:
		if !n.holds {
			sum = n.fixedCost - n.charge
		}
	case Take:
		o := &m.p.Nodes[n.origin]
		sum = max(o.NeedCredits, o.NeedItems*n.typical, o.NeedDistinct*n.typical)
	default:
		for _, c := range m.kids[n.from:n.to] {
			sum += m.topWork[c]
		}
	}
	for r := n.rowsFrom; r < n.rowsTo; r++ {
		sum += m.rows[r].rhs * m.rows[r].unit
	}
	return sum
}

// belowTops is the greatest cost less than c that the bounds allow.
func (m *model) belowTops(c int64) int64 {
	t, work := c/m.wTop, c%m.wTop
	if w := work - m.grain.step; w >= max(t*m.grain.step, m.tops.floorOf(t)) {
		return t*m.wTop + w
	}
	t--
	if w := min(t*m.tops.most, m.wTop-1); w >= m.tops.floorOf(t) {
		return t*m.wTop + w
	}
	return none
}

// floorsOfWork finds what any placement of a part lacks at least, by the bound at
// the first node alone.
func (j *job) floorsOfWork(pt *part) {
	m := &j.v.m
	if found := m.tops; found.count && j.steps < j.budget {
		all := j.w
		j.w.remain, j.w.top = 1, 0
		found.floor = j.floorOfWork(pt, false)
		if found.rounding = m.rounding(); found.leaves && found.rounding > 0 {
			found.units = j.floorOfWork(pt, true)
		}
		j.w = all
		j.build(pt, aim{})
		m.tops = found
	}
}

// floorOfWork is the work that the bound proves; in whole units, needs count as
// they were rounded.
func (j *job) floorOfWork(pt *part, units bool) int64 {
	s := &j.v.s
	if !j.build(pt, aim{}) {
		return 0
	}
	if units {
		for r := range s.m.rows {
			s.m.rows[r].offset = 0
		}
	}
	fill(s.got, 0)
	s.soft, s.active, s.stop, s.rule = true, false, j.v.Stop, 0
	s.target = s.cost()
	s.prepare()
	s.steps, s.budget, s.found, s.exhausted = 0, s.stepCost, false, false
	s.walk(0)
	j.steps += s.steps
	if !s.exhausted && s.found {
		return s.bestCost
	}
	if units {
		return s.floor
	}
	return ceilDiv(s.floor, s.m.grain.step) * s.m.grain.step
}

// rounding is the most that rounding adds to the need of a leaf.
func (m *model) rounding() int64 {
	var most int64
	for _, at := range m.takes {
		if n := &m.nodes[at]; n.rowCr != none {
			most = max(most, m.rows[n.rowCr].offset)
		}
	}
	return most
}
