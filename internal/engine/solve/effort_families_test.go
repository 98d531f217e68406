package solve_test

import "github.com/cairnproject/cairn/internal/engine/solve"

// efforts are in the order of what they take, for whoever stops at the first that
// fails.
var efforts = []effort{
	{"all features", 400, drawn(24), nil, 1000, 0, true, work{2648, 5739, 3516, 30, 5209, 212, 415608880}},
	{"all features, all goals", 600, drawn(20), goalLists, 1000, 0, false, work{5835, 7819, 12825, 106, 8141, 0, 0}},
	{"twins", 100, alike, goalLists, 200, 0, true, work{1390, 9741, 6017, 606, 2704, 55, 442}},
	{"bins", 20, bins, [][]solve.Goal{{solve.Satisfied}}, 1000, 0, true, work{117, 10208, 4, 0, 1301, 94, 39092488}},
	{"bins, least that remains", 5, bins, nil, 1000, 0, true, work{102, 3201, 6, 0, 6, 91, 39085756}},
	{"degrees, half done", 8, taken(20), nil, 1000, 0, true, work{246, 330110, 916, 0, 40547, 8, 123}},
	{"degrees, done", 8, taken(40), nil, 1000, 0, false, work{68, 787796, 10, 0, 216, 0, 0}},
	{"all features, a bound only", 600, drawn(20), goalLists, 1, 0, false, work{3048, 7821, 12830, 396, 8141, 0, 0}},
	{"degrees, all goals", 9, taken(30), goalLists, 300, 0, false, work{1292, 711146, 2742, 2378, 19650, 0, 0}},
	{"bins, most requirements", 5, bins, [][]solve.Goal{{solve.TopUnmet, solve.Remaining}}, 1000, 0, false, work{110, 3193, 3, 0, 6, 0, 0}},
	{"bins, a bound only", 30, bins, goalLists, 1, 0, false, work{879, 18647, 2359, 1279, 773, 0, 0}},
	{"tight", 400, tight, [][]solve.Goal{{solve.Satisfied}, standard}, 300, 0, true, work{711, 24837, 2871, 0, 9543, 143, 2051254}},
	{"clauses", 25, clauses, [][]solve.Goal{{solve.Satisfied}, goalLists[4]}, 300, 0, true, work{2637, 79272, 1184, 735, 4617, 54, 377875476}},
	{"bins, proven", 150, bins, [][]solve.Goal{{solve.Satisfied}}, 300, 0, true, work{503, 82548, 24, 0, 6352, 114, 39095800}},
	{"couplings", 120, coupled, goalLists, 200, 0, true, work{9093, 9036, 6564, 2047, 8681, 108, 2403}},
	{"larger", 60, larger, nil, 300, 0, true, work{7940, 46067, 736, 877, 2577, 38, 1537604155}},
	{"alternatives", 80, chosen, goalLists, 200, 0, true, work{7931, 53467, 4809, 3211, 6504, 51, 333174582}},
	{"larger, all goals", 60, larger, goalLists, 200, 0, false, work{5607, 39355, 3575, 2624, 3397, 0, 0}},
	{"larger, a bound only", 100, larger, goalLists, 1, 0, false, work{3286, 63544, 5839, 3804, 6547, 0, 0}},
	{"countings", 60, countings, goalLists, 300, 0, true, work{7233, 3263370, 18875, 13239, 8423, 39, 1015}},
	{"seats", 60, seats, [][]solve.Goal{nil, goalLists[2], goalLists[7], goalLists[8]}, 300, 0, true, work{2154, 3653649, 10806, 0, 86465, 60, 1652}},
	{"sharing", 100, sharing, goalLists, 300, 0, true, work{17887, 36045, 7241, 5629, 10646, 93, 1956}},
	{"broad", 40, broad, goalLists, 400, 0, false, work{4943, 329603, 14717, 7318, 383, 0, 0}},
	{"broad, proven", 40, broad, nil, 100, 0, true, work{583, 330086, 222, 184, 389, 105, 27714}},
	{"crowded", 60, crowded, goalLists, 300, 0, true, work{6588, 23558, 4148, 2448, 4811, 40, 4051132}},
	{"manifold", 12, manifold, goalLists, 60, 0, false, work{156, 2067, 526, 126, 1403, 0, 0}},
	{"coarse", 150, coarse, goalLists, 400, 0, true, work{8694, 135018, 24109, 6199, 19900, 118, 143683822}},
	{"coarse, cut short", 150, coarse, goalLists, 40, 0, false, work{3544, 135018, 24109, 8065, 19900, 0, 0}},
	{"nested", 120, nested, goalLists, 200, 0, true, work{9796, 109052, 7969, 5069, 22519, 77, 281545435}},
	{"sharing, longer", 4, only(sharing, 8, 0, 17, 8), [][]solve.Goal{goalLists[7], goalLists[2]}, 20000, 0, false, work{6357, 1606, 204, 201, 162, 0, 0}},
	{"nested, longer", 8, only(nested, 80, 76, 64, 48, 15, 49, 58, 58), [][]solve.Goal{goalLists[4], goalLists[7]}, 20000, 0, false, work{71338, 7383, 806, 1401, 1000, 0, 0}},
	{"bundled", 30, bundled, [][]solve.Goal{{solve.Satisfied, solve.BundleCost}}, 2000, 0, false, work{7385, 31075, 1430, 0, 16, 0, 0}},
	{"bundled, enough", 30, bundled, [][]solve.Goal{{solve.Satisfied, solve.BundleCost}}, 2000, 25, false, work{5972, 30448, 1490, 443, 25, 0, 0}},
	{"halves", 30, halves, [][]solve.Goal{{solve.Satisfied, solve.BundleCost}, goalLists[4]}, 500, 0, true, work{571, 29073, 2058, 0, 12, 2, 991}},
	{"halves, enough", 30, halves, [][]solve.Goal{{solve.Satisfied, solve.BundleCost}}, 500, 6, false, work{177, 28934, -250, 0, 32, 0, 0}},
	{"fractions", 40, fractions, [][]solve.Goal{nil, goalLists[2], goalLists[3]}, 150, 0, true, work{4633, 17208, 45611, 33879, 5484, 223, 1642}},
	{"manifold, orders", 8, manifold, orders, 30, 0, false, work{151, 1830, 386, 6, 642, 0, 0}},
	{"coarse, orders", 90, coarse, orders, 200, 0, false, work{2654, 73242, 5206, 312, 15447, 0, 0}},
	{"bins, orders", 30, bins, orders, 60, 0, false, work{1134, 19099, 1057, 1078, 183, 0, 0}},
	{"sections", 8, sections, nil, 30, 0, false, work{684, 45920472, 1144, 0, 14280, 0, 0}},
	{"knapsacks", 3, knapsacks, nil, 200, 0, false, work{660, 153709, 1761, 1555, 5397, 0, 0}},
}

