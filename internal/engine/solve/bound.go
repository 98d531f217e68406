package solve

// bound improves the multipliers for a few rounds. It returns false where they
// prove that nothing wanted is left, or nothing is left to decide.
func (s *search) bound(depth int) bool {
	rounds := nodeRounds
	if depth == 0 {
		rounds = rootRounds
	}
	margin, best, since := s.margin, -infinite, 0
	defer func() { s.margin = margin }()
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
		if since++; gap > best {
			best, since = gap, 0
		} else if since > patience {
			s.margin, since = s.margin/2, 0
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
		if k%5 == 0 && (s.greedy() || s.fillTakes()) && (s.done() || gap > s.room()) {
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
	// patience is how many rounds may bring nothing before the steps get smaller.
	patience = 8
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
		if m.rows[r].knap {
			norm += 65536 * s.lackKnap(int32(r))
			continue
		}
		d := s.ask[r] - s.got[r]
		if s.mult[r] == 0 {
			d = max(d, 0)
		}
		if m.rows[r].kind == objectiveRow && !s.active {
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
		if m.rows[r].knap {
			s.moveKnap(int32(r), mulDiv(want, 65536, norm))
			continue
		}
		if d == 0 {
			continue
		}
		sc := m.rows[r].scale
		step := mulDiv(want, d*65536, norm) / (sc * sc)
		s.mult[r] = min(max(0, s.mult[r]+step), maxWeight/sc)
	}
	return true
}

// lackKnap marks what a knapsack row asks for and counts the cells where that
// differs from what the items use, and whose price can follow.
func (s *search) lackKnap(r int32) (n int64) {
	m := s.m
	amount := s.rest[r]
	if m.rows[r].need() {
		amount = max(0, s.ask[r]-s.fixed[r])
	}
	s.selectKnap(r, amount)
	for c := m.cellFrom[r]; c < m.cellFrom[r+1]; c++ {
		if !s.can[c] || s.sel[c] != s.on[c] && s.cellPrice[c] == 0 && s.on[c] == m.rows[r].need() {
			s.sel[c] = s.on[c]
		}
		if s.sel[c] != s.on[c] {
			n++
		}
	}
	return n
}

// moveKnap changes the prices of a knapsack row: dearer where the row asks for
// an item that goes elsewhere, cheaper where it gets one that it did not ask for.
func (s *search) moveKnap(r int32, step int64) {
	m := s.m
	lo, hi := int64(0), int64(maxWeight)
	if !m.rows[r].need() {
		lo, hi = -hi, lo
	}
	for c := m.cellFrom[r]; c < m.cellFrom[r+1]; c++ {
		switch {
		case s.sel[c] && !s.on[c]:
			s.cellPrice[c] = min(s.cellPrice[c]+step, hi)
		case s.on[c] && !s.sel[c]:
			s.cellPrice[c] = max(s.cellPrice[c]-step, lo)
		}
	}
}
