package engine

import (
	"maps"
	"slices"
	"strings"
)

// The choice of awards audits so many programs anew and asks so many questions,
// those that were answered before included. The lines of the transfers that are
// remembered are bounded too, in the choice by half of that, so that what was
// chosen can still be completed. The first set that the choice finds has so many
// cases an award.
const (
	stackLimit  = 20_000
	maxAsked    = 200_000
	maxKept     = 400_000
	greedyCases = 64
)

// exhausted reports whether the choice of awards has to make do with what it found.
func (r *stackRun) exhausted() bool {
	return r.work > r.limit || r.asked > maxAsked || r.kept > maxKept/2
}

// worlds evaluates sets of awards: which programs are conferred together, each
// with pieces of its own where rivals want the same.
//
// Whether a set stands is searched exactly: every program is completed by
// itself; where two rivals use one line, one of them, or a credential on the
// way, must do without it, and each case is tried. Every sharing of the lines
// that completes all of them is in one of the cases.
type worlds struct {
	r    *stackRun
	base map[int32]lineSet // spent by what is held
	// riders complete when they can; chosen must.
	riders map[int32]bool
	cut    bool
}

// stand completes the chosen and the riders, the lines of spent kept away from
// programs, in so many cases at most; nil says that no case completes all of
// the chosen.
func (w *worlds) stand(chosen []int32, spent map[int32]lineSet, cases int) (*stackState, map[int32]lineSet, error) {
	for i, p := range chosen {
		for _, q := range chosen[i+1:] {
			if w.r.notWith(p, q) {
				return nil, nil, nil
			}
		}
	}
	s := sharing{w: w, chosen: setOf(chosen), seen: map[string]bool{}, cases: cases}
	st, err := s.try(maps.Clone(spent))
	return st, s.kept, err
}

// sharing is the search for the cases in which the chosen stand together.
type sharing struct {
	w      *worlds
	chosen map[int32]bool
	seen   map[string]bool
	cases  int
	kept   map[int32]lineSet
}

func (s *sharing) try(spent map[int32]lineSet) (*stackState, error) {
	r := s.w.r
	key := spentKey(spent)
	if s.seen[key] || len(s.seen) >= s.cases {
		return nil, nil
	}
	s.seen[key] = true
	if r.exhausted() {
		s.w.cut = true
		return nil, nil
	}
	st, err := r.fixedPoint(func(p int32) bool { return s.w.riders[p] || s.chosen[p] }, spent)
	if err != nil {
		return nil, err
	}
	for p := range s.chosen {
		if st.done[p] == nil {
			return nil, nil
		}
	}
	c := r.collide(st)
	if c == nil {
		s.kept = spent
		return st, nil
	}
	for _, step := range c.steps() {
		next := maps.Clone(spent)
		next[step.program] = next[step.program].with(step.line)
		if found, err := s.try(next); found != nil || err != nil {
			return found, err
		}
	}
	return nil, nil
}

// steps are the ways out of a collision: somebody on one of the two ways does
// without the next line.
func (c *collision) steps() []link {
	out := slices.Clone(c.ways[1])
	for _, s := range c.ways[0] {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

func spentKey(spent map[int32]lineSet) string {
	var b strings.Builder
	for _, p := range byProgram(spent) {
		b.WriteString(day(p) + ":" + strings.Join(spent[p], "\x00") + "\x01")
	}
	return b.String()
}