// orders are goals about what is missing in other orders than the usual ones.
var orders = [][]solve.Goal{
	{solve.Remaining, solve.TopUnmet},
	{solve.Remaining, solve.Unmet, solve.TopUnmet},
	{solve.TopUnmet, solve.Unmet, solve.Remaining},
	{solve.Unmet, solve.TopUnmet, solve.Lacking, solve.FewestUses},
	{solve.TopUnmet, solve.Remaining, solve.Lacking},
	{solve.BundleCost, solve.FewestUses, solve.MostCredit},
}

// larger is problems of all features with up to sixteen items.
func larger(seed uint64) *solve.Problem {
	d := newDraw(seed)
	for {
		d.p = &solve.Problem{Typical: int64(1 + d.IntN(3))}
		for range 6 + d.IntN(11) {
			c := int64(1 + d.IntN(4))
			d.p.Items = append(d.p.Items, solve.Item{Credits: c, Points: c * int64(d.IntN(5)), GPACredits: c})
		}
		d.plant(3 + d.IntN(3))
		if d.chance(20) {
			d.alternatives()
		}
		if d.chance(30) {
			d.shares()
		}
		if d.chance(15) {
			d.p.MaxUses = int32(1 + d.IntN(2))
		}
		if d.p.Validate() == nil {
			return d.p
		}
	}
}

