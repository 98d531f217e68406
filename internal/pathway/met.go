package pathway

import (
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// named is the set of items that a program names as owed.
func named(p *requirement.Program) itemSet {
	out := itemSet{}
	if p.Requires != nil {
		collect(p.Requires, out)
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
	case n.Choose != nil:
		return count >= n.Choose.Count && g.enough(n.Choose, have)
	}
	return count == len(parts)
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
