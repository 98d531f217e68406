package solve_test

import "github.com/cairnproject/cairn/internal/engine/solve"

// courses adds so many items of 1 to most credits with grades, whose keys are in
// another order than they are listed.
func (d *draw) courses(b *b, n, most int) {
	for _, k := range d.Perm(n) {
		c := int64(1 + d.IntN(most))
		b.p.Items = append(b.p.Items, solve.Item{Credits: c, Points: c * int64(d.IntN(5)), GPACredits: c, Key: int64(k)})
	}
}

// some draws so many percent of the items of a problem.
func (d *draw) some(b *b, percent int) (out []int32) {
	for i := range b.p.Items {
		if d.chance(percent) {
			out = append(out, int32(i))
		}
	}
	return out
}

// countings is what matchings answer: 20 to 90 courses, leaves of some of them in
// three scopes, choices between leaves, and totals; some lack something.
func countings(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	d.courses(&b, 20+d.IntN(70), 4)
	leaf := func() int32 {
		set := d.some(&b, 3+d.IntN(20))
		if d.chance(20) {
			return b.credits(int32(d.IntN(3)), int64(2+d.IntN(12)), set...)
		}
		return b.count(int32(d.IntN(3)), int64(1+d.IntN(5)/2), set...)
	}
	var top []int32
	for range 8 + d.IntN(16) {
		switch d.IntN(6) {
		case 0:
			top = append(top, b.anyOf(leaf(), leaf()))
		case 1:
			top = append(top, b.choose(int32(d.IntN(4)), leaf(), leaf(), leaf()))
		default:
			top = append(top, leaf())
		}
		b.p.Nodes[b.p.Root].Key = int64(d.IntN(9))
	}
	if d.chance(40) {
		top = append(top, b.total(int64(len(b.p.Items)), d.some(&b, 80)...))
	}
	b.all(top...)
	return &b.p
}

// seats is leaves of one course each, more than their courses suffice for, and
// what each lacks counts differently; sometimes one asks for something else.
func seats(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	d.courses(&b, 60+d.IntN(20), 3)
	var top []int32
	for range 50 + d.IntN(20) {
		at := b.count(int32(d.IntN(2)), 1, d.some(&b, 1+d.IntN(5))...)
		b.p.Nodes[at].Typical, b.p.Nodes[at].Key = int64(d.IntN(5)), int64(d.IntN(99))
		top = append(top, at)
	}
	switch n := &b.p.Nodes[top[d.IntN(len(top))]]; d.IntN(12) {
	case 0:
		n.NeedItems = 2
	case 1:
		n.NeedCredits = 3
	case 2:
		b.p.Classes = [][]int32{make([]int32, len(b.p.Items))}
		n.NeedDistinct = 1
	case 3:
		n.Free = true
	case 4:
		n.Conditions = []solve.Condition{{Measure: solve.AtMostItems, Set: -1}}
	}
	b.all(top...)
	return &b.p
}

// sharing is matchings with what matchings do not answer: pairs that may share,
// scopes with a budget, classes, and a most of uses.
func sharing(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	d.courses(&b, 8+d.IntN(10), 3)
	class := make([]int32, len(b.p.Items))
	for i := range class {
		class[i] = int32(d.IntN(6) - 1)
	}
	b.p.Classes = [][]int32{class}
	var top []int32
	for k := range 5 + d.IntN(4) {
		at := b.count(int32(k%2), int64(1+d.IntN(4)), d.some(&b, 40)...)
		if d.chance(40) {
			b.p.Nodes[at].NeedDistinct = int64(1 + d.IntN(5))
		}
		top = append(top, at)
	}
	for range d.IntN(5) {
		if x, y := top[d.IntN(len(top))], top[d.IntN(len(top))]; x != y {
			b.p.Shares = append(b.p.Shares, solve.Share{A: x, B: y, Set: -1, Unit: solve.Unit(d.IntN(2)), Limit: int64(d.IntN(6) - 1)})
		}
	}
	if d.chance(50) {
		b.p.Sets = append(b.p.Sets, solve.SetOf(d.some(&b, 60)...))
		b.p.Shares = append(b.p.Shares, solve.Share{Scopes: true, A: 0, B: 1, Set: int32(len(b.p.Sets) - 1), Limit: int64(d.IntN(4) - 1)})
	}
	if d.chance(30) {
		b.p.MaxUses = int32(1 + d.IntN(2))
	}
	b.all(top...)
	return &b.p
}