// plant grows a root of so many groups.
func (d *draw) plant(groups int) {
	d.p.Classes = [][]int32{d.classes()}
	root := solve.Node{Kind: solve.All}
	for range groups {
		root.Children = append(root.Children, d.tree(1+d.IntN(2)))
	}
	if d.chance(30) {
		root.Kind, root.K = solve.Choose, int32(groups-1)
	}
	for i := range d.p.Nodes {
		if n := &d.p.Nodes[i]; n.Kind == solve.Take && !n.Free && d.chance(50) {
			n.NeedItems, n.NeedCredits = 2*n.NeedItems, 2*n.NeedCredits
		}
	}
	d.p.Nodes = append(d.p.Nodes, root)
	d.p.Root = int32(len(d.p.Nodes) - 1)
}

// tight is three sections over courses of many sizes, which need nearly all of
// them, with a cap, a minimum or a mean on the whole: most cannot hold, and only
// prices for single items show it.
func tight(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	total := int64(0)
	for range 7 + d.IntN(4) {
		c := int64(2 + d.IntN(8))
		total += c
		b.p.Items = append(b.p.Items, solve.Item{Credits: c, Points: c * int64(1+d.IntN(4)), GPACredits: c})
	}
	var kids []int32
	for range 3 {
		var set []int32
		for i := range b.p.Items {
			if d.chance(75) {
				set = append(set, int32(i))
			}
		}
		kids = append(kids, b.credits(0, total/3-int64(d.IntN(4)), set...))
	}
	b.all(kids...)
	d.p = &b.p
	if d.chance(60) {
		c := d.condition()
		c.Amount *= 3
		b.p.Nodes[b.p.Root].Conditions = []solve.Condition{c}
	}
	return &b.p
}

// clauses is statements of two or three parts, each of which holds with one of
// the two bundles of an alternative: no price shows that they contradict each
// other, so that a certificate asks for bundles.
func clauses(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	vars := 3 + d.IntN(3)
	for range vars {
		b.p.Alternatives = append(b.p.Alternatives, solve.Alternative{Bundles: []solve.Bundle{{Cost: int64(d.IntN(3))}, {Cost: 1}}})
	}
	var kids []int32
	for range 3*vars + d.IntN(2*vars) {
		var parts []int32
		for _, v := range d.Perm(vars)[:2+d.IntN(8)/7] {
			bundle := &b.p.Alternatives[v].Bundles[d.IntN(2)]
			bundle.Items = append(bundle.Items, int32(len(b.p.Items)))
			parts = append(parts, int32(len(b.p.Items)))
			b.items(1)
		}
		kids = append(kids, b.count(0, 1, parts...))
	}
	b.all(kids...)
	return &b.p
}

// alike is problems with few kinds of items of which there are several each.
func alike(seed uint64) *solve.Problem {
	d := newDraw(seed)
	for {
		p := d.problem(14)
		if len(p.Alternatives) > 0 || len(p.Items) < 2 {
			continue
		}
		kinds := len(p.Items)
		for i := range kinds {
			for range 1 + d.IntN(3) {
				twin := int32(len(p.Items))
				p.Items = append(p.Items, p.Items[i])
				p.Classes[0] = append(p.Classes[0], p.Classes[0][i])
				for s := range p.Sets {
					if p.Sets[s].Has(int32(i)) {
						p.Sets[s].Add(twin)
					}
				}
			}
		}
		for i := range p.Nodes {
			n := &p.Nodes[i]
			n.NeedItems, n.NeedCredits = 2*n.NeedItems, 3*n.NeedCredits
		}
		return p
	}
}

