package solve

// combine finds the best combination of an item whose slots are coupled. It
// returns false where there are too many, and the best is only a bound.
func (s *search) combine(i int32) bool {
	m := s.m
	s.sigs, s.sigOff = s.sigs[:0], s.sigOff[:0]
	combos := 1
	for v := m.first[i]; v < m.first[i+1]; v++ {
		s.sigOff = append(s.sigOff, int32(len(s.sigs)))
		s.classify(&m.slots[v], len(s.sigs))
		combos = min(combos*(len(s.sigs)-int(s.sigOff[len(s.sigOff)-1])), maxCombos+1)
	}
	s.sigOff = append(s.sigOff, int32(len(s.sigs)))
	if combos > maxCombos {
		s.relaxItem(i)
		return false
	}
	s.best[i] = -infinite
	s.tryCombo(i, 0, 0, 0, 0)
	return true
}

// classify groups the living patterns of a slot by what they trigger.
func (s *search) classify(sl *slot, from int) {
	for q := sl.from; q < sl.to; q++ {
		if !s.st.alive[q] {
			continue
		}
		pt := &s.m.pats[q]
		uses := pt.uses
		if s.m.p.MaxUses == 0 {
			uses = 0
		}
		k := from
		for k < len(s.sigs) && (s.sigs[k].trig != pt.trig || s.sigs[k].uses != uses) {
			k++
		}
		if k == len(s.sigs) {
			s.sigs = append(s.sigs, sig{trig: pt.trig, uses: uses, top: q, total: -infinite})
		} else if s.gain[q] > s.gain[s.sigs[k].top] {
			s.sigs[k].top = q
		}
	}
}

func (s *search) tryCombo(i int32, k int, mask uint64, uses int32, gain int64) {
	m := s.m
	if k == len(s.sigOff)-1 {
		if m.p.MaxUses > 0 && uses > m.p.MaxUses {
			return
		}
		for f := m.foff[i]; f < m.foff[i+1]; f++ {
			if m.feats[f].on(mask) {
				gain += s.cellPrice[m.featCell[f]]
			}
		}
		better := gain > s.best[i]
		if better {
			s.best[i] = gain
		}
		for d, c := range s.path[:k] {
			s.sigs[c].total = max(s.sigs[c].total, gain)
			if better {
				s.pick[m.first[i]+int32(d)] = s.sigs[c].top
			}
		}
		return
	}
	for c := s.sigOff[k]; c < s.sigOff[k+1]; c++ {
		g := &s.sigs[c]
		if k == len(s.path) {
			s.path = append(s.path, 0)
		}
		s.path[k] = c
		s.tryCombo(i, k+1, mask|g.trig, uses+g.uses, gain+s.gain[g.top])
	}
}

// relaxItem bounds an item with too many combinations: every coupling that
// helps is granted, none that hurts is charged.
func (s *search) relaxItem(i int32) {
	for f := s.m.foff[i]; f < s.m.foff[i+1]; f++ {
		s.best[i] += max(0, s.cellPrice[s.m.featCell[f]])
	}
	s.relaxed = true
}
