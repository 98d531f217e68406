package solve

import "slices"

// weighTake weighs a leaf. Missing d credits of work costs d and a charge, and
// asks for that much less; the least over d is at a corner.
func (s *search) weighTake(at int32) {
	m := s.m
	n := &m.nodes[at]
	var li, ni, lc, nc, unit, offset, full int64
	unit = 1
	if n.rowItems != none {
		li, ni = s.mult[n.rowItems], m.rows[n.rowItems].rhs
	}
	if n.rowCr != none {
		lc, nc = s.mult[n.rowCr], m.rows[n.rowCr].rhs
		unit, offset, full = m.rows[n.rowCr].unit, m.rows[n.rowCr].offset, s.rowWeight(n.rowCr)
	}
	s.order = s.order[:0]
	for r := n.clsFrom; r < n.clsTo; r++ {
		s.order = append(s.order, s.mult[r])
	}
	slices.Sort(s.order)
	cls := int64(0)
	short := int64(n.distinct) - int64(len(s.order)) // classes that nobody has
	for i := range min(int(n.distinct), len(s.order)) {
		cls += s.order[i]
	}
	s.hard[at] = plus(li*ni+cls, full)
	if short > 0 {
		s.hard[at] = infinite
	}
	if !s.soft {
		return
	}
	price := s.inner[at]
	wr := price * m.wRemain
	// With d = 0 and the charge paid; offset may make even that cheaper.
	best := plus(li*ni+cls, full)
	knap := n.rowCr != none && m.rows[n.rowCr].knap
	corner := func(d int64) {
		w := wr * d
		if knap {
			w = plus(w, s.reachOf(n.rowCr)[max(0, s.rest[n.rowCr]-ceilDiv(d, unit))])
		} else {
			w += lc * max(0, nc-ceilDiv(d, unit))
		}
		w += li * max(0, ni-ceilDiv(d, n.typical))
		gone := ceilDiv(d, n.typical)
		for i := range min(int64(n.distinct), int64(len(s.order))) {
			if i < int64(n.distinct)-gone {
				w += s.order[i]
			}
		}
		if w < best {
			best = w
			if knap {
				s.short[n.rowCr] = ceilDiv(d, unit)
			}
		}
	}
	if knap {
		s.short[n.rowCr] = 0
		for k := range s.rest[n.rowCr] {
			corner((k + 1) * unit)
		}
	}
	corner(nc * unit)
	corner(ni * n.typical)
	for k := range n.distinct {
		corner(int64(k+1) * n.typical)
	}
	s.cheap[at] = best + price*m.wUnmet - wr*offset
}

// weighMinimum weighs a minimum that may lack k units, which costs k times the
// unit less the offset: the least is at no, one or every unit.
func (s *search) weighMinimum(r int32) int64 {
	w := &s.m.rows[r]
	price := s.rowPrice[r] * s.m.wRemain
	if w.knap {
		return s.weighMinimumKnap(r, price)
	}
	one := price*(w.unit-w.offset) + s.mult[r]*(w.rhs-1)
	every := price * (w.unit*w.rhs - w.offset)
	return min(s.mult[r]*w.rhs, s.rowPrice[r]*s.m.wUnmet+min(one, every))
}

func (s *search) weighMinimumKnap(r int32, price int64) int64 {
	w := &s.m.rows[r]
	reach := s.reachOf(r)
	best := reach[s.rest[r]]
	for k := int64(1); k <= s.rest[r]; k++ {
		best = min(best, plus(s.rowPrice[r]*s.m.wUnmet+price*(k*w.unit-w.offset), reach[s.rest[r]-k]))
	}
	return best
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
		s.order = append(s.order, weight[c])
	}
	slices.Sort(s.order)
	if int(k) > len(s.order) {
		return infinite
	}
	for i := range max(k, 0) {
		sum = plus(sum, s.order[i])
	}
	return sum
}
