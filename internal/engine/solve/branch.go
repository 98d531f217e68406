package solve

func (s *search) branch(depth, mark int) {
	if n := s.openNode(); n != none {
		for _, to := range [2]int8{wanted, unmet} {
			if s.st.set(n, to) {
				s.descend(depth, 2)
			}
			s.back(mark)
			if s.done() {
				return
			}
		}
		return
	}
	if g := s.openGroup(); g != none {
		s.branchGroup(g, depth, mark)
		return
	}
	if v := s.openSlot(); v != none {
		s.branchSlot(v, depth, mark)
	}
}

func (s *search) branchGroup(g int32, depth, mark int) {
	gr := &s.m.groups[g]
	first := s.chosen[g]
	for k := range int32(len(gr.cost)) + 1 {
		b := k - 1
		if k == 0 {
			b = first
		} else if b == first {
			continue
		}
		if !s.st.bundle[g][b] {
			continue
		}
		for o := range int32(len(gr.cost)) {
			if o != b && s.st.bundle[g][o] {
				s.st.dropBundle(g, o)
			}
		}
		s.descend(depth, len(gr.cost))
		s.back(mark)
		if s.done() {
			return
		}
	}
}

func (s *search) branchSlot(v int32, depth, mark int) {
	at := len(s.cand)
	sl := &s.m.slots[v]
	for q := sl.from; q < sl.to; q++ {
		if s.st.alive[q] {
			s.cand = append(s.cand, q)
			for k := len(s.cand) - 1; k > at && s.gain[s.cand[k-1]] < s.gain[s.cand[k]]; k-- {
				s.cand[k-1], s.cand[k] = s.cand[k], s.cand[k-1]
			}
		}
	}
	n := len(s.cand) - at
	for k := range n {
		q := s.cand[at+k]
		if !s.st.alive[q] {
			continue
		}
		s.st.keep(s.m, q)
		s.descend(depth, n)
		s.back(mark)
		if s.done() {
			break
		}
	}
	s.cand = s.cand[:at]
}
