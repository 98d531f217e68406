package solve

// propagateRows checks every row against what is possible and removes patterns
// without which a row cannot hold.
func (s *search) propagateRows() bool {
	m := s.m
	if !s.checkNodes() {
		return false
	}
	tight := false
	for r := range m.rows {
		s.slack[r] = infinite
		if s.enforced(int32(r)) {
			s.slack[r] = s.act[r] - m.rows[r].rhs
			if s.slack[r] < 0 {
				return false
			}
			tight = tight || s.slack[r] < m.rows[r].scale
		}
	}
	if !tight {
		return true
	}
	for _, i := range s.live {
		for v := m.first[i]; v < m.first[i+1]; v++ {
			if s.st.left[v] > 1 && !s.pruneSlot(v) {
				return false
			}
		}
		if !s.pruneFeatures(i) {
			return false
		}
	}
	return true
}

// checkNodes finds Takes and minima that are out of reach.
func (s *search) checkNodes() bool {
	m := s.m
	for at := range m.nodes {
		n := &m.nodes[at]
		out := false
		if n.kind == Take {
			classes := int32(0)
			for r := n.clsFrom; r < n.clsTo; r++ {
				if s.act[r] > 0 {
					classes++
				}
			}
			out = n.rowItems != none && s.act[n.rowItems] < m.rows[n.rowItems].rhs ||
				n.rowCr != none && s.act[n.rowCr] < m.rows[n.rowCr].rhs || classes < n.distinct
			s.scarce[m.takeOf[at]] = classes <= n.distinct
		}
		for r := n.rowsFrom; r < n.rowsTo; r++ {
			out = out || s.act[r] < m.rows[r].rhs
		}
		if out && s.st.status[at] != unmet && !s.st.set(int32(at), unmet) {
			return false
		}
	}
	return true
}

func (s *search) pruneSlot(v int32) bool {
	m := s.m
	sl := &m.slots[v]
	s.slotMost(v)
	for _, r := range s.touched {
		for q := sl.from; q < sl.to; q++ {
			if s.st.alive[q] && s.most[r]-m.coef(q, r) > s.slack[r] && !s.st.drop(m, q) {
				return false
			}
		}
	}
	return true
}

func (m *model) coef(q, r int32) int64 {
	for _, t := range m.terms[m.pats[q].from:m.pats[q].to] {
		if t.row == r {
			return t.coef
		}
	}
	return 0
}

// pruneFeatures removes patterns that would switch on a feature which a row
// cannot afford.
func (s *search) pruneFeatures(i int32) bool {
	m := s.m
	_, must := s.masks(i)
	for _, f := range m.feats[m.foff[i]:m.foff[i+1]] {
		if f.coef >= 0 || f.on(must) || -f.coef <= s.slack[f.row] {
			continue
		}
		bad := f.bits
		if !f.any {
			if bad = f.bits &^ must; bad&(bad-1) != 0 {
				continue // neither side is certain yet
			}
		}
		for q := m.slots[m.first[i]].from; q < m.slots[m.first[i+1]-1].to; q++ {
			if s.st.alive[q] && m.pats[q].trig&bad != 0 && !s.st.drop(m, q) {
				return false
			}
		}
	}
	return true
}
