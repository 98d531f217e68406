package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// finishPlan is a program with future items among the pieces.
type finishPlan struct {
	e        *evaluation
	sol      *programSolution
	tree     *view.Tree
	question *audit.Question
	// base is how many pieces the record brings; the future ones follow.
	base    int
	futures []future
	groups  []futureGroup
	// first is the question's group of the first of these groups; rules are the
	// groups before, with their costs.
	first int
	rules []audit.Group
	// owed are the nodes that count as reached and are not: what is no item.
	owed map[int]bool
	// grain is into how many parts a credit is divided, lacks what is short in
	// credits; items are the sets of requirements that count items.
	grain int64
	lacks []credit.Amount
	items map[int]bool
	// anyLeaf are the leaves that take any course; single says that courses are
	// counted one by one.
	anyLeaf map[string]bool
	single  bool
	// unit is a credit in costs, so that items count last.
	unit int64
	// dear is how many times more costs what nobody lists.
	dear int64
	// cut says that something was left out that might cost less.
	cut bool
	// floor is what nothing can cost less than where no item serves two
	// requirements: the estimate's bound, and what is taken for sure.
	floor credit.Amount
	// replaced are pieces that a future item stands for; apart are items that
	// are left out and have to be tried for themselves.
	replaced []int
	apart    []int32
	// idle are items that the record brings and every requirement accepts.
	idle []int32
	// swaps counts the items that were tried in the place of others.
	swaps int
}

// future is something that could be taken: an item of the catalogue, or where
// item is -1 a course that nobody lists.
type future struct {
	item  int32
	piece requirement.Piece
	cost  credit.Amount
	// again is the piece that it would replace, or -1.
	again int
	// leaf is the pointer of the leaf that alone it is for; where item is -1 and
	// leaf empty, it is any course, for requirements that take any.
	leaf string
	// at is the institution of what stands for any course.
	at int32
	// pooled pieces add up to credit that nobody has divided into courses; part
	// says that it is a part of a course.
	pooled, part bool
	// given items are taken for sure.
	given bool
}

// planFinish lays the program out with what could be taken; nil where that is
// too much.
func (e *evaluation) planFinish(sol *programSolution, unlisted, parts bool) *finishPlan {
	p := &finishPlan{e: e, sol: sol, floor: sol.answer.Bound, base: len(sol.pieces.list), first: len(sol.question.Groups), owed: map[int]bool{}, anyLeaf: map[string]bool{}, single: countedAny(sol.tree)}
	p.counts(sol)
	p.given(sol)
	p.listed(sol)
	p.anyCourse(sol.tree)
	if unlisted {
		p.unlisted(sol.tree)
	}
	if p.tooMany(sol.tree) {
		return nil
	}
	list := slices.Clone(sol.pieces.list)
	for i := range p.futures {
		list = append(list, p.futures[i].piece)
	}
	p.tree = e.tree(&pieces{list: list})
	p.decide(unlisted)
	for _, piece := range p.replaced {
		p.drop(piece)
	}
	p.itemSets()
	p.group(parts)
	if !p.ask(sol) {
		return nil
	}
	return p
}

// tooMany reports whether more could be taken than is searched.
func (p *finishPlan) tooMany(tree *view.Tree) bool {
	return len(p.futures)*len(tree.Nodes) > finishLimit
}

// decide settles what is open: what is no item counts as reached, a future item
// as what it is taken for.
func (p *finishPlan) decide(unlisted bool) {
	for i := range p.tree.Nodes {
		n := &p.tree.Nodes[i]
		if n.Kind == view.Fixed && n.From != nil && n.From.Kind() != requirement.KindAny {
			switch {
			case n.Truth == requirement.Yes:
			case p.e.strict:
				n.Truth = requirement.No
			default:
				p.owed[i], n.Truth = true, requirement.Yes
			}
		}
	}
	for s := range p.tree.Sets {
		set := &p.tree.Sets[s]
		for k := range p.futures {
			if set.Maybe.Has(p.base + k) {
				set.Maybe.Remove(p.base + k)
				if p.futures[k].item >= 0 {
					set.Yes.Add(p.base + k)
				}
			}
		}
	}
	p.serve()
	if unlisted {
		p.serveMinima()
	}
}

// serve puts future items into the leaves that they were listed for.
func (p *finishPlan) serve() {
	of := map[int32]int{}
	for k := range p.futures {
		if p.futures[k].item >= 0 {
			of[p.futures[k].item] = k
		}
	}
	for i := range p.tree.Nodes {
		n := &p.tree.Nodes[i]
		if n.Kind != view.Take || n.From == nil {
			continue
		}
		var add []int
		if list := p.e.prog.fits[n.From]; list != nil && !n.Made {
			for _, x := range list.list {
				if k, ok := of[x.item]; ok {
					add = append(add, p.base+k)
				}
			}
		}
		for k := range p.futures {
			if f := &p.futures[k]; f.item < 0 && p.serves(f, n) {
				add = append(add, p.base+k)
			}
		}
		n.Set = p.with(n.Set, add)
	}
}

// with is the set with more pieces.
func (p *finishPlan) with(set int, add []int) int {
	old := &p.tree.Sets[set]
	add = slices.DeleteFunc(add, func(i int) bool { return old.Yes.Has(i) })
	if len(add) == 0 {
		return set
	}
	next := view.Set{Yes: slices.Clone(old.Yes), Maybe: old.Maybe}
	for _, i := range add {
		next.Yes.Add(i)
	}
	p.tree.Sets = append(p.tree.Sets, next)
	return len(p.tree.Sets) - 1
}
