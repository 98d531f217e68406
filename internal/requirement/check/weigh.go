package check

import (
	"fmt"
	"strconv"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// weigh compares the limits and minima of a place with what stands below it; a
// limit that reaches further is compared with everything.
func (c *checker) weigh(k int, w *weights) {
	n := c.places[k].Node
	here := w.below[k]
	inside, closed := w.in(here)
	for i := range n.Limits {
		l := &n.Limits[i]
		at := c.at(&c.places[k]) + "/limits/" + strconv.Itoa(i)
		all := l.In == requirement.InProgram || l.In == requirement.InRecord
		if len(n.Changes) == 0 && l.Each == "" {
			top, reach, counted := k, here, inside
			if all {
				top, reach = 0, w.below[0]
				if w.whole == nil {
					w.whole, _ = w.in(reach)
				}
				counted = w.whole
			}
			c.capAgainstNeeds(at, l, top, counted, w.owed)
			c.capAgainstMinima(at, l, top, reach, w.owed)
		}
		if closed && l.Of != nil && len(inside) > 0 && !all {
			c.capBinds(at, l, inside)
		}
	}
	for i := range n.Minima {
		at := c.at(&c.places[k]) + "/minima/" + strconv.Itoa(i)
		if closed && len(inside) > 0 {
			c.minimumReachable(at, &n.Minima[i], inside)
		}
	}
}

// weights is what the limits and minima of a version are compared with.
type weights struct {
	below   [][2]int
	owed    []bool
	demands map[int]demand
	// whole are the demands of the whole version, made when a limit asks.
	whole []demand
}

// in lists the demands of a range of places; closed is false where one of them
// takes from more than a fixed list.
func (w *weights) in(reach [2]int) (inside []demand, closed bool) {
	closed = true
	for i := reach[0]; i < reach[1]; i++ {
		if d, ok := w.demands[i]; ok {
			inside = append(inside, d)
			closed = closed && !d.supply.open
		}
	}
	return inside, closed
}

// capAgainstNeeds adds up what must be used of what the limit counts. Takes of
// one scope use different items, so their needs add up; of several scopes only
// the largest sum is certain, because they may share.
func (c *checker) capAgainstNeeds(at string, l *requirement.Limit, k int, inside []demand, owed []bool) {
	items, sums := map[string]int{}, map[string]credit.Amount{}
	certain := c.certain(l.Of, inside)
	if c.budget -= 4 * len(inside); c.budget < 0 {
		return
	}
	for i := range inside {
		d := &inside[i]
		if d.free || !c.within(owed, d.place, k) || !c.allCounted(l.Of, d, certain) || c.shared(d.place) {
			continue
		}
		scope := c.places[d.place].Scope
		items[scope] += d.items
		sums[scope] = sums[scope].Add(d.credits)
	}
	need, sum := 0, credit.Amount{}
	for scope := range items {
		need, sum = max(need, items[scope]), credit.Max(sum, sums[scope])
	}
	if l.Items != nil && need > *l.Items {
		c.reportf(at, "cap_conflicts_need", fmt.Sprintf("allow at least %d", need), "the requirements below need %s that the limit counts, and it allows %d", are(need, "item", "items"), *l.Items)
	}
	if l.Credits != nil && sum.Cmp(*l.Credits) > 0 {
		c.reportf(at, "cap_conflicts_need", "allow at least "+sum.String(), "the requirements below need %s credits that the limit counts, and it allows %s", sum, l.Credits)
	}
}

// within reports whether only All stands between a place and the place k above.
func (c *checker) within(owed []bool, place, k int) bool {
	for p := place; p != k; p = c.places[p].Parent {
		above := c.places[c.places[p].Parent].Node
		if c.places[p].Node.Recommended || above.All == nil && len(above.Any) != 1 && !allOf(above.Choose) {
			return false
		}
	}
	return owed[place] || k > 0
}

// certain are the items that a limit counts whatever their attainment looks
// like, of all that the demands can use.
func (c *checker) certain(of *requirement.ItemFilter, inside []demand) map[catalog.ItemID]bool {
	if of == nil || of.IsZero() {
		return nil
	}
	var ids []catalog.ItemID
	out := map[catalog.ItemID]bool{}
	for i := range inside {
		for _, id := range inside[i].supply.ids {
			if _, ok := out[id]; !ok {
				out[id] = false
				ids = append(ids, id)
			}
		}
	}
	if c.budget -= len(ids); c.budget < 0 {
		return nil
	}
	for i, t := range c.selector(ids).Select(of) {
		out[ids[i]] = t == requirement.Yes
	}
	return out
}

// allCounted reports whether everything that a demand can use is counted by the
// limit, for certain.
func (c *checker) allCounted(of *requirement.ItemFilter, d *demand, certain map[catalog.ItemID]bool) bool {
	if of == nil || of.IsZero() || d.filter != nil && same(of, d.filter) || requirement.Implies(c.v.Sets, c.filtersAt(d), of) {
		return true
	}
	if d.supply.open || len(d.supply.ids) == 0 {
		return false
	}
	for _, id := range d.supply.ids {
		if !certain[id] {
			return false
		}
	}
	return true
}

// capBinds warns of a limit that nothing can reach.
func (c *checker) capBinds(at string, l *requirement.Limit, inside []demand) {
	ids, many, sized, sum := c.matching(l.Of, inside)
	itemsNever := l.Items == nil || !many && len(ids) <= *l.Items
	creditsNever := l.Credits == nil || sized && sum.Cmp(*l.Credits) <= 0
	if itemsNever && creditsNever && (l.Items != nil || l.Credits != nil) {
		c.warnf(at, "vacuous", "remove it, or look whether the filter is right", "nothing below can reach the limit: it counts %s", are(len(ids), "item", "items"))
	}
}

func (c *checker) minimumReachable(at string, m *requirement.Minimum, inside []demand) {
	ids, many, sized, sum := c.matching(m.Of, inside)
	need := m.Need(c.size())
	switch {
	case !many && m.Items > len(ids):
		c.reportf(at, "unsatisfiable", "ask for fewer, or name more", "at least %s asked for, and below %s", are(m.Items, "item is", "items are"), c.usable(ids))
	case sized && !many && need.Cmp(sum) > 0:
		c.reportf(at, "credit_infeasible", "ask for at most "+sum.String(), "at least %s credits are asked for, and what the requirements below can use carries %s", need, sum)
	}
}

// matching lists what the demands can use of a filter.
func (c *checker) matching(of *requirement.ItemFilter, inside []demand) (ids []catalog.ItemID, many, sized bool, sum credit.Amount) {
	seen := map[catalog.ItemID]bool{}
	var all []catalog.ItemID
	sized = true
	for i := range inside {
		many = many || inside[i].supply.many
		sized = sized && inside[i].supply.sized
		for _, id := range inside[i].supply.ids {
			if !seen[id] {
				seen[id] = true
				all = append(all, id)
			}
		}
	}
	ok := c.possible(all, []*requirement.ItemFilter{of})
	for i, id := range all {
		if ok[i] {
			ids = append(ids, id)
			sum = sum.Add(largest(c.w.Item(id)))
		}
	}
	return ids, many, sized, sum
}
