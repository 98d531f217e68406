package solve

// Status of a node of the tree in the search.
const (
	open   int8 = iota
	wanted      // the branch is taken: its rows are enforced
	unmet       // cannot hold, or is given up
)

// state is what has been decided: the patterns, bundles and branches that are
// left, with a trail to take decisions back.
type state struct {
	alive  []bool  // patterns
	left   []int32 // living patterns of each slot
	bundle [][]bool
	choice []int32 // living bundles of each group
	status []int8  // nodes
	trail  []change
}

type changeKind uint8

const (
	patternGone changeKind = iota
	bundleGone
	statusSet
)

type change struct {
	kind changeKind
	at   int32
	sub  int32
}

func (s *state) reset(m *model) {
	s.alive = grow(s.alive, len(m.pats))
	fill(s.alive, true)
	s.left = grow(s.left, len(m.slots))
	for i := range m.slots {
		s.left[i] = m.slots[i].to - m.slots[i].from
	}
	s.bundle = grow(s.bundle, len(m.groups))
	s.choice = grow(s.choice, len(m.groups))
	for g := range m.groups {
		s.choice[g] = int32(len(m.groups[g].cost))
		s.bundle[g] = grow(s.bundle[g], len(m.groups[g].cost))
		fill(s.bundle[g], true)
	}
	s.status = grow(s.status, len(m.nodes))
	fill(s.status, open)
	s.trail = s.trail[:0]
}

// drop removes a living pattern; it reports whether its slot still has one.
func (s *state) drop(m *model, q int32) bool {
	s.alive[q] = false
	at := m.pats[q].slot
	s.left[at]--
	s.trail = append(s.trail, change{kind: patternGone, at: q})
	return s.left[at] > 0
}

func (s *state) dropBundle(g, b int32) bool {
	s.bundle[g][b] = false
	s.choice[g]--
	s.trail = append(s.trail, change{kind: bundleGone, at: g, sub: b})
	return s.choice[g] > 0
}

// set gives an open node a status; a contradiction returns false.
func (s *state) set(n int32, to int8) bool {
	if s.status[n] != open {
		return s.status[n] == to
	}
	s.status[n] = to
	s.trail = append(s.trail, change{kind: statusSet, at: n})
	return true
}

// keep leaves the slot only the given pattern.
func (s *state) keep(m *model, q int32) {
	sl := &m.slots[m.pats[q].slot]
	for o := sl.from; o < sl.to; o++ {
		if o != q && s.alive[o] {
			s.drop(m, o)
		}
	}
}

func (s *state) undo(m *model, to int) {
	for i := len(s.trail) - 1; i >= to; i-- {
		switch c := s.trail[i]; c.kind {
		case patternGone:
			s.alive[c.at] = true
			s.left[m.pats[c.at].slot]++
		case bundleGone:
			s.bundle[c.at][c.sub] = true
			s.choice[c.at]++
		default:
			s.status[c.at] = open
		}
	}
	s.trail = s.trail[:to]
}
