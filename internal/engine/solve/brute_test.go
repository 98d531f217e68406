package solve_test

import (
	"slices"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// brute is the plain definition: every choice of bundles, every admissible set
// of uses, the goals of each, the best. It is meant to be read, not to be fast.
type brute struct {
	p     *solve.Problem
	goals []solve.Goal

	takes   []int32
	bundles []int32
	uses    []solve.Use // candidates: an available item and a Take whose set has it
	in      map[solve.Use]bool

	adds  bool // costs that one credit can serve are added up too
	found bool
	best  []int64 // values of the goals
	key   []int64 // what is compared: the cost, then the goals about the placement
}

func bruteForce(p *solve.Problem, goals []solve.Goal) []int64 {
	b := &brute{p: p, goals: goals, bundles: make([]int32, len(p.Alternatives)), in: map[solve.Use]bool{}}
	b.addTakes(p.Root)
	b.eachBundles(0)
	return b.best
}

func (b *brute) addTakes(n int32) {
	if b.p.Nodes[n].Kind == solve.Take {
		b.takes = append(b.takes, n)
	}
	for _, c := range b.p.Nodes[n].Children {
		b.addTakes(c)
	}
}

func (b *brute) eachBundles(a int) {
	if a < len(b.p.Alternatives) {
		for k := range b.p.Alternatives[a].Bundles {
			b.bundles[a] = int32(k)
			b.eachBundles(a + 1)
		}
		return
	}
	b.uses = b.uses[:0]
	for i := range int32(len(b.p.Items)) {
		if !b.available(i) {
			continue
		}
		for _, t := range b.takes {
			if b.p.Sets[b.p.Nodes[t].Set].Has(i) {
				b.uses = append(b.uses, solve.Use{Item: i, Take: t})
			}
		}
	}
	b.eachUse(0)
}

func (b *brute) available(i int32) bool {
	for a, alt := range b.p.Alternatives {
		in := false
		for k, bundle := range alt.Bundles {
			if slices.Contains(bundle.Items, i) {
				if int32(k) == b.bundles[a] {
					return true
				}
				in = true
			}
		}
		if in {
			return false
		}
	}
	return true
}

func (b *brute) eachUse(k int) {
	if k == len(b.uses) {
		if b.admissible() {
			v, key := b.values()
			if !b.found || slices.Compare(key, b.key) < 0 {
				b.found, b.best, b.key = true, v, key
			}
		}
		return
	}
	b.eachUse(k + 1)
	u := b.uses[k]
	if b.mayAdd(u) {
		b.in[u] = true
		b.eachUse(k + 1)
		delete(b.in, u)
	}
}

// mayAdd checks what only gets worse with more uses: exclusive use, and the
// most uses of one item.
func (b *brute) mayAdd(u solve.Use) bool {
	n := &b.p.Nodes[u.Take]
	if n.Free {
		return true
	}
	uses := int32(1)
	for _, t := range b.takes {
		o := &b.p.Nodes[t]
		if o.Free || !b.in[solve.Use{Item: u.Item, Take: t}] {
			continue
		}
		if uses++; o.Scope == n.Scope && !b.paired(t, u.Take) {
			return false
		}
	}
	return b.p.MaxUses == 0 || uses <= b.p.MaxUses
}

func (b *brute) paired(x, y int32) bool {
	return slices.ContainsFunc(b.p.Shares, func(s solve.Share) bool {
		return !s.Scopes && (s.A == x && s.B == y || s.A == y && s.B == x)
	})
}

func (b *brute) admissible() bool {
	for _, s := range b.p.Shares {
		if in, outside := b.shared(s); s.Limit >= 0 && in > s.Limit || outside {
			return false
		}
	}
	for n := range b.p.Nodes {
		for _, c := range b.p.Nodes[n].Conditions {
			sum := b.measure(int32(n), c)
			switch c.Measure {
			case solve.AtMostItems, solve.AtMostCredits:
				if sum > c.Amount {
					return false
				}
			case solve.MeanAtLeast:
				if sum < 0 {
					return false
				}
			}
		}
	}
	return true
}

// shared is what both sides of a share use of its set, and whether they share
// anything else.
func (b *brute) shared(s solve.Share) (sum int64, outside bool) {
	on := func(i, side int32) bool {
		for _, t := range b.takes {
			n := &b.p.Nodes[t]
			match := t == side
			if s.Scopes {
				match = !n.Free && n.Scope == side
			}
			if match && b.in[solve.Use{Item: i, Take: t}] {
				return true
			}
		}
		return false
	}
	for i := range int32(len(b.p.Items)) {
		if !on(i, s.A) || !on(i, s.B) {
			continue
		}
		switch {
		case s.Set >= 0 && !b.p.Sets[s.Set].Has(i):
			outside = true
		case s.Unit == solve.Items:
			sum++
		default:
			sum += b.p.Items[i].Credits
		}
	}
	return sum, outside
}

// usedBelow lists the distinct items used below a node.
func (b *brute) usedBelow(n int32) []int32 {
	var out []int32
	for u := range b.in {
		if b.below(n, u.Take) && !slices.Contains(out, u.Item) {
			out = append(out, u.Item)
		}
	}
	return out
}

func (b *brute) below(n, leaf int32) bool {
	return n == leaf || slices.ContainsFunc(b.p.Nodes[n].Children, func(c int32) bool { return b.below(c, leaf) })
}

func (b *brute) measure(n int32, c solve.Condition) int64 {
	var sum int64
	for _, i := range b.usedBelow(n) {
		if c.Set >= 0 && !b.p.Sets[c.Set].Has(i) {
			continue
		}
		it := b.p.Items[i]
		switch c.Measure {
		case solve.AtMostItems, solve.AtLeastItems:
			sum++
		case solve.AtMostCredits, solve.AtLeastCredits:
			sum += it.Credits
		default:
			sum += it.Points - c.Amount*it.GPACredits
		}
	}
	return sum
}

// cost is a vector of the goals about what is missing, in their order.
type cost []int64

func (b *brute) missingGoals() []solve.Goal {
	var out []solve.Goal
	for _, g := range b.goals {
		if g == solve.Remaining || g == solve.Unmet || g == solve.TopUnmet {
			out = append(out, g)
		}
	}
	free := func(n solve.Node) bool { return n.Kind == solve.Fixed && !n.Holds && n.Remaining == 0 }
	if !slices.Contains(out, solve.Unmet) && (len(out) == 0 || slices.ContainsFunc(b.p.Nodes, free)) {
		out = append(out, solve.Unmet) // so that what lacks is never free; not reported
	}
	return out
}

func (b *brute) newCost(remaining, unmet, top int64) cost {
	var c cost
	for _, g := range b.missingGoals() {
		switch g {
		case solve.Remaining:
			c = append(c, remaining)
		case solve.Unmet:
			c = append(c, unmet)
		default:
			c = append(c, top)
		}
	}
	return c
}

func (c cost) plus(d cost) cost {
	out := slices.Clone(c)
	for i := range out {
		out[i] += d[i]
	}
	return out
}

func (c cost) zero() bool { return !slices.ContainsFunc(c, func(v int64) bool { return v != 0 }) }

func greater(c, d cost) cost {
	if slices.Compare(c, d) < 0 {
		return d
	}
	return c
}

func (b *brute) costOf(at int32) cost {
	n := &b.p.Nodes[at]
	c := b.newCost(0, 0, 0)
	switch n.Kind {
	case solve.Fixed:
		if !n.Holds {
			c = b.newCost(n.Remaining, 1, 0)
		}
	case solve.Take:
		if d := b.missing(at); d > 0 {
			c = b.newCost(d, 1, 0)
		}
	case solve.All:
		worst := b.newCost(0, 0, 0)
		for _, k := range n.Children {
			if d := b.costOf(k); !b.adds && b.p.Nodes[k].Kind == solve.Take && b.p.Nodes[k].Free {
				worst = greater(worst, d)
			} else {
				c = c.plus(d)
			}
		}
		c = greater(c, worst)
	default:
		for _, d := range b.cheapest(at) {
			c = c.plus(b.costOf(d))
		}
	}
	for _, k := range n.Conditions {
		typical := b.typical(at)
		if k.Measure == solve.AtLeastCredits {
			typical = 1
		} else if k.Measure != solve.AtLeastItems {
			continue
		}
		if d := k.Amount - b.measure(at, k); d > 0 && b.adds {
			c = c.plus(b.newCost(d*typical, 1, 0))
		} else if d > 0 {
			c = greater(c, b.newCost(d*typical, 1, 0))
		}
	}
	if !c.zero() && slices.Contains(b.p.Nodes[b.p.Root].Children, at) {
		c = c.plus(b.newCost(0, 0, 1))
	}
	return c
}

// cheapest are the children of a choice that its cost adds up.
func (b *brute) cheapest(at int32) []int32 {
	n := &b.p.Nodes[at]
	k := n.K
	if n.Kind == solve.Any {
		k = 1
	}
	kids := slices.Clone(n.Children)
	slices.SortStableFunc(kids, func(x, y int32) int { return slices.Compare(b.costOf(x), b.costOf(y)) })
	return kids[:k]
}

func (b *brute) missing(at int32) int64 {
	n := &b.p.Nodes[at]
	var items, credits int64
	classes := map[int32]bool{}
	for u := range b.in {
		if u.Take != at {
			continue
		}
		items++
		credits += b.p.Items[u.Item].Credits
		if n.NeedDistinct > 0 {
			if c := b.p.Classes[n.Class][u.Item]; c >= 0 {
				classes[c] = true
			}
		}
	}
	typical := b.typical(at)
	return max(0, n.NeedCredits-credits, typical*(n.NeedItems-items), typical*(n.NeedDistinct-int64(len(classes))))
}

func (b *brute) values() (out, key []int64) {
	c := b.costOf(b.p.Root)
	key = slices.Clone(c)
	k := 0
	for _, g := range b.goals {
		switch g {
		case solve.Satisfied:
			v := int64(1)
			if c.zero() {
				v = 0
			}
			out = append(out, v)
		case solve.Lacking:
			b.adds = true
			lacks := b.costOf(b.p.Root)
			b.adds = false
			key = append(key, lacks...)
			v := int64(0)
			if at := slices.Index(b.missingGoals(), solve.Remaining); at >= 0 {
				v = lacks[at]
			}
			out = append(out, v)
		case solve.MostCredit:
			out = append(out, -b.owedCredit())
		case solve.FewestUses:
			v := int64(0)
			for u := range b.in {
				if !b.p.Nodes[u.Take].Free {
					v++
				}
			}
			out = append(out, v)
		case solve.BundleCost:
			v := int64(0)
			for a, k := range b.bundles {
				v += b.p.Alternatives[a].Bundles[k].Cost
			}
			out = append(out, v)
		default:
			out = append(out, c[k])
			k++
		}
		if g >= solve.MostCredit {
			key = append(key, out[len(out)-1])
		}
	}
	return out, key
}

func (b *brute) owedCredit() int64 {
	owed := map[int32]bool{}
	b.owe(b.p.Root, owed)
	used := map[int32]bool{}
	var sum int64
	for u := range b.in {
		if owed[u.Take] && !b.p.Nodes[u.Take].Free && !used[u.Item] {
			used[u.Item] = true
			sum += b.p.Items[u.Item].Credits
		}
	}
	return sum
}

func (b *brute) owe(at int32, owed map[int32]bool) {
	owed[at] = true
	n := &b.p.Nodes[at]
	kids := n.Children
	if n.Kind == solve.Any || n.Kind == solve.Choose {
		kids = b.cheapest(at)
		for _, c := range n.Children {
			if b.costOf(c).zero() && !slices.Contains(kids, c) {
				kids = append(kids, c)
			}
		}
	}
	for _, c := range kids {
		b.owe(c, owed)
	}
}

// typical is what an item missing at a node counts.
func (b *brute) typical(at int32) int64 {
	if own := b.p.Nodes[at].Typical; own > 0 {
		return own
	}
	return max(b.p.Typical, 1)
}
