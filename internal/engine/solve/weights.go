package solve

import "slices"

// weights pack the goals about what is missing into one number, so that less is
// better in the order of the goals: remaining work counts remain a credit,
// every unsatisfied leaf or minimum unmet, every unsatisfied child of the root
// top. The first goal has the greatest weight.
type weights struct {
	remain, unmet, top int64
	order              []Goal
}

// maxCost keeps costs times multipliers inside an int64.
const maxCost = 1 << 34

// weigh computes the weights; ok is false where the numbers are too large.
func (w *weights) weigh(p *Problem, goals []Goal) bool {
	*w = weights{order: w.order[:0]}
	for _, g := range goals {
		if g == Remaining || g == Unmet || g == TopUnmet {
			w.order = append(w.order, g)
		}
	}
	if !slices.Contains(w.order, Unmet) && (len(w.order) == 0 || p.hasFree()) {
		w.order = append(w.order, Unmet) // else what lacks might cost nothing
	}
	unit := int64(1)
	for _, g := range slices.Backward(w.order) {
		switch g {
		case Remaining:
			w.remain = unit
		case Unmet:
			w.unmet = unit
		default:
			w.top = unit
		}
		most := w.most(p, g)
		if most >= maxCost/unit {
			return false
		}
		unit *= most + 1
	}
	return true
}

// most bounds the value of a goal.
func (w *weights) most(p *Problem, g Goal) int64 {
	if g == TopUnmet {
		return int64(len(p.Nodes[p.Root].Children))
	}
	var sum int64
	for i := range p.Nodes {
		n := &p.Nodes[i]
		if g == Unmet {
			sum += 1 + int64(len(n.Conditions))
			continue
		}
		sum += p.missing(n, 0, 0, 0) + n.Remaining
		for _, c := range n.Conditions {
			switch c.Measure {
			case AtLeastItems:
				sum += c.Amount * p.typicalOf(n)
			case AtLeastCredits:
				sum += c.Amount
			}
		}
		if sum > maxCost {
			break // too much in any case
		}
	}
	return sum
}

// value is what a cost says of one of the goals that it packs.
func (w *weights) value(cost int64, of Goal) int64 {
	for _, g := range w.order {
		unit := w.of(g)
		if g == of {
			return cost / unit
		}
		cost %= unit
	}
	return 0
}

func (w *weights) of(g Goal) int64 {
	switch g {
	case Remaining:
		return w.remain
	case Unmet:
		return w.unmet
	}
	return w.top
}

// hasFree reports whether a Fixed that does not hold has no remaining work.
func (p *Problem) hasFree() bool {
	return slices.ContainsFunc(p.Nodes, func(n Node) bool {
		return n.Kind == Fixed && !n.Holds && n.Remaining == 0
	})
}

func (p *Problem) typical() int64 { return max(p.Typical, 1) }

// typicalOf is what an item missing at the node counts.
func (p *Problem) typicalOf(n *Node) int64 {
	if n.Typical > 0 {
		return n.Typical
	}
	return p.typical()
}

// missing is the remaining work of a Take that uses the given items, credits
// and classes.
func (p *Problem) missing(n *Node, items, credits, classes int64) int64 {
	d := max(0, n.NeedCredits-credits)
	d = max(d, p.typicalOf(n)*(n.NeedItems-items))
	return max(d, p.typicalOf(n)*(n.NeedDistinct-classes))
}

// aim packs the goals about the placement itself into one number; more is better.
type aim struct {
	credit, uses, bundle int64
}

func (a aim) any() bool { return a != aim{} }

// aims computes the weights of the goals about the placement.
func aims(p *Problem, goals []Goal) (a aim, ok bool) {
	unit := int64(1)
	for _, g := range slices.Backward(goals) {
		var most int64
		switch g {
		case MostCredit:
			a.credit = unit
			for j := range p.Items {
				most += p.Items[j].Credits
			}
		case FewestUses:
			a.uses = unit
			most = int64(len(p.Items)) * int64(len(p.Nodes))
		case BundleCost:
			a.bundle = unit
			most = bundleRange(p)
		}
		if most >= maxCost/unit {
			return a, false
		}
		unit *= most + 1
	}
	return a, true
}

// bundleRange is how far apart the sums of bundle costs can be.
func bundleRange(p *Problem) int64 {
	var sum int64
	for i := range p.Alternatives {
		lo, hi := p.Alternatives[i].Bundles[0].Cost, p.Alternatives[i].Bundles[0].Cost
		for _, b := range p.Alternatives[i].Bundles {
			lo, hi = min(lo, b.Cost), max(hi, b.Cost)
		}
		sum += hi - lo
	}
	return sum
}
