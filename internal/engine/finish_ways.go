package engine

import (
	"maps"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// leftToFinish makes what remains that of the least that completes the program.
func (e *evaluation) leftToFinish(s *programSolution, r *Remaining) {
	f := e.finishing(s)
	if f == nil {
		return
	}
	if f.found {
		r.Credits, r.Items = e.quantity(f.best.credits), f.best.items
	}
	if f.proven {
		if s.least == nil && !s.assumed {
			r.Bound = nil
		}
		return
	}
	// What the estimate proves is less than what remains only where nothing to be
	// taken can serve two requirements.
	least := e.quantity(credit.Amount{})
	if end := s.end(); !end.doublesUp() {
		least = e.quantity(credit.Min(end.answer.Bound, r.Credits.Amount))
	}
	if r.Bound == nil || r.Bound.Amount.Cmp(least.Amount) > 0 {
		r.Bound = &least
	}
}

// doublesUp reports whether one item may serve two requirements.
func (s *programSolution) doublesUp() bool {
	if len(s.tree.Shares) > 0 {
		return true
	}
	scope := -1
	for i := range s.tree.Nodes {
		n := &s.tree.Nodes[i]
		if n.Kind != view.Take || n.Free {
			continue
		}
		if scope >= 0 && n.Scope != scope {
			return true
		}
		scope = n.Scope
	}
	return false
}

// finishWays are the ways that were found to complete the program.
func (o *outline) finishWays(f *finish, receiving []Receiving) {
	o.out.Ways = append(o.out.Ways, o.finishWay(f.plan, &f.best, receiving))
	for i := range f.others {
		o.out.Ways = append(o.out.Ways, o.finishWay(f.plan, &f.others[i], receiving))
	}
}

func (o *outline) finishWay(plan *finishPlan, w *finishWay, receiving []Receiving) Way {
	r := newWayReader(o, plan, w, receiving)
	r.owe(0)
	for i := range plan.tree.Nodes {
		if !r.owed[i] {
			continue
		}
		if n := &plan.tree.Nodes[i]; n.Kind == view.Take {
			r.leaf(i, false)
		} else if plan.owed[i] {
			r.out.Steps = append(r.out.Steps, r.o.stepOf(&audit.Lack{Node: i, Condition: -1, Have: &audit.NodeAnswer{}}))
		}
		r.minima(i)
	}
	for i := range plan.tree.Nodes {
		if plan.tree.Nodes[i].Kind == view.Take && !plan.tree.Nodes[i].Free {
			r.leaf(i, true)
		}
	}
	return r.out
}

// wayReader reads the steps of a way off its placement.
type wayReader struct {
	o         *outline
	plan      *finishPlan
	way       *finishWay
	receiving []Receiving
	nodes     []audit.NodeAnswer
	owed      []bool
	// group is the group of each future item that is taken; told says that some
	// step tells of it.
	group map[int]int
	told  map[int]bool
	out   Way
}

func newWayReader(o *outline, plan *finishPlan, w *finishWay, receiving []Receiving) *wayReader {
	own := *o
	own.tree, own.part = plan.tree, &w.answer.Parts[0]
	r := &wayReader{
		o: &own, plan: plan, way: w, receiving: receiving, nodes: w.answer.Parts[0].Nodes, owed: make([]bool, len(plan.tree.Nodes)),
		group: map[int]int{}, told: map[int]bool{}, out: Way{Credits: o.e.quantity(w.credits), Items: w.items},
	}
	for g, b := range w.bundles {
		for _, k := range plan.groups[g].bundles[b].whole {
			r.group[k] = g
		}
	}
	return r
}

// owe marks what the way counts on: of a choice the children that ask for the
// least that is no item, and then for the fewest items.
func (r *wayReader) owe(at int) {
	r.owed[at] = true
	n := &r.plan.tree.Nodes[at]
	if n.Kind != view.Any && n.Kind != view.Choose {
		for _, c := range n.Children {
			r.owe(c)
		}
		return
	}
	order := slices.Clone(n.Children)
	slices.SortStableFunc(order, func(a, b int) int { return r.dues(a).compare(r.dues(b)) })
	k := n.K
	if n.Kind == view.Any {
		k = 1
	}
	for _, c := range order[:min(k, len(order))] {
		r.owe(c)
	}
}

// dues are what a node asks for in a way: whether it is out of reach, what is no
// item, items.
type dues [3]int

func (d dues) compare(o dues) int { return slices.Compare(d[:], o[:]) }

func (r *wayReader) dues(at int) dues {
	n := &r.plan.tree.Nodes[at]
	var out dues
	switch n.Kind {
	case view.Take:
		if !takeHolds(n, &r.nodes[at]) {
			out[0] = 1
		}
		out[2] = len(r.used(at))
	case view.Fixed:
		if r.plan.owed[at] {
			out[1] = 1
		}
	default:
	}
	var of []dues
	for _, c := range n.Children {
		of = append(of, r.dues(c))
	}
	k := len(of)
	switch n.Kind {
	case view.Any:
		k = 1
	case view.Choose:
		k = n.K
	default:
	}
	slices.SortFunc(of, dues.compare)
	if k > len(of) {
		out[0]++
	}
	for _, d := range of[:min(k, len(of))] {
		for i := range out {
			out[i] += d[i]
		}
	}
	return out
}

// used are the future items that a leaf uses.
func (r *wayReader) used(at int) []int {
	var out []int
	for _, list := range [][]int32{r.nodes[at].Uses, r.nodes[at].Extra} {
		for _, p := range list {
			if k := int(p) - r.plan.base; k >= 0 {
				if _, taken := r.group[k]; taken {
					out = append(out, k)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

// have is how a leaf stands without the future items.
func (r *wayReader) have(at int) audit.NodeAnswer {
	n := &r.plan.tree.Nodes[at]
	var out audit.NodeAnswer
	classes := map[string]bool{}
	for _, list := range [][]int32{r.nodes[at].Uses, r.nodes[at].Extra} {
		for _, p := range list {
			if int(p) >= r.plan.base {
				continue
			}
			out.Items++
			out.Credits = out.Credits.Add(r.way.answer.Kept[p])
			if class := r.plan.tree.Pieces[p].Class(n.By); n.Distinct > 0 && class != "" {
				classes[class] = true
			}
		}
	}
	out.Distinct = len(classes)
	return out
}

// leaf adds the step of a leaf that lacks something without the future items, or
// that has one that no step tells of yet.
func (r *wayReader) leaf(at int, rest bool) {
	n := &r.plan.tree.Nodes[at]
	have, used := r.have(at), r.used(at)
	if rest {
		used = slices.DeleteFunc(used, func(k int) bool { return r.told[k] })
		if len(used) == 0 {
			return
		}
	} else if takeHolds(n, &have) {
		return
	}
	l := audit.Lack{Node: at, Condition: -1, Items: len(used), Have: &have}
	for _, k := range used {
		r.told[k] = true
		l.Credits = l.Credits.Add(r.plan.futures[k].cost)
	}
	if n.Free {
		size := r.o.e.s.typical[r.o.e.recvIdx]
		l.Credits = credit.Max(n.Credits.Sub(have.Credits), credit.Amount{})
		l.Items = max(n.Items-have.Items, n.Distinct-have.Distinct, int(l.Credits.Div(size).Ceil()))
	}
	if !n.Free && !asksItems(n) {
		l.Credits = credit.Min(l.Credits, credit.Max(n.Credits.Sub(have.Credits), credit.Amount{}))
	}
	s := r.o.stepOf(&l)
	if !n.Free || r.allListed(used) {
		s.Options = r.options(used, n.Set)
	}
	r.out.Steps = append(r.out.Steps, s)
}

// minima adds the steps of minima that are not reached without the future items.
func (r *wayReader) minima(at int) {
	n := &r.plan.tree.Nodes[at]
	for c := range n.Conditions {
		x := &n.Conditions[c]
		if x.Measure != view.AtLeastItems && x.Measure != view.AtLeastCredits {
			continue
		}
		var have credit.Amount
		var of []int
		for piece := range r.below(at) {
			if x.Set >= 0 && !r.plan.tree.Sets[x.Set].Yes.Has(int(piece)) {
				continue
			}
			switch k := int(piece) - r.plan.base; {
			case k >= 0:
				of = append(of, k)
			case x.Measure == view.AtLeastItems:
				have = have.Add(credit.Int(1))
			default:
				have = have.Add(r.way.answer.Kept[piece])
			}
		}
		lack := x.Amount.Sub(have)
		if lack.Sign() <= 0 {
			continue
		}
		slices.Sort(of)
		l := audit.Lack{Node: at, Condition: c, Credits: lack, Have: &audit.NodeAnswer{}}
		if x.Measure == view.AtLeastItems {
			l.Credits = credit.Amount{}
			for _, k := range of[:min(len(of), int(lack.Ceil()))] {
				l.Credits = l.Credits.Add(r.plan.futures[k].cost)
			}
		}
		for _, k := range of {
			r.told[k] = true
		}
		s := r.o.stepOf(&l)
		if r.allListed(of) {
			s.Options = r.options(of, x.Set)
		}
		r.out.Steps = append(r.out.Steps, s)
	}
}

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

// options are the items of a step: those that the way takes, others that nothing
// tells from them, and where there is none others that complete the program in
// the place of one. set is what they must be in.
func (r *wayReader) options(used []int, set int) []Missing {
	order := slices.Clone(used)
	for _, k := range used {
		for _, m := range r.plan.groups[r.group[k]].members {
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
			out = append(out, r.o.option(f.piece.Item, r.receiving))
		}
	}
	return out
}

// maxSwaps bounds how many items are tried in the place of others in all ways of
// an audit.
const maxSwaps = 12

// instead are items of other groups that complete the program in the place of
// one that a way takes.
func (r *wayReader) instead(taken, set int) []int {
	var out []int
	for k := range r.plan.futures {
		f := &r.plan.futures[k]
		if _, there := r.group[k]; there || f.item < 0 || set >= 0 && !r.plan.tree.Sets[set].Yes.Has(r.plan.base+k) {
			continue
		}
		if r.plan.swaps == maxSwaps || len(out) == maxOptions-1 {
			break
		}
		r.plan.swaps++
		other := maps.Clone(r.way.whole)
		delete(other, taken)
		other[k] = true
		if r.o.e.auditor().Holds(r.plan.taken(other)) {
			out = append(out, k)
		}
	}
	return out
}
