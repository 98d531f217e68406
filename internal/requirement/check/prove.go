package check

import (
	"fmt"
	"strconv"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// prove looks for requirements that no learner can satisfy, that ask for
// nothing, or that never matter. It runs on a version whose names are right.
func (c *checker) prove() {
	demands := make(map[int]demand, len(c.places))
	for k := range c.places {
		d, ok := c.demandAt(k)
		if ok {
			demands[k] = d
			c.single(&d)
		}
	}
	below := c.below()
	owed := c.owed()
	for k := range c.places {
		n := c.places[k].Node
		if len(n.Limits)+len(n.Minima) > 0 {
			c.weigh(k, demands, below[k], owed)
		}
		c.alternatives(k)
		c.vacuous(k)
	}
	c.together(demands, owed)
}

// single compares one demand with what there is.
func (c *checker) single(d *demand) {
	p := &c.places[d.place]
	at, s := c.at(p), &d.supply
	switch {
	case s.open:
		c.matchesNothing(d)
	case !s.many && d.items > len(s.ids):
		c.report(at+needKey(p.Node), "unsatisfiable", "ask for fewer, or name more", "%s asked for, and %s", are(d.items, "item is", "items are"), c.usable(s.ids))
	case s.sized && d.credits.Cmp(s.credits) > 0:
		c.report(at+needKey(p.Node), "credit_infeasible", "ask for at most "+s.credits.String(), "%s credits are asked for, and the %s carry %s at most", d.credits, are(len(s.ids), "item that qualifies", "items that qualify"), s.credits)
	default:
		c.classes(d, at)
	}
}

func needKey(n *requirement.Node) string {
	switch {
	case n.Take != nil && n.Take.Credits.IsZero():
		return "/take/items"
	case n.Take != nil:
		return "/take"
	case n.Choose != nil:
		return "/choose/credits"
	case n.Series != nil:
		return "/series"
	case n.Item != "":
		return "/item"
	}
	return ""
}

// usable says how many items qualify, by name where they are few.
func (c *checker) usable(ids []catalog.ItemID) string {
	switch len(ids) {
	case 0:
		return "none can be used"
	case 1:
		return "only 1 can be used: " + c.name(ids[0])
	}
	text := "only " + strconv.Itoa(len(ids)) + " can be used"
	if len(ids) <= 6 {
		text += ": " + c.names(ids)
	}
	return text
}

func (c *checker) name(id catalog.ItemID) string {
	if it := c.w.Item(id); it != nil && it.Latest().Code != "" {
		return it.Latest().Code
	}
	return string(id)
}

func (c *checker) names(ids []catalog.ItemID) string {
	text := ""
	for i, id := range ids {
		switch {
		case i > 0 && i == len(ids)-1:
			text += " and "
		case i > 0:
			text += ", "
		}
		text += c.name(id)
	}
	return text
}

func are(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// classes compares a need for different subjects, levels or institutions with
// those of the listed items.
func (c *checker) classes(d *demand, at string) {
	t := c.places[d.place].Node.Take
	if t == nil || t.Distinct == nil || d.supply.many || t.Distinct.By == requirement.ByTerm {
		return
	}
	seen := map[string]bool{}
	for _, id := range d.supply.ids {
		class := c.piece(id).Class(t.Distinct.By)
		if class == "" {
			return // not known: cannot be counted
		}
		seen[class] = true
	}
	if t.Distinct.AtLeast > len(seen) {
		c.report(at+"/take/distinct/atLeast", "unsatisfiable", fmt.Sprintf("at most %d", len(seen)), "%d different ones are asked for, and the items that qualify have %d", t.Distinct.AtLeast, len(seen))
	}
}

// matchesNothing warns of a pattern that no item of the catalogue has. It is no
// proof: catalogues are not always whole, and transfer brings other items.
func (c *checker) matchesNothing(d *demand) {
	f := d.filter
	if f == nil || f.Subjects == nil && f.Numbers == nil && f.Tags == nil && f.Set == "" {
		return
	}
	inst := c.p.Institution
	if len(f.Institutions) == 1 {
		inst = f.Institutions[0]
	}
	items := c.w.Catalogue(inst)
	if c.budget -= len(items); c.budget < 0 || len(items) == 0 {
		return
	}
	sel := &requirement.Selector{Sets: c.v.Sets, Catalogue: true}
	for _, it := range items {
		sel.Pieces = append(sel.Pieces, *pieceOf(it))
	}
	for _, t := range sel.Select(f) {
		if t != requirement.No {
			return
		}
	}
	key := "/take/from"
	if c.places[d.place].Node.Take == nil {
		key = ""
	}
	c.warn(c.at(&c.places[d.place])+key, "matches_nothing", "correct the subject, number or tag", "no item of %s is %s", inst, f.Sentence(c.name))
}

// below lists for every place the places at and below it, as a range of the
// walk: a place is followed by everything below it.
func (c *checker) below() [][2]int {
	out := make([][2]int, len(c.places))
	for k := range c.places {
		out[k] = [2]int{k, k + 1}
	}
	for k := len(c.places) - 1; k > 0; k-- {
		if up := c.places[k].Parent; up >= 0 {
			out[up][1] = max(out[up][1], out[k][1])
		}
	}
	return out
}

// owed tells which places every learner must satisfy: those that only All
// stands above.
func (c *checker) owed() []bool {
	out := make([]bool, len(c.places))
	for k := range c.places {
		p := &c.places[k]
		switch {
		case p.Node.Recommended:
		case p.Parent < 0:
			out[k] = true
		default:
			above := c.places[p.Parent].Node
			out[k] = out[p.Parent] && (above.All != nil || len(above.Any) == 1 || allOf(above.Choose))
		}
	}
	return out
}

func allOf(ch *requirement.Choose) bool { return ch != nil && ch.Count == len(ch.Of) }

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
		c.report(at, "cap_conflicts_need", fmt.Sprintf("allow at least %d", need), "the requirements below need %s that the limit counts, and it allows %d", are(need, "item", "items"), *l.Items)
	}
	if l.Credits != nil && sum.Cmp(*l.Credits) > 0 {
		c.report(at, "cap_conflicts_need", "allow at least "+sum.String(), "the requirements below need %s credits that the limit counts, and it allows %s", sum, l.Credits)
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
		c.warn(at, "vacuous", "remove it, or look whether the filter is right", "nothing below can reach the limit: it counts %s", are(len(ids), "item", "items"))
	}
}

func (c *checker) minimumReachable(at string, m *requirement.Minimum, inside []demand) {
	ids, many, sized, sum := c.matching(m.Of, inside)
	need := m.Need(c.size())
	switch {
	case !many && m.Items > len(ids):
		c.report(at, "unsatisfiable", "ask for fewer, or name more", "at least %s asked for, and below %s", are(m.Items, "item is", "items are"), c.usable(ids))
	case sized && !many && need.Cmp(sum) > 0:
		c.report(at, "credit_infeasible", "ask for at most "+sum.String(), "at least %s credits are asked for, and what the requirements below can use carries %s", need, sum)
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
			c.report(at, "cap_conflicts_need", "raise the limit or lower the minimum", "more is asked for than the limit %d beside it allows", i+1)
			return
		}
	}
}
