package solve

// bound improves the multipliers for a few rounds. It returns false where they
// prove that nothing wanted is left, or nothing is left to decide.
func (s *search) bound(depth int) bool {
	rounds := nodeRounds
	if depth == 0 {
		rounds = rootRounds
	}
	for k := range rounds {
		gap := s.asked()
		if gap >= infinite {
			return false
		}
		gap -= s.given()
		if depth == 0 && s.soft {
			s.floor = max(s.floor, ceilDiv(gap, s.lambda))
		}
		if gap > s.room() {
			return false
		}
		if s.accept() && s.done() {
			return false
		}
		if before := len(s.st.trail); !s.fix(gap) {
			return false
		} else if len(s.st.trail) > before && !s.propagate() {
			return false
		}
		s.askRows()
		if k == 0 && (s.greedy() || s.fillTakes()) && (s.done() || gap > s.room()) {
			return false
		}
		if !s.move(gap) {
			break
		}
	}
	return true
}

// maxWeight bounds what a row can weigh, so that no sum of weights overflows.
const maxWeight = 1 << 36

const (
	rootRounds = 60
	nodeRounds = 6
)

// room is the weight of the costs that are still wanted.
func (s *search) room() int64 {
	if s.soft {
		return s.lambda * s.target
	}
	return 0
}

// move changes the multipliers along what the rows lack; it returns false where
// they lack nothing and have nothing to spare. The step is the one that would
// close the distance to a proof if the bound were linear (Polyak), measured
// with every row in units of its scale.
func (s *search) move(gap int64) bool {
	m := s.m
	var norm int64
	for r := range s.mult {
		d := s.ask[r] - s.got[r]
		if d < 0 && s.mult[r] == 0 || m.rows[r].kind == objectiveRow && !s.active {
			d = 0
		}
		s.lack[r] = d
		d = d * 256 / m.rows[r].scale
		norm += d * d
	}
	if norm == 0 {
		return false
	}
	want := s.room() + s.margin - gap
	for r, d := range s.lack {
		if d == 0 {
			continue
		}
		sc := m.rows[r].scale
		step := mulDiv(want, d*65536, norm) / (sc * sc)
		s.mult[r] = min(max(0, s.mult[r]+step), maxWeight/sc)
	}
	return true
}

// fix removes patterns that the bound rules out.
func (s *search) fix(gap int64) bool {
	m := s.m
	spare := s.room() - gap
	for _, i := range s.live {
		if g := m.inGroup[i]; g >= 0 && s.st.choice[g] > 1 {
			continue
		}
		if m.foff[i+1] > m.foff[i] || m.p.MaxUses > 0 {
			if !s.fixCoupled(i, spare) {
				return false
			}
			continue
		}
		for v := m.first[i]; v < m.first[i+1]; v++ {
			sl := &m.slots[v]
			top := s.gain[s.pick[v]]
			if s.st.left[v] < 2 {
				continue
			}
			for q := sl.from; q < sl.to; q++ {
				if s.st.alive[q] && top-s.gain[q] > spare && !s.st.drop(m, q) {
					return false
				}
			}
		}
	}
	return true
}

// fixCoupled does the same for an item whose slots are coupled.
func (s *search) fixCoupled(i int32, spare int64) bool {
	m := s.m
	if !s.combine(i) {
		return true
	}
	for v := m.first[i]; v < m.first[i+1]; v++ {
		sl := &m.slots[v]
		k := v - m.first[i]
		for q := sl.from; q < sl.to; q++ {
			if !s.st.alive[q] {
				continue
			}
			g := s.sigOf(q, s.sigOff[k])
			if s.best[i]-(g.total-s.gain[g.top]+s.gain[q]) > spare && !s.st.drop(m, q) {
				return false
			}
		}
	}
	return true
}

// sigOf finds the class of a pattern.
func (s *search) sigOf(q, from int32) *sig {
	pt := &s.m.pats[q]
	for ; ; from++ {
		if g := &s.sigs[from]; g.trig == pt.trig && (g.uses == pt.uses || s.m.p.MaxUses == 0) {
			return g
		}
	}
}

// accept takes the placement that the bound chose where it is admissible and
// better than the best so far.
func (s *search) accept() bool {
	m := s.m
	if s.relaxed {
		return false
	}
	for r := range m.rows {
		if m.rows[r].kind == limit && s.got[r] < m.rows[r].rhs {
			return false
		}
	}
	c := s.cost()
	if c > 0 && !s.soft || s.soft && c > s.target {
		return false
	}
	var value int64
	if m.objective >= 0 {
		value = s.value()
		if s.active && value < m.rows[m.objective].rhs {
			return false
		}
	}
	s.found, s.bestCost, s.bestValue = true, c, value
	s.bestPick = append(s.bestPick[:0], s.pick...)
	s.bestGroup = append(s.bestGroup[:0], s.chosen...)
	if m.objective >= 0 {
		s.active = true
		m.rows[m.objective].rhs = value + 1
	} else if s.soft {
		s.target = c - 1
	}
	return true
}

// openNode is the branch to decide first: of the choices whose outcome is open,
// the one that asks for least; -1 where none is left.
func (s *search) openNode() int32 {
	m := s.m
	best := int32(-1)
	for at := range int32(len(m.nodes)) {
		if s.st.status[at] != open || !s.branchable(at) {
			continue
		}
		if best < 0 || s.hard[at] < s.hard[best] {
			best = at
		}
	}
	return best
}

// branchable reports whether deciding the node tightens the bound: a child of a
// wanted choice, or where the cost may be positive any leaf.
func (s *search) branchable(at int32) bool {
	n := &s.m.nodes[at]
	if n.parent >= 0 {
		if p := &s.m.nodes[n.parent]; p.kind == Choose && s.st.status[n.parent] == wanted {
			return true
		}
	}
	return s.soft && n.kind == Take
}

func (s *search) openGroup() int32 {
	for g := range s.st.choice {
		if s.st.choice[g] > 1 {
			return int32(g)
		}
	}
	return -1
}

// rule says which slot is decided next: where the best pattern is most clearly
// the best, or where the most weight is. A search that takes long starts again
// with another rule.
type rule uint8

const (
	byRegret rule = iota
	byGain
)

// openSlot picks the slot to decide next.
func (s *search) openSlot() int32 {
	best, least := int32(-1), int64(0)
	for v := range s.m.slots {
		if s.st.left[v] < 2 {
			continue
		}
		sl := &s.m.slots[v]
		first, second := int64(-1)<<62, int64(-1)<<62
		for q := sl.from; q < sl.to; q++ {
			if !s.st.alive[q] {
				continue
			}
			if g := s.gain[q]; g > first {
				first, second = g, first
			} else if g > second {
				second = g
			}
		}
		regret := first - second
		switch s.rule {
		case byRegret:
			regret *= int64(s.st.left[v])
		case byGain:
			regret = first + second
		}
		if best < 0 || regret > least {
			best, least = int32(v), regret
		}
	}
	return best
}
