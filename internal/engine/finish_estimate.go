package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// estimateIsLeast reports whether the estimate is the least already, so that
// nothing has to be searched. Every requirement that lacks something lacks items
// alone, from lists that have no item in common and enough of them; they are of
// one scope, without shares, so that no future item serves two of them, and no
// limit stands above one. So any set that completes the program has for each of
// them as many items as it lacks, and those counted, the smallest, do complete
// it: minima and totals are reached without them.
func (e *evaluation) estimateIsLeast(sol *programSolution) bool {
	tree, part := sol.tree, &sol.answer.Parts[0]
	if !sol.proven || !sol.answer.Bound.Equal(sol.answer.Remaining) || tree.MaxUses > 0 || len(tree.Shares) > 0 || len(sol.question.Caps) > 0 {
		return false
	}
	limited := slices.ContainsFunc(tree.Record, limits)
	if held := e.releasing(); len(held.items) > 0 || held.cut {
		return false
	}
	seen, scope := map[int32]bool{}, -1
	brought := e.broughtItems(tree)
	for i := range tree.Nodes {
		n, a := &tree.Nodes[i], &part.Nodes[i]
		for k := range a.Conditions {
			if !a.Conditions[k].Holds {
				return false
			}
		}
		if n.Kind != view.Take || takeHolds(n, a) {
			continue
		}
		if limited || n.Free || n.Distinct > 0 || n.Credits.Cmp(a.Credits) > 0 || scope >= 0 && n.Scope != scope || limitedAbove(tree, i) {
			return false
		}
		scope = n.Scope
		if !e.enoughApart(tree, i, n.Items-a.Items, seen, brought) {
			return false
		}
	}
	return true
}

// broughtItems are the pieces of the items that the record brings, by any of their
// names.
func (e *evaluation) broughtItems(tree *view.Tree) map[int32][]int {
	out := map[int32][]int{}
	for i := range tree.Pieces {
		k, ok := e.s.itemByID[tree.Pieces[i].Item]
		if !ok {
			continue
		}
		out[k] = append(out[k], i)
		for _, same := range e.s.items[k].same {
			if same != k {
				out[same] = append(out[same], i)
			}
		}
	}
	return out
}

// takeHolds reports whether a leaf lacks nothing.
func takeHolds(n *view.Node, a *audit.NodeAnswer) bool {
	return a.Items >= n.Items && a.Distinct >= n.Distinct && a.Credits.Cmp(n.Credits) >= 0
}

func limits(c view.Condition) bool {
	return c.Measure == view.AtMostItems || c.Measure == view.AtMostCredits
}

func limitedAbove(tree *view.Tree, at int) bool {
	for ; at >= 0; at = tree.Nodes[at].Parent {
		if slices.ContainsFunc(tree.Nodes[at].Conditions, limits) {
			return true
		}
	}
	return false
}

// enoughApart reports whether the catalogue has enough items for a leaf, none of
// which another one could use, or that the record brings in a way that the leaf
// does not accept: that would be taken again, and what it served then lacks it.
func (e *evaluation) enoughApart(tree *view.Tree, at, lack int, seen map[int32]bool, brought map[int32][]int) bool {
	f := openFits{e: e, tree: tree, at: at, sure: func(int) bool { return true }}
	list := f.of()
	if list == nil || !list.all || e.anyExcluded(list.list) {
		return false
	}
	enough := 0
	for _, x := range list.list {
		if seen[x.item] || x.size.Sign() <= 0 {
			return false
		}
		seen[x.item] = true
		if old := brought[x.item]; len(old) > 0 && !slices.ContainsFunc(old, f.set().Yes.Has) {
			return false
		}
	}
	f.each(list, func(fit, *requirement.Piece) bool { enough++; return enough < lack })
	return enough >= lack
}
