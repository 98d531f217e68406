package check

import (
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
)

// dead looks at every alternative by itself. One that nobody can take is a
// warning, as long as enough others are left.
func (c *checker) dead(w *weights) {
	c.branch = true
	defer func() { c.branch = false }()
	left := map[int]int{} // alternatives that are no dead ends, by place
	for k := range c.places {
		p := &c.places[k]
		if p.Parent < 0 {
			continue
		}
		above := c.places[p.Parent].Node
		isPart := len(above.Any) > 1 || above.Choose != nil && !allOf(above.Choose)
		from, to := w.below[k][0], w.below[k][1]
		if c.budget -= to - from; !isPart || c.budget < 0 || to-from < 3 { // itself and two that compete
			continue
		}
		c.deadEnd = false
		if c.together(w, from, to, c.owedIn(from, to)); !c.deadEnd {
			continue
		}
		if _, seen := left[p.Parent]; !seen {
			left[p.Parent] = len(above.Any) - 1
			if ch := above.Choose; ch != nil {
				left[p.Parent] = len(ch.Of) - ch.Count
			}
		}
		if left[p.Parent]--; left[p.Parent] == -1 {
			c.reportf(c.at(&c.places[p.Parent]), "unsatisfiable", "correct the alternatives", "too few of the alternatives can be taken by anybody")
		}
	}
}

// joint is what a place needs at least of fixed lists of items: of a choice the
// parts that need fewest, from the items of all parts. Requirements that share,
// take from open filters or change with the learner need nothing for certain.
func (c *checker) joint(w *weights, k int) (demand, bool) {
	if d, ok := w.demands[k]; ok {
		d.items = d.leastItems()
		return d, !d.free && !d.supply.open && !d.supply.many && !c.shared(k)
	}
	n := c.places[k].Node
	count := 0
	switch {
	case len(n.Changes) > 0 || c.shared(k):
	case len(n.Any) > 1:
		count = 1
	case n.Choose != nil && n.Choose.Credits == "" && !allOf(n.Choose):
		count = n.Choose.Count
	}
	if count == 0 {
		return demand{}, false
	}
	d, needs := demand{place: k, parts: true}, []int{}
	for part := k + 1; part < w.below[k][1]; part++ {
		if c.places[part].Parent == k {
			items, ids := c.leastOf(w, part, c.places[k].Scope)
			needs = append(needs, items)
			d.supply.ids = append(d.supply.ids, ids...)
		}
	}
	slices.Sort(needs)
	for _, items := range needs[:min(count, len(needs))] {
		d.items += items
	}
	slices.Sort(d.supply.ids)
	d.supply.ids = slices.Compact(d.supply.ids)
	return d, true
}

// leastOf is how many items of fixed lists a part needs at least in a scope, and
// those items.
func (c *checker) leastOf(w *weights, part int, scope string) (items int, ids []catalog.ItemID) {
	owed := c.owedIn(part, w.below[part][1])
	if c.budget -= w.below[part][1] - part; c.budget < 0 {
		return 0, nil
	}
	for k := part; k < w.below[part][1]; k++ {
		if !owed[k-part] || c.places[k].Scope != scope {
			continue
		}
		if d, ok := c.joint(w, k); ok {
			items, ids = items+d.items, append(ids, d.supply.ids...)
		}
	}
	return items, ids
}
