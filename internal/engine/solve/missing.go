package solve

import "slices"

// Lack is what a leaf that is owed still needs after a placement.
type Lack struct {
	Node int32
	// Credits is the remaining work; Items and Distinct count what is missing.
	Credits, Items, Distinct int64
}

// Missing lists what the owed leaves of an answer lack, in the order of nodes.
// Of a choice the cheapest branches are owed, as in goal Remaining. Minima of
// inner nodes that lack something are listed with their node.
func (p *Problem) Missing(a *Answer) []Lack {
	t := tally{p: p, a: a}
	t.remaining(p.Root)
	slices.SortFunc(t.lacks, func(x, y Lack) int { return int(x.Node - y.Node) })
	return t.lacks
}

// tally reads a placement by the definition, without the solver's arrays.
type tally struct {
	p     *Problem
	a     *Answer
	lacks []Lack
}

// remaining returns the remaining work below a node and lists what lacks.
func (t *tally) remaining(at int32) int64 {
	n := &t.p.Nodes[at]
	var sum, most int64
	switch n.Kind {
	case Fixed:
		if !n.Holds {
			sum = n.Remaining
			t.lacks = append(t.lacks, Lack{Node: at, Credits: sum})
		}
	case Take:
		sum = t.leaf(at, n)
	case All:
		for _, c := range n.Children {
			r := t.remaining(c)
			if k := &t.p.Nodes[c]; k.Kind == Take && k.Free {
				most = max(most, r)
			} else {
				sum += r
			}
		}
	default:
		sum = t.cheapest(n)
	}
	return max(sum, most, t.minima(at, n))
}

// cheapest keeps the lacks of the children that a choice adds up.
func (t *tally) cheapest(n *Node) int64 {
	type branch struct {
		cost  int64
		lacks []Lack
	}
	var all []branch
	outer := t.lacks
	for _, c := range n.Children {
		t.lacks = nil
		cost := t.remaining(c)
		all = append(all, branch{cost, t.lacks})
	}
	slices.SortStableFunc(all, func(a, b branch) int {
		if a.cost != b.cost {
			return int(a.cost - b.cost)
		}
		return len(a.lacks) - len(b.lacks)
	})
	k := int(n.K)
	if n.Kind == Any {
		k = 1
	}
	t.lacks = outer
	var sum int64
	for _, b := range all[:k] {
		sum += b.cost
		t.lacks = append(t.lacks, b.lacks...)
	}
	return sum
}

func (t *tally) leaf(at int32, n *Node) int64 {
	var items, credits int64
	var classes []int32
	for _, u := range t.a.Uses {
		if u.Take != at {
			continue
		}
		items++
		credits += t.p.Items[u.Item].Credits
		if n.NeedDistinct > 0 {
			if c := t.p.Classes[n.Class][u.Item]; c >= 0 && !slices.Contains(classes, c) {
				classes = append(classes, c)
			}
		}
	}
	d := t.p.missing(n, items, credits, int64(len(classes)))
	if d > 0 {
		t.lacks = append(t.lacks, Lack{
			Node: at, Credits: d,
			Items:    max(0, n.NeedItems-items),
			Distinct: max(0, n.NeedDistinct-int64(len(classes))),
		})
	}
	return d
}

// minima is the greatest shortfall of the minima of a node.
func (t *tally) minima(at int32, n *Node) int64 {
	var most int64
	for i := range n.Conditions {
		c := &n.Conditions[i]
		unit := int64(1)
		if c.Measure == AtLeastItems {
			unit = t.p.typicalOf(n)
		} else if c.Measure != AtLeastCredits {
			continue
		}
		var got int64
		for _, it := range t.usedBelow(at) {
			if c.Set < 0 || t.p.Sets[c.Set].Has(it) {
				got += c.coef(&t.p.Items[it])
			}
		}
		if d := unit * (c.Amount - got); d > 0 {
			most = max(most, d)
			t.lacks = append(t.lacks, Lack{Node: at, Credits: d})
		}
	}
	return most
}

// usedBelow lists the distinct items that Takes below a node use.
func (t *tally) usedBelow(at int32) []int32 {
	var out []int32
	var walk func(n int32)
	walk = func(n int32) {
		for _, u := range t.a.Uses {
			if u.Take == n && !slices.Contains(out, u.Item) {
				out = append(out, u.Item)
			}
		}
		for _, c := range t.p.Nodes[n].Children {
			walk(c)
		}
	}
	walk(at)
	return out
}
