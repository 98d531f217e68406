package solve

// Terms of conditions, budgets and the objective reach over several patterns or
// slots of one item. They are collected here as extras and merged into the
// pattern terms at the end, where the layout is fixed.

// below marks the takes under a node.
func (m *model) below(node int32, mark []bool) {
	fill(mark, false)
	for t, at := range m.takes {
		for n := at; n != none; n = m.nodes[n].parent {
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
	only, several := int32(none), false
	for s := m.first[item]; s < m.first[item+1]; s++ {
		for q := m.slots[s].from; q < m.slots[s].to; q++ {
			if m.touches(q, mark) {
				several = several || only != none && only != s
				only = s
				break
			}
		}
	}
	if only == none || coef == 0 {
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

func (x *extras) reset(items int) {
	x.terms, x.feats, x.next = x.terms[:0], x.feats[:0], grow(x.next, items)
	fill(x.next, 0)
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
	m.marks[0] = grow(m.marks[0], len(m.takes))
	mark := m.marks[0]
	for at := range m.nodes {
		n := &m.nodes[at]
		if n.origin == none {
			continue
		}
		n.rowsFrom = int32(len(m.rows))
		conditions := m.p.Nodes[n.origin].Conditions
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
				m.hides = m.hides || n.rowsTo > n.rowsFrom
			}
		}
	}
	return true
}

func (m *model) addCondition(x *extras, at, index int32, mark []bool) bool {
	origin := m.nodes[at].origin
	c := &m.p.Nodes[origin].Conditions[index]
	r := row{kind: limit, node: at, unit: 1, named: name{byCondition, origin, index}}
	switch c.Measure {
	case AtMostItems, AtMostCredits:
		r.rhs = -c.Amount
	case AtLeastItems:
		r.kind, r.rhs, r.unit = minimum, c.Amount, m.nodes[at].typical
	case AtLeastCredits:
		r.kind, r.rhs = minimum, c.Amount
	}
	if r.kind == minimum && r.rhs == 0 {
		return true
	}
	id := m.addRow(r)
	m.below(at, mark)
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
