package choose

import "slices"

// search is branch and bound over one component. Candidates are decided in
// order: floors first, then by tier, then canonical. Taking comes before
// leaving, so the first leaf takes whatever is free in that order and is always
// admissible: a budget that runs out still leaves an answer.
type search struct {
	p      *Problem
	caps   []Cap
	order  []int   // candidate indices in order of decision
	clash  [][]int // positions in order that conflict
	budget *int
	// step is what one node of the search costs: larger problems cost more.
	step int

	taken []bool
	// units[i][s] is the most units source s can still get from candidates
	// order[i:]; direct likewise as a sum.
	units, direct [][]int64
	sources       []int32
	// relaxed are the caps as bounds: whole items may be split, and caps that
	// overlap are left out.
	relaxed []Cap

	scratch    []Part
	chosen     []int
	best       []int
	bestUnits  int64
	bestDirect int64
	found      bool
	exhausted  bool
}

// solve returns the best admissible combination of the component, and whether
// that is proven.
func solve(p *Problem, group []int, caps []Cap, budget *int) ([]int, bool) {
	if len(group) == 1 {
		return group, true
	}
	s := &search{p: p, caps: caps, order: slices.Clone(group), budget: budget, taken: make([]bool, len(group))}
	s.relaxed = relax(caps)
	slices.SortStableFunc(s.order, func(a, b int) int {
		return rank(&p.Candidates[a]) - rank(&p.Candidates[b])
	})
	if !s.prepare() {
		return group, true
	}
	s.walk(0)
	return s.best, !s.exhausted
}

// relax returns caps that never take more than the given ones do.
func relax(caps []Cap) []Cap {
	if !nested(caps) {
		return nil
	}
	out := slices.Clone(caps)
	for i := range out {
		out[i].Whole = false
	}
	return out
}

func rank(c *Candidate) int {
	if c.Floor {
		return -1
	}
	return int(c.Tier)
}

// prepare fills the tables; it returns false where nothing conflicts, so that
// everything is chosen.
func (s *search) prepare() bool {
	n := len(s.order)
	s.clash = make([][]int, n)
	clashes := false
	for i := range n {
		for j := range i {
			if Conflict(&s.p.Candidates[s.order[i]], &s.p.Candidates[s.order[j]]) {
				s.clash[i] = append(s.clash[i], j)
				s.clash[j] = append(s.clash[j], i)
				clashes = true
			}
		}
	}
	if !clashes {
		return false
	}
	for _, c := range s.order {
		for _, part := range s.p.Candidates[c].Parts {
			if !slices.Contains(s.sources, part.Source) {
				s.sources = append(s.sources, part.Source)
			}
		}
	}
	s.scratch = make([]Part, s.p.Sources)
	s.step = 1 + (n+s.p.Sources)/32
	s.fillBounds()
	return true
}

// maxTable is the largest number of entries of a bound table. A larger problem
// bounds every position by what all candidates could give.
const maxTable = 1 << 20

func (s *search) fillBounds() {
	n := len(s.order)
	s.units, s.direct = make([][]int64, n+1), make([][]int64, n+1)
	units, direct := make([]int64, s.p.Sources), make([]int64, s.p.Sources)
	s.units[n], s.direct[n] = units, direct
	for i := n - 1; i >= 0; i-- {
		if n*s.p.Sources <= maxTable {
			units, direct = slices.Clone(units), slices.Clone(direct)
		}
		s.units[i], s.direct[i] = units, direct
		for _, part := range s.p.Candidates[s.order[i]].Parts {
			units[part.Source] = max(units[part.Source], part.Units)
			direct[part.Source] += part.Direct
		}
	}
}

func (s *search) walk(i int) {
	if *s.budget <= 0 {
		s.exhausted = true
		if s.found {
			return
		}
	}
	*s.budget -= s.step
	if i == len(s.order) {
		s.leaf()
		return
	}
	if s.found && !s.promising(i) {
		return
	}
	if s.free(i) {
		s.taken[i] = true
		s.chosen = append(s.chosen, s.order[i])
		s.walk(i + 1)
		s.chosen = s.chosen[:len(s.chosen)-1]
		s.taken[i] = false
	}
	if s.blockable(i) {
		s.walk(i + 1)
	}
}

// free reports whether the candidate conflicts with none that is taken.
func (s *search) free(i int) bool {
	for _, j := range s.clash[i] {
		if j < i && s.taken[j] {
			return false
		}
	}
	return true
}

// blockable reports whether leaving the candidate out can be admissible: a
// blocker is taken or may still be.
func (s *search) blockable(i int) bool {
	left := &s.p.Candidates[s.order[i]]
	for _, j := range s.clash[i] {
		if (j > i || s.taken[j]) && Blocks(&s.p.Candidates[s.order[j]], left) {
			return true
		}
	}
	return false
}

func (s *search) leaf() {
	for i := range s.order {
		if !s.taken[i] && !s.blocked(i) {
			return
		}
	}
	units, direct := s.worth(Value(&Problem{Sources: s.p.Sources, Candidates: s.p.Candidates, Caps: s.caps}, s.chosen))
	picked := slices.Clone(s.chosen)
	slices.Sort(picked)
	if s.found && !s.improves(units, direct, picked) {
		return
	}
	s.found, s.bestUnits, s.bestDirect, s.best = true, units, direct, picked
}

// improves reports whether a combination comes before the best so far.
func (s *search) improves(units, direct int64, picked []int) bool {
	if units == s.bestUnits && direct == s.bestDirect && len(picked) == len(s.best) {
		return slices.Compare(picked, s.best) < 0
	}
	return better(units, direct, len(picked), s.bestUnits, s.bestDirect, len(s.best))
}

func (s *search) blocked(i int) bool {
	left := &s.p.Candidates[s.order[i]]
	for _, j := range s.clash[i] {
		if s.taken[j] && Blocks(&s.p.Candidates[s.order[j]], left) {
			return true
		}
	}
	return false
}

func better(units, direct int64, count int, bestUnits, bestDirect int64, bestCount int) bool {
	if units != bestUnits {
		return units > bestUnits
	}
	if direct != bestDirect {
		return direct > bestDirect
	}
	return count < bestCount
}

func (s *search) worth(kept []Part) (units, direct int64) {
	for _, src := range s.sources {
		units += kept[src].Units
		direct += kept[src].Direct
	}
	return units, direct
}

// promising reports whether the rest could still beat the best: every source
// gets the most that any candidate, taken or still open, could give it.
func (s *search) promising(i int) bool {
	clear(s.scratch)
	kept := s.scratch
	copyMax := func(part Part) {
		kept[part.Source].Units = max(kept[part.Source].Units, part.Units)
		kept[part.Source].Direct += part.Direct
	}
	for _, c := range s.chosen {
		for _, part := range s.p.Candidates[c].Parts {
			copyMax(part)
		}
	}
	for _, src := range s.sources {
		kept[src].Units = max(kept[src].Units, s.units[i][src])
		kept[src].Direct = min(kept[src].Units, kept[src].Direct+s.direct[i][src])
	}
	applyCaps(s.relaxed, kept)
	units, direct := s.worth(kept)
	return better(units, direct, len(s.chosen), s.bestUnits, s.bestDirect, len(s.best)+1)
}
