package solve

import "math"

// greedy builds a placement item by item, the items with the fewest patterns
// first: each takes what the multipliers value most of what is still asked for.
// It is tried at every node; often it is all that a yes needs.
func (s *search) greedy() bool {
	if len(s.m.groups) > 0 || s.m.p.MaxUses > 0 {
		return false
	}
	m := s.m
	copy(s.kept, s.got)
	defer copy(s.got, s.kept)
	copy(s.got, s.fixed)
	for width := int32(1); width <= 8; width++ {
		for _, i := range s.live {
			if n := s.width(i); n == width || width == 8 && n > 8 {
				s.grab(i)
			}
		}
	}
	fill(s.got, 0)
	for i := range int32(len(m.items)) {
		s.addPicked(i, s.got)
	}
	return s.accept()
}

// width is the number of patterns that the most open slot of the item has left.
func (s *search) width(i int32) int32 {
	n := int32(1)
	for v := s.m.first[i]; v < s.m.first[i+1]; v++ {
		n = max(n, s.st.left[v])
	}
	return n
}

// grab picks the patterns of one item, slot by slot.
func (s *search) grab(i int32) {
	m := s.m
	var mask uint64
	for v := m.first[i]; v < m.first[i+1]; v++ {
		sl := &m.slots[v]
		best, most := int32(none), int64(math.MinInt64)
		for q := sl.from; q < sl.to; q++ {
			if !s.st.alive[q] {
				continue
			}
			if w := s.worth(i, q, mask); w > most {
				best, most = q, w
			}
		}
		s.pick[v] = best
		s.takeUp(i, best, mask)
		mask |= m.pats[best].trig
	}
}

// worth values a pattern: what it adds to rows that still ask for it, less what
// it costs of limits; -infinite where a limit would be broken.
func (s *search) worth(i, q int32, mask uint64) int64 {
	m := s.m
	var w int64
	for _, t := range m.terms[m.pats[q].from:m.pats[q].to] {
		v, ok := s.worthOf(t.row, t.coef)
		if !ok {
			return -infinite
		}
		w += v
	}
	for k := m.foff[i]; k < m.foff[i+1]; k++ {
		f := &m.feats[k]
		if f.on(mask|m.pats[q].trig) && !f.on(mask) {
			v, ok := s.worthOf(f.row, f.coef)
			if !ok {
				return -infinite
			}
			w += v
		}
	}
	return w
}

func (s *search) worthOf(r int32, coef int64) (int64, bool) {
	if s.m.rows[r].kind != limit {
		return s.mult[r] * min(coef, max(0, s.ask[r]-s.got[r])), true
	}
	if coef < 0 && s.got[r]+coef < s.m.rows[r].rhs {
		return 0, false
	}
	return s.mult[r] * coef, true
}

// takeUp books a pattern.
func (s *search) takeUp(i, q int32, mask uint64) {
	m := s.m
	for _, t := range m.terms[m.pats[q].from:m.pats[q].to] {
		s.got[t.row] += t.coef
	}
	for k := m.foff[i]; k < m.foff[i+1]; k++ {
		if f := &m.feats[k]; f.on(mask|m.pats[q].trig) && !f.on(mask) {
			s.got[f.row] += f.coef
		}
	}
}
