package solve

import "math"

// given returns the most that the items can give, weighed with the multipliers
// of the rows: each item takes its best combination of patterns by itself. It
// leaves the weight of each pattern in s.gain, the chosen pattern of each slot
// in s.pick and what the choice gives to each row in s.got.
func (s *search) given() int64 {
	m := s.m
	copy(s.got, s.fixed)
	fill(s.on, false)
	s.relaxed = false
	var total int64
	for r, f := range s.sure {
		total += s.mult[r] * f
	}
	for _, i := range s.live {
		s.weighItem(i)
		if m.inGroup[i] == none {
			total += s.best[i]
			s.addPicked(i, s.got)
			s.markPicked(i, s.on)
		}
	}
	for g := range m.groups {
		total += s.weighGroup(int32(g))
	}
	return total
}

func (s *search) weighItem(i int32) {
	m := s.m
	s.best[i] = 0
	coupled := m.foff[i+1] > m.foff[i] || m.p.MaxUses > 0
	for v := m.first[i]; v < m.first[i+1]; v++ {
		sl := &m.slots[v]
		top, most := int32(none), int64(math.MinInt64)
		if coupled {
			fill(s.sigTop[m.sigFrom[v]:m.sigFrom[v+1]], none)
		}
		for q := sl.from; q < sl.to; q++ {
			if !s.st.alive[q] {
				continue
			}
			var g int64
			for _, c := range m.termCell[m.pats[q].from:m.pats[q].to] {
				g += s.cellPrice[c]
			}
			s.gain[q] = g
			if g > most {
				top, most = q, g
			}
			if coupled {
				if k := m.patSig[q]; s.sigTop[k] == none || g > s.gain[s.sigTop[k]] {
					s.sigTop[k] = q
				}
			}
		}
		s.pick[v] = top
		s.best[i] += most
	}
	if coupled {
		s.combine(i)
	}
}

func (s *search) weighGroup(g int32) int64 {
	m := s.m
	gr := &m.groups[g]
	top, best := none, int64(math.MinInt64)
	for b := range gr.cost {
		if !s.st.bundle[g][b] {
			continue
		}
		w := s.bundleWeight(gr, b)
		if w > best {
			top, best = b, w
		}
	}
	s.chosen[g] = int32(top)
	for _, i := range m.bundles[gr.off[top]:gr.off[top+1]] {
		s.addPicked(i, s.got)
		s.markPicked(i, s.on)
	}
	if m.aim.bundle > 0 {
		s.got[m.objective] -= m.aim.bundle * gr.cost[top]
	}
	return best
}

func (s *search) bundleWeight(g *group, b int) int64 {
	m := s.m
	var w int64
	for _, i := range m.bundles[g.off[b]:g.off[b+1]] {
		w += s.best[i]
	}
	if m.aim.bundle > 0 {
		w -= s.mult[m.objective] * m.aim.bundle * g.cost[b]
	}
	return w
}
