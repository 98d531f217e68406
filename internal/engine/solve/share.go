package solve

import "slices"

// addShares makes the rows of the sharing budgets: one for the items that may be
// shared, and where others may not be shared at all, one for these.
func (m *model) addShares(x *extras) bool {
	for i := range m.p.Shares {
		s := &m.p.Shares[i]
		a, b := m.side(0, s, s.A), m.side(1, s, s.B)
		if a == nil || b == nil {
			continue
		}
		if s.Limit >= 0 && !m.addShare(x, byShare, int32(i), a, b) {
			return false
		}
		if s.Set >= 0 && !m.addShare(x, byShareOutside, int32(i), a, b) {
			return false
		}
	}
	return true
}

func (m *model) addShare(x *extras, kind nameKind, index int32, a, b []bool) bool {
	s := &m.p.Shares[index]
	r := row{kind: limit, node: none, unit: 1, named: name{kind, none, index}}
	if kind == byShare {
		r.rhs = -s.Limit
	}
	id := m.addRow(r)
	for i, it := range m.items {
		coef := m.p.shareCoef(s, kind, it)
		if coef != 0 && !m.addBoth(x, int32(i), id, coef, a, b) {
			return false
		}
	}
	return true
}

// shareCoef is what a shared item takes from a budget.
func (p *Problem) shareCoef(s *Share, kind nameKind, item int32) int64 {
	switch {
	case p.shares(s, item) != (kind == byShare):
		return 0
	case kind == byShare && s.Unit == Credits:
		return -p.Items[item].Credits
	}
	return -1
}

// side marks the takes of one side of a share, or returns nil where there are
// none in this part.
func (m *model) side(k int, s *Share, of int32) []bool {
	m.marks[k] = grow(m.marks[k], len(m.takes))
	mark := m.marks[k]
	found := false
	for t, at := range m.takes {
		if s.Scopes {
			mark[t] = m.scope[t] == of
		} else {
			mark[t] = m.nodes[at].origin == of
		}
		found = found || mark[t]
	}
	if !found {
		return nil
	}
	return mark
}

// addBoth adds coef to the row where the item is used on both sides: in one
// pattern, or in two slots.
func (m *model) addBoth(x *extras, item, row int32, coef int64, a, b []bool) bool {
	onA, onB := m.onA[:0], m.onB[:0]
	defer func() { m.onA, m.onB = onA, onB }()
	for q := m.slots[m.first[item]].from; q < m.slots[m.first[item+1]-1].to; q++ {
		ta, tb := m.touches(q, a), m.touches(q, b)
		if ta && tb {
			x.terms = append(x.terms, patTerm{q, term{row, coef}})
			continue
		}
		if ta {
			onA = append(onA, q)
		}
		if tb {
			onB = append(onB, q)
		}
	}
	if len(onA) == 0 || len(onB) == 0 || m.pats[onA[0]].slot == m.pats[onB[0]].slot {
		return true
	}
	bits, ok := x.bits(item, 2)
	if !ok {
		return false
	}
	low := bits & -bits
	for _, q := range onA {
		m.pats[q].trig |= low
	}
	for _, q := range onB {
		m.pats[q].trig |= bits &^ low
	}
	x.feats = append(x.feats, itemFeature{item, feature{row: row, coef: coef, bits: bits}})
	return true
}

// addObjective makes the terms of the objective row: more is better. Credit is
// counted in every Take, also where it is not owed: that is a bound, the exact
// value comes with a placement.
func (m *model) addObjective(x *extras) bool {
	m.marks[0] = grow(m.marks[0], len(m.takes))
	mark := m.marks[0]
	for t, at := range m.takes {
		mark[t] = !m.p.Nodes[m.nodes[at].origin].Free
	}
	m.most = 0
	for g := range m.groups {
		m.most -= m.aim.bundle * slices.Min(m.groups[g].cost)
	}
	for i, it := range m.items {
		if m.wanted(int32(i), mark) {
			m.most += m.aim.credit * m.p.Items[it].Credits
		}
		if !m.addAny(x, int32(i), m.objective, m.aim.credit*m.p.Items[it].Credits, mark) {
			return false
		}
	}
	for q := range m.pats {
		if u := m.aim.uses * int64(m.pats[q].uses); u > 0 {
			x.terms = append(x.terms, patTerm{int32(q), term{m.objective, -u}})
		}
	}
	return true
}

// wanted reports whether one of the marked Takes could use the item.
func (m *model) wanted(item int32, mark []bool) bool {
	return slices.ContainsFunc(m.wants[m.wantsFrom[item]:m.wantsFrom[item+1]], func(t int32) bool { return mark[t] })
}
