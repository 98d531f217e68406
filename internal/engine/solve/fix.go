package solve

// fix removes patterns that the bound rules out.
func (s *search) fix(gap int64) bool {
	m := s.m
	spare := s.room() - gap
	for _, i := range s.live {
		if g := m.inGroup[i]; g >= 0 && s.st.choice[g] > 1 {
			continue
		}
		if m.foff[i+1] > m.foff[i] || m.p.MaxUses > 0 {
			if !s.fixCoupled(i, spare) {
				return false
			}
			continue
		}
		for v := m.first[i]; v < m.first[i+1]; v++ {
			sl := &m.slots[v]
			top := s.gain[s.pick[v]]
			if s.st.left[v] < 2 {
				continue
			}
			for q := sl.from; q < sl.to; q++ {
				if s.st.alive[q] && top-s.gain[q] > spare && !s.st.drop(m, q) {
					return false
				}
			}
		}
	}
	return true
}

// fixCoupled does the same for an item whose slots are coupled.
func (s *search) fixCoupled(i int32, spare int64) bool {
	m := s.m
	if !s.combine(i) {
		return true
	}
	for v := m.first[i]; v < m.first[i+1]; v++ {
		sl := &m.slots[v]
		k := v - m.first[i]
		for q := sl.from; q < sl.to; q++ {
			if !s.st.alive[q] {
				continue
			}
			g := s.sigOf(q, s.sigOff[k])
			if s.best[i]-(g.total-s.gain[g.top]+s.gain[q]) > spare && !s.st.drop(m, q) {
				return false
			}
		}
	}
	return true
}

// sigOf finds the class of a pattern.
func (s *search) sigOf(q, from int32) *sig {
	pt := &s.m.pats[q]
	for ; ; from++ {
		if g := &s.sigs[from]; g.trig == pt.trig && (g.uses == pt.uses || s.m.p.MaxUses == 0) {
			return g
		}
	}
}
