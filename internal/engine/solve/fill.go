package solve

// maxFill bounds the needs that are filled by exact sums.
const maxFill = 256

// fillLimit is the largest product of Takes and items that is filled so: it
// looks at all of them for every Take.
const fillLimit = 1 << 16

// fillTakes builds a placement Take by Take: each is given the items whose sum
// wastes least, among equal ones those that weigh least elsewhere. It finds
// packings that a placement item by item misses.
func (s *search) fillTakes() bool {
	m := s.m
	if len(m.groups) > 0 || m.p.MaxUses > 0 || len(m.takes)*len(m.items) > fillLimit {
		return false
	}
	for _, i := range s.live {
		for v := m.first[i]; v < m.first[i+1]; v++ {
			s.pick[v] = none
		}
	}
	for t, at := range m.takes {
		n := &m.nodes[at]
		r := n.rowCr
		if r < 0 {
			r = n.rowItems
		}
		if r >= 0 && s.ask[r] > 0 && s.st.status[at] != unmet {
			s.fillTake(int32(t), r)
		}
	}
	copy(s.kept, s.got)
	defer copy(s.got, s.kept)
	for _, i := range s.live {
		for v := m.first[i]; v < m.first[i+1]; v++ {
			if s.pick[v] < 0 {
				s.pick[v] = s.idle(v)
			}
		}
	}
	fill(s.got, 0)
	for i := range int32(len(m.items)) {
		s.addPicked(i, s.got)
	}
	return s.accept()
}

// idle is the pattern of a slot that no Take asked for: the empty one, or else
// the best.
func (s *search) idle(v int32) int32 {
	sl := &s.m.slots[v]
	best := int32(none)
	for q := sl.to - 1; q >= sl.from; q-- {
		if s.st.alive[q] && (best < 0 || best != sl.to-1 && s.gain[q] > s.gain[best]) {
			best = q
		}
	}
	return best
}

// offer is a pattern that could serve a Take.
type offer struct {
	pat   int32
	gives int64
	costs int64
}

// fillTake picks items for one Take by the sums that they reach: s.reach[c] is
// the least cost of reaching c, s.from what came last.
func (s *search) fillTake(t, r int32) {
	need := s.ask[r] - s.fixed[r]
	if need <= 0 || need > maxFill {
		return
	}
	s.offersFor(t, r)
	top := 2 * need
	s.reach = grow(s.reach, int(top)+1)
	s.last = grow(s.last, (len(s.offers)+1)*(int(top)+1))
	fill(s.reach, infinite)
	s.reach[0] = 0
	for k := range s.offers {
		o := &s.offers[k]
		row := s.last[k*(int(top)+1) : (k+1)*(int(top)+1)]
		for c := top; c >= 0; c-- {
			row[c] = false
			if c >= o.gives && s.reach[c-o.gives] < infinite && s.reach[c-o.gives]+o.costs < s.reach[c] {
				s.reach[c], row[c] = s.reach[c-o.gives]+o.costs, true
			}
		}
	}
	best := int64(none)
	for c := need; c <= top; c++ {
		if s.reach[c] < infinite && (best < 0 || s.reach[c] < s.reach[best]) {
			best = c
		}
	}
	for k := len(s.offers) - 1; k >= 0 && best > 0; k-- {
		if s.last[k*(int(top)+1)+int(best)] {
			s.pick[s.m.pats[s.offers[k].pat].slot] = s.offers[k].pat
			best -= s.offers[k].gives
		}
	}
}

// offersFor lists the free patterns that serve the Take alone; the cost of one
// is what the item would give elsewhere, and its credit, so that waste costs.
func (s *search) offersFor(t, r int32) {
	m := s.m
	s.offers = s.offers[:0]
	for _, i := range s.live {
		for v := m.first[i]; v < m.first[i+1]; v++ {
			sl := &m.slots[v]
			if s.pick[v] >= 0 || sl.scope != m.scope[t] {
				continue
			}
			mine, other := int32(none), int64(0)
			for q := sl.from; q < sl.to; q++ {
				if !s.st.alive[q] {
					continue
				}
				if p := &m.pats[q]; p.uTo == p.uFrom+1 && m.used[p.uFrom] == t {
					mine = q
				} else {
					other = max(other, s.gain[q])
				}
			}
			if mine >= 0 {
				if g := m.coef(mine, r); g > 0 {
					s.offers = append(s.offers, offer{mine, g, other + g*s.base[r]/16 + 1})
				}
			}
		}
	}
}
