package solve

import "math"

// rule says which slot is decided next: where the best pattern is most clearly
// the best, or where the most weight is. A search that takes long starts again
// with another rule.
type rule uint8

const (
	byRegret rule = iota
	byGain
)

// openNode is the branch to decide first: of the choices whose outcome is open,
// the one that asks for least; -1 where none is left.
func (s *search) openNode() int32 {
	m := s.m
	best, least := int32(none), int64(math.MaxInt64)
	for at := range int32(len(m.nodes)) {
		if s.st.status[at] == open && s.branchable(at) && s.hard[at] < least {
			best, least = at, s.hard[at]
		}
	}
	return best
}

// branchable reports whether deciding the node tightens the bound: a child of a
// wanted choice, or where the cost may be positive any leaf.
func (s *search) branchable(at int32) bool {
	n := &s.m.nodes[at]
	if n.parent != none {
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
	return none
}

// openSlot picks the slot to decide next.
func (s *search) openSlot() int32 {
	best, most := int32(none), -infinite
	for v := range s.m.slots {
		if s.st.left[v] < 2 {
			continue
		}
		sl := &s.m.slots[v]
		first, second := -infinite, -infinite
		for q := sl.from; q < sl.to; q++ {
			if s.st.alive[q] {
				first, second = max(first, s.gain[q]), max(second, min(first, s.gain[q]))
			}
		}
		regret := first - second
		switch s.rule {
		case byRegret:
			regret *= int64(s.st.left[v])
		case byGain:
			regret = first + second
		}
		if regret > most {
			best, most = int32(v), regret
		}
	}
	return best
}
