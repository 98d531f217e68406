package solve

// activities computes for each row the most that is still possible, s.act, and
// for each slot the masks of triggers that are possible and certain.
func (s *search) activities() {
	m := s.m
	copy(s.act, s.fixed)
	for _, i := range s.live {
		for v := m.first[i]; v < m.first[i+1]; v++ {
			s.slotMost(v)
			for _, r := range s.touched {
				s.act[r] += s.most[r]
			}
		}
		feats := m.feats[m.foff[i]:m.foff[i+1]]
		if len(feats) == 0 {
			continue
		}
		may, must := s.masks(i)
		for k := range feats {
			f, mask := &feats[k], must
			if f.coef > 0 {
				mask = may
			}
			if f.on(mask) {
				s.act[f.row] += f.coef
			}
		}
	}
	if m.aim.bundle > 0 {
		for g := range m.groups {
			s.act[m.objective] -= m.aim.bundle * s.cheapest(g)
		}
	}
}

func (s *search) cheapest(g int) int64 {
	least := infinite
	for b, c := range s.m.groups[g].cost {
		if s.st.bundle[g][b] {
			least = min(least, c)
		}
	}
	return least
}

// slotMost fills s.touched with the rows of the slot's living patterns, and
// s.most with the greatest coefficient among these patterns; a pattern without
// a term has coefficient 0.
func (s *search) slotMost(v int32) {
	m := s.m
	for _, r := range s.touched {
		s.count[r] = 0
	}
	s.touched = s.touched[:0]
	sl := &m.slots[v]
	for q := sl.from; q < sl.to; q++ {
		if !s.st.alive[q] {
			continue
		}
		for _, t := range m.terms[m.pats[q].from:m.pats[q].to] {
			if s.count[t.row] == 0 {
				s.touched = append(s.touched, t.row)
				s.most[t.row] = t.coef
			} else {
				s.most[t.row] = max(s.most[t.row], t.coef)
			}
			s.count[t.row]++
		}
	}
	for _, r := range s.touched {
		if s.count[r] < s.st.left[v] {
			s.most[r] = max(s.most[r], 0)
		}
	}
}

// masks returns the triggers that the item may and must set.
func (s *search) masks(i int32) (may, must uint64) {
	for v := s.m.first[i]; v < s.m.first[i+1]; v++ {
		sl := &s.m.slots[v]
		all := ^uint64(0)
		for q := sl.from; q < sl.to; q++ {
			if s.st.alive[q] {
				may |= s.m.pats[q].trig
				all &= s.m.pats[q].trig
			}
		}
		must |= all
	}
	return may, must
}

// enforced reports whether a row must hold.
func (s *search) enforced(r int32) bool {
	w := &s.m.rows[r]
	switch w.kind {
	case limit:
		return true
	case objectiveRow:
		return s.active
	case needClass:
		return s.st.status[w.node] == wanted && s.scarce[s.m.takeOf[w.node]] && s.act[r] > 0
	}
	return s.st.status[w.node] == wanted
}
