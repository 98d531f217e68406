package solve_test

import (
	"math/rand/v2"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// draw makes random problems that are small enough for brute force and use
// every feature.
type draw struct {
	*rand.Rand
	p *solve.Problem
}

func newDraw(seed uint64) *draw {
	return &draw{Rand: rand.New(rand.NewPCG(seed, 7)), p: &solve.Problem{}}
}

func (d *draw) chance(percent int) bool { return d.IntN(100) < percent }

// problem draws a problem with at most maxUses candidate uses.
func (d *draw) problem(maxUses int) *solve.Problem {
	for {
		p := d.once()
		uses := 0
		for i := range p.Nodes {
			if p.Nodes[i].Kind == solve.Take {
				for it := range p.Items {
					if p.Sets[p.Nodes[i].Set].Has(int32(it)) {
						uses++
					}
				}
			}
		}
		if uses <= maxUses && p.Validate() == nil {
			return p
		}
	}
}

func (d *draw) once() *solve.Problem {
	d.p = &solve.Problem{Typical: int64(1 + d.IntN(3))}
	step := int64(1 + d.IntN(2))
	for range 1 + d.IntN(5) {
		c := step * int64(1+d.IntN(4))
		d.p.Items = append(d.p.Items, solve.Item{Credits: c, Points: c * int64(d.IntN(5)), GPACredits: c})
	}
	d.p.Classes = [][]int32{d.classes()}
	d.p.Root = d.tree(2)
	if d.chance(25) {
		d.alternatives()
	}
	if d.chance(40) {
		d.shares()
	}
	if d.chance(15) {
		d.p.MaxUses = int32(1 + d.IntN(2))
	}
	return d.p
}

func (d *draw) classes() []int32 {
	var out []int32
	for range d.p.Items {
		out = append(out, int32(d.IntN(4)-1))
	}
	return out
}

func (d *draw) set(percent int) int32 {
	var s solve.Set
	for i := range d.p.Items {
		if d.chance(percent) {
			s.Add(int32(i))
		}
	}
	d.p.Sets = append(d.p.Sets, s)
	return int32(len(d.p.Sets) - 1)
}

func (d *draw) tree(depth int) int32 {
	n := solve.Node{Kind: solve.Take}
	if d.chance(20) {
		n.Typical = int64(1 + d.IntN(4))
	}
	switch r := d.IntN(10); {
	case depth > 0 && (depth == 2 || r < 4):
		n.Kind = [...]solve.Kind{solve.All, solve.All, solve.Any, solve.Choose}[d.IntN(4)]
		for range 1 + d.IntN(3) {
			n.Children = append(n.Children, d.tree(depth-1))
		}
		n.K = int32(d.IntN(len(n.Children) + 1))
	case r == 9 && d.chance(50):
		n.Kind, n.Holds, n.Remaining = solve.Fixed, d.chance(60), int64(d.IntN(4))
	default:
		d.take(&n)
	}
	for n.Kind != solve.Fixed && d.chance(20) {
		n.Conditions = append(n.Conditions, d.condition())
	}
	d.p.Nodes = append(d.p.Nodes, n)
	return int32(len(d.p.Nodes) - 1)
}

func (d *draw) take(n *solve.Node) {
	n.Set, n.Scope, n.Free = d.set(50), int32(d.IntN(2)), d.chance(15)
	kind := d.IntN(8)
	if kind < 4 {
		n.NeedItems = int64(d.IntN(4))
	}
	if kind > 2 {
		n.NeedCredits = int64(d.IntN(9))
	}
	if d.chance(15) {
		n.NeedDistinct = int64(d.IntN(3))
	}
}

func (d *draw) condition() solve.Condition {
	c := solve.Condition{Measure: solve.Measure(d.IntN(5)), Set: -1}
	if d.chance(70) {
		c.Set = d.set(60)
	}
	switch c.Measure {
	case solve.AtMostItems, solve.AtLeastItems:
		c.Amount = int64(d.IntN(4))
	case solve.MeanAtLeast:
		c.Amount = int64(1 + d.IntN(4))
	default:
		c.Amount = int64(d.IntN(10))
	}
	return c
}

func (d *draw) alternatives() {
	next := int32(0)
	for next+1 < int32(len(d.p.Items)) && d.chance(70) {
		a := solve.Alternative{}
		for range 1 + d.IntN(3) {
			b := solve.Bundle{Cost: int64(d.IntN(3))}
			for i := next; i < next+2; i++ {
				if d.chance(60) {
					b.Items = append(b.Items, i)
				}
			}
			a.Bundles = append(a.Bundles, b)
		}
		d.p.Alternatives = append(d.p.Alternatives, a)
		next += 2
	}
}

func (d *draw) shares() {
	var takes []int32
	for i := range d.p.Nodes {
		if d.p.Nodes[i].Kind == solve.Take && !d.p.Nodes[i].Free {
			takes = append(takes, int32(i))
		}
	}
	if d.chance(50) {
		d.p.Shares = append(d.p.Shares, solve.Share{Scopes: true, A: 0, B: 1, Set: d.shared(), Unit: solve.Unit(d.IntN(2)), Limit: int64(d.IntN(5) - 1)})
	}
	for range d.IntN(3) {
		if len(takes) < 2 {
			return
		}
		a, b := takes[d.IntN(len(takes))], takes[d.IntN(len(takes))]
		if a != b {
			d.p.Shares = append(d.p.Shares, solve.Share{A: a, B: b, Set: d.shared(), Unit: solve.Unit(d.IntN(2)), Limit: int64(d.IntN(4) - 1)})
		}
	}
}

// shared draws what may be shared at all.
func (d *draw) shared() int32 {
	if d.chance(60) {
		return -1
	}
	return d.set(60)
}
