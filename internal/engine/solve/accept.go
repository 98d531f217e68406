package solve

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
	if c > s.target {
		return false
	}
	if s.adds && s.costs(false) > s.ceiling {
		return false
	}
	var value int64
	if m.aim.any() {
		value = s.value()
		if s.active && value < m.rows[m.objective].rhs {
			return false
		}
	}
	s.found, s.bestCost, s.bestValue = true, c, value
	s.bestPick = append(s.bestPick[:0], s.pick...)
	s.bestGroup = append(s.bestGroup[:0], s.chosen...)
	if m.aim.any() {
		s.active = true
		if value >= s.plenty {
			s.endAt = s.steps + moreSteps*s.stepCost
		}
		m.rows[m.objective].rhs = value + 1
	} else if s.soft {
		s.target = s.below(c)
		if s.target < s.leastCost {
			s.target = none // what lacks anything costs more
		}
	}
	return true
}

// moreSteps are looked for a better placement after enough was found.
const moreSteps = 40
