package pathway

import (
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// named is the set of items that a program names as owed.
func named(p *requirement.Program) itemSet {
	out := itemSet{}
	if top := p.Current(); top != nil {
		collect(top, out)
	}
	return out
}

func collect(n *requirement.Node, into itemSet) {
	if n.Recommended {
		return
	}
	for id := range directItems(n) {
		into[id] = true
	}
	for id := range chosenItems(n) {
		into[id] = true
	}
	parts := n.Parts()
	for i := range parts {
		collect(&parts[i], into)
	}
}

// met reports whether the items meet a requirement; conditions in free text are
// not looked at. A node that asks for nothing is met only as a part.
func (g *Graph) met(n *requirement.Node, have itemSet) bool {
	if n.Recommended {
		return true
	}
	for id := range directItems(n) {
		if !have[id] {
			return false
		}
	}
	parts := n.Parts()
	count := 0
	for i := range parts {
		if !g.met(&parts[i], have) {
			continue
		}
		count++
	}
	switch {
	case n.Any != nil:
		return count > 0
	case n.Take != nil:
		return g.taken(n.Take, have)
	case n.Held != nil:
		return len(g.selected(n.Held, have)) > 0
	case n.Competency != "" || n.Milestone != "" || n.Unknown != "":
		return false // no item shows them
	case n.Choose != nil:
		return count >= n.Choose.Count && g.enough(n.Choose, have)
	}
	return count == len(parts)
}

// taken reports whether the items that a Take names reach its needs. What a
// Take selects by pattern or condition is for an audit to find.
func (g *Graph) taken(t *requirement.Take, have itemSet) bool {
	ids := g.selected(t.From, have)
	var sum credit.Amount
	for _, id := range ids {
		if it := g.items[id]; it != nil {
			sum = sum.Add(it.Latest().Credits)
		}
	}
	return t.Distinct == nil && len(ids) > 0 && len(ids) >= t.Items && sum.Cmp(t.Credits) >= 0
}

// selected lists the items that a filter lists and the set has.
func (g *Graph) selected(f *requirement.ItemFilter, have itemSet) []catalog.ItemID {
	var closed requirement.Closed
	ids, _ := closed.Items(f)
	return slices.DeleteFunc(slices.Clone(ids), func(id catalog.ItemID) bool { return !have[id] })
}

// enough reports whether the items below a choice carry its credits, each item
// once.
func (g *Graph) enough(c *requirement.Choose, have itemSet) bool {
	if c.Credits == "" {
		return true
	}
	want, err := credit.ParseAmount(c.Credits)
	if err != nil {
		return false
	}
	below := itemSet{}
	for i := range c.Of {
		collect(&c.Of[i], below)
	}
	var sum credit.Amount
	for id := range below {
		if it := g.items[id]; it != nil && have[id] {
			sum = sum.Add(it.Latest().Credits)
		}
	}
	return sum.Cmp(want) >= 0
}
