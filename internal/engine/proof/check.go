package proof

import "slices"

const (
	infinite  = int64(1) << 60
	maxDepth  = 1 << 12
	maxSize   = 1 << 12        // items, and weights of a leaf
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
			if p.Nodes[o].Scope == n.Scope && !p.paired(item, min(o, t), max(o, t)) {
				return false
			}
		}
	}
	return p.MaxUses == 0 || uses <= p.MaxUses
}

func (p *Problem) paired(item, a, b int) bool {
	return slices.ContainsFunc(p.Pairs, func(k Pair) bool { return k.A == a && k.B == b && k.Items[item] })
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
		nd := &p.Nodes[n]
		for _, c := range nd.Children {
			if !lacks[c] {
				has[n]++
			}
		}
		lacks[n] = lacks[n] || nd.Kind == All && has[n] < len(nd.Children) || nd.Kind == Fixed && !nd.Holds || has[n] < nd.K
	}
	if lacks[len(lacks)-1] {
		return ErrNotSatisfied
	}
	return nil
}

// placement reads the Takes of each item, which must be able to use it together
// and have it available.
func (p *Problem) placement(y *Yes) ([][]int, error) {
	takes := make([][]int, p.Items)
	for _, u := range y.Uses {
		if u.Item < 0 || u.Item >= p.Items || u.Take < 0 || u.Take >= len(p.Nodes) || slices.Contains(takes[u.Item], u.Take) {
			return nil, ErrMalformed
		}
		takes[u.Item] = append(takes[u.Item], u.Take)
	}
	for it, ts := range takes {
		if !p.together(it, ts) {
			return nil, ErrNotAdmissible
		}
	}
	if len(y.Bundles) != len(p.Alternatives) {
		return nil, ErrMalformed
	}
	for a, b := range y.Bundles {
		bundles := p.Alternatives[a].Bundles
		if b < 0 || b >= len(bundles) {
			return nil, ErrMalformed
		}
		for _, it := range slices.Concat(bundles...) {
			if len(takes[it]) > 0 && !slices.Contains(bundles[b], it) {
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
	return decided{p, map[Question]bool{}}.check(n, 0)
}

func (d decided) check(n *No, depth int) error {
	if n == nil || depth > maxDepth {
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
	if err := d.check(n.Yes, depth+1); err != nil {
		return err
	}
	d.yes[*n.Split] = false
	return d.check(n.No, depth+1)
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
	if lacks <= 0 {
		return sum
	} else if lacks > maxReach/int64(len(r.Coef)) {
		return -infinite // too much to look at: nothing is proven
	}
	least := append([]int64{0}, slices.Repeat([]int64{infinite}, int(lacks))...)
	for it, price := range w.Prices {
		c := r.Coef[it]
		if price < 0 {
			c, price = -c, -price
		}
		for k := lacks; k > 0 && c > 0; k-- {
			least[k] = min(least[k], plus(least[max(0, k-c)], price))
		}
	}
	return plus(sum, least[lacks])
}

// leaf accepts prices at which the root asks for more than can be given.
func (d decided) leaf(weights []Weight) error {
	var need, have int64
	for _, w := range weights {
		if !w.sound(d.p) || max(len(weights), d.p.Items) > maxSize {
			return ErrMalformed
		}
		if r := &d.p.Rows[w.Row]; r.Kind == Limit {
			need = plus(need, w.asks(r))
		}
	}
	need = plus(need, d.asks(len(d.p.Nodes)-1, weights))
	grouped := make([]bool, d.p.Items)
	for a := range d.p.Alternatives {
		have = plus(have, d.alternative(a, weights, grouped))
	}
	for it, in := range grouped {
		if !in {
			have = plus(have, d.gives(it, true, weights))
		}
	}
	if need <= have {
		return ErrTooWeak
	}
	return nil
}

// sound reports whether the weight is one: no price so large that a sum could
// overflow, and none below zero in a row that need not hold.
func (w *Weight) sound(p *Problem) bool {
	if w.Row < 0 || w.Row >= len(p.Rows) || w.Value < 0 || w.Value > maxPrice || w.Prices != nil && len(w.Prices) != p.Items {
		return false
	}
	r := &p.Rows[w.Row]
	for it, c := range r.Coef {
		least := int64(0)
		if r.Kind == Limit {
			least = -maxPrice
		}
		if max(c, -c, r.Amount, -r.Amount) > maxPrice/max(1, w.Value) || w.of(it, r) < least || w.of(it, r) > maxPrice {
			return false
		}
	}
	return true
}

func plus(a, b int64) int64 { return min(max(a+b, -infinite), infinite) }

// alternative is the most that its items, which it marks, give with one of the
// bundles that are left.
func (d decided) alternative(a int, weights []Weight, grouped []bool) int64 {
	best, bundles := -infinite, d.p.Alternatives[a].Bundles
	for _, it := range slices.Concat(bundles...) {
		grouped[it] = true
	}
	for b, bundle := range bundles {
		yes, known := d.yes[Question{OfBundle, a, b}]
		if known && !yes {
			continue
		}
		var sum int64
		for it := range grouped {
			if slices.Contains(slices.Concat(bundles...), it) {
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
func (d decided) asks(n int, weights []Weight) (sum int64) {
	nd := &d.p.Nodes[n]
	if holds, ok := d.yes[Question{OfNode, n, 0}]; ok && !holds || nd.Kind == Fixed && !nd.Holds {
		return infinite
	}
	k, open := nd.K, []int64{} // of which the k least are asked for
	for _, c := range nd.Children {
		if w := d.asks(c, weights); d.yes[Question{OfNode, c, 0}] || nd.Kind == All {
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
		var asked int64
		for _, w := range weights {
			if w.Row == i {
				asked = plus(asked, w.asks(r))
			}
		}
		if r.Kind == Class {
			open = append(open, asked)
		} else {
			sum = plus(sum, asked)
		}
	}
	slices.Sort(open)
	if k > len(open) && nd.Kind != All {
		return infinite
	}
	for i := range max(0, min(k, len(open))) {
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
					sum += w.of(item, r)
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
