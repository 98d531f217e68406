package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/requirement/view"
)

// What a learner could still take for a requirement: items of the catalogue that
// fit and that the record does not bring already. They are the price of what
// lacks, and the options of a step.

// openFits are the items that would still serve a node of a tree.
type openFits struct {
	e    *evaluation
	tree *view.Tree
	at   int
	// sure reports whether a piece is available whatever rules are chosen.
	sure func(piece int) bool
	// gone are items that something else takes already; it may be nil.
	gone map[int32]bool
}

// of returns what the catalogue lists for the node, nil where nothing is known.
func (o *openFits) of() *leafFits {
	n := &o.tree.Nodes[o.at]
	if n.Kind != view.Take || n.From == nil {
		return nil
	}
	if n.Made && n.From.Series != nil {
		k := slices.Index(o.tree.Nodes[n.Parent].Children, o.at)
		if k < 0 || k >= len(n.From.Series) {
			return nil
		}
		return o.e.s.fitsNamed(n.From.Series[k:k+1], o.e.recv.ID)
	}
	return o.e.prog.fits[n.From]
}

// each calls f with every item that is left, the smallest first, until it
// returns false.
func (o *openFits) each(list *leafFits, f func(x fit, p *requirement.Piece) bool) {
	if list == nil {
		return
	}
	n := &o.tree.Nodes[o.at]
	class, same := o.class()
	for _, x := range list.list {
		it := &o.e.s.items[x.item]
		if o.gone[x.item] || o.has(it) || it.gone(o.e.asOf) {
			continue
		}
		p := o.e.s.cataloguePiece(x.item, x.size, o.e.recv.ID)
		if same && p.Class(n.From.Take.Same) != class || o.shut(&p) {
			continue
		}
		if !f(x, &p) {
			return
		}
	}
}

// class is the class that all items of the node must have, where it asks for one.
func (o *openFits) class() (string, bool) {
	n := &o.tree.Nodes[o.at]
	if n.Kind != view.Take || !n.Made || n.From == nil || n.From.Take == nil || n.From.Take.Same == "" {
		return "", false
	}
	for i := range o.tree.Pieces {
		if o.tree.Sets[n.Set].Yes.Has(i) || o.tree.Sets[n.Set].Maybe.Has(i) {
			return o.tree.Pieces[i].Class(n.From.Take.Same), true
		}
	}
	return "", false
}

// has reports whether taking the item again would bring nothing: the record
// brings it for the node already, or an exception keeps it out.
func (o *openFits) has(it *item) bool {
	if it.Repeatable {
		return false
	}
	set := o.set()
	for i := range o.tree.Pieces {
		p := &o.tree.Pieces[i]
		if !o.e.isSame(it, p.Item) {
			continue
		}
		if (set == nil || set.Yes.Has(i)) && o.sure(i) {
			return true
		}
		blocked := func(m view.Mark) bool { return m.Exception.Kind == requirement.Block && m.Exception.Line == p.Line }
		if set != nil && !set.Yes.Has(i) && slices.ContainsFunc(o.tree.Applied, blocked) {
			return true
		}
	}
	return false
}

// set is what the node selects; nil is everything.
func (o *openFits) set() *view.Set {
	if n := &o.tree.Nodes[o.at]; n.Kind == view.Take {
		return &o.tree.Sets[n.Set]
	}
	return nil
}

// isSame reports whether an item is another one or cross-listed with it.
func (e *evaluation) isSame(it *item, id catalog.ItemID) bool {
	return it.ID == id || slices.ContainsFunc(it.same, func(k int32) bool { return e.s.items[k].ID == id })
}

// shut reports whether a limit on items at or above the node keeps the item
// from ever helping: what the record brings for this node alone fills it.
func (o *openFits) shut(p *requirement.Piece) bool {
	if o.tree.Nodes[o.at].Kind != view.Take {
		return false
	}
	for node := o.at; node >= 0; node = o.tree.Nodes[node].Parent {
		for i := range o.tree.Nodes[node].Conditions {
			c := &o.tree.Nodes[node].Conditions[i]
			if c.Measure == view.AtMostItems && o.e.limits(c, o.tree, p) && credit.Int(int64(o.alone(c))).Cmp(c.Amount) >= 0 {
				return true
			}
		}
	}
	return false
}

// alone counts the pieces under a condition that only this node could use.
func (o *openFits) alone(c *view.Condition) int {
	n := 0
	for i := range o.tree.Pieces {
		if c.Set >= 0 && !o.tree.Sets[c.Set].Yes.Has(i) || !o.set().Yes.Has(i) || !o.sure(i) {
			continue
		}
		other := func(k view.Node) bool { return k.Kind == view.Take && !k.Free && o.tree.Sets[k.Set].Yes.Has(i) }
		rest := slices.Delete(slices.Clone(o.tree.Nodes), o.at, o.at+1)
		if !slices.ContainsFunc(rest, other) {
			n++
		}
	}
	return n
}

// limits reports whether a limit is about an item of the catalogue.
func (e *evaluation) limits(c *view.Condition, tree *view.Tree, p *requirement.Piece) bool {
	l := e.prog.limitAt(c)
	if l == nil {
		return false
	}
	sel := e.selector([]requirement.Piece{*p})
	sel.Catalogue = true
	if l.Of != nil && sel.Select(l.Of)[0] == requirement.No {
		return false
	}
	if l.Each == "" {
		return true
	}
	for i := range tree.Pieces {
		if c.Set >= 0 && tree.Sets[c.Set].Yes.Has(i) {
			return tree.Pieces[i].Class(l.Each) == p.Class(l.Each)
		}
	}
	return false
}

