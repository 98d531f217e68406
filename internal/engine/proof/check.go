package proof

import "slices"

const (
	infinite  = int64(1) << 60
	maxCombos = 1 << 16        // uses of one item that are looked at
	maxReach  = int64(1) << 24 // items times amount of a row that are looked at
	maxPrice  = int64(1) << 40 // of an item in a row: no sum overflows
)

// counts reports whether an item that these Takes use counts in the row.
func (r *Row) counts(takes []int) bool {
	in := func(side []int) bool {
		return slices.ContainsFunc(takes, func(t int) bool { return slices.Contains(side, t) })
	}
	return in(r.Takes) && (len(r.And) == 0 || in(r.And))
}

// together reports whether one item may be used by all these Takes.
func (p *Problem) together(item int, takes []int) bool {
	uses := 0
	for i, t := range takes {
		n := &p.Nodes[t]
		if n.Kind != Take || !n.Items[item] {
			return false
		}
		if !n.Free {
			uses++
		}
		for _, o := range takes[:i] {
			pair := func(k Pair) bool { return k.A == min(o, t) && k.B == max(o, t) && k.Items[item] }
			if p.Nodes[o].Scope == n.Scope && !slices.ContainsFunc(p.Pairs, pair) {
				return false
			}
		}
	}
	return p.MaxUses == 0 || uses <= p.MaxUses
}

// CheckYes accepts a placement that is admissible and satisfies the root.
func CheckYes(p *Problem, y *Yes) error {
	takes, err := p.placement(y)
	if err != nil {
		return err
	}
	lacks, has := make([]bool, len(p.Nodes)), make([]int, len(p.Nodes)) // has: children, or classes
	for i := range p.Rows {
		r := &p.Rows[i]
		var got int64
		for it, ts := range takes {
			if r.counts(ts) {
				got += r.Coef[it]
			}
		}
		switch holds := got >= r.Amount; {
		case r.Kind == Limit && !holds:
			return ErrNotAdmissible
		case r.Kind == Need && !holds:
			lacks[r.Node] = true
		case r.Kind == Class && holds:
			has[r.Node]++
		}
	}
	for n := range p.Nodes {
		for _, c := range p.Nodes[n].Children {
			if !lacks[c] {
				has[n]++
			}
		}
		lacks[n] = lacks[n] || has[n] < p.Nodes[n].K
	}
	if !lacks[len(lacks)-1] {
		return nil
	}
	return ErrNotSatisfied
}

// placement reads the Takes of each item, which must be able to use it together
// and have it available.
func (p *Problem) placement(y *Yes) ([][]int, error) {
	takes := make([][]int, p.Items)
	for _, u := range y.Uses {
		if u.Item < 0 || u.Item >= p.Items || u.Take < 0 || u.Take >= len(p.Nodes) {
			return nil, ErrMalformed
		}
		takes[u.Item] = append(takes[u.Item], u.Take)
		if !p.together(u.Item, takes[u.Item]) {
			return nil, ErrNotAdmissible
		}
	}
	for a, alt := range p.Alternatives {
		if len(y.Bundles) != len(p.Alternatives) || y.Bundles[a] < 0 || y.Bundles[a] >= len(alt.Bundles) {
			return nil, ErrMalformed
		}
		for it, ts := range takes {
			if len(ts) > 0 && alt.has(it) && !slices.Contains(alt.Bundles[y.Bundles[a]], it) {
				return nil, ErrNotAdmissible
			}
		}
	}
	return takes, nil
}

// decided is the answers to questions on the way to a leaf.
type decided struct {
	p   *Problem
	yes map[Question]bool
}

// CheckNo accepts a tree that proves that no admissible placement satisfies the root.
func CheckNo(p *Problem, n *No) error {
	return decided{p, map[Question]bool{}}.check(n)
}

func (d decided) check(n *No) error {
	if n == nil {
		return ErrMalformed
	}
	if n.Split == nil {
		return d.leaf(n.Weights)
	}
	if _, known := d.yes[*n.Split]; known {
		return ErrMalformed
	}
	defer delete(d.yes, *n.Split)
	d.yes[*n.Split] = true
	if err := d.check(n.Yes); err != nil {
		return err
	}
	d.yes[*n.Split] = false
	return d.check(n.No)
}

// of is the price of one item.
func (w *Weight) of(item int, r *Row) int64 {
	if w.Prices != nil {
		return w.Prices[item]
	}
	return w.Value * r.Coef[item]
}

