package solve

import "math"

// propagateTwins keeps identical items in canonical order: the earlier one has
// the earlier pattern, slot by slot.
func (s *search) propagateTwins() bool {
	if s.plain {
		return true
	}
	m, st := s.m, &s.st
	for j := range int32(len(m.items)) {
		i := m.twin[j]
		if i == none {
			continue
		}
		for k := range m.first[j+1] - m.first[j] {
			a, b := &m.slots[m.first[i]+k], &m.slots[m.first[j]+k]
			lo, hi := s.firstAlive(a), s.lastAlive(b)
			for q := range lo {
				if st.alive[b.from+q] && !st.drop(m, b.from+q) {
					return false
				}
			}
			for q := hi + 1; q < a.to-a.from; q++ {
				if st.alive[a.from+q] && !st.drop(m, a.from+q) {
					return false
				}
			}
			if st.left[m.first[i]+k] != 1 || st.left[m.first[j]+k] != 1 || s.firstAlive(b) != lo {
				break
			}
		}
	}
	return true
}

func (s *search) firstAlive(sl *slot) int32 {
	q := sl.from
	for !s.st.alive[q] {
		q++
	}
	return q - sl.from
}

func (s *search) lastAlive(sl *slot) int32 {
	q := sl.to - 1
	for !s.st.alive[q] {
		q--
	}
	return q - sl.from
}

// propagateUses enforces the most uses of one item.
func (s *search) propagateUses() bool {
	most := s.m.p.MaxUses
	if most == 0 {
		return true
	}
	for i := range s.m.items {
		var sum int32
		for v := s.m.first[i]; v < s.m.first[i+1]; v++ {
			sum += s.fewest(v)
		}
		for v := s.m.first[i]; v < s.m.first[i+1]; v++ {
			rest := sum - s.fewest(v)
			sl := &s.m.slots[v]
			for q := sl.from; q < sl.to; q++ {
				if s.st.alive[q] && s.m.pats[q].uses+rest > most && !s.st.drop(s.m, q) {
					return false
				}
			}
		}
	}
	return true
}

func (s *search) fewest(v int32) int32 {
	sl := &s.m.slots[v]
	least := int32(math.MaxInt32)
	for q := sl.from; q < sl.to; q++ {
		if s.st.alive[q] {
			least = min(least, s.m.pats[q].uses)
		}
	}
	return least
}
