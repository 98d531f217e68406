// Package check accepts or refuses the certificates of [proof]. It is all of the
// checker, together with the form of a problem, [proof.Problem.Sound].
package check

import (
	"slices"

	"github.com/cairnproject/cairn/internal/engine/proof"
)

const (
	infinite  = int64(1) << 60
	maxCombos = 1 << 16        // uses of one item that are looked at
	maxReach  = int64(1) << 24 // items times amount of a row that are looked at
	maxPrice  = int64(1) << 40 // of an item in a row: no sum overflows
)

// together reports whether one item may be used by all these Takes.
func together(p *proof.Problem, item int, takes []int) bool {
	uses := 0
	for i, t := range takes {
		n := &p.Nodes[t]
		if n.Kind != proof.Take || !n.Items[item] {
			return false
		}
		if !n.Free {
			uses++
		}
		for _, o := range takes[:i] {
			pair := func(k proof.Pair) bool { return k.A == min(o, t) && k.B == max(o, t) && k.Items[item] }
			if p.Nodes[o].Scope == n.Scope && !slices.ContainsFunc(p.Pairs, pair) {
				return false
			}
		}
	}
	return p.MaxUses == 0 || uses <= p.MaxUses
}

// Yes accepts a placement that is admissible and satisfies the root.
func Yes(p *proof.Problem, y *proof.Yes) error {
	if y == nil || !p.Sound() {
		return proof.ErrMalformed
	}
	takes, err := placement(p, y)
	if err != nil {
		return err
	}
	lacks, has := make([]bool, len(p.Nodes)), make([]int, len(p.Nodes)) // has: children, or classes
	for i := range p.Rows {
		r := &p.Rows[i]
		var got int64
		for it, ts := range takes {
			if r.Counts(ts) {
				got += r.Coef[it]
			}
		}
		switch holds := got >= r.Amount; {
		case r.Kind == proof.Limit && !holds:
			return proof.ErrNotAdmissible
		case r.Kind == proof.Need && !holds:
			lacks[r.Node] = true
		case r.Kind == proof.Class && holds:
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
	if lacks[len(lacks)-1] {
		return proof.ErrNotSatisfied
	}
	return nil
}

// placement reads the Takes of each item, which must be able to use it together
// and have it available.
func placement(p *proof.Problem, y *proof.Yes) ([][]int, error) {
	takes := make([][]int, p.Items)
	for _, u := range y.Uses {
		if u.Item < 0 || u.Item >= p.Items || u.Take < 0 || u.Take >= len(p.Nodes) {
			return nil, proof.ErrMalformed
		}
		takes[u.Item] = append(takes[u.Item], u.Take)
		if !together(p, u.Item, takes[u.Item]) {
			return nil, proof.ErrNotAdmissible
		}
	}
	for a, alt := range p.Alternatives {
		if len(y.Bundles) != len(p.Alternatives) || y.Bundles[a] < 0 || y.Bundles[a] >= len(alt.Bundles) {
			return nil, proof.ErrMalformed
		}
		for it, ts := range takes {
			if len(ts) > 0 && alt.Has(it) && !slices.Contains(alt.Bundles[y.Bundles[a]], it) {
				return nil, proof.ErrNotAdmissible
			}
		}
	}
	return takes, nil
}

// Case is the answers to questions on the way to a leaf.
type Case struct {
	P   *proof.Problem
	Yes map[proof.Question]bool
}

// No accepts a tree that proves that no admissible placement satisfies the root.
func No(p *proof.Problem, n *proof.No) error {
	return Case{p, map[proof.Question]bool{}}.check(n)
}

func (d Case) check(n *proof.No) error {
	if n == nil || len(d.Yes) == 0 && !d.P.Sound() { // no question was asked yet: the whole
		return proof.ErrMalformed
	}
	if n.Split == nil {
		return d.Leaf(n.Weights)
	}
	if _, known := d.Yes[*n.Split]; known {
		return proof.ErrMalformed
	}
	defer delete(d.Yes, *n.Split)
	d.Yes[*n.Split] = true
	if err := d.check(n.Yes); err != nil {
		return err
	}
	d.Yes[*n.Split] = false
	return d.check(n.No)
}

// Price is what a weight makes of one item.
func Price(w *proof.Weight, item int, r *proof.Row) int64 {
	if w.Prices != nil {
		return w.Prices[item]
	}
	return w.Value * r.Coef[item]
}

// asks is the price of the cheapest items that keep the row. Without the row
// only items of a negative price are used; what lacks then is reached by using
// others, or leaving these out, at the least price for each amount.
func asks(w *proof.Weight, r *proof.Row) int64 {
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

// Leaf accepts prices at which the root asks for more than can be given. No price
// is so large that a sum could overflow, and none is below zero in a row that
// need not hold.
func (d Case) Leaf(weights []proof.Weight) error {
	need, have, asked := int64(0), int64(0), map[int]int64{} // asked by row
	for _, w := range weights {
		if w.Row < 0 || w.Row >= len(d.P.Rows) || w.Value < 0 || w.Value > maxPrice || w.Prices != nil && len(w.Prices) != d.P.Items {
			return proof.ErrMalformed
		}
		r := &d.P.Rows[w.Row]
		for it, c := range r.Coef {
			price := Price(&w, it, r)
			if max(c, -c, r.Amount, -r.Amount) > maxPrice/max(1, w.Value) || max(price, -price) > maxPrice || price < 0 && r.Kind != proof.Limit {
				return proof.ErrMalformed
			}
		}
		asked[w.Row] = plus(asked[w.Row], asks(&w, r))
		if r.Kind == proof.Limit {
			need = plus(need, asks(&w, r))
		}
	}
	need = plus(need, d.Asks(asked))
	for it := range d.P.Items {
		if !slices.ContainsFunc(d.P.Alternatives, func(a proof.Alternative) bool { return a.Has(it) }) {
			have = plus(have, d.Gives(it, true, weights))
		}
	}
	for a := range d.P.Alternatives {
		have = plus(have, d.Alternative(a, weights))
	}
	if need <= have {
		return proof.ErrTooWeak
	}
	return nil
}

func plus(a, b int64) int64 { return min(max(a+b, -infinite), infinite) }

// Alternative is the most that its items give with one of the bundles left.
func (d Case) Alternative(a int, weights []proof.Weight) int64 {
	best := -infinite
	for b, bundle := range d.P.Alternatives[a].Bundles {
		yes, known := d.Yes[proof.Question{About: proof.OfBundle, Subject: a, Choice: b}]
		if known && !yes {
			continue
		}
		var sum int64
		for it := range d.P.Items {
			if d.P.Alternatives[a].Has(it) {
				sum = plus(sum, d.Gives(it, slices.Contains(bundle, it), weights))
			}
		}
		if best = max(best, sum); yes {
			return sum
		}
	}
	return best
}

// Asks is the least weight of the root where it holds, over all choices of
// branches; asked is the weight of rows.
func (d Case) Asks(asked map[int]int64) int64 {
	sums, open := make([]int64, len(d.P.Nodes)), make([][]int64, len(d.P.Nodes)) // open: of which the K least are asked for
	for i := range d.P.Rows {
		switch r := &d.P.Rows[i]; r.Kind {
		case proof.Need:
			sums[r.Node] = plus(sums[r.Node], asked[i])
		case proof.Class:
			open[r.Node] = append(open[r.Node], asked[i])
		}
	}
	for n := range d.P.Nodes { // children come before parents
		k := d.P.Nodes[n].K
		for _, c := range d.P.Nodes[n].Children {
			if d.Yes[proof.Question{About: proof.OfNode, Subject: c}] {
				sums[n], k = plus(sums[n], sums[c]), k-1
			} else {
				open[n] = append(open[n], sums[c])
			}
		}
		holds, known := d.Yes[proof.Question{About: proof.OfNode, Subject: n}]
		if known && !holds || k > len(open[n]) {
			sums[n] = infinite
			continue
		}
		slices.Sort(open[n])
		for i := range max(0, k) {
			sums[n] = plus(sums[n], open[n][i])
		}
	}
	return sums[len(sums)-1]
}

// Gives is the most that one item can give, over the uses that are left to it:
// none but the empty one where it is not available.
func (d Case) Gives(item int, available bool, weights []proof.Weight) int64 {
	best, combos := -infinite, 0
	var try func(t int, takes []int)
	try = func(t int, takes []int) {
		for t < len(d.P.Nodes) && !together(d.P, item, []int{t}) {
			t++
		}
		if combos++; t == len(d.P.Nodes) {
			var sum int64
			for _, w := range weights {
				if r := &d.P.Rows[w.Row]; r.Counts(takes) {
					sum = plus(sum, Price(&w, item, r))
				}
			}
			best = max(best, sum)
			return
		}
		used, known := d.Yes[proof.Question{About: proof.OfItem, Subject: item, Choice: t}]
		if with := append(slices.Clip(takes), t); (used || !known) && available && combos < maxCombos && together(d.P, item, with) {
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
