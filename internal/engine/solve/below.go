package solve

// grain is how costs are made up: what lacks is a multiple of one number of
// credits, and no leaf or minimum lacks more than another number.
type grain struct {
	step, most int64
}

// findGrain reads the grain off the rows, before these are divided by what
// their coefficients have in common (the divisors).
func (m *model) findGrain() {
	m.grain = grain{most: 1}
	for at := range m.nodes {
		n := &m.nodes[at]
		o := &Node{}
		if n.origin != none {
			o = &m.p.Nodes[n.origin]
		}
		if n.kind == Fixed && !n.holds {
			m.grain.add(o.Remaining, o.Remaining)
		}
		if n.kind == Take {
			count := max(o.NeedItems, o.NeedDistinct)
			if count > 0 {
				m.grain.add(n.typical, count*n.typical)
			}
			if n.rowCr != none {
				m.grain.add(gcd(o.NeedCredits, m.divisors[n.rowCr]), o.NeedCredits)
			}
		}
		for r := n.rowsFrom; r < n.rowsTo; r++ {
			w := &m.rows[r]
			m.grain.add(gcd(w.rhs, m.divisors[r])*w.unit, w.rhs*w.unit)
		}
	}
	m.grain.step = max(m.grain.step, 1) // where nothing lacks credits
}

func (g *grain) add(step, most int64) {
	g.step, g.most = gcd(g.step, step), max(g.most, most)
}

// below is the greatest cost that is less than a cost and that a placement may
// have: what lacks less lacks a whole step less, and so much work cannot lack in
// fewer leaves. It spares the proof that nothing lies between.
func (s *search) below(c int64) int64 {
	m := s.m
	if m.tops.count {
		return m.belowTops(c)
	}
	if m.wUnmet >= m.wRemain || m.wTop > 0 && m.wTop < m.wRemain {
		return c - 1 // work is not what weighs most
	}
	rest := c
	if m.wTop > 0 {
		rest %= m.wTop
	}
	work, low := rest/m.wRemain, rest%m.wRemain
	if m.wUnmet > 0 && low/m.wUnmet > ceilDiv(work, m.grain.most) {
		return c - 1
	}
	// A step of work less, and all else: or, where no work lacks, a child of the root.
	step := min(m.grain.step, work+1)
	return c - low - (step-1)*m.wRemain - 1
}
