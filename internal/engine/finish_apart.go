package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
)

// Some of what could be taken changes what the record itself brings: it releases
// credit that is held, or takes the place of what came with more than itself or
// stands beyond a cap. No future piece stands for that. Every choice of such items
// is tried for itself: the record with them is evaluated as a whole, and what
// remains then is added to what they cost.

// apart are the items that are tried in this way.
type apart struct {
	items []int32
	// given are those of them that the evaluation takes for sure.
	given []int32
	// cut says that there are others, which nobody tries.
	cut bool
}

func (a *apart) has(item int32) bool { return slices.Contains(a.items, item) }

// maxApart bounds the items that are tried in every combination; of more, the
// smallest are, and fewer in a large program: apartWork bounds the product of
// combinations and nodes. maxDoubts bounds how often a way turns out to be none.
const (
	maxApart  = 4
	apartWork = 1 << 10
	// apartSteps is what one evaluation with such items may take.
	apartSteps = 4000
	maxDoubts  = 3
)

// findFinish finds the least over all choices of items that are tried apart. A way
// with items that the rules of the record speak of is tried as a whole; where it
// does not complete the program, these items are tried apart as well.
func (e *evaluation) findFinish(sol *programSolution) *finish {
	if e.crew != nil {
		return e.leastWith(sol)
	}
	if !sol.whole { // not all choices of rules were looked at: the record again would take as long
		out := e.leastWith(sol)
		out.proven, out.impossible = false, false
		return out
	}
	e.apart = e.releasing()
	defer func() { e.apart = apart{} }()
	for range maxDoubts {
		best := e.leastApart(sol)
		doubts := e.doubts(best)
		if len(doubts) == 0 {
			best.others = slices.DeleteFunc(best.others, func(w finishWay) bool { return !e.completes(best.plan, &w) })
			return best
		}
		before := len(e.apart.items)
		if e.apart.add(doubts...); len(e.apart.items) == before {
			break
		}
	}
	return &finish{floor: &credit.Amount{}}
}

// leastApart is the least over all choices of the items that are tried apart.
func (e *evaluation) leastApart(sol *programSolution) *finish {
	best := e.leastWith(sol)
	e.apart.add(best.apart...)
	if best.found && len(e.entangled(best.plan, &best.best)) == 0 && !e.completes(best.plan, &best.best) {
		best = &finish{floor: &credit.Amount{}} // nobody knows what is wrong with it
	}
	if best.impossible || best.found && best.unlisted() {
		e.apart.add(best.idle...) // better than what nobody lists
	}
	slices.SortStableFunc(e.apart.items, func(a, b int32) int { return e.sizeOf(a).Cmp(e.sizeOf(b)) })
	tried, cut := e.apart.items, e.apart.cut
	// Where one search ends undecided, sixteen of them would.
	hard := !best.proven && !best.impossible
	for len(tried) > 0 && (hard || len(tried) > maxApart || len(sol.tree.Nodes)<<len(tried) > apartWork) {
		tried, cut = tried[:len(tried)-1], true
	}
	for mask := 1; mask < 1<<len(tried); mask++ {
		given, price := []int32(nil), credit.Amount{}
		for i, item := range tried {
			if mask>>i&1 == 1 {
				given, price = append(given, item), price.Add(e.sizeOf(item))
			}
		}
		if !best.found || best.unlisted() || price.Cmp(best.best.credits) <= 0 {
			best = best.orBetter(e.leastGiven(given), price)
		}
	}
	if cut {
		best.proven, best.impossible = false, false
	}
	if cut || len(tried) > 0 && !best.proven {
		best.floor = &credit.Amount{} // the estimate knows nothing of them
	}
	return best
}

func (a *apart) add(items ...int32) {
	for _, item := range items {
		if !a.has(item) {
			a.items = append(a.items, item)
		}
	}
}

// orBetter is the better of two finishes, of which the other costs at least so
// much; what is said to be proven holds for both.
func (f *finish) orBetter(o *finish, price credit.Amount) *finish {
	best, floor := f, price
	if o.floor != nil {
		floor = *o.floor
	}
	if o.beats(f) {
		best = o
		if f.floor != nil {
			floor = *f.floor
		} else if f.found {
			floor = f.best.credits
		}
	}
	out := *best
	out.impossible = f.impossible && o.impossible
	other := f
	if best == f {
		other = o
	}
	if !other.proven && !other.impossible && (!best.found || floor.Cmp(best.best.credits) < 0) {
		out.proven = false
		if out.floor == nil || floor.Cmp(*out.floor) < 0 {
			out.floor = &floor
		}
	}
	return &out
}

// beats reports whether a finish is better than another one: found, with what the
// catalogue lists, and less.
func (f *finish) beats(o *finish) bool {
	if !f.found || !o.found {
		return f.found
	}
	if a, b := f.unlisted(), o.unlisted(); a != b {
		return b
	}
	return f.best.compare(&o.best) < 0
}

// unlisted reports whether the best way takes what nobody lists.
func (f *finish) unlisted() bool {
	for k := range f.best.whole {
		if x := &f.plan.futures[k]; x.item < 0 && x.leaf != "" && !f.plan.anyLeaf[x.leaf] {
			return true
		}
	}
	return false
}
