package engine

import (
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// Where credits are asked for and not courses, what remains is the credit that
// has to count, although it is earned in whole courses: of the last course a part
// is enough. A part of a course is a piece of its own, for requirements that
// count credits alone.

// divided are the groups of which a part may be enough: those that serve no
// requirement that counts items; and where a requirement of credits is served by
// none of these, the cheapest that serves it.
func (p *finishPlan) divided() map[int]bool {
	out := map[int]bool{}
	for i := range p.tree.Nodes {
		if slices.ContainsFunc(p.tree.Nodes[i].Conditions, func(c view.Condition) bool { return c.Measure == view.AtLeastItems && c.Set < 0 }) {
			return out
		}
	}
	for g := range p.groups {
		to := &p.groups[g]
		out[g] = !to.rivals && !p.futures[to.members[0]].pooled && !p.counted(to.members[0])
	}
	for i := range p.tree.Nodes {
		n := &p.tree.Nodes[i]
		if n.Kind == view.Take && !asksItems(n) && n.Credits.Sign() > 0 {
			p.divideOne(out, n.Set)
		}
		for c := range n.Conditions {
			if n.Conditions[c].Measure == view.AtLeastCredits {
				p.divideOne(out, n.Conditions[c].Set)
			}
		}
	}
	return out
}

func (p *finishPlan) divideOne(out map[int]bool, set int) {
	best := -1
	for g := range p.groups {
		k := p.groups[g].members[0]
		if p.groups[g].rivals {
			continue
		}
		if set >= 0 && !p.tree.Sets[set].Yes.Has(p.base+k) {
			continue
		}
		if out[g] || p.futures[k].pooled {
			return
		}
		if best < 0 || p.futures[k].cost.Cmp(p.futures[p.groups[best].members[0]].cost) < 0 {
			best = g
		}
	}
	if best >= 0 {
		out[best] = true
	}
}

func asksItems(n *view.Node) bool { return n.Items > 0 || n.Distinct > 0 }

// counted reports whether a future item serves a requirement that counts items.
func (p *finishPlan) counted(k int) bool {
	return slices.ContainsFunc(p.tree.Nodes, func(n view.Node) bool {
		if n.Kind == view.Take && asksItems(&n) && p.tree.Sets[n.Set].Yes.Has(p.base+k) {
			return true
		}
		return slices.ContainsFunc(n.Conditions, func(c view.Condition) bool {
			return c.Measure == view.AtLeastItems && (c.Set < 0 || p.tree.Sets[c.Set].Yes.Has(p.base+k))
		})
	})
}

// maxParts bounds into how many parts a course is divided.
const maxParts = 24

// parts adds the parts of a group's item, and returns them.
func (p *finishPlan) parts(g *futureGroup) []int {
	like := p.futures[g.members[0]]
	if like.piece.Credits.Sign() <= 0 || like.again >= 0 {
		return nil
	}
	var out []int
	for _, size := range p.sizes(like.piece.Credits) {
		f := like
		f.piece.Credits, f.cost, f.item, f.part = size, size, -1, true
		k := len(p.futures)
		p.futures = append(p.futures, f)
		p.tree.Pieces = append(p.tree.Pieces, f.piece)
		p.serveAs(p.base+k, p.base+g.members[0])
		out = append(out, k)
	}
	return out
}

// serveAs lets a piece count wherever another one does, but not as an item.
func (p *finishPlan) serveAs(piece, like int) {
	for s := range p.tree.Sets {
		set := &p.tree.Sets[s]
		if set.Yes.Has(like) && !p.itemSets()[s] {
			for len(set.Yes) <= piece>>6 {
				set.Yes = append(set.Yes, 0)
			}
			set.Yes.Add(piece)
		}
	}
}

// itemSets are the sets of requirements that count items; those that also stand
// for something else are parted from it.
func (p *finishPlan) itemSets() map[int]bool {
	if p.items != nil {
		return p.items
	}
	p.items = map[int]bool{}
	own := map[int]int{}
	part := func(set int) int {
		if set < 0 {
			return set
		}
		if _, ok := own[set]; !ok {
			old := &p.tree.Sets[set]
			p.tree.Sets = append(p.tree.Sets, view.Set{Yes: slices.Clone(old.Yes), Maybe: old.Maybe})
			own[set] = len(p.tree.Sets) - 1
			p.items[own[set]] = true
		}
		return own[set]
	}
	for i := range p.tree.Nodes {
		n := &p.tree.Nodes[i]
		if n.Kind == view.Take && asksItems(n) {
			n.Set = part(n.Set)
		}
		for c := range n.Conditions {
			if n.Conditions[c].Measure == view.AtLeastItems {
				n.Conditions[c].Set = part(n.Conditions[c].Set)
			}
		}
	}
	return p.items
}

// sizes are the parts of a course: in steps of what the program counts in, and
// what requirements lack.
func (p *finishPlan) sizes(whole credit.Amount) []credit.Amount {
	steps, ok := whole.Scaled(p.grain)
	if !ok {
		return nil
	}
	var out []credit.Amount
	for k := int64(1); k < min(steps, maxParts+1); k++ {
		out = append(out, credit.Frac(k, p.grain))
	}
	for _, lack := range p.lacks {
		if lack.Cmp(whole) < 0 && !slices.ContainsFunc(out, lack.Equal) {
			out = append(out, lack)
		}
	}
	return out
}

// counts finds the grain of all numbers of credits, and what lacks in credits.
func (p *finishPlan) counts(sol *programSolution) {
	p.grain = 1
	see := func(a credit.Amount) {
		if s, ok := credit.CommonScale(p.grain, a); ok {
			p.grain = s
		}
	}
	see(p.e.s.typical[p.e.recvIdx])
	for i := range sol.tree.Pieces {
		see(sol.tree.Pieces[i].Credits)
	}
	lacks := func(need, have credit.Amount) {
		see(need)
		if lack := need.Sub(have); lack.Sign() > 0 && !slices.ContainsFunc(p.lacks, lack.Equal) {
			p.lacks = append(p.lacks, lack)
		}
	}
	for i := range sol.tree.Nodes {
		n, a := &sol.tree.Nodes[i], &sol.answer.Parts[0].Nodes[i]
		if n.Kind == view.Take {
			lacks(n.Credits, a.Credits)
		}
		for c := range a.Conditions {
			if x := &n.Conditions[c]; x.Measure == view.AtLeastCredits {
				lacks(x.Amount, a.Conditions[c].Have)
			}
		}
	}
}

// anyCourse adds courses for requirements that take any.
func (p *finishPlan) anyCourse(tree *view.Tree) {
	totals := map[int32]credit.Amount{}
	var at []*evaluation // of totals, in order
	for i := range tree.Nodes {
		n := &tree.Nodes[i]
		if !takesAny(n) {
			continue
		}
		if p.tooMany(tree) {
			return
		}
		if e := p.at(n); n.Free && n.Items == 0 {
			if _, known := totals[e.recvIdx]; !known {
				at = append(at, e)
			}
			totals[e.recvIdx] = credit.Max(totals[e.recvIdx], n.Credits)
			continue
		}
		p.courses(n, p.typical(n), 0, true)
	}
	for _, e := range at {
		if total := totals[e.recvIdx]; total.Sign() > 0 {
			p.pooled(total, "", e)
		}
	}
}

// courses adds courses that nobody lists for one leaf: as many as it asks for,
// or where it counts credits alone, credit that adds up to any number.
func (p *finishPlan) courses(n *view.Node, size credit.Amount, more int, anyOf bool) {
	if !asksItems(n) && more == 0 && !p.single {
		p.pooled(n.Credits, n.Pointer, p.at(n))
		p.anyLeaf[n.Pointer] = p.anyLeaf[n.Pointer] || anyOf
		return
	}
	asks := max(n.Items, n.Distinct, int(n.Credits.Div(size).Ceil()))
	for k := range min(asks+more, maxUnlisted) {
		f := future{item: -1, again: -1, cost: size, piece: p.course(size, p.at(n)), leaf: n.Pointer}
		if n.Distinct > 0 {
			setClass(&f.piece, n.By, fmt.Sprint("unlisted ", k))
		}
		p.futures = append(p.futures, f)
	}
	p.anyLeaf[n.Pointer] = p.anyLeaf[n.Pointer] || anyOf
}

// pooled adds credit in ones, twos, fours and so on, which add up to every number
// in one way.
func (p *finishPlan) pooled(need credit.Amount, leaf string, at *evaluation) {
	steps, ok := need.Scaled(p.grain)
	if !ok {
		return
	}
	for k := int64(1); k <= steps; k *= 2 {
		size := credit.Frac(k, p.grain)
		p.futures = append(p.futures, future{item: -1, again: -1, cost: size, piece: p.course(size, at), leaf: leaf, at: at.recvIdx, pooled: true})
	}
}

// countedAny reports whether courses that stand for any are counted one by one
// somewhere.
func countedAny(tree *view.Tree) bool {
	return slices.ContainsFunc(tree.Nodes, func(n view.Node) bool {
		return slices.ContainsFunc(n.Conditions, func(c view.Condition) bool {
			return c.Set < 0 && (c.Measure == view.AtLeastItems || c.Measure == view.AtMostItems)
		})
	})
}
