package solve

import "slices"

// Where costs combine by maximum they share one price. The search for the best
// multipliers finds the shares in the end; it is much sooner there where the
// cause that lacks most for sure begins with all of it.

// startCauses gives the price of each node to the cause that lacks most even if
// every item served it, and takes it from the others.
func (s *search) startCauses() {
	m := s.m
	s.supply()
	for at := range m.nodes {
		s.nodeCost[at] = s.costOf(int32(at), false)
	}
	s.startBelow(m.root())
}

// supply adds up, in s.got, what the rows get if every slot serves each of them.
func (s *search) supply() {
	m := s.m
	fill(s.got, 0)
	fill(s.lack, 0)
	for v := range m.slots {
		sl := &m.slots[v]
		for q := sl.from; q < sl.to; q++ {
			for _, t := range m.terms[m.pats[q].from:m.pats[q].to] {
				s.lack[t.row] = max(s.lack[t.row], t.coef)
			}
		}
		for q := sl.from; q < sl.to; q++ {
			for _, t := range m.terms[m.pats[q].from:m.pats[q].to] {
				s.got[t.row] += s.lack[t.row]
				s.lack[t.row] = 0
			}
		}
	}
	for i := range m.feats {
		s.got[m.feats[i].row] += max(0, m.feats[i].coef)
	}
}

// startBelow keeps, of the causes that a node combines, the multipliers of the
// one that lacks most; the structure, whose parts add up, is one of them.
func (s *search) startBelow(at int32) {
	m := s.m
	n := &m.nodes[at]
	structure := int64(0)
	if n.kind == Take {
		structure = s.costOfTake(n)
	}
	for _, c := range m.kids[n.from:n.sum] {
		structure += s.nodeCost[c]
	}
	best, free, most := int32(none), int32(none), structure
	for r := n.rowsFrom; r < n.rowsTo; r++ {
		if d := s.lacks(r) * m.wRemain; d > most {
			best, most = r, d
		}
	}
	for _, c := range m.kids[n.sum:n.to] {
		if d := s.nodeCost[c]; d > most {
			best, free, most = none, c, d
		}
	}
	if most > 0 {
		s.dropCauses(n, best, free, structure == most)
	}
	if structure == most && n.kind != Choose {
		for _, c := range m.kids[n.from:n.sum] {
			s.startBelow(c)
		}
	}
}

// dropCauses sets the multipliers of all causes but one to nothing.
func (s *search) dropCauses(n *mnode, row, free int32, structure bool) {
	for r := n.rowsFrom; r < n.rowsTo; r++ {
		if r != row {
			s.mult[r] = 0
		}
	}
	for _, c := range s.m.kids[n.sum:n.to] {
		if c != free {
			s.dropBelow(c)
		}
	}
	if structure {
		return
	}
	if n.kind == Take {
		s.dropTake(n)
	}
	for _, c := range s.m.kids[n.from:n.sum] {
		s.dropBelow(c)
	}
}

func (s *search) dropBelow(at int32) {
	n := &s.m.nodes[at]
	if n.kind == Take {
		s.dropTake(n)
	}
	for r := n.rowsFrom; r < n.rowsTo; r++ {
		s.mult[r] = 0
	}
	for _, c := range s.m.kids[n.from:n.to] {
		s.dropBelow(c)
	}
}

func (s *search) dropTake(n *mnode) {
	for _, r := range [...]int32{n.rowItems, n.rowCr} {
		if r != none {
			s.mult[r] = 0
		}
	}
	for r := n.clsFrom; r < n.clsTo; r++ {
		s.mult[r] = 0
	}
}

// startChoices lets no branch of a choice begin with more weight than the choice
// costs without it: what is beyond that asks for nothing, and each row would have
// to lose it by itself, one a round.
func (s *search) startChoices() {
	m := s.m
	fill(s.got, 0)
	s.cost()
	for at := range m.nodes {
		n := &m.nodes[at]
		if n.kind != Choose || n.k <= 0 {
			continue
		}
		s.order = s.order[:0]
		for _, c := range m.kids[n.from:n.to] {
			s.order = append(s.order, s.nodeCost[c])
		}
		slices.Sort(s.order)
		most := s.order[n.k-1]
		for _, c := range m.kids[n.from:n.to] {
			if s.nodeCost[c] > most {
				s.scaleBelow(c, most, s.nodeCost[c])
			}
		}
	}
}

// scaleBelow multiplies the multipliers at and below a node by a/b.
func (s *search) scaleBelow(at int32, a, b int64) {
	m := s.m
	n := &m.nodes[at]
	scale := func(from, to int32) {
		for r := max(from, 0); r < to; r++ {
			s.mult[r] = mulDiv(s.mult[r], a, b)
		}
	}
	scale(n.rowItems, n.rowItems+1)
	scale(n.rowCr, n.rowCr+1)
	scale(n.clsFrom, n.clsTo)
	scale(n.rowsFrom, n.rowsTo)
	for _, c := range m.kids[n.from:n.to] {
		s.scaleBelow(c, a, b)
	}
}
