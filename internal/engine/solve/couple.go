package solve

import (
	"slices"
)

// Terms of conditions, budgets and the objective reach over several patterns or
// slots of one item. They are collected here as extras and merged into the
// pattern terms at the end, where the layout is fixed.

// below marks the takes under a node.
func (m *model) below(node int32, mark []bool) {
	fill(mark, false)
	for t, at := range m.takes {
		for n := at; n >= 0; n = m.nodes[n].parent {
			if n == node {
				mark[t] = true
				break
			}
		}
	}
}

// touches reports whether the pattern uses a marked Take.
func (m *model) touches(q int32, mark []bool) bool {
	for _, t := range m.used[m.pats[q].uFrom:m.pats[q].uTo] {
		if mark[t] {
			return true
		}
	}
	return false
}

// addAny adds coef to the row once for the item where any of its slots uses a
// marked Take: as a term of the patterns where only one slot can, otherwise as
// a feature.
func (m *model) addAny(x *extras, item, row int32, coef int64, mark []bool) bool {
	only, several := int32(-1), false
	for s := m.first[item]; s < m.first[item+1]; s++ {
		for q := m.slots[s].from; q < m.slots[s].to; q++ {
			if m.touches(q, mark) {
				several = several || only >= 0 && only != s
				only = s
				break
			}
		}
	}
	if only < 0 || coef == 0 {
		return true
	}
	if !several {
		for q := m.slots[only].from; q < m.slots[only].to; q++ {
			if m.touches(q, mark) {
				x.terms = append(x.terms, patTerm{q, term{row, coef}})
			}
		}
		return true
	}
	bit, ok := x.bits(item, 1)
	if !ok {
		return false
	}
	for q := m.slots[m.first[item]].from; q < m.slots[m.first[item+1]-1].to; q++ {
		if m.touches(q, mark) {
			m.pats[q].trig |= bit
		}
	}
	x.feats = append(x.feats, itemFeature{item, feature{row: row, coef: coef, bits: bit, any: true}})
	return true
}

// extras are terms and features in the order they were found.
type extras struct {
	terms []patTerm
	feats []itemFeature
	next  []int // next free trigger bit of each item
}

type patTerm struct {
	pat int32
	term
}

type itemFeature struct {
	item int32
	feature
}

// bits hands out n trigger bits of an item.
func (x *extras) bits(item int32, n int) (uint64, bool) {
	at := x.next[item]
	if at+n > maxTriggers {
		return 0, false
	}
	x.next[item] = at + n
	return (1<<n - 1) << at, true
}

// addConditions makes the rows of caps, means and minima.
func (m *model) addConditions(x *extras) bool {
	mark := make([]bool, len(m.takes))
	for at := range m.nodes {
		n := &m.nodes[at]
		if n.origin < 0 {
			continue
		}
		n.rowsFrom = int32(len(m.rows))
		conditions := m.p.Nodes[n.origin].Conditions
		if len(conditions) > 0 {
			m.below(int32(at), mark)
		}
		// Minima first: they belong to the node as a range.
		for pass := range 2 {
			for i := range conditions {
				c := &conditions[i]
				isMin := c.Measure == AtLeastItems || c.Measure == AtLeastCredits
				if isMin == (pass == 0) && !m.addCondition(x, int32(at), int32(i), mark) {
					return false
				}
			}
			if pass == 0 {
				n.rowsTo = int32(len(m.rows))
			}
		}
	}
	return true
}

func (m *model) addCondition(x *extras, at, index int32, mark []bool) bool {
	origin := m.nodes[at].origin
	c := &m.p.Nodes[origin].Conditions[index]
	r := row{kind: limit, node: at, unit: 1, named: name{byCondition, origin, index, 1, 1, 1}}
	switch c.Measure {
	case AtMostItems, AtMostCredits:
		r.rhs = -c.Amount
	case AtLeastItems:
		r.kind, r.rhs, r.unit = minimum, c.Amount, m.typical
	case AtLeastCredits:
		r.kind, r.rhs = minimum, c.Amount
	}
	if r.kind == minimum && r.rhs == 0 {
		return true
	}
	id := m.addRow(r)
	for i, it := range m.items {
		if c.Set >= 0 && !m.p.Sets[c.Set].Has(it) {
			continue
		}
		if !m.addAny(x, int32(i), id, c.coef(&m.p.Items[it]), mark) {
			return false
		}
	}
	return true
}

// coef is what one used item contributes to the row of a condition.
func (c *Condition) coef(it *Item) int64 {
	switch c.Measure {
	case AtMostItems:
		return -1
	case AtMostCredits:
		return -it.Credits
	case AtLeastItems:
		return 1
	case AtLeastCredits:
		return min(it.Credits, c.Amount)
	}
	return it.Points - c.Amount*it.GPACredits
}

// addShares makes the rows of the sharing budgets.
func (m *model) addShares(x *extras) bool {
	for i := range m.p.Shares {
		s := &m.p.Shares[i]
		if s.Limit < 0 {
			continue
		}
		a, b := m.side(s, s.A), m.side(s, s.B)
		if a == nil || b == nil {
			continue
		}
		id := m.addRow(row{kind: limit, node: -1, rhs: -s.Limit, unit: 1, named: name{byShare, -1, int32(i), 1, 1, 1}})
		for it := range m.items {
			coef := int64(-1)
			if s.Unit == Credits {
				coef = -m.p.Items[m.items[it]].Credits
			}
			if coef != 0 && !m.addBoth(x, int32(it), id, coef, a, b) {
				return false
			}
		}
	}
	return true
}

// side marks the takes of one side of a share, or returns nil where there are
// none in this part.
func (m *model) side(s *Share, of int32) []bool {
	mark := make([]bool, len(m.takes))
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
	var onA, onB []int32
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
	mark := make([]bool, len(m.takes))
	for t, at := range m.takes {
		mark[t] = !m.p.Nodes[m.nodes[at].origin].Free
	}
	for i, it := range m.items {
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

// merge puts the extras where they belong, after what is there.
func (m *model) merge(x *extras) {
	slices.SortStableFunc(x.terms, func(a, b patTerm) int { return int(a.pat) - int(b.pat) })
	slices.SortStableFunc(x.feats, func(a, b itemFeature) int { return int(a.item) - int(b.item) })
	old := append(m.spareTerms[:0], m.terms...)
	m.terms, m.spareTerms = m.terms[:0], old
	k := 0
	for q := range m.pats {
		from := int32(len(m.terms))
		m.terms = append(m.terms, old[m.pats[q].from:m.pats[q].to]...)
		for ; k < len(x.terms) && x.terms[k].pat == int32(q); k++ {
			m.terms = append(m.terms, x.terms[k].term)
		}
		m.pats[q].from, m.pats[q].to = from, int32(len(m.terms))
	}
	m.mergeFeatures(x)
}

func (m *model) mergeFeatures(x *extras) {
	if len(m.foff) == 0 {
		m.foff = grow(m.foff, len(m.items)+1)
		fill(m.foff, 0)
	}
	old := append(m.spareFeats[:0], m.feats...)
	m.feats, m.spareFeats = m.feats[:0], old
	k, from := 0, int32(0)
	for i := range m.items {
		to := m.foff[i+1]
		m.foff[i] = int32(len(m.feats))
		m.feats = append(m.feats, old[from:to]...)
		from = to
		for ; k < len(x.feats) && x.feats[k].item == int32(i); k++ {
			m.feats = append(m.feats, x.feats[k].feature)
		}
	}
	m.foff[len(m.items)] = int32(len(m.feats))
}
