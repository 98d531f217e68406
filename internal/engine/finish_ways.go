package engine

import (
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
	if f.floor != nil {
		least := e.quantity(credit.Min(*f.floor, r.Credits.Amount))
		r.Bound = &least
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
	seen := map[string]bool{}
	for _, w := range append([]finishWay{f.best}, f.others...) {
		way := o.finishWay(f.plan, &w, receiving)
		if key := way.reads(); !seen[key] && len(o.out.Ways) < waysShown {
			seen[key] = true
			o.out.Ways = append(o.out.Ways, way)
		}
	}
	if f.own == nil || slices.ContainsFunc(o.out.Ways, func(w Way) bool { return !w.asks }) {
		return
	}
	// One that is in the learner's power is among those shown.
	o.out.Ways = append(o.out.Ways[:min(len(o.out.Ways), waysShown-1)], o.finishWay(f.own.plan, &f.own.best, receiving))
}

func (o *outline) finishWay(plan *finishPlan, w *finishWay, receiving []Receiving) Way {
	return readWay([]*outline{o}, plan, w, receiving)
}

// readWay reads the steps of a way; os are the outlines of the plan's programs.
func readWay(os []*outline, plan *finishPlan, w *finishWay, receiving []Receiving) Way {
	return newWayReader(os, plan, w, receiving).read()
}

func (r *wayReader) read() Way {
	plan := r.plan
	r.owe(0)
	for i := range plan.tree.Nodes {
		if !r.owed[i] {
			continue
		}
		if n := &plan.tree.Nodes[i]; n.Kind == view.Take {
			r.leaf(i, false)
		} else if plan.owed[i] {
			r.out.asks = true
			r.add(i, nil, r.of(i).stepOf(&audit.Lack{Node: i, Condition: -1, Have: &audit.NodeAnswer{}}))
		}
		r.minima(i)
	}
	for i := range plan.tree.Nodes {
		if plan.tree.Nodes[i].Kind == view.Take && !plan.tree.Nodes[i].Free {
			r.leaf(i, true)
		}
	}
	r.releases()
	return r.out
}

// wayReader reads the steps of a way off its placement.
type wayReader struct {
	os        []*outline // by program
	now       *evaluation
	plan      *finishPlan
	way       *finishWay
	receiving []Receiving
	nodes     []audit.NodeAnswer
	owed      []bool
	// group is the group of each future item that is taken; told says that some
	// step tells of it.
	group map[int]int
	told  map[int]bool
	// by are the future items of each step.
	by  [][]int
	out Way
}

func newWayReader(os []*outline, plan *finishPlan, w *finishWay, receiving []Receiving) *wayReader {
	r := &wayReader{
		now: os[0].e, plan: plan, way: w, receiving: receiving, nodes: w.answer.Parts[0].Nodes, owed: make([]bool, len(plan.tree.Nodes)),
		group: map[int]int{}, told: map[int]bool{}, out: Way{Credits: os[0].e.quantity(w.credits), Items: w.items},
	}
	for _, o := range os {
		own := *o
		own.tree, own.part = plan.tree, &w.answer.Parts[0]
		if len(plan.e.apart.given) > 0 {
			own.e, own.sol, own.items = plan.e, plan.sol, &plan.sol.question.Parts[0]
		}
		r.os = append(r.os, &own)
	}
	for g, b := range w.bundles {
		for _, k := range plan.groups[g].bundles[b].whole {
			r.group[k] = g
		}
	}
	return r
}

// of is the outline of a node's program.
func (r *wayReader) of(at int) *outline {
	if c := r.plan.e.crew; c != nil {
		if k := c.memberOf(&r.plan.tree.Nodes[at]); k >= 0 {
			return r.os[k]
		}
	}
	return r.os[0]
}

// add adds a step, which takes some future items. Where several programs are
// solved together, it says which it is for, and what reads alike is one.
func (r *wayReader) add(at int, used []int, s Step) {
	if r.plan.e.crew != nil {
		program := r.of(at).e.target.Program
		for i := range r.out.Steps {
			if old := &r.out.Steps[i]; len(used) > 0 && old.Text == s.Text && slices.Equal(r.by[i], used) {
				old.Programs = append(old.Programs, program)
				return
			}
		}
		s.Programs = []string{program}
	}
	r.by = append(r.by, slices.Clone(used))
	r.out.Steps = append(r.out.Steps, s)
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
		size := r.plan.typical(n)
		l.Credits = credit.Max(n.Credits.Sub(have.Credits), credit.Amount{})
		l.Items = max(n.Items-have.Items, n.Distinct-have.Distinct, int(l.Credits.Div(size).Ceil()))
	}
	if !n.Free && !asksItems(n) {
		l.Credits = credit.Min(l.Credits, credit.Max(n.Credits.Sub(have.Credits), credit.Amount{}))
	}
	takes := len(used)
	if n.Free || !asksItems(n) { // more may count here than it asks for
		takes = suffice(r.sizes(used), max(n.Items-have.Items, n.Distinct-have.Distinct), l.Credits)
	}
	s := r.of(at).stepOf(&l)
	if !n.Free || r.allListed(used) {
		r.offer(&s, at, used, n.Set, takes)
	}
	s.Short = slices.ContainsFunc(used, func(k int) bool {
		f := &r.plan.futures[k]
		return f.item < 0 && f.leaf != "" && !r.plan.anyLeaf[f.leaf]
	})
	r.add(at, used, s)
}

func (r *wayReader) sizes(futures []int) []credit.Amount {
	out := make([]credit.Amount, len(futures))
	for i, k := range futures {
		out[i] = r.plan.futures[k].cost
	}
	return out
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
		takes := suffice(r.sizes(of), 0, lack)
		if x.Measure == view.AtLeastItems {
			takes = int(lack.Ceil())
			l.Credits = credit.Amount{}
			for _, k := range of[:min(len(of), int(lack.Ceil()))] {
				l.Credits = l.Credits.Add(r.plan.futures[k].cost)
			}
		}
		for _, k := range of {
			r.told[k] = true
		}
		s := r.of(at).stepOf(&l)
		if r.allListed(of) {
			r.offer(&s, at, of, x.Set, takes)
		}
		r.add(at, of, s)
	}
}

// maxSwaps bounds how many items are tried in the place of others in all ways of
// an audit.
const maxSwaps = 12
