package engine

import (
	"maps"
	"math"
	"slices"

	"github.com/cairnproject/cairn/internal/engine/audit"
)

// chosen is the best set of awards and what it leaves out.
type stackChosen struct {
	state   *stackState
	choices []StackChoice
	// excluded are programs that could be completed by themselves, each with
	// the chosen ones in its way.
	excluded map[int32][]int32
}

// decide finds the best set of awards.
func (r *stackRun) decide() (*stackChosen, error) {
	base := map[int32]lineSet{}
	for p := range r.ix.list {
		if s := r.heldSpent(int32(p)); s != nil {
			base[int32(p)] = s
		}
	}
	barred := func(p int32) bool { return r.heldAgainst(p) >= 0 }
	relaxed, err := r.fixedPoint(func(p int32) bool { return !barred(p) }, base)
	if err != nil {
		return nil, err
	}
	out := &stackChosen{state: relaxed, excluded: map[int32][]int32{}}
	if err := r.barred(relaxed, out); err != nil {
		return nil, err
	}
	free, contests, err := r.contests(relaxed)
	if err != nil || len(contests) == 0 {
		return out, err
	}
	r.rank(relaxed.order)
	keep := map[int32]bool{}
	for _, p := range free {
		keep[p] = true
	}
	spent := base
	for i := range contests {
		c := &contests[i]
		s := &subsets{w: &worlds{r: r, base: base, riders: setOf(c.riders)}, c: c}
		best, err := s.search(-1)
		if err != nil {
			return nil, err
		}
		if best == nil {
			best = &awardSet{}
		}
		if err := r.explain(s, best, out); err != nil {
			return nil, err
		}
		for _, p := range best.programs() {
			keep[p] = true
		}
		spent = best.addSpent(spent)
		r.undecided = r.undecided || s.w.cut
	}
	// One last time, all together, with what nobody chose left out.
	inWorld := setOf(relaxed.order)
	out.state, err = r.fixedPoint(func(p int32) bool { return !barred(p) && (keep[p] || !inWorld[p]) }, spent)
	return out, err
}

// barred lists what could be completed, were it not for a held credential.
func (r *stackRun) barred(st *stackState, out *stackChosen) error {
	for _, p := range r.first(nil) {
		h := r.heldAgainst(p)
		if h < 0 {
			continue
		}
		answer, err := r.solveSpan(r.askOf(st, p, r.heldSpent(p)))
		if err != nil {
			return err
		}
		if answer.verdict == audit.Complete {
			out.excluded[p] = []int32{h}
		}
	}
	return nil
}

func setOf(list []int32) map[int32]bool {
	out := make(map[int32]bool, len(list))
	for _, p := range list {
		out[p] = true
	}
	return out
}

// awardSet is a set of rivals that stand together.
type awardSet struct {
	chosen []int32
	state  *stackState
	spent  map[int32]lineSet
	worth  *worth
}

func (s *awardSet) programs() []int32 {
	if s.state == nil {
		return nil
	}
	return s.state.order
}

// addSpent keeps the lines away from programs as they were in the set.
func (s *awardSet) addSpent(spent map[int32]lineSet) map[int32]lineSet {
	out := maps.Clone(spent)
	for p, set := range s.spent {
		for _, id := range set {
			out[p] = out[p].with(id)
		}
	}
	return out
}

// subsets searches the sets of rivals of one contest, best first.
type subsets struct {
	w    *worlds
	c    *contest
	best *awardSet
	must int32
	// order are the rivals as they are tried.
	order []int32
}

// search finds the best set of rivals that stand together; must is one that it
// has to hold, or -1. nil is no such set.
func (s *subsets) search(must int32) (*awardSet, error) {
	s.best, s.must = nil, must
	s.order = slices.Clone(s.c.rivals)
	r := s.w.r
	slices.SortStableFunc(s.order, func(a, b int32) int {
		switch {
		case a == must:
			return -1
		case b == must:
			return 1
		}
		return r.ranks[b] - r.ranks[a]
	})
	if err := s.greedy(); err != nil {
		return nil, err
	}
	return s.best, s.walk(0, nil)
}

// greedy finds a first set, so that the search can leave out what is worse: one
// rival after the other, in few cases each, beginning with the lines as they are
// shared already.
func (s *subsets) greedy() error {
	var chosen []int32
	spent := s.w.base
	for _, p := range s.order {
		next := append(slices.Clone(chosen), p)
		sub, err := s.try(next, spent, greedyCases)
		if sub == nil && err == nil && len(chosen) > 0 {
			sub, err = s.try(next, s.w.base, greedyCases)
		}
		if err != nil {
			return err
		}
		if sub != nil {
			chosen, spent = next, sub.spent
			s.offer(sub)
		}
	}
	return nil
}

func (s *subsets) offer(sub *awardSet) {
	if s.must >= 0 && !slices.Contains(sub.chosen, s.must) {
		return
	}
	// Of equal worth is the same set, shared as the search shares it.
	if s.best == nil || sub.worth.compare(s.best.worth) <= 0 {
		s.best = sub
	}
}

// walk tries every set, those with the next rival first. What a set cannot
// reach is bounded by counting; where nobody builds on anybody's credential, a
// set that does not stand has no larger one that does.
func (s *subsets) walk(i int, chosen []int32) error {
	most := len(chosen) + len(s.order) - i + len(s.c.riders)
	if s.best != nil && most < s.best.worth.count || s.w.cut {
		return nil
	}
	if i == len(s.order) {
		return s.leaf(chosen)
	}
	next := append(slices.Clone(chosen), s.order[i])
	stands := true
	if !s.c.linked {
		sub, err := s.try(next, s.w.base, math.MaxInt)
		if err != nil {
			return err
		}
		stands = sub != nil
	}
	if stands {
		if err := s.walk(i+1, next); err != nil {
			return err
		}
	}
	if s.order[i] == s.must {
		return nil
	}
	return s.walk(i+1, chosen)
}

func (s *subsets) leaf(chosen []int32) error {
	sub, err := s.try(chosen, s.w.base, math.MaxInt)
	if sub != nil {
		s.offer(sub)
	}
	return err
}

// try completes exactly these rivals, and the riders that then can be.
func (s *subsets) try(chosen []int32, spent map[int32]lineSet, cases int) (*awardSet, error) {
	sorted := slices.Sorted(slices.Values(chosen))
	st, spent, err := s.w.stand(sorted, spent, cases)
	if st == nil || err != nil {
		return nil, err
	}
	return &awardSet{chosen: sorted, state: st, spent: spent, worth: s.w.r.worthOf(st)}, nil
}
