package solve

// cell is an item in a row. The bound pays a price for every cell: in a linear
// row so much a unit, in a knapsack row whatever price is best for each item.
type cell struct {
	row, item int32
	coef      int64
}

// maxKnap bounds the right side of a knapsack row: what is chosen is a bit each.
const maxKnap = 63

// addCells lists the cells row by row and finds the knapsack rows.
func (m *model) addCells() {
	m.cellFrom = grow(m.cellFrom, len(m.rows)+1)
	fill(m.cellFrom, 0)
	n := 0
	m.eachCell(func(r int32, _ int32, _ int64, again bool) int32 {
		if !again {
			m.cellFrom[r+1]++
			n++
		}
		return 0
	})
	for r := range m.rows {
		m.cellFrom[r+1] += m.cellFrom[r]
	}
	m.cells = grow(m.cells, n)
	m.next = append(m.next[:0], m.cellFrom...)
	m.eachCell(func(r, item int32, coef int64, again bool) int32 {
		if !again {
			m.cells[m.next[r]] = cell{r, item, coef}
			m.next[r]++
		}
		return m.next[r] - 1
	})
	for r := range int32(len(m.rows)) {
		m.rows[r].knap = m.isKnap(r)
	}
}

// eachCell calls f with every term, and whether it is in the cell of the term
// before; f returns the number of the cell.
func (m *model) eachCell(f func(r, item int32, coef int64, again bool) int32) {
	m.termCell, m.featCell = grow(m.termCell, len(m.terms)), grow(m.featCell, len(m.feats))
	m.seen = grow(m.seen, len(m.rows))
	fill(m.seen, none)
	for i := range int32(len(m.items)) {
		for q := m.slots[m.first[i]].from; q < m.slots[m.first[i+1]-1].to; q++ {
			for t := m.pats[q].from; t < m.pats[q].to; t++ {
				m.termCell[t] = m.cellOf(m.terms[t].row, i, m.terms[t].coef, f)
			}
		}
		for k := m.foff[i]; k < m.foff[i+1]; k++ {
			m.featCell[k] = m.cellOf(m.feats[k].row, i, m.feats[k].coef, f)
		}
	}
}

func (m *model) cellOf(r, i int32, coef int64, f func(r, item int32, coef int64, again bool) int32) int32 {
	again := m.seen[r] == i && r != m.objective
	m.seen[r] = i
	return f(r, i, coef, again)
}

// isKnap reports whether whole items reach less in a row than a linear bound
// says: where they count differently, and the sums are small enough to list.
func (m *model) isKnap(r int32) bool {
	w := &m.rows[r]
	if w.kind == objectiveRow || abs(w.rhs) > maxKnap {
		return false
	}
	cells := m.cells[m.cellFrom[r]:m.cellFrom[r+1]]
	differ := false
	for k := range cells {
		if cells[k].coef*w.rhs <= 0 {
			return false
		}
		differ = differ || cells[k].coef != cells[0].coef
	}
	return differ
}

// knapWork is about how many amounts are looked at where the knapsack rows are
// weighed item by item.
func (m *model) knapWork() int {
	sum := 0
	for r := range m.rows {
		if m.rows[r].knap {
			sum += int(m.cellFrom[r+1]-m.cellFrom[r]) * int(abs(m.rows[r].rhs))
		}
	}
	return sum
}

// settlePrices sets the prices of linear rows and the weights of knapsack rows.
func (s *search) settlePrices() {
	m := s.m
	for r := range m.rows {
		if m.rows[r].knap {
			s.weighKnap(int32(r))
			continue
		}
		u, ceil := s.mult[r], s.ceil[r]
		for c := m.cellFrom[r]; c < m.cellFrom[r+1]; c++ {
			s.cellPrice[c] = u * min(m.cells[c].coef, ceil)
		}
	}
}

