package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/requirement"
)

// first are the programs that the record itself can affect.
func (r *stackRun) first(allowed func(int32) bool) []int32 {
	if r.touched == nil {
		seen := map[int32]bool{}
		add := func(p int32) { seen[p] = true }
		for i := range r.lined {
			r.ix.affected(r.s, &r.lined[i], add)
		}
		if len(r.rec.Competencies)+len(r.rec.Milestones)+len(r.rec.Facts) > 0 {
			for _, p := range r.ix.personal {
				add(p)
			}
		}
		for i := range r.rec.Exceptions {
			if p, ok := r.ix.byID[r.rec.Exceptions[i].Program]; ok {
				add(p)
			}
		}
		for p := range r.held {
			for _, q := range r.ix.byResult[r.ix.list[p].ID] {
				add(q)
			}
		}
		for i := range r.rec.Decisions {
			for p := range r.ix.list {
				if r.ix.list[p].Institution == r.rec.Decisions[i].Receiver {
					add(int32(p))
				}
			}
		}
		r.touched = r.sortedPrograms(seen)
	}
	return r.among(r.touched, allowed)
}

func (r *stackRun) sortedPrograms(seen map[int32]bool) []int32 {
	out := make([]int32, 0, len(seen))
	for p := range seen {
		if r.held[p] == nil {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

func (r *stackRun) among(list []int32, allowed func(int32) bool) []int32 {
	if allowed == nil {
		return list
	}
	return slices.DeleteFunc(slices.Clone(list), func(p int32) bool { return !allowed(p) })
}

// affectedBy are the programs that a completed one can affect, and their
// institutions.
func (r *stackRun) affectedBy(d *stackDone) ([]int32, map[int32]bool) {
	if known, ok := r.reached[d.program]; ok {
		return known.programs, known.institutions
	}
	seen := map[int32]bool{}
	if d.line != nil {
		r.ix.affected(r.s, d.line, func(p int32) { seen[p] = true })
	}
	if r.conferral(d.program) == requirement.Automatic {
		for _, q := range r.ix.byResult[r.ix.list[d.program].ID] {
			seen[q] = true
		}
	}
	out := reached{r.sortedPrograms(seen), map[int32]bool{}}
	for _, p := range out.programs {
		out.institutions[r.ix.list[p].inst] = true
	}
	r.reached[d.program] = out
	return out.programs, out.institutions
}

// reached is what a completed program can affect.
type reached struct {
	programs     []int32
	institutions map[int32]bool
}

func (r *stackRun) conferral(p int32) requirement.Conferral {
	return cmp.Or(r.ix.list[p].policy.Conferral, requirement.Automatic)
}
