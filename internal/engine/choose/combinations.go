package choose

import (
	"cmp"
	"slices"
)

// Component is a set of candidates that no conflict joins with others, and its
// admissible combinations, best first in the order of the package.
type Component struct {
	Candidates   []int
	Combinations [][]int
	// Whole is false where there are more combinations than were asked for.
	Whole bool
}

// Combinations lists the admissible combinations of every component: at most
// limit each, found within the budget of search steps. Caps are not looked at.
// Each component has at least one combination, the one that Choose would take.
func Combinations(p *Problem, limit int, budget *int) []Component {
	var out []Component
	for _, group := range components(p, nil) {
		c := Component{Candidates: group, Whole: true}
		best, proven := solve(p, group, nil, budget)
		c.Combinations = [][]int{best}
		if len(best) < len(group) {
			w := combinations{p: p, limit: limit, budget: budget}
			c.Whole = w.list(group) && proven
			c.Combinations = merge(best, w.found)
			sortCombinations(p, c.Combinations)
		}
		out = append(out, c)
	}
	return out
}

func merge(best []int, found [][]int) [][]int {
	if !slices.ContainsFunc(found, func(f []int) bool { return slices.Equal(f, best) }) {
		found = append(found, best)
	}
	return found
}

func sortCombinations(p *Problem, list [][]int) {
	type worth struct{ units, direct int64 }
	of := func(chosen []int) (w worth) {
		for _, k := range Value(&Problem{Sources: p.Sources, Candidates: p.Candidates}, chosen) {
			w.units += k.Units
			w.direct += k.Direct
		}
		return w
	}
	slices.SortStableFunc(list, func(a, b []int) int {
		x, y := of(a), of(b)
		return cmp.Or(cmp.Compare(y.units, x.units), cmp.Compare(y.direct, x.direct), cmp.Compare(len(a), len(b)), slices.Compare(a, b))
	})
}

// combinations walks every admissible combination of a component.
type combinations struct {
	p      *Problem
	limit  int
	budget *int
	order  []int
	clash  [][]int
	taken  []bool
	free   []int // by position: taken candidates that conflict
	found  [][]int
	cut    bool
}

// list fills found and reports whether that is all.
func (w *combinations) list(group []int) bool {
	n := len(group)
	w.order = slices.Clone(group)
	slices.SortStableFunc(w.order, func(a, b int) int { return byRank(&w.p.Candidates[a], &w.p.Candidates[b]) })
	w.clash, w.taken, w.free = make([][]int, n), make([]bool, n), make([]int, n)
	for i := range n {
		for j := range i {
			if Conflict(&w.p.Candidates[w.order[i]], &w.p.Candidates[w.order[j]]) {
				w.clash[i], w.clash[j] = append(w.clash[i], j), append(w.clash[j], i)
			}
		}
	}
	w.walk(0)
	return !w.cut
}

func (w *combinations) walk(i int) {
	*w.budget--
	if len(w.found) >= w.limit || *w.budget <= 0 {
		w.cut = true
		return
	}
	if i == len(w.order) {
		w.leaf()
		return
	}
	if w.free[i] == 0 {
		w.take(i, true)
		w.walk(i + 1)
		w.take(i, false)
	}
	if w.blockable(i) {
		w.walk(i + 1)
	}
}

func (w *combinations) take(i int, on bool) {
	w.taken[i] = on
	for _, j := range w.clash[i] {
		if on {
			w.free[j]++
		} else {
			w.free[j]--
		}
	}
}

// blockable reports whether something taken, or something still open, can
// justify leaving the candidate out.
func (w *combinations) blockable(i int) bool {
	left := &w.p.Candidates[w.order[i]]
	return slices.ContainsFunc(w.clash[i], func(j int) bool {
		return (w.taken[j] || j > i && w.free[j] == 0) && Blocks(&w.p.Candidates[w.order[j]], left)
	})
}

func (w *combinations) leaf() {
	var chosen []int
	for i := range w.order {
		if w.taken[i] {
			chosen = append(chosen, w.order[i])
			continue
		}
		left := &w.p.Candidates[w.order[i]]
		if !slices.ContainsFunc(w.clash[i], func(j int) bool { return w.taken[j] && Blocks(&w.p.Candidates[w.order[j]], left) }) {
			return
		}
	}
	slices.Sort(chosen)
	w.found = append(w.found, chosen)
}
