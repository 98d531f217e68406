package solve

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// What tests outside of the package use of its inside.
var (
	StepCost  = stepCost
	ReachOver = reachOver
	Admit     = admit
	MulDiv    = mulDiv
	CeilDiv   = ceilDiv
	Scaled    = scaled
)

// Matchable reports whether so many scopes of a problem are laid out for a matching.
func Matchable(p *Problem, tops []int32) bool {
	var m matcher
	return m.begin(p, tops)
}

// Borrowed is how many candidates a search has not given back.
func Borrowed(v *Solver) int { return len(v.s.cand) }

// KnapRows counts the rows that are weighed item by item.
func KnapRows(p *Problem) (n int) {
	var w weights
	var m model
	w.weigh(p, standardGoals)
	m.build(p, []int32{p.Root}, make([]bool, len(p.Nodes)), &w, aim{})
	for r := range m.rows {
		if m.rows[r].knap {
			n++
		}
	}
	return n
}

// laws checks what the search builds on, at every admissible placement of a small
// problem.
type laws struct {
	*rand.Rand
	m     model
	s     search
	picks [][]int32 // of every admissible placement
	group [][]int32
	costs []int64 // what combines by maximum not added up
	added []int64
}

// Laws returns what does not hold of a problem, or nothing. It is for problems of
// some hundred placements.
func Laws(p *Problem, goals []Goal, r *rand.Rand) string {
	l := laws{Rand: r}
	var w weights
	isTop := make([]bool, len(p.Nodes))
	for _, c := range p.Nodes[p.Root].Children {
		isTop[c] = true
	}
	if !w.weigh(p, goals) || !l.m.build(p, []int32{p.Root}, isTop, &w, aim{}) {
		return "no model"
	}
	l.s.m = &l.m
	l.s.soft = true
	l.s.prepare()
	l.place(0)
	if why := l.below(); why != "" {
		return why
	}
	for range 4 {
		if why := l.kept(); why != "" {
			return why
		}
	}
	return ""
}

// place lists the placements, slot by slot and then bundle by bundle.
func (l *laws) place(at int) {
	s, m := &l.s, &l.m
	switch g := at - len(m.slots); {
	case g < 0:
		for q := m.slots[at].from; q < m.slots[at].to; q++ {
			s.pick[at] = q
			l.place(at + 1)
		}
	case g < len(m.groups):
		for b := range m.groups[g].cost {
			s.chosen[g] = int32(b)
			l.place(at + 1)
		}
	default:
		l.add()
	}
}

// add notes the placement in hand, where it is admissible and uses nothing that is
// not available.
func (l *laws) add() {
	s, m := &l.s, &l.m
	for i := range int32(len(m.items)) {
		uses := int32(0)
		for v := m.first[i]; v < m.first[i+1]; v++ {
			q := &m.pats[s.pick[v]]
			uses += q.uses
			if q.uTo > q.uFrom && !s.available(i) {
				return
			}
		}
		if m.p.MaxUses > 0 && uses > m.p.MaxUses {
			return
		}
	}
	s.tally()
	for r := range m.rows {
		if m.rows[r].kind == limit && s.got[r] < m.rows[r].rhs {
			return
		}
	}
	l.costs, l.added = append(l.costs, s.costs(false)), append(l.added, s.costs(true))
	l.picks = append(l.picks, slices.Clone(s.pick))
	l.group = append(l.group, slices.Clone(s.chosen))
}

// below: no placement costs less than a cost and more than what is below it.
func (l *laws) below() string {
	costs := slices.Compact(slices.Sorted(slices.Values(l.costs)))
	for k, c := range costs {
		if k > 0 {
			if b := l.s.below(c); b >= c || b < costs[k-1] {
				return fmt.Sprintf("below %d there is %d, not %d", c, costs[k-1], b)
			}
		}
	}
	return ""
}