// weighKnap finds what a row costs at the prices of its cells: for a need the
// cheapest items that reach what is left of it, for a limit (all negative) the
// dearest that it admits. s.reach of the row lists it for each amount.
func (s *search) weighKnap(r int32) {
	m := s.m
	need := m.rows[r].need()
	rest := m.rows[r].rhs - s.fixed[r]
	if !need {
		rest = -rest
	}
	s.rest[r] = max(rest, 0)
	reach := s.reachOf(r)
	if s.shut[r] == 0 {
		fill(reach, 0) // a certificate does without the row
		return
	}
	reach[0] = 0
	if rest <= 0 {
		if rest < 0 && !need {
			reach[0] = infinite // the limit is broken
		}
		return
	}
	reach = reach[:rest+1]
	if need {
		fill(reach[1:], infinite)
	} else {
		fill(reach, 0)
	}
	for c := m.cellFrom[r]; c < m.cellFrom[r+1]; c++ {
		switch {
		case !s.can[c]:
			if !s.plain || s.in[c] || !need {
				continue
			}
			reachOver(reach, m.cells[c].coef, s.shut[r])
		case need:
			s.took[c] = reachOver(reach, m.cells[c].coef, s.cellPrice[c])
		default:
			s.took[c] = admit(reach, -m.cells[c].coef, s.cellPrice[c])
		}
	}
	s.mult[r] = min(abs(reach[rest])/rest, maxWeight)
}

// reachOver allows for one more item that gives a at the price w. It returns
// for which amounts the item is taken.
func reachOver(reach []int64, a, w int64) (took uint64) {
	n := int64(len(reach))
	at := min(a, n)
	from, to := reach[:n-at], reach[at:]
	for k := len(to) - 1; k >= 0; k-- {
		if v := from[k] + w; v < to[k] {
			to[k] = v
			took |= 1 << uint(k+int(at))
		}
	}
	v := reach[0] + w // less than the item gives is asked for
	for k, least := range reach[:at] {
		if v < least {
			reach[k] = v
			took |= 1 << uint(k)
		}
	}
	return took
}

// admit is the same for a limit that an item takes a from.
func admit(reach []int64, a, w int64) (took uint64) {
	for k := int64(len(reach)) - 1; k >= a; k-- {
		if v := reach[k-a] + w; v < reach[k] {
			reach[k] = v
			took |= 1 << uint(k)
		}
	}
	return took
}

func (s *search) reachOf(r int32) []int64 {
	return s.reaches[int(r)*(maxKnap+1) : int(r+1)*(maxKnap+1)]
}

// rowWeight is the least that a row weighs where it holds.
func (s *search) rowWeight(r int32) int64 {
	if !s.m.rows[r].knap {
		return s.mult[r] * s.m.rows[r].rhs
	}
	return min(s.reachOf(r)[s.rest[r]], infinite)
}

// selectKnap marks the items that the row asks for when it needs the amount.
func (s *search) selectKnap(r int32, amount int64) {
	m := s.m
	from, to := m.cellFrom[r], m.cellFrom[r+1]
	if amount > 0 && s.reachOf(r)[amount] == 0 && s.enough(r, amount) {
		copy(s.sel[from:to], s.on[from:to])
		return
	}
	for c := to - 1; c >= from; c-- {
		s.sel[c] = s.can[c] && s.took[c]>>uint(amount)&1 == 1
		if s.sel[c] {
			amount = max(0, amount-abs(m.cells[c].coef))
		}
	}
}

// enough reports whether what the items use keeps the row.
func (s *search) enough(r int32, amount int64) bool {
	var sum int64
	for c := s.m.cellFrom[r]; c < s.m.cellFrom[r+1]; c++ {
		if s.on[c] && s.can[c] {
			sum += s.m.cells[c].coef
		}
	}
	return sum >= amount || sum < 0 && -sum <= amount
}

// shutPrice is the price of an item that is decided to be used elsewhere: in a
// certificate a row may still choose it, but not cheaply.
const shutPrice = int64(1) << 38
