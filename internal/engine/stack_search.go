package engine

import (
	"maps"
	"slices"
	"strings"
)

// stackLimit bounds the audits in the choice of awards.
const stackLimit = 20_000

// maxAsked bounds the questions in the choice of awards, those that were answered
// before included, and maxKept the lines of the transfers that are remembered: in
// the choice half of them, so that what was chosen can still be completed.
const (
	maxAsked = 200_000
	maxKept  = 400_000
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

// stand completes the chosen and the riders; nil says that the chosen cannot
// all be completed together.
func (w *worlds) stand(chosen []int32) (*stackState, map[int32]lineSet, error) {
	seen := map[string]bool{}
	var kept map[int32]lineSet
	var try func(spent map[int32]lineSet) (*stackState, error)
	try = func(spent map[int32]lineSet) (*stackState, error) {
		key := spentKey(spent)
		if seen[key] {
			return nil, nil
		}
		seen[key] = true
		if w.r.exhausted() || len(seen) > w.r.limit {
			w.cut = true
			return nil, nil
		}
		st, err := w.r.fixedPoint(func(p int32) bool { return w.riders[p] || slices.Contains(chosen, p) }, spent)
		if err != nil {
			return nil, err
		}
		for _, p := range chosen {
			if st.done[p] == nil {
				return nil, nil
			}
		}
		c := w.r.collide(st)
		if c == nil {
			kept = spent
			return st, nil
		}
		for _, step := range c.steps() {
			next := maps.Clone(spent)
			next[step.program] = next[step.program].with(step.line)
			if found, err := try(next); found != nil || err != nil {
				return found, err
			}
		}
		return nil, nil
	}
	for i, p := range chosen {
		for _, q := range chosen[i+1:] {
			if w.r.notWith(p, q) {
				return nil, nil, nil
			}
		}
	}
	st, err := try(maps.Clone(w.base))
	return st, kept, err
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
