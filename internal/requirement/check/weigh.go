package check

import (
	"fmt"
	"strconv"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// weigh compares the limits and minima of a place with the demands below it.
func (c *checker) weigh(k int, demands map[int]demand, reach [2]int, owed []bool) {
	n := c.places[k].Node
	var inside []demand
	closed := true
	for i := reach[0]; i < reach[1]; i++ {
		if d, ok := demands[i]; ok {
			inside = append(inside, d)
			closed = closed && !d.supply.open
		}
	}
	for i := range n.Limits {
		l := &n.Limits[i]
		at := c.at(&c.places[k]) + "/limits/" + strconv.Itoa(i)
		if len(n.Changes) == 0 && l.Each == "" && l.In != requirement.InRecord {
			c.capAgainstNeeds(at, l, k, inside, owed)
		}
		if closed && l.Of != nil && len(inside) > 0 && l.In != requirement.InRecord && l.In != requirement.InProgram {
			c.capBinds(at, l, inside)
		}
	}
	for i := range n.Minima {
		at := c.at(&c.places[k]) + "/minima/" + strconv.Itoa(i)
		c.minimumAgainstCaps(at, &n.Minima[i], n.Limits)
		if closed && len(inside) > 0 {
			c.minimumReachable(at, &n.Minima[i], inside)
		}
	}
}

// capAgainstNeeds adds up what must be used of what the limit counts. Takes of
// one scope use different items, so their needs add up; of several scopes only
// the largest sum is certain, because they may share.
func (c *checker) capAgainstNeeds(at string, l *requirement.Limit, k int, inside []demand, owed []bool) {
	items, sums := map[string]int{}, map[string]credit.Amount{}
	certain := c.certain(l.Of, inside)
	for i := range inside {
		d := &inside[i]
		if d.free || !c.within(owed, d.place, k) || !allCounted(l.Of, d, certain) || c.shared(d.place) {
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
func allCounted(of *requirement.ItemFilter, d *demand, certain map[catalog.ItemID]bool) bool {
	if of == nil || of.IsZero() || same(of, d.filter) {
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

// minimumAgainstCaps compares a minimum with the limits beside it.
func (c *checker) minimumAgainstCaps(at string, m *requirement.Minimum, limits []requirement.Limit) {
	need := m.Need(c.size())
	for i := range limits {
		l := &limits[i]
		if l.Each != "" || l.Of != nil && !same(l.Of, m.Of) {
			continue
		}
		if l.Items != nil && m.Items > *l.Items || l.Credits != nil && need.Cmp(*l.Credits) > 0 {
			c.reportf(at, "cap_conflicts_need", "raise the limit or lower the minimum", "more is asked for than the limit %d beside it allows", i+1)
			return
		}
	}
}
