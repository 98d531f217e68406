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
	if s.soft {
		s.shareOut()
	}
	for at := range m.nodes {
		s.weighNode(int32(at))
	}
	root := int32(len(m.nodes)) - 1
	total := s.hard[root]
	if s.soft {
		total = s.cheap[root]
	}
	for r := range m.rows {
		if k := m.rows[r].kind; k == limit || k == objectiveRow && s.active {
			total += s.mult[r] * m.rows[r].rhs
		}
	}
	return total
}

// shareOut gives every node its part of the price of one unit of cost: where
// several causes of cost combine by maximum they share the price.
func (s *search) shareOut() {
	m := s.m
	s.price[len(m.nodes)-1] = s.lambda
	for at := len(m.nodes) - 1; at >= 0; at-- {
		n := &m.nodes[at]
		rest := s.price[at]
		for r := n.rowsFrom; r < n.rowsTo; r++ {
			s.rowPrice[r] = s.takeShare(&rest, s.mult[r], m.rows[r].unit)
		}
		for _, c := range m.kids[n.sum:n.to] {
			t := &m.nodes[c]
			var need int64
			if t.rowItems >= 0 {
				need += ceilDiv(s.mult[t.rowItems], m.rows[t.rowItems].unit)
			}
			if t.rowCr >= 0 {
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
		s.hard[at] = plus(s.hard[at], s.mult[r]*m.rows[r].rhs)
		extra += s.weighMinimum(r)
	}
	for r := n.cutsFrom; r < n.cutsTo; r++ {
		s.hard[at] = plus(s.hard[at], s.mult[r]*m.rows[r].rhs)
	}
	if s.soft {
		s.cheap[at] = s.settle(at, plus(s.cheap[at], extra))
	}
	if s.st.status[at] == unmet {
		s.hard[at] = infinite
	}
}

// weighMinimum weighs a minimum that may lack k units, which costs k times the
// unit less the offset: the least is at no, one or every unit.
func (s *search) weighMinimum(r int32) int64 {
	w := &s.m.rows[r]
	price := s.rowPrice[r] * s.m.wRemain
	one := price*(w.unit-w.offset) + s.mult[r]*(w.rhs-1)
	every := price * (w.unit*w.rhs - w.offset)
	return min(s.mult[r]*w.rhs, s.rowPrice[r]*s.m.wUnmet+min(one, every))
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

// least adds the k smallest weights of the children; wanted ones are among them.
func (s *search) least(n *mnode, weight []int64) int64 {
	sum, k := int64(0), n.k
	s.order = s.order[:0]
	for _, c := range s.m.kids[n.from:n.to] {
		if s.st.status[c] == wanted {
			sum = plus(sum, weight[c])
			k--
			continue
		}
		s.order = insert(s.order, weight[c])
	}
	if int(k) > len(s.order) {
		return infinite
	}
	for i := range max(k, 0) {
		sum = plus(sum, s.order[i])
	}
	return sum
}

// insert puts v into an ascending list.
func insert(list []int64, v int64) []int64 {
	list = append(list, v)
	for i := len(list) - 1; i > 0 && list[i-1] > v; i-- {
		list[i], list[i-1] = list[i-1], v
	}
	return list
}

// weighTake weighs a leaf. Missing d credits of work costs d and a charge, and
// asks for that much less; the least over d is at a corner.
func (s *search) weighTake(at int32) {
	m := s.m
	n := &m.nodes[at]
	var li, ni, lc, nc, unit, offset int64
	unit = 1
	if n.rowItems >= 0 {
		li, ni = s.mult[n.rowItems], m.rows[n.rowItems].rhs
	}
	if n.rowCr >= 0 {
		lc, nc = s.mult[n.rowCr], m.rows[n.rowCr].rhs
		unit, offset = m.rows[n.rowCr].unit, m.rows[n.rowCr].offset
	}
	s.order = s.order[:0]
	for r := n.clsFrom; r < n.clsTo; r++ {
		s.order = insert(s.order, s.mult[r])
	}
	cls := int64(0)
	short := int64(n.distinct) - int64(len(s.order)) // classes that nobody has
	for i := range min(int(n.distinct), len(s.order)) {
		cls += s.order[i]
	}
	s.hard[at] = li*ni + lc*nc + cls
	if short > 0 {
		s.hard[at] = infinite
	}
	if !s.soft {
		return
	}
	price := s.inner[at]
	wr := price * m.wRemain
	// With d = 0 and the charge paid; offset may make even that cheaper.
	best := li*ni + lc*nc + cls
	corner := func(d int64) {
		w := wr * d
		w += lc * max(0, nc-ceilDiv(d, unit))
		w += li * max(0, ni-ceilDiv(d, m.typical))
		gone := ceilDiv(d, m.typical)
		for i := range min(int64(n.distinct), int64(len(s.order))) {
			if i < int64(n.distinct)-gone {
				w += s.order[i]
			}
		}
		best = min(best, w)
	}
	corner(nc * unit)
	corner(ni * m.typical)
	for k := range n.distinct {
		corner(int64(k+1) * m.typical)
	}
	s.cheap[at] = best + price*m.wUnmet - wr*offset
}
