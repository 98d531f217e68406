package check

import (
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// supply is what a Take can use at most, whatever the learner does.
type supply struct {
	// open: no fixed list bounds it.
	open bool
	ids  []catalog.ItemID
	// sized: every item has a size that is known and cannot be repeated, so
	// that credits is a bound.
	sized   bool
	credits credit.Amount
	sizes   []credit.Amount // by item
	// many: an item may be earned more than once.
	many bool
}

// demand is a place that uses items.
type demand struct {
	place   int
	items   int
	credits credit.Amount
	free    bool
	supply  supply
	// filter is what was written, nil for everything.
	filter *requirement.ItemFilter
	// parts says that it is a choice of parts, taken together.
	parts bool
}

// demandAt is what a place asks for itself; ok is false for what uses nothing.
func (c *checker) demandAt(k int) (d demand, ok bool) {
	p := &c.places[k]
	n := p.Node
	d = demand{place: k}
	switch n.Kind() {
	case requirement.KindItem:
		d.items, d.filter = 1, &requirement.ItemFilter{Items: []catalog.ItemID{n.Item}}
	case requirement.KindSeries:
		d.items, d.filter = len(n.Series), &requirement.ItemFilter{Items: n.Series}
	case requirement.KindTake:
		d.items, d.credits, d.free, d.filter = n.Take.Items, n.Take.Credits, n.Take.Free, n.Take.From
	case requirement.KindChoose:
		if n.Choose.Count != 0 || n.Choose.Credits == "" {
			return d, false
		}
		d.filter = &requirement.ItemFilter{Items: []catalog.ItemID{}}
		for id := range n.Items {
			d.filter.Items = append(d.filter.Items, id)
		}
		for i := range n.Choose.Of { // a part that takes from an open filter
			if t := n.Choose.Of[i].Take; t != nil {
				d.filter = nil
			}
		}
		d.credits, _ = credit.ParseAmount(n.Choose.Credits)
	default:
		return d, false
	}
	d.supply = c.supplyOf(k, d.filter)
	return d, true
}

// supplyOf lists what a filter can select at a place, under every "where"
// above. Only what no attainment of the item could pass is left out.
func (c *checker) supplyOf(k int, f *requirement.ItemFilter) supply {
	ids, closed := c.closed.Items(f)
	if !closed {
		return supply{open: true}
	}
	filters := []*requirement.ItemFilter{f}
	for p := k; p >= 0; p = c.places[p].Parent {
		if w := c.places[p].Node.Where; w != nil {
			filters = append(filters, w)
		}
	}
	s := supply{sized: true}
	possible := c.possible(ids, filters)
	for i, id := range ids {
		if !possible[i] {
			continue
		}
		s.ids = append(s.ids, id)
		it := c.w.Item(id)
		size := largest(it)
		if it == nil || it.Repeatable || size.IsZero() {
			s.sized = false
		}
		s.many = s.many || it == nil || it.Repeatable
		s.credits, s.sizes = s.credits.Add(size), append(s.sizes, size)
	}
	return s
}

// leastItems is how many items a demand needs at least: those that it asks for,
// and the largest ones that reach its credits.
func (d *demand) leastItems() int {
	n := d.items
	if !d.supply.sized || d.credits.Sign() <= 0 {
		return n
	}
	order := slices.Clone(d.supply.sizes)
	slices.SortFunc(order, func(a, b credit.Amount) int { return b.Cmp(a) })
	var sum credit.Amount
	for i, size := range order {
		if sum.Cmp(d.credits) >= 0 {
			return max(n, i)
		}
		sum = sum.Add(size)
	}
	return max(n, len(order))
}

// largest is the most credits that an item carried at any time.
func largest(it *catalog.Item) credit.Amount {
	var most credit.Amount
	if it == nil {
		return most
	}
	for _, v := range it.Versions {
		most = credit.Max(most, credit.Max(v.Credits, v.MaxCredits))
	}
	return most
}

// possible tells for each item whether some attainment of it could pass all
// the filters.
func (c *checker) possible(ids []catalog.ItemID, filters []*requirement.ItemFilter) []bool {
	out := make([]bool, len(ids))
	for i := range out {
		out[i] = true
	}
	c.budget -= len(ids) * len(filters)
	if c.budget < 0 {
		return out
	}
	sel := c.selector(ids)
	for _, f := range filters {
		for i, t := range sel.Select(f) {
			out[i] = out[i] && t != requirement.No
		}
	}
	return out
}

func (c *checker) selector(ids []catalog.ItemID) *requirement.Selector {
	sel := &requirement.Selector{Sets: c.v.Sets, Catalogue: true}
	for _, id := range ids {
		sel.Pieces = append(sel.Pieces, *c.piece(id))
	}
	return sel
}

// piece is an item as if it could be earned under any of its codes.
func (c *checker) piece(id catalog.ItemID) *requirement.Piece {
	if p, ok := c.pieces[id]; ok {
		return p
	}
	p := &requirement.Piece{Item: id, Institution: id.Institution()}
	if it := c.w.Item(id); it != nil {
		p = pieceOf(it)
	}
	if c.pieces == nil {
		c.pieces = map[catalog.ItemID]*requirement.Piece{}
	}
	c.pieces[id] = p
	return p
}

func pieceOf(it *catalog.Item) *requirement.Piece {
	p := &requirement.Piece{
		Item: it.ID, Also: it.CrossListed, Kind: it.Kind, Institution: it.Institution, Tags: it.Tags, Credits: it.Latest().Credits,
	}
	for _, v := range it.Versions {
		if v.Code != "" {
			p.Codes = append(p.Codes, requirement.CodeOf(v.Code))
		}
		switch {
		case p.Level == "":
			p.Level = v.Level
		case p.Level != v.Level: // it changed: either may count
			p.Level = "various"
		}
	}
	if p.Level == "various" {
		p.Level = ""
	}
	return p
}
