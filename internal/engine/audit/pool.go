package audit

import (
	"slices"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// A cap on units that leaves subject credit (UC: unit credit stops at 70
// semester hours, subject credit does not) takes credits away and nothing else.
// What it does to a total is known beforehand: of the capped items of the total
// no more counts than the limit. So a total sees, instead of its capped items,
// one pool of that many credits; everything else sees the items whole. That
// allows at least what the caps allow. Afterwards the credits are shared out
// again, first to what needs them, and where the requirements then stand as the
// search says, nothing can be better. Otherwise the items are divided into
// variants (items.go), which is exact and slower.

// pool stands for the capped items of one total.
type pool struct {
	item  int32 // the solver's item
	items []int32
}

// hasUnitCaps reports whether some cap leaves subject credit.
func (q *Question) hasUnitCaps() bool {
	return slices.ContainsFunc(q.Caps, func(c Cap) bool { return c.Subject })
}

// pooledSet is the set of a total with pools instead of capped items.
func (m *model) pooledSet(part *Part, node int, set int32) int32 {
	n := &part.Tree.Nodes[node]
	from := &part.Tree.Sets[n.Set]
	out := slices.Clone(m.p.Sets[set])
	grouped := m.groupedItems()
	taken := make([]bool, len(m.q.Items))
	changed := false
	for i := range m.q.Caps {
		c := &m.q.Caps[i]
		if !c.Subject {
			continue
		}
		var p pool
		var credits []int64
		for _, it := range c.Items {
			piece := part.PieceOf(it)
			if taken[it] || grouped[it] || piece < 0 || !from.Yes.Has(piece) && (!m.hopeful || !from.Maybe.Has(piece)) {
				continue
			}
			taken[it] = true
			p.items = append(p.items, it)
			credits = append(credits, m.scaled(m.q.Items[it].Credits))
		}
		limit := m.scaled(c.Limit)
		amount := most(credits, limit, c.Whole)
		if len(p.items) == 0 || amount == total(credits) {
			continue
		}
		for _, it := range p.items {
			m.each(it, func(at int32) { out[at>>6] &^= 1 << (uint(at) & 63) })
		}
		p.item = int32(len(m.p.Items))
		m.p.Items = append(m.p.Items, solve.Item{Credits: amount, Key: int64(len(m.q.Items)+len(m.pools)) << 8})
		m.of, m.kept = append(m.of, -1), append(m.kept, amount)
		m.pools = append(m.pools, p)
		out.Add(p.item)
		changed = true
	}
	if !changed {
		return set
	}
	m.p.Sets = append(m.p.Sets, out)
	return int32(len(m.p.Sets) - 1)
}

// PieceOf is the piece of an item in this part, or -1.
func (p *Part) PieceOf(item int32) int {
	if p.Item == nil {
		return int(item)
	}
	return slices.Index(p.Item, item)
}

func (m *model) groupedItems() []bool {
	out := make([]bool, len(m.q.Items))
	for g := range m.q.Groups {
		for b := range m.q.Groups[g].Bundles {
			for _, it := range m.q.Groups[g].Bundles[b].Items {
				out[it] = true
			}
		}
	}
	return out
}

func total(list []int64) int64 {
	var sum int64
	for _, c := range list {
		sum += c
	}
	return sum
}

// most is the most of the credits that fits under a limit: all of it up to the
// limit, or whole items only.
func most(credits []int64, limit int64, whole bool) int64 {
	if !whole {
		return min(total(credits), limit)
	}
	reach := map[int64]bool{0: true}
	best := int64(0)
	for _, c := range credits {
		var next []int64
		for sum := range reach {
			if sum+c <= limit {
				next = append(next, sum+c)
			}
		}
		for _, sum := range next {
			reach[sum] = true
			best = max(best, sum)
		}
	}
	return best
}

// padClasses gives pools no class.
func (m *model) padClasses() {
	for i := range m.p.Classes {
		for len(m.p.Classes[i]) < len(m.p.Items) {
			m.p.Classes[i] = append(m.p.Classes[i], -1)
		}
	}
}

// unpool appends an item, or the items of a pool.
func (m *model) unpool(list []int32, item int32) []int32 {
	for i := range m.pools {
		if p := &m.pools[i]; p.item == item {
			for _, it := range p.items {
				list = append(list, m.first[it])
			}
			return list
		}
	}
	return append(list, item)
}

// share gives every item the credits that the unit caps leave it: first to
// items that requirements count by credit, then to those that owed leaves use.
func (a *Answer) share(owed []bool) {
	m := a.model
	needed := a.countedByCredit()
	rank := func(it int32) int {
		switch {
		case needed[it]:
			return 0
		case owed != nil && owed[it]:
			return 1
		}
		return 2
	}
	for i := range m.q.Caps {
		c := &m.q.Caps[i]
		if !c.Subject {
			continue
		}
		order := slices.Clone(c.Items)
		slices.SortStableFunc(order, func(x, y int32) int {
			return rank(x) - rank(y)
		})
		left := m.scaled(c.Limit)
		keep := m.wholeChoice(order, needed, left, c.Whole)
		for _, it := range order {
			have := m.scaled(a.Kept[it])
			give := min(have, left)
			if c.Whole && !keep[it] {
				give = 0
			}
			a.Kept[it] = m.amount(give)
			left -= give
		}
	}
}

// owedItems marks what leaves that are owed use, totals apart.
func (a *Answer) owedItems() []bool {
	out := make([]bool, len(a.model.q.Items))
	for k := range a.Parts {
		part := &a.model.q.Parts[k]
		for i := range a.Parts[k].Nodes {
			if n := &a.Parts[k].Nodes[i]; n.Owed && !part.Tree.Nodes[i].Free {
				for _, piece := range n.Uses {
					out[part.At(piece)] = true
				}
			}
		}
	}
	return out
}

// wholeChoice picks the items that stay whole: those needed while they fit, and
// of the others the subset that fills the rest best.
func (m *model) wholeChoice(order []int32, needed []bool, limit int64, whole bool) map[int32]bool {
	keep := map[int32]bool{}
	if !whole {
		return keep
	}
	var rest []int32
	for _, it := range order {
		c := m.scaled(m.q.Items[it].Credits)
		if needed[it] && c <= limit {
			keep[it] = true
			limit -= c
		} else if !needed[it] {
			rest = append(rest, it)
		}
	}
	type state struct {
		item int32
		from int64
	}
	reach := map[int64]state{0: {-1, 0}}
	best := int64(0)
	for _, it := range rest {
		c := m.scaled(m.q.Items[it].Credits)
		var sums []int64
		for sum := range reach {
			if _, known := reach[sum+c]; !known && sum+c <= limit {
				sums = append(sums, sum)
			}
		}
		slices.Sort(sums)
		for _, sum := range slices.Backward(sums) {
			if _, known := reach[sum+c]; !known {
				reach[sum+c] = state{it, sum}
				best = max(best, sum+c)
			}
		}
	}
	for sum := best; sum > 0; sum = reach[sum].from {
		keep[reach[sum].item] = true
	}
	return keep
}

// countedByCredit marks the items that a leaf or a minimum counts by credit,
// totals with pools apart.
func (a *Answer) countedByCredit() []bool {
	m := a.model
	out := make([]bool, len(m.q.Items))
	for _, u := range a.placed.Uses {
		it := m.of[u.Item]
		if it < 0 {
			continue
		}
		n := &m.p.Nodes[u.Take]
		if !n.Free && n.NeedCredits > 0 || m.underMinimum(u.Take) {
			out[it] = true
		}
	}
	return out
}

// underMinimum reports whether a minimum on credits counts what the node uses.
func (m *model) underMinimum(at int32) bool {
	part, node := m.place(at)
	if part < 0 {
		return false
	}
	nodes := m.q.Parts[part].Tree.Nodes
	for ; node >= 0; node = nodes[node].Parent {
		if slices.ContainsFunc(nodes[node].Conditions, func(c view.Condition) bool { return c.Measure == view.AtLeastCredits }) {
			return true
		}
	}
	return false
}

// agrees reports whether what was read, with the credits shared out under the
// caps, is what the search found.
func (a *Answer) agrees() bool {
	var sum credit.Amount
	yes := true
	for k := range a.Parts {
		sum = sum.Add(a.model.q.Parts[k].convert(a.Parts[k].Remaining))
		yes = yes && a.Parts[k].Nodes[0].Truth == requirement.Yes
	}
	return sum.Equal(a.Remaining) && yes == a.placed.Satisfied
}
