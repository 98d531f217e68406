package solve

// sig is what patterns of one slot that couple alike have in common.
type sig struct {
	trig uint64
	uses int32
}

// addSigs groups the patterns of every slot by how they couple. Uses matter
// only where they are limited.
func (m *model) addSigs() {
	m.sigs, m.sigFrom = m.sigs[:0], append(m.sigFrom[:0], 0)
	m.patSig = grow(m.patSig, len(m.pats))
	for v := range m.slots {
		from := m.sigFrom[v]
		for q := m.slots[v].from; q < m.slots[v].to; q++ {
			want := sig{trig: m.pats[q].trig}
			if m.p.MaxUses > 0 {
				want.uses = m.pats[q].uses
			}
			k := from
			for int(k) < len(m.sigs) && m.sigs[k] != want {
				k++
			}
			if int(k) == len(m.sigs) {
				m.sigs = append(m.sigs, want)
			}
			m.patSig[q] = k
		}
		m.sigFrom = append(m.sigFrom, int32(len(m.sigs)))
	}
}

// maxCombos bounds the combinations of one item that are tried for the bound.
const maxCombos = 1 << 14

// combine finds the best combination of an item whose slots are coupled, where
// the best pattern of each sig is known. Of too many it finds only a bound.
func (s *search) combine(i int32) {
	m := s.m
	combos := 1
	for v := m.first[i]; v < m.first[i+1]; v++ {
		n := 0
		for k := m.sigFrom[v]; k < m.sigFrom[v+1]; k++ {
			s.sigTotal[k] = -infinite
			if s.sigTop[k] != none {
				n++
			}
		}
		combos *= n
		if s.coarse[i] = combos > maxCombos; s.coarse[i] {
			s.relaxItem(i)
			return
		}
	}
	s.best[i] = -infinite
	s.tryCombo(i, m.first[i], sig{}, 0)
}

func (s *search) tryCombo(i, v int32, all sig, gain int64) {
	m := s.m
	if v == m.first[i+1] {
		if m.p.MaxUses == 0 || all.uses <= m.p.MaxUses {
			s.rateCombo(i, all.trig, gain)
		}
		return
	}
	for k := m.sigFrom[v]; k < m.sigFrom[v+1]; k++ {
		if q := s.sigTop[k]; q != none {
			s.path[v-m.first[i]] = k
			s.tryCombo(i, v+1, sig{all.trig | m.sigs[k].trig, all.uses + m.sigs[k].uses}, gain+s.gain[q])
		}
	}
}

// rateCombo adds what the couplings give and keeps the best.
func (s *search) rateCombo(i int32, mask uint64, gain int64) {
	m := s.m
	for f := m.foff[i]; f < m.foff[i+1]; f++ {
		if m.feats[f].on(mask) {
			gain += s.cellPrice[m.featCell[f]]
		}
	}
	path := s.path[:m.first[i+1]-m.first[i]]
	for _, k := range path {
		s.sigTotal[k] = max(s.sigTotal[k], gain)
	}
	if gain > s.best[i] {
		s.best[i] = gain
		for d, k := range path {
			s.pick[m.first[i]+int32(d)] = s.sigTop[k]
		}
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