// priceAt is what one more item costs at a node: the average of the least that
// its items can cost, as many as it lacks whatever is placed. What it lacks
// beyond that costs no less.
func (e *evaluation) priceAt(tree *view.Tree, at int, sure func(int) bool) (credit.Amount, bool) {
	o := openFits{e: e, tree: tree, at: at, sure: sure}
	n := &tree.Nodes[at]
	var best credit.Amount
	known := false
	if n.Kind == view.Take && (n.Items > 0 || n.Distinct > 0) {
		best, known = o.priceOfTake()
	}
	for i := range n.Conditions {
		c := &n.Conditions[i]
		list := e.prog.minimumFits(c)
		if c.Measure != view.AtLeastItems || list == nil {
			continue
		}
		have := 0
		for p := range tree.Pieces {
			if c.Set < 0 || tree.Sets[c.Set].Yes.Has(p) {
				have++
			}
		}
		need, _ := c.Amount.Scaled(1)
		if size, ok := o.average(list, max(int(need)-have, 1), 0, ""); ok && (!known || size.Cmp(best) < 0) {
			best, known = size, true
		}
	}
	return best, known
}

func (o *openFits) priceOfTake() (credit.Amount, bool) {
	n := &o.tree.Nodes[o.at]
	have, classes := 0, map[string]bool{}
	for i := range o.tree.Pieces {
		if o.tree.Sets[n.Set].Yes.Has(i) {
			have++
			if n.Distinct > 0 {
				classes[o.tree.Pieces[i].Class(n.By)] = true
			}
		}
	}
	delete(classes, "")
	fresh := max(n.Distinct-len(classes), 0)
	if n.Distinct > 0 && fresh == 0 && n.Items <= have {
		fresh = 1 // where it lacks anything, it is one more class
	}
	return o.average(o.of(), max(n.Items-have, fresh, 1), fresh, n.By)
}

// average is the least that some items cost together, of which some are of
// classes that no piece has, divided by their number.
func (o *openFits) average(list *leafFits, number, fresh int, by requirement.Class) (credit.Amount, bool) {
	sum, _, ok := o.sum(list, number, fresh, by)
	return sum.Div(credit.Int(int64(number))), ok
}

// cost is what a node lacks in all; what it takes is gone.
func (o *openFits) cost(items, classes int) (credit.Amount, bool) {
	sum, picked, ok := o.sum(o.of(), max(items, classes), classes, o.tree.Nodes[o.at].By)
	for _, x := range picked {
		o.gone[x.item] = true
	}
	return sum, ok
}

func (o *openFits) sum(list *leafFits, number, fresh int, by requirement.Class) (credit.Amount, []fit, bool) {
	if list == nil {
		return credit.Amount{}, nil, false
	}
	picked := o.cheapest(list, number, fresh, by)
	var sum, last credit.Amount
	for _, x := range picked {
		sum, last = sum.Add(x.size), credit.Max(last, x.size)
	}
	usual := credit.Max(last, list.usual)
	if usual.IsZero() {
		return credit.Amount{}, nil, false
	}
	for range number - len(picked) {
		sum = sum.Add(usual)
	}
	return sum, picked, true
}

// known reports whether only another class is lacking, and an item is of one
// that is there.
func (o *openFits) known(p *requirement.Piece, lack *audit.Lack) bool {
	n := &o.tree.Nodes[o.at]
	if lack.Condition >= 0 || n.Kind != view.Take || n.Distinct == 0 || lack.Have.Items < n.Items {
		return false
	}
	for i := range o.tree.Pieces {
		if o.tree.Sets[n.Set].Yes.Has(i) && o.tree.Pieces[i].Class(n.By) == p.Class(n.By) {
			return true
		}
	}
	return false
}

// cheapest picks that many items, fewer where there are no more; items without
// credits have no price and are left out.
func (o *openFits) cheapest(list *leafFits, number, fresh int, by requirement.Class) []fit {
	known := map[string]bool{"": true}
	if fresh > 0 {
		n := &o.tree.Nodes[o.at]
		for i := range o.tree.Pieces {
			if o.tree.Sets[n.Set].Yes.Has(i) {
				known[o.tree.Pieces[i].Class(by)] = true
			}
		}
	}
	var picked, rest []fit
	o.each(list, func(x fit, p *requirement.Piece) bool {
		switch class := p.Class(by); {
		case x.size.Sign() <= 0:
		case fresh > 0 && !known[class]:
			known[class] = true
			fresh--
			picked = append(picked, x)
		case len(rest) < number:
			rest = append(rest, x)
		}
		return fresh > 0 || len(picked)+len(rest) < number
	})
	// Classes that nobody offers are asked for all the same.
	return append(picked, rest[:max(0, min(len(rest), number-len(picked)-max(fresh, 0)))]...)
}

// part is a program as the audit reads it.
func (e *evaluation) part(tree *view.Tree) audit.Part {
	return audit.Part{
		Tree: tree, Typical: e.s.typical[e.recvIdx],
		Size: func(n *view.Node) (credit.Amount, bool) {
			size, ok := e.prog.sizes[n.From]
			return size, ok
		},
		Price: func(node int, sure func(int) bool) (credit.Amount, bool) { return e.priceAt(tree, node, sure) },
		Cost: func(node, items, classes int, there func(int) bool, gone map[int32]bool) (credit.Amount, bool) {
			o := openFits{e: e, tree: tree, at: node, sure: there, gone: gone}
			return o.cost(items, classes)
		},
	}
}