// broad is problems of many courses and leaves, some of them wide, whose steps
// count for more.
func broad(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	d.courses(&b, 40+d.IntN(50), 5)
	var top []int32
	for k := range 8 + d.IntN(8) {
		set := d.some(&b, 10+d.IntN(50))
		if k%3 == 0 {
			top = append(top, b.count(0, int64(len(set)/8), set...))
		} else {
			top = append(top, b.credits(0, int64(len(set)/4), set...))
		}
	}
	b.all(top...)
	d.p = &b.p
	for range d.IntN(3) {
		c := d.condition()
		c.Amount *= int64(len(b.p.Items)) / 4
		if c.Measure == solve.MeanAtLeast {
			c.Amount = 3
		}
		at := top[d.IntN(len(top))]
		if d.chance(50) {
			at = b.p.Root
		}
		b.p.Nodes[at].Conditions = append(b.p.Nodes[at].Conditions, c)
	}
	return &b.p
}

// crowded is a dozen leaves that nearly every course fits, so that a course has
// more than eight places to go.
func crowded(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	d.courses(&b, 10+d.IntN(8), 4)
	var top []int32
	for k := range 9 + d.IntN(5) {
		set := d.some(&b, 90)
		if k%4 == 0 {
			top = append(top, b.count(0, 1, set...))
		} else {
			top = append(top, b.credits(0, int64(1+d.IntN(5)), set...))
		}
	}
	b.all(top...)
	d.p = &b.p
	c := d.condition()
	c.Amount *= 4
	b.p.Nodes[b.p.Root].Conditions = []solve.Condition{c}
	return &b.p
}

// manifold is a few courses that each count in fifteen scopes and more, with
// minima, caps and a most of uses over all of them: more combinations than are
// listed.
func manifold(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	d.courses(&b, 2+d.IntN(2), 4)
	var kids []int32
	for scope := range int32(13 + d.IntN(3)) {
		kids = append(kids, b.credits(scope, int64(1+d.IntN(4)), append(d.some(&b, 80), 0)...))
	}
	half := len(kids) / 2
	x := b.node(solve.Node{Kind: solve.All, Children: kids[:half]})
	y := b.choose(int32(len(kids)-half-1), kids[half:]...)
	b.all(x, y)
	d.p = &b.p
	for _, at := range []int32{x, y, b.p.Root} {
		if d.chance(60) {
			c := d.condition()
			b.p.Nodes[at].Conditions = []solve.Condition{c}
		}
	}
	if d.chance(50) {
		b.p.MaxUses = int32(8 + d.IntN(7))
	}
	return &b.p
}

// coarse is degrees whose courses have 3, 6 or 9 credits and count 3 where they
// lack: several parts that each miss something, totals beside them, and minima.
func coarse(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	b.p.Typical = 3
	var top []int32
	for part := range int32(2 + d.IntN(2)) {
		var own []int32
		for range 5 + d.IntN(3) {
			c := int64(3 * (1 + d.IntN(3)))
			own = append(own, int32(len(b.p.Items)))
			b.p.Items = append(b.p.Items, solve.Item{Credits: c, Points: c * int64(d.IntN(5)), GPACredits: c})
		}
		pick := func() (out []int32) {
			for _, i := range own {
				if d.chance(60) {
					out = append(out, i)
				}
			}
			return out
		}
		var kids []int32
		for range 2 + d.IntN(2) {
			if d.chance(30) {
				kids = append(kids, b.count(part, int64(1+d.IntN(3)), pick()...))
			} else {
				kids = append(kids, b.credits(part, int64(3*(2+d.IntN(4))+d.IntN(8)/7), pick()...))
			}
		}
		at := b.choose(int32(len(kids)-d.IntN(2)), kids...)
		if d.chance(40) {
			b.p.Sets = append(b.p.Sets, solve.SetOf(pick()...))
			m := [...]solve.Measure{solve.AtLeastItems, solve.AtLeastCredits, solve.AtMostCredits}[d.IntN(3)]
			b.p.Nodes[at].Conditions = []solve.Condition{{Measure: m, Set: int32(len(b.p.Sets) - 1), Amount: int64(3 * (1 + d.IntN(3)))}}
		}
		top = append(top, at)
	}
	if d.chance(50) {
		top = append(top, b.total(int64(30+3*d.IntN(30)), d.some(&b, 80)...))
	}
	if d.chance(20) {
		top = append(top, b.node(solve.Node{Kind: solve.Fixed, Remaining: int64(3 * d.IntN(3))}))
	}
	b.all(top...)
	return &b.p
}

