package solve

import "math"

// ask walks the tree from the root along the least weights and notes what each
// row asks for there: the direction in which the multipliers should move.
func (s *search) askRows() {
	m := s.m
	for r := range m.rows {
		s.ask[r] = 0
		if k := m.rows[r].kind; k == limit || k == objectiveRow && s.active {
			s.ask[r] = m.rows[r].rhs
		}
	}
	s.askNode(m.root(), s.soft)
}

func (s *search) askNode(at int32, soft bool) {
	m := s.m
	n := &m.nodes[at]
	if soft && (s.st.status[at] == wanted || s.st.status[at] == open && n.kind != Take && s.hard[at] <= s.cheap[at]) {
		soft = false
	}
	if s.st.status[at] == unmet {
		soft = true
	}
	for r := n.rowsFrom; r < n.rowsTo; r++ {
		if !soft || s.mult[r] <= s.rowPrice[r]*m.rows[r].unit*m.wRemain {
			s.ask[r] = m.rows[r].rhs
		}
	}
	switch n.kind {
	case All:
		for _, c := range m.kids[n.from:n.to] {
			s.askNode(c, soft)
		}
	case Choose:
		s.askChoose(n, soft)
	case Take:
		s.askTake(n, at, soft)
	}
}

func (s *search) askChoose(n *mnode, soft bool) {
	weight := s.hard
	if soft {
		weight = s.cheap
	}
	k := n.k
	kids := s.m.kids[n.from:n.to]
	for _, c := range kids {
		s.picked[c] = s.st.status[c] == wanted
		if s.picked[c] {
			k--
		}
	}
	for ; k > 0; k-- {
		s.picked[s.cheapestLeft(kids, weight)] = true
	}
	for _, c := range kids {
		if s.picked[c] {
			s.askNode(c, soft)
		}
	}
}

// cheapestLeft is the node that weighs least of those that are not picked.
func (s *search) cheapestLeft(nodes []int32, weight []int64) (best int32) {
	least := int64(math.MaxInt64)
	for _, c := range nodes {
		if !s.picked[c] && weight[c] < least {
			best, least = c, weight[c]
		}
	}
	return best
}

func (s *search) askTake(n *mnode, at int32, soft bool) {
	m := s.m
	wr := s.inner[at] * m.wRemain
	full := !soft || s.st.status[at] == wanted || s.st.status[at] == open && s.hard[at] <= s.cheap[at]
	if n.rowItems != none && (full || s.mult[n.rowItems] < wr*m.rows[n.rowItems].unit) {
		s.ask[n.rowItems] = m.rows[n.rowItems].rhs
	}
	if !full && n.rowCr != none && m.rows[n.rowCr].knap {
		s.ask[n.rowCr] = m.rows[n.rowCr].rhs - s.short[n.rowCr]
	} else if n.rowCr != none && (full || s.mult[n.rowCr] < wr*m.rows[n.rowCr].unit) {
		s.ask[n.rowCr] = m.rows[n.rowCr].rhs
	}
	// The cheapest classes ask for one item each.
	for range n.distinct {
		best, least := int32(none), int64(math.MaxInt64)
		for r := n.clsFrom; r < n.clsTo; r++ {
			if s.ask[r] == 0 && s.mult[r] < least {
				best, least = r, s.mult[r]
			}
		}
		if best != none && (full || least < wr*n.typical) {
			s.ask[best] = 1
		}
	}
}
