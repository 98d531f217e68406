package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
)

// What an institution gives no credit for beside something else is no work that
// could be left: of items that exclude one another one is taken, what the record
// has of them is given up for another, and nothing lower is taken after something
// higher. The policy of the item's own institution says so.

// maxRivalChoices bounds the choices of one group of items that exclude one another.
const maxRivalChoices = 128

// excludedBy are the places of an item in the exclusions of its institution.
func (s *Snapshot) excludedBy(it *item) []rivalry {
	if it.institution < 0 {
		return nil
	}
	var out []rivalry
	list := s.institutions[it.institution].policy.Exclusions
	for x := range list {
		if at := s.placeIn(&list[x], it); at >= 0 {
			out = append(out, rivalry{&list[x], at})
		}
	}
	return out
}

// rivalry is the place of an item in an exclusion.
type rivalry struct {
	*catalog.Exclusion
	at int
}

func (s *Snapshot) placeIn(x *catalog.Exclusion, it *item) int {
	return slices.IndexFunc(x.Items, func(id catalog.ItemID) bool {
		k, ok := s.itemByID[id]
		return ok && (s.items[k].ID == it.ID || slices.Contains(it.same, k))
	})
}

// beside reports whether an item could be taken beside what the record has; old
// is the piece that it would be given up for it, or as it was.
func (p *finishPlan) beside(sol *programSolution, it *item, old int) (again int, ok bool) {
	s := p.e.s
	for _, x := range s.excludedBy(it) {
		for i := range sol.tree.Pieces {
			k, known := s.itemByID[sol.tree.Pieces[i].Item]
			if !known || !sol.tree.Pieces[i].Home || i == old || p.e.isSame(it, sol.tree.Pieces[i].Item) {
				continue
			}
			at := s.placeIn(x.Exclusion, &s.items[k])
			switch {
			case at < 0:
			case x.Kind == catalog.NoLowerAfterHigher:
				if at > x.at {
					return 0, false
				}
			case old >= 0 || sol.inGroup(i) || len(sol.pieces.lines[i]) > 1 || p.e.ruled(k):
				p.apart = append(p.apart, s.itemByID[it.ID])
				return 0, false
			default:
				old = i
			}
		}
	}
	return old, true
}

// rivals are the future items of which each excludes another of them, or would be
// taken for the same piece of the record, by the first of them.
func (p *finishPlan) rivals() map[int]int {
	exclusion, piece := map[*catalog.Exclusion]int{}, map[int]int{}
	out := map[int]int{}
	for k := range p.futures {
		f := &p.futures[k]
		if f.item < 0 || f.given {
			continue
		}
		for _, x := range p.oneOf(k) {
			meetAt(out, exclusion, x, k)
		}
		if f.again >= 0 {
			meetAt(out, piece, f.again, k)
		}
	}
	return out
}

// meetAt joins an item with the first one that was met at the same place.
func meetAt[K comparable](group map[int]int, first map[K]int, at K, k int) {
	o, known := first[at]
	if !known {
		first[at] = k
		return
	}
	from, to := k, o
	if g, ok := group[k]; ok {
		from = g
	}
	if g, ok := group[o]; ok {
		to = g
	}
	group[k], group[o] = to, to
	for other, g := range group {
		if g == from {
			group[other] = to
		}
	}
}

func (p *finishPlan) oneOf(k int) (out []*catalog.Exclusion) {
	for _, x := range p.e.s.excludedBy(&p.e.s.items[p.futures[k].item]) {
		if x.Kind == catalog.OneOf {
			out = append(out, x.Exclusion)
		}
	}
	return out
}

// choose lists the choices of a group of rivals: every set of them of which none
// excludes another, the cheapest first.
func (p *finishPlan) choose(g *futureGroup) {
	g.rivals, g.most = true, len(g.members)
	g.bundles = []futureBundle{{}}
	for _, k := range g.members {
		for b := range g.bundles {
			if len(g.bundles) >= maxRivalChoices && len(g.bundles[b].whole) > 0 {
				p.cut = true
				break
			}
			if before := g.bundles[b].whole; !slices.ContainsFunc(before, func(o int) bool { return p.excludes(o, k) }) {
				with := append(slices.Clip(before), k)
				g.bundles = append(g.bundles, futureBundle{with, with, g.bundles[b].price.Add(p.futures[k].cost), len(with), false})
			}
		}
	}
	slices.SortStableFunc(g.bundles, func(a, b futureBundle) int {
		return cmp.Or(len(a.whole)-len(b.whole), a.price.Cmp(b.price))
	})
}

func (p *finishPlan) excludes(a, b int) bool {
	of := p.oneOf(b)
	return slices.ContainsFunc(p.oneOf(a), func(x *catalog.Exclusion) bool { return slices.Contains(of, x) })
}

// excludedByAny reports whether an item could not be taken beside others.
func (p *finishPlan) excludedByAny(others map[int]bool, k int) bool {
	for o := range others {
		if p.futures[o].item >= 0 && p.futures[k].item >= 0 && p.excludes(o, k) {
			return true
		}
	}
	return false
}

// kept are the pieces of the record that a choice of a group leaves: all of
// them that no item which is taken replaces.
func (p *finishPlan) kept(g *futureGroup, b *futureBundle) (out []int32) {
	for _, k := range g.members {
		old := p.futures[k].again
		if old < 0 || slices.Contains(out, int32(old)) || slices.ContainsFunc(b.futures, func(f int) bool { return p.futures[f].again == old }) {
			continue
		}
		out = append(out, int32(old))
	}
	return out
}

// dearest is the greatest price among the choices of a group.
func (g *futureGroup) dearest() *futureBundle {
	best := &g.bundles[0]
	for b := range g.bundles {
		if c := &g.bundles[b]; cmp.Or(c.price.Cmp(best.price), int(c.ties()-best.ties())) > 0 {
			best = c
		}
	}
	return best
}

// anyExcluded reports whether some of the items exclude others.
func (e *evaluation) anyExcluded(list []fit) bool {
	return slices.ContainsFunc(list, func(x fit) bool { return len(e.s.excludedBy(&e.s.items[x.item])) > 0 })
}