// nested is choices within choices, three levels deep, with minima and caps on
// the way: what lacks hides what lacks less.
func nested(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	d.courses(&b, 8+d.IntN(5), 4)
	d.p = &b.p
	var grow func(depth int) int32
	grow = func(depth int) int32 {
		if depth == 0 {
			if d.chance(50) {
				return b.credits(int32(d.IntN(2)), int64(2+d.IntN(6)), d.some(&b, 45)...)
			}
			return b.count(int32(d.IntN(2)), int64(1+d.IntN(3)), d.some(&b, 45)...)
		}
		var kids []int32
		for range 2 + d.IntN(2) {
			kids = append(kids, grow(depth-1))
		}
		if depth > 1 && d.chance(40) {
			kids = append(kids, b.total(int64(5+d.IntN(15)), d.some(&b, 70)...))
		}
		at := b.choose(int32(1+d.IntN(len(kids))), kids...)
		if d.chance(50) {
			b.p.Nodes[at].Kind = solve.All
		}
		if d.chance(40) {
			c := d.condition()
			c.Amount += c.Amount / 2
			b.p.Nodes[at].Conditions = []solve.Condition{c}
		}
		return at
	}
	grow(2 + d.IntN(2))
	return &b.p
}

// bundled is leaves over courses that come in ten alternatives of three bundles,
// which cost differently.
func bundled(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	d.courses(&b, 30, 4)
	for next := int32(0); next < 30; next += 3 {
		var a solve.Alternative
		for k := range int32(3) {
			items := []int32{next + k}
			if d.chance(40) {
				items = append(items, next+(k+1)%3)
			}
			a.Bundles = append(a.Bundles, solve.Bundle{Items: items, Cost: int64(d.IntN(10))})
		}
		b.p.Alternatives = append(b.p.Alternatives, a)
	}
	var top []int32
	for k := range 6 {
		top = append(top, b.credits(int32(k/4), int64(4+d.IntN(5)), d.some(&b, 35)...))
	}
	b.all(top...)
	b.p.Sets = append(b.p.Sets, solve.SetOf(d.some(&b, 50)...))
	set := int32(len(b.p.Sets) - 1)
	b.p.Nodes[b.p.Root].Conditions = []solve.Condition{{Measure: solve.AtMostItems, Set: set, Amount: 4}, {Measure: solve.MeanAtLeast, Set: -1, Amount: 2}}
	return &b.p
}

// halves is two parts of a program with alternatives of their own, some of which
// cost less than nothing.
func halves(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	var top []int32
	for half := range int32(2) {
		at := int32(len(b.p.Items))
		d.courses(&b, 12, 4)
		for next := at; next < at+12; next += 3 {
			var a solve.Alternative
			for k := range int32(3) {
				a.Bundles = append(a.Bundles, solve.Bundle{Items: []int32{next + k, next + (k+1)%3}, Cost: int64(d.IntN(8)) - 2})
			}
			b.p.Alternatives = append(b.p.Alternatives, a)
		}
		var kids []int32
		for range 3 {
			var set []int32
			for i := at; i < at+12; i++ {
				if d.chance(55) {
					set = append(set, i)
				}
			}
			kids = append(kids, b.credits(half, int64(4+d.IntN(4)), set...))
		}
		top = append(top, b.choose(int32(2+d.IntN(2)), kids...))
	}
	b.all(top...)
	return &b.p
}

// fractions is sections over courses of 30 to 45 tenths of a credit, as
// registrars have them, that need from under to over 25 credits, nearly all there is.
func fractions(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	b.p.Typical = 30
	for range 18 + d.IntN(8) {
		c := int64(30 + d.IntN(16))
		b.p.Items = append(b.p.Items, solve.Item{Credits: c, Points: c * int64(d.IntN(5)), GPACredits: c, Key: int64(d.IntN(99))})
	}
	var top []int32
	for _, need := range []int64{256, 257, int64(235 + d.IntN(40))} {
		top = append(top, b.credits(0, need, d.some(&b, 60)...))
	}
	b.all(top...)
	if d.chance(50) {
		b.p.Nodes[b.p.Root].Conditions = []solve.Condition{{Measure: solve.MeanAtLeast, Set: -1, Amount: 2}}
	}
	return &b.p
}

// sections is many small ones, some of which lack a credit: around as many as are
// filled one by one.
func sections(seed uint64) *solve.Problem {
	return manyRows([...]int{30, 52, 70, 76}[seed/2], int64(15+seed%2))
}

// knapsacks is a dozen needs of 50 to 60 credits over most of 120 courses of 1 to 5:
// what they weigh item by item makes a step count for more.
func knapsacks(seed uint64) *solve.Problem {
	d := newDraw(seed)
	var b b
	d.courses(&b, 120, 5)
	var top []int32
	for range 12 {
		top = append(top, b.credits(int32(d.IntN(2)), int64(50+d.IntN(11)), d.some(&b, 70)...))
	}
	b.all(top...)
	b.p.Nodes[b.p.Root].Conditions = []solve.Condition{{Measure: solve.MeanAtLeast, Set: -1, Amount: 3}}
	return &b.p
}
