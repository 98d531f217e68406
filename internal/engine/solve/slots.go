package solve

import "slices"

// addSlots makes the slots and patterns of every item, with the terms of the
// needs.
func (m *model) addSlots() bool {
	m.listWants()
	for i := range m.items {
		m.first = append(m.first, int32(len(m.slots)))
		for takes := m.wants[m.wantsFrom[i]:m.wantsFrom[i+1]]; len(takes) > 0; {
			n := 1
			for n < len(takes) && m.scope[takes[n]] == m.scope[takes[0]] {
				n++
			}
			if !m.addSlot(int32(i), takes[:n]) {
				return false
			}
			takes = takes[n:]
		}
	}
	m.first = append(m.first, int32(len(m.slots)))
	return true
}

// listWants lists for each item the Takes that could use it, by scope.
func (m *model) listWants() {
	m.byScope = m.byScope[:0]
	for t := range int32(len(m.takes)) {
		m.byScope = append(m.byScope, t)
	}
	slices.SortStableFunc(m.byScope, func(a, b int32) int { return int(m.scope[a]) - int(m.scope[b]) })
	m.at, m.wantsFrom = grow(m.at, len(m.p.Items)), grow(m.wantsFrom, len(m.items)+2)
	fill(m.wantsFrom, 0)
	for i, it := range m.items {
		m.at[it] = int32(i)
	}
	// Counts come two places later, so that filling the lists moves each start to
	// its place.
	n := 0
	for _, t := range m.takes {
		m.set(t).each(len(m.p.Items), func(it int32) { m.wantsFrom[m.at[it]+2]++; n++ })
	}
	for i := range m.items {
		m.wantsFrom[i+2] += m.wantsFrom[i+1]
	}
	m.wants = grow(m.wants, n)
	for _, t := range m.byScope {
		m.set(m.takes[t]).each(len(m.p.Items), func(it int32) {
			at := &m.wantsFrom[m.at[it]+1]
			m.wants[*at] = t
			*at++
		})
	}
}

// addSlot makes one slot: a pattern for every set of Takes of which each pair
// may share, and the empty one.
func (m *model) addSlot(item int32, takes []int32) bool {
	s := slot{item: item, scope: m.scope[takes[0]], from: int32(len(m.pats))}
	at := int32(len(m.slots))
	m.chosen = grow(m.chosen, 32)
	ok := m.cliques(at, item, takes, m.chosen[:0])
	m.addPattern(at, item, nil)
	s.to = int32(len(m.pats))
	m.slots = append(m.slots, s)
	return ok
}

func (m *model) cliques(slot, item int32, takes, chosen []int32) bool {
	for i, t := range takes {
		if !m.joins(item, t, chosen) {
			continue
		}
		if len(m.pats) > 1<<20 || len(chosen) >= 31 {
			return false
		}
		chosen = append(chosen, t)
		m.addPattern(slot, item, chosen)
		if len(m.p.Shares) > 0 && !m.cliques(slot, item, takes[i+1:], chosen) {
			return false
		}
		chosen = chosen[:len(chosen)-1]
	}
	return true
}

// joins reports whether Take t of a scope may share the item with each of the
// others.
func (m *model) joins(item, t int32, others []int32) bool {
	if m.p.MaxUses > 0 && int32(len(others)) >= m.p.MaxUses {
		return false
	}
	for _, o := range others {
		if !m.p.mayShare(m.items[item], m.nodes[m.takes[t]].origin, m.nodes[m.takes[o]].origin) {
			return false
		}
	}
	return true
}

// mayShare reports whether two Takes of one scope may both use the item.
func (p *Problem) mayShare(item, a, b int32) bool {
	may := false
	for i := range p.Shares {
		s := &p.Shares[i]
		if !s.Scopes && (s.A == a && s.B == b || s.A == b && s.B == a) {
			if s.Limit == 0 || !p.shares(s, item) {
				return false
			}
			may = true
		}
	}
	return may
}

// shares reports whether the item is one that the pair may share at all.
func (p *Problem) shares(s *Share, item int32) bool {
	return s.Set < 0 || p.Sets[s.Set].Has(item)
}

func (m *model) addPattern(slot, item int32, takes []int32) {
	q := pattern{slot: slot, from: int32(len(m.terms)), uFrom: int32(len(m.used))}
	for _, t := range takes {
		m.used = append(m.used, t)
		n := &m.nodes[m.takes[t]]
		o := &m.p.Nodes[n.origin]
		it := m.items[item]
		if !o.Free {
			q.uses++
		}
		if n.rowItems != none {
			m.terms = append(m.terms, term{n.rowItems, 1})
		}
		if c := min(m.p.Items[it].Credits, o.NeedCredits); n.rowCr != none && c > 0 {
			m.terms = append(m.terms, term{n.rowCr, c})
		}
		if n.clsTo > n.clsFrom {
			if c := m.p.Classes[o.Class][it]; c >= 0 {
				k, _ := slices.BinarySearch(m.classes[n.listFrom:n.listFrom+n.clsTo-n.clsFrom], c)
				m.terms = append(m.terms, term{n.clsFrom + int32(k), 1})
			}
		}
	}
	q.to, q.uTo = int32(len(m.terms)), int32(len(m.used))
	m.pats = append(m.pats, q)
}
