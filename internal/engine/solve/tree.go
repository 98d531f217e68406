package solve

// The tree side of the bound: the least that the requirements ask for, weighed
// with the multipliers of the rows.

// infinite is the weight of what cannot hold.
const infinite = int64(1) << 60

func plus(a, b int64) int64 { return min(a+b, infinite) }

// asked returns the least weight of the tree: over all choices of branches and,
// where the cost may be positive, all shortfalls, cost times lambda plus what
// the rows ask for. It also leaves in s.ask what each row asks for at that
// least.
func (s *search) asked() int64 {
	m := s.m
	s.settlePrices()
	if s.soft {
		s.shareOut()
	}
	for at := range m.nodes {
		s.weighNode(int32(at))
	}
	root := m.root()
	total := s.hard[root]
	if s.soft {
		total = s.cheap[root]
	}
	for r := range m.rows {
		if k := m.rows[r].kind; k == limit || k == objectiveRow && s.active {
			total = plus(total, s.rowWeight(int32(r)))
		}
	}
	return total
}

// shareOut gives every node its part of the price of one unit of cost: where
// several causes of cost combine by maximum they share the price, where they add
// up each has all of it.
func (s *search) shareOut() {
	m := s.m
	s.price[m.root()] = s.lambda
	for at := len(m.nodes) - 1; at >= 0; at-- {
		n := &m.nodes[at]
		rest := s.price[at]
		for r := n.rowsFrom; r < n.rowsTo; r++ {
			s.rowPrice[r] = s.takeShare(&rest, s.mult[r], m.rows[r].unit)
		}
		for _, c := range m.kids[n.sum:n.to] {
			t := &m.nodes[c]
			var need int64
			if t.rowItems != none {
				need += ceilDiv(s.mult[t.rowItems], m.rows[t.rowItems].unit)
			}
			if t.rowCr != none {
				need += ceilDiv(s.mult[t.rowCr], m.rows[t.rowCr].unit)
			}
			s.price[c] = s.takeShare(&rest, need, 1)
		}
		s.inner[at] = rest
		for _, c := range m.kids[n.from:n.sum] {
			s.price[c] = rest
		}
	}
}

func (s *search) takeShare(rest *int64, mult, unit int64) int64 {
	if s.adds {
		return *rest // each adds its own cost
	}
	if s.m.wRemain == 0 {
		return 0
	}
	share := min(*rest, ceilDiv(mult, unit*s.m.wRemain))
	*rest -= share
	return share
}

// weighNode computes the weight of a node where it must hold (hard) and where
// it may cost something (cheap).
func (s *search) weighNode(at int32) {
	m := s.m
	n := &m.nodes[at]
	switch n.kind {
	case Fixed:
		s.hard[at], s.cheap[at] = 0, 0
		if !n.holds {
			s.hard[at], s.cheap[at] = infinite, s.price[at]*n.fixedCost
		}
		return
	case Take:
		s.weighTake(at)
		if s.adds && n.rowsFrom < n.rowsTo {
			s.cheap[at] = min(s.cheap[at], s.hard[at]) // only its minima may lack
		}
	case All:
		s.hard[at], s.cheap[at] = 0, 0
		for _, c := range m.kids[n.from:n.to] {
			s.hard[at] = plus(s.hard[at], s.hard[c])
			s.cheap[at] = plus(s.cheap[at], s.cheap[c])
		}
	case Choose:
		s.hard[at] = s.least(n, s.hard)
		s.cheap[at] = s.least(n, s.cheap)
	}
	extra := int64(0)
	for r := n.rowsFrom; r < n.rowsTo; r++ {
		s.hard[at] = plus(s.hard[at], s.rowWeight(r))
		extra += s.weighMinimum(r)
	}
	if s.soft {
		s.cheap[at] = s.settle(at, plus(s.cheap[at], extra))
	}
	if s.st.status[at] == unmet {
		s.hard[at] = infinite
	}
}

// settle adds the charge for not holding, according to the status.
func (s *search) settle(at int32, unmetWeight int64) int64 {
	charge := s.m.nodes[at].charge
	switch s.st.status[at] {
	case wanted:
		return s.hard[at]
	case unmet:
		return plus(unmetWeight, s.price[at]*charge)
	}
	return min(s.hard[at], plus(unmetWeight, s.price[at]*charge))
}
