package solve

// fix removes patterns that the bound rules out.
func (s *search) fix(gap int64) bool {
	m := s.m
	spare := s.room() - gap
	for _, i := range s.live {
		if g := m.inGroup[i]; g != none && s.st.choice[g] > 1 {
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
	if s.coarse[i] {
		return true
	}
	for v := m.first[i]; v < m.first[i+1]; v++ {
		for q := m.slots[v].from; q < m.slots[v].to; q++ {
			if !s.st.alive[q] {
				continue
			}
			k := m.patSig[q]
			if s.best[i]-(s.sigTotal[k]-s.gain[s.sigTop[k]]+s.gain[q]) > spare && !s.st.drop(m, q) {
				return false
			}
		}
	}
	return true
}
