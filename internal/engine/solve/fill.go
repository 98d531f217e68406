package solve

import (
	"math"
	"slices"
)

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
		if r == none {
			r = n.rowItems
		}
		if r != none && s.ask[r] > 0 && s.st.status[at] != unmet {
			s.fillTake(int32(t), r)
		}
	}
	copy(s.kept, s.got)
	defer copy(s.got, s.kept)
	for _, i := range s.live {
		for v := m.first[i]; v < m.first[i+1]; v++ {
			if s.pick[v] == none {
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
	if empty := sl.to - 1; s.st.alive[empty] {
		return empty
	}
	best, most := int32(none), int64(math.MinInt64)
	for q := sl.from; q < sl.to; q++ {
		if s.st.alive[q] && s.gain[q] >= most {
			best, most = q, s.gain[q]
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
// the least cost of reaching c, s.last whether an offer was the last for it.
func (s *search) fillTake(t, r int32) {
	need := s.ask[r] - s.fixed[r]
	if need <= 0 || need > maxFill {
		return
	}
	s.offersFor(t, r)
	width := 2*need + 1
	s.reach, s.last = grow(s.reach, int(width)), grow(s.last, len(s.offers)*int(width))
	fill(s.reach, infinite)
	fill(s.last, false)
	s.reach[0] = 0
	for k, o := range s.offers {
		row := s.last[k*int(width):]
		for c := width - 1; c >= o.gives; c-- {
			if w := s.reach[c-o.gives] + o.costs; w < s.reach[c] {
				s.reach[c], row[c] = w, true
			}
		}
	}
	best, least := 0, infinite
	for c, w := range s.reach[need:] {
		if w < least {
			best, least = int(need)+c, w
		}
	}
	for k, o := range slices.Backward(s.offers) {
		if s.last[k*int(width)+best] {
			s.pick[s.m.pats[o.pat].slot] = o.pat
			best -= int(o.gives)
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
			if s.pick[v] != none || sl.scope != m.scope[t] {
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
			if mine != none {
				if g := m.coef(mine, r); g > 0 {
					s.offers = append(s.offers, offer{mine, g, other + g*s.base[r]/16 + 1})
				}
			}
		}
	}
}