// kept: from decisions that a placement keeps, neither propagation nor the bound
// loses it, at any prices.
func (l *laws) kept() string {
	s, m := &l.s, &l.m
	k := l.IntN(len(l.picks))
	s.adds = l.IntN(2) == 0
	s.target, s.ceiling = l.costs[k], l.costs[k]
	if s.adds {
		s.target = l.added[k]
	}
	s.soft = s.target > 0 || l.IntN(2) == 0
	s.plain = l.IntN(2) == 0
	s.prepare()
	s.st.undo(m, 0)    // what helps in any case is a decision here,
	fill(m.twin, none) // and twins are not in order
	defer func() { s.plain = false }()
	if !s.soft {
		s.st.set(m.root(), wanted)
	}
	l.decide(k)
	s.refresh()
	if !s.propagate() || !l.has(k) {
		return fmt.Sprintf("propagation loses a placement of %d: %v", s.target, l.picks[k])
	}
	for range 4 {
		l.price()
		gap := s.asked() - s.given()
		if gap > s.room() {
			return fmt.Sprintf("the bound is beyond a placement of %d: %d for %d", s.target, gap, s.room())
		}
		if why := l.coarser(); why != "" {
			return why
		}
		if !s.fix(gap) || !l.has(k) || !s.propagate() || !l.has(k) {
			return fmt.Sprintf("the bound loses a placement of %d: %v", s.target, l.picks[k])
		}
	}
	return ""
}

// coarser: the bound of an item with too many combinations is not below the best.
func (l *laws) coarser() string {
	s, m := &l.s, &l.m
	for _, i := range s.live {
		if m.foff[i] == m.foff[i+1] {
			continue
		}
		exact := s.best[i]
		s.best[i] = 0
		for v := m.first[i]; v < m.first[i+1]; v++ {
			most := -infinite
			for q := m.slots[v].from; q < m.slots[v].to; q++ {
				if s.st.alive[q] {
					most = max(most, s.gain[q])
				}
			}
			s.best[i] += most
		}
		s.relaxItem(i)
		if s.best[i] < exact || !s.relaxed {
			return fmt.Sprintf("item %d gives %d at most, and %d", i, s.best[i], exact)
		}
		s.best[i], s.relaxed = exact, false
	}
	return ""
}

// decide takes some decisions that the placement keeps.
func (l *laws) decide(k int) {
	s, m := &l.s, &l.m
	copy(s.pick, l.picks[k])
	copy(s.chosen, l.group[k])
	s.tally()
	s.cost()
	for at := range int32(len(m.nodes)) {
		if l.IntN(3) > 0 {
			continue
		}
		if s.nodeCost[at] == 0 {
			s.st.set(at, wanted)
		} else {
			s.st.set(at, unmet)
		}
	}
	for q := range int32(len(m.pats)) {
		if s.pick[m.pats[q].slot] != q && s.st.alive[q] && l.IntN(3) == 0 {
			s.st.drop(m, q)
		}
	}
	for g := range m.groups {
		for b := range m.groups[g].cost {
			if int32(b) != s.chosen[g] && l.IntN(3) == 0 {
				s.st.dropBundle(int32(g), int32(b))
			}
		}
	}
}

// has reports whether the placement is still among what is left.
func (l *laws) has(k int) bool {
	s := &l.s
	for _, q := range l.picks[k] {
		if !s.st.alive[q] {
			return false
		}
	}
	for g, b := range l.group[k] {
		if !s.st.bundle[g][b] {
			return false
		}
	}
	return true
}

// price draws prices: none, small ones, at which rounding shows, or usual ones.
func (l *laws) price() {
	s, m := &l.s, &l.m
	size := l.IntN(4)
	for r := range m.rows {
		most := [...]int64{1, 3, 3 * s.base[r], 3 * s.base[r]}[size]
		s.mult[r] = l.Int64N(most)
		for c := m.cellFrom[r]; c < m.cellFrom[r+1]; c++ {
			s.cellPrice[c] = l.Int64N(most) * m.cells[c].coef
		}
		if l.IntN(3) == 0 {
			s.mult[r] = 0
		}
	}
}
