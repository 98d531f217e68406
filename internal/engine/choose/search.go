package choose

import (
	"cmp"
	"slices"
)

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
	// canonical is set where the order of decision is that of the candidates.
	canonical bool
	// blockers counts, by position, the taken candidates that conflict.
	blockers []int32
	// group is, by position, the number of the set of candidates of which at most
	// one can be taken because they give the same target, and worth its total.
	group       []int32
	groups      int
	total       []Part
	groupUnits  []int64
	groupDirect []int64
	// known is the worth of an admissible combination found beforehand: what
	// cannot reach it need not be looked at.
	knownUnits, knownDirect int64
	knownCount              int
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
		return byRank(&p.Candidates[a], &p.Candidates[b])
	})
	if !s.prepare() {
		return group, true
	}
	s.greedy()
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

// byRank is the order of decision, up to the canonical one.
func byRank(a, b *Candidate) int {
	if d := rank(a) - rank(b); d != 0 || a.First == b.First {
		return d
	}
	if a.First {
		return -1
	}
	return 1
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
	s.blockers = make([]int32, n)
	s.canonical = slices.IsSorted(s.order)
	s.step = 1 + (n+s.p.Sources)/64
	s.fillBounds()
	s.fillGroups()
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
	if !s.promising(i) {
		return
	}
	if s.blockers[i] == 0 {
		s.take(i, 1)
		s.chosen = append(s.chosen, s.order[i])
		s.walk(i + 1)
		s.chosen = s.chosen[:len(s.chosen)-1]
		s.take(i, -1)
	}
	if s.blockable(i) {
		s.walk(i + 1)
	}
}

// take takes a candidate, or with -1 gives it back.
func (s *search) take(i int, by int32) {
	s.taken[i] = by > 0
	for _, j := range s.clash[i] {
		s.blockers[j] += by
	}
}

// greedy takes what conflicts least, tier by tier. Taking whatever is free in
// order of rank is admissible, so its worth is a bound from the start.
func (s *search) greedy() {
	at := make([]int, len(s.order))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(a, b int) int {
		x, y := &s.p.Candidates[s.order[a]], &s.p.Candidates[s.order[b]]
		return cmp.Or(rank(x)-rank(y), len(s.clash[a])-len(s.clash[b]), cmp.Compare(s.total[b].Units, s.total[a].Units))
	})
	var chosen []int
	for _, i := range at {
		if s.blockers[i] == 0 {
			s.take(i, 1)
			chosen = append(chosen, s.order[i])
		}
	}
	for i := range s.order {
		if s.taken[i] {
			s.take(i, -1)
		}
	}
	s.knownUnits, s.knownDirect = s.worth(Value(&Problem{Sources: s.p.Sources, Candidates: s.p.Candidates, Caps: s.caps}, chosen))
	s.knownCount = len(chosen)
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

// fillGroups sorts the candidates into groups by their first target.
func (s *search) fillGroups() {
	n := len(s.order)
	s.group, s.total = make([]int32, n), make([]Part, n)
	number := map[int32]int32{}
	for i, c := range s.order {
		cand := &s.p.Candidates[c]
		for _, part := range cand.Parts {
			s.total[i].Units += part.Units
			s.total[i].Direct += part.Direct
		}
		s.group[i] = int32(s.groups)
		if len(cand.Targets) > 0 {
			if g, ok := number[cand.Targets[0]]; ok {
				s.group[i] = g
				continue
			}
			number[cand.Targets[0]] = s.group[i]
		}
		s.groups++
	}
	s.groupUnits, s.groupDirect = make([]int64, s.groups), make([]int64, s.groups)
}

// openWorth bounds what is taken and what is still free together give: of each
// group at most one candidate.
func (s *search) openWorth(i int) (units, direct int64) {
	clear(s.groupUnits)
	clear(s.groupDirect)
	for j := range s.order {
		if !s.taken[j] && (j < i || s.blockers[j] > 0) {
			continue
		}
		g := s.group[j]
		s.groupUnits[g] = max(s.groupUnits[g], s.total[j].Units)
		s.groupDirect[g] = max(s.groupDirect[g], s.total[j].Direct)
	}
	for g := range s.groups {
		units += s.groupUnits[g]
		direct += s.groupDirect[g]
	}
	return units, direct
}

// promising reports whether the rest could still beat the best, or reach what is
// known to be possible. Every source gets the most that any candidate, taken or
// still free, could give it, and every group what its best candidate gives.
func (s *search) promising(i int) bool {
	units, direct := s.sourceWorth(i)
	u, d := s.openWorth(i)
	units, direct = min(units, u), min(direct, d)
	if better(s.knownUnits, s.knownDirect, 0, units, direct, 0) {
		return false
	}
	ties := 1
	if s.canonical {
		ties = 0 // equal combinations come in canonical order: the first is found
	}
	return !s.found || better(units, direct, len(s.chosen), s.bestUnits, s.bestDirect, len(s.best)+ties)
}

// sourceWorth is the bound by sources, with caps.
func (s *search) sourceWorth(i int) (units, direct int64) {
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
	return s.worth(kept)
}
