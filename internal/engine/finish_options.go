package engine

import (
	"maps"
	"slices"
)

// allListed reports whether the catalogue lists everything that a step takes. A
// total that is mostly made of courses which nobody lists has no options: the few
// that are known would read as if one of them were enough.
func (r *wayReader) allListed(used []int) bool {
	return !slices.ContainsFunc(used, func(k int) bool { return r.plan.futures[k].item < 0 })
}

// below are the pieces that are used at and below a node.
func (r *wayReader) below(at int) map[int32]bool {
	out := map[int32]bool{}
	for i := at; i < len(r.plan.tree.Nodes); i++ {
		if !under(r.plan.tree, i, at) {
			continue
		}
		for _, p := range slices.Concat(r.nodes[i].Uses, r.nodes[i].Extra) {
			out[p] = true
		}
	}
	return out
}

// offer gives a step its options, of which the way takes some together.
func (r *wayReader) offer(s *Step, at int, used []int, set, takes int) {
	s.Options = r.options(at, used, set, takes)
	if takes > 1 && len(s.Options) > 0 {
		s.Take = takes
	}
}

// options are the items of a step: those that the way takes, others that nothing
// tells from them, and where there is none others that complete the program in
// the place of one. set is what they must be in. Where several are taken that are
// not all alike, others in their place are left out: not any of them will do.
func (r *wayReader) options(at int, used []int, set, takes int) []Missing {
	order := slices.Clone(used)
	mixed := takes > 1 && slices.ContainsFunc(used, func(k int) bool { return r.group[k] != r.group[used[0]] })
	for _, k := range used {
		if mixed {
			break
		}
		g := &r.plan.groups[r.group[k]]
		if g.rivals {
			continue // they are not alike
		}
		for _, m := range g.members {
			if !slices.Contains(order, m) {
				order = append(order, m)
			}
		}
	}
	if len(order) == 1 {
		order = append(order, r.instead(order[0], set)...)
	}
	var out []Missing
	for _, k := range order {
		if f := &r.plan.futures[k]; f.item >= 0 && len(out) < maxOptions {
			out = append(out, r.of(at).option(f.piece.Item, r.receiving))
		}
	}
	return out
}

// instead are items of other groups that complete the program in the place of
// one that a way takes.
func (r *wayReader) instead(taken, set int) []int {
	var out []int
	for k := range r.plan.futures {
		f := &r.plan.futures[k]
		if g, there := r.group[k]; there && !r.plan.groups[g].rivals || r.way.whole[k] || f.item < 0 || set >= 0 && !r.plan.tree.Sets[set].Yes.Has(r.plan.base+k) {
			continue
		}
		if r.plan.swaps == maxSwaps || len(out) == maxOptions-1 {
			break
		}
		r.plan.swaps++
		other := maps.Clone(r.way.whole)
		delete(other, taken)
		if r.plan.excludedByAny(other, k) {
			continue
		}
		other[k] = true
		if r.plan.e.auditor().Holds(r.plan.taken(other)) {
			out = append(out, k)
		}
	}
	return out
}