// coupled is problems whose items are used in three scopes at once, with caps,
// minima and means over all of them, budgets between them and a most of uses.
func coupled(seed uint64) *solve.Problem {
	d := newDraw(seed)
	d.p = &solve.Problem{Typical: 3}
	for range 5 + d.IntN(4) {
		c := int64(1 + d.IntN(4))
		d.p.Items = append(d.p.Items, solve.Item{Credits: c, Points: c * int64(1+d.IntN(4)), GPACredits: c})
	}
	d.p.Classes = [][]int32{d.classes()}
	root := solve.Node{Kind: solve.All}
	for scope := range int32(3) {
		group := solve.Node{Kind: solve.All}
		for range 1 + d.IntN(2) {
			n := solve.Node{Kind: solve.Take}
			d.take(&n)
			n.Scope, n.NeedCredits = scope, n.NeedCredits+int64(d.IntN(4))
			d.p.Nodes = append(d.p.Nodes, n)
			group.Children = append(group.Children, int32(len(d.p.Nodes)-1))
		}
		if d.chance(50) {
			group.Conditions = append(group.Conditions, d.condition())
		}
		d.p.Nodes = append(d.p.Nodes, group)
		root.Children = append(root.Children, int32(len(d.p.Nodes)-1))
	}
	root.Conditions = append(root.Conditions, d.condition(), d.condition())
	d.p.Nodes = append(d.p.Nodes, root)
	d.p.Root = int32(len(d.p.Nodes) - 1)
	for a := range int32(2) {
		d.p.Shares = append(d.p.Shares, solve.Share{
			Scopes: true, A: a, B: a + 1, Set: d.shared(), Unit: solve.Unit(d.IntN(2)), Limit: int64(d.IntN(8) - 1),
		})
	}
	d.p.MaxUses = int32(d.IntN(3))
	return d.p
}

// chosen is problems whose items come in bundles of two to four, of which one
// is to be chosen each.
func chosen(seed uint64) *solve.Problem {
	d := newDraw(seed)
	for {
		p := larger(d.Uint64())
		d.p = p
		p.Alternatives = nil
		for next := int32(0); next+4 <= int32(len(p.Items)); next += 4 {
			var a solve.Alternative
			for range 2 + d.IntN(3) {
				b := solve.Bundle{Cost: int64(d.IntN(5)) - 1}
				for i := next; i < next+4; i++ {
					if d.chance(50) {
						b.Items = append(b.Items, i)
					}
				}
				a.Bundles = append(a.Bundles, b)
			}
			p.Alternatives = append(p.Alternatives, a)
		}
		if len(p.Alternatives) > 1 && p.Validate() == nil {
			return p
		}
	}
}

// bins is courses of 1 to 4 credits and requirements in two scopes that need
// nearly all of them, with caps, minima, a mean and a budget for sharing.
func bins(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	const n = 16
	for range n {
		c := int64(1 + d.IntN(4))
		b.p.Items = append(b.p.Items, solve.Item{Credits: c, Points: c * int64(1+d.IntN(4)), GPACredits: c})
	}
	var groups []int32
	for scope := range int32(2) {
		var kids []int32
		home := d.Perm(n)
		for k := range 3 {
			var set []int32
			need := int64(0)
			for i, it := range home {
				if i < 12 && i%3 == k {
					set = append(set, int32(it))
					need += b.p.Items[it].Credits
				} else if d.chance(30) {
					set = append(set, int32(it))
				}
			}
			if d.chance(30) {
				kids = append(kids, b.count(scope, 4, set...))
			} else {
				kids = append(kids, b.credits(scope, need-int64(d.IntN(2)), set...))
			}
		}
		at := b.choose(int32(3-d.IntN(2)), kids...)
		b.p.Sets = append(b.p.Sets, solve.SetOf(0, 1, 2, 3, 4, 5))
		set := int32(len(b.p.Sets) - 1)
		b.p.Nodes[at].Conditions = [][]solve.Condition{
			nil,
			{{Measure: solve.AtMostCredits, Set: set, Amount: 9}},
			{{Measure: solve.AtLeastCredits, Set: set, Amount: 11}, {Measure: solve.MeanAtLeast, Set: -1, Amount: 2}},
		}[d.IntN(3)]
		groups = append(groups, at)
	}
	b.all(groups...)
	b.p.Shares = []solve.Share{{Scopes: true, A: 0, B: 1, Set: -1, Limit: int64(5 + d.IntN(4))}}
	return &b.p
}