// asks is the price of the cheapest items that keep the row. Without the row
// only items of a negative price are used; what lacks then is reached by using
// others, or leaving these out, at the least price for each amount.
func (w *Weight) asks(r *Row) int64 {
	if w.Prices == nil {
		return w.Value * r.Amount
	}
	lacks, sum := r.Amount, int64(0)
	for it, price := range w.Prices {
		if price < 0 {
			lacks, sum = lacks-r.Coef[it], sum+price
		}
	}
	if lacks > maxReach/int64(len(r.Coef)) {
		return -infinite // too much to look at: nothing is proven
	}
	least := append([]int64{0}, slices.Repeat([]int64{infinite}, int(max(0, lacks)))...)
	for it, price := range w.Prices {
		c := r.Coef[it]
		if price < 0 {
			c, price = -c, -price
		}
		for k := lacks; k > 0 && c > 0; k-- {
			least[k] = min(least[k], plus(least[max(0, k-c)], price))
		}
	}
	return plus(sum, least[max(0, lacks)])
}

// leaf accepts prices at which the root asks for more than can be given. No price
// is so large that a sum could overflow, and none is below zero in a row that
// need not hold.
func (d decided) leaf(weights []Weight) error {
	need, have, asked := int64(0), int64(0), map[int]int64{} // asked by row
	for _, w := range weights {
		if w.Row < 0 || w.Row >= len(d.p.Rows) || w.Value < 0 || w.Value > maxPrice || w.Prices != nil && len(w.Prices) != d.p.Items {
			return ErrMalformed
		}
		r := &d.p.Rows[w.Row]
		for it, c := range r.Coef {
			price := w.of(it, r)
			if max(c, -c, r.Amount, -r.Amount) > maxPrice/max(1, w.Value) || max(price, -price) > maxPrice || price < 0 && r.Kind != Limit {
				return ErrMalformed
			}
		}
		asked[w.Row] = plus(asked[w.Row], w.asks(r))
		if r.Kind == Limit {
			need = plus(need, w.asks(r))
		}
	}
	need = plus(need, d.asks(len(d.p.Nodes)-1, asked))
	for it := range d.p.Items {
		if !slices.ContainsFunc(d.p.Alternatives, func(a Alternative) bool { return a.has(it) }) {
			have = plus(have, d.gives(it, true, weights))
		}
	}
	for a := range d.p.Alternatives {
		have = plus(have, d.alternative(a, weights))
	}
	if need <= have {
		return ErrTooWeak
	}
	return nil
}

func plus(a, b int64) int64 { return min(max(a+b, -infinite), infinite) }

func (a Alternative) has(item int) bool { return slices.Contains(slices.Concat(a.Bundles...), item) }

// alternative is the most that its items give with one of the bundles left.
func (d decided) alternative(a int, weights []Weight) int64 {
	best := -infinite
	for b, bundle := range d.p.Alternatives[a].Bundles {
		yes, known := d.yes[Question{OfBundle, a, b}]
		if known && !yes {
			continue
		}
		var sum int64
		for it := range d.p.Items {
			if d.p.Alternatives[a].has(it) {
				sum = plus(sum, d.gives(it, slices.Contains(bundle, it), weights))
			}
		}
		if best = max(best, sum); yes {
			return sum
		}
	}
	return best
}

// asks is the least weight of a node that holds, over all choices of branches.
func (d decided) asks(n int, asked map[int]int64) (sum int64) {
	nd := &d.p.Nodes[n]
	if holds, known := d.yes[Question{OfNode, n, 0}]; known && !holds {
		return infinite
	}
	k, open := nd.K, []int64{} // of which the k least are asked for
	for _, c := range nd.Children {
		if w := d.asks(c, asked); d.yes[Question{OfNode, c, 0}] {
			sum, k = plus(sum, w), k-1
		} else {
			open = append(open, w)
		}
	}
	for i := range d.p.Rows {
		r := &d.p.Rows[i]
		if r.Node != n || r.Kind == Limit {
			continue
		}
		if r.Kind == Class {
			open = append(open, asked[i])
		} else {
			sum = plus(sum, asked[i])
		}
	}
	if k > len(open) {
		return infinite
	}
	slices.Sort(open)
	for i := range max(0, k) {
		sum = plus(sum, open[i])
	}
	return sum
}

// gives is the most that one item can give, over the uses that are left to it:
// none but the empty one where it is not available.
func (d decided) gives(item int, available bool, weights []Weight) int64 {
	best, combos := -infinite, 0
	var try func(t int, takes []int)
	try = func(t int, takes []int) {
		for t < len(d.p.Nodes) && !d.p.together(item, []int{t}) {
			t++
		}
		if combos++; t == len(d.p.Nodes) {
			var sum int64
			for _, w := range weights {
				if r := &d.p.Rows[w.Row]; r.counts(takes) {
					sum = plus(sum, w.of(item, r))
				}
			}
			best = max(best, sum)
			return
		}
		used, known := d.yes[Question{OfItem, item, t}]
		if with := append(slices.Clip(takes), t); (used || !known) && available && combos < maxCombos && d.p.together(item, with) {
			try(t+1, with)
		}
		if !used {
			try(t+1, takes)
		}
	}
	if try(0, nil); combos < maxCombos {
		return best
	}
	return infinite // too many to look at: nothing is proven
}
