package solve

// refresh lists the items that still have a choice and adds up what all others
// give, so that the work at a node shrinks with what is left to decide.
func (s *search) refresh() {
	m := s.m
	s.live = s.live[:0]
	if s.plain {
		fill(s.in, false)
	}
	fill(s.fixed, 0)
	for i := range int32(len(m.items)) {
		if m.inGroup[i] != none || !s.settled(i) {
			s.live = append(s.live, i)
			continue
		}
		s.addPicked(i, s.fixed)
		if s.plain {
			s.markPicked(i, s.in)
		}
	}
	s.shrink()
	s.possible()
}

// shrink notes what each need still lacks: an item counts for no more than that,
// which the bound knows then. Certificates do without it.
func (s *search) shrink() {
	for r := range s.m.rows {
		w := &s.m.rows[r]
		s.ceil[r], s.sure[r] = infinite, s.fixed[r]
		if w.kind < limit && !s.plain {
			s.ceil[r] = max(0, w.rhs-s.fixed[r])
			s.sure[r] = min(w.rhs, s.fixed[r])
		}
		if w.knap {
			s.sure[r] = 0
		}
	}
}

// settled reports whether every slot of the item has one pattern left, and
// picks these.
func (s *search) settled(i int32) bool {
	for v := s.m.first[i]; v < s.m.first[i+1]; v++ {
		if s.st.left[v] > 1 {
			return false
		}
		sl := &s.m.slots[v]
		q := sl.from
		for !s.st.alive[q] {
			q++
		}
		s.pick[v] = q
	}
	return true
}

// markPicked marks the cells of the picked patterns of an item.
func (s *search) markPicked(i int32, on []bool) {
	m := s.m
	var mask uint64
	for v := m.first[i]; v < m.first[i+1]; v++ {
		q := &m.pats[s.pick[v]]
		mask |= q.trig
		for _, c := range m.termCell[q.from:q.to] {
			on[c] = true
		}
	}
	for k := m.foff[i]; k < m.foff[i+1]; k++ {
		if m.feats[k].on(mask) {
			on[m.featCell[k]] = true
		}
	}
}

// possible marks the cells that live items may still use.
func (s *search) possible() {
	m := s.m
	fill(s.can, false)
	for _, i := range s.live {
		for v := m.first[i]; v < m.first[i+1]; v++ {
			for q := m.slots[v].from; q < m.slots[v].to; q++ {
				if s.st.alive[q] {
					for _, c := range m.termCell[m.pats[q].from:m.pats[q].to] {
						s.can[c] = true
					}
				}
			}
		}
		for _, c := range m.featCell[m.foff[i]:m.foff[i+1]] {
			s.can[c] = true
		}
	}
}

// addPicked adds what the picked patterns of an item give to the rows.
func (s *search) addPicked(i int32, to []int64) {
	m := s.m
	var mask uint64
	for v := m.first[i]; v < m.first[i+1]; v++ {
		q := &m.pats[s.pick[v]]
		mask |= q.trig
		for _, t := range m.terms[q.from:q.to] {
			to[t.row] += t.coef
		}
	}
	for k := m.foff[i]; k < m.foff[i+1]; k++ {
		if m.feats[k].on(mask) {
			to[m.feats[k].row] += m.feats[k].coef
		}
	}
}
