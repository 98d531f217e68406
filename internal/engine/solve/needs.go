package solve

import (
	"cmp"
	"slices"
)

// addNeeds makes the rows of the Takes, whose coefficients come with the slots.
func (m *model) addNeeds() {
	for _, at := range m.takes {
		n := &m.nodes[at]
		o := &m.p.Nodes[n.origin]
		scope := o.Scope
		if o.Free {
			scope = ^at // one of its own
		}
		m.scope = append(m.scope, scope)
		if o.NeedItems > 0 {
			n.rowItems = m.addRow(row{kind: needItems, node: at, rhs: o.NeedItems, unit: n.typical, named: name{byItems, n.origin, 0}})
		}
		if o.NeedCredits > 0 {
			n.rowCr = m.addRow(row{kind: needCredits, node: at, rhs: o.NeedCredits, unit: 1, named: name{byCredits, n.origin, 0}})
		}
		n.distinct = int32(o.NeedDistinct)
		n.clsFrom = int32(len(m.rows))
		if o.NeedDistinct > 0 {
			n.listFrom = int32(len(m.classes))
			m.classes = append(m.classes, m.p.classesOf(o)...)
			for _, c := range m.classes[n.listFrom:] {
				m.addRow(row{kind: needClass, node: at, rhs: 1, unit: n.typical, named: name{byClass, n.origin, c}})
			}
		}
		n.clsTo = int32(len(m.rows))
	}
}

// addItems lists the items that some Take could use, in canonical order.
func (m *model) addItems() {
	m.union = m.union[:0]
	for _, t := range m.takes {
		for k, word := range m.set(t) {
			if k == len(m.union) {
				m.union = append(m.union, 0)
			}
			m.union[k] |= word
		}
	}
	m.union.each(len(m.p.Items), func(i int32) { m.items = append(m.items, i) })
	byKey := func(a, b int32) int { return cmp.Compare(m.p.Items[a].Key, m.p.Items[b].Key) }
	if !slices.IsSortedFunc(m.items, byKey) {
		slices.SortStableFunc(m.items, byKey)
	}
	m.inGroup = grow(m.inGroup, len(m.items))
	fill(m.inGroup, none)
}

// set is the set of a Take of the model.
func (m *model) set(take int32) Set { return m.p.Sets[m.p.Nodes[m.nodes[take].origin].Set] }

// addGroups copies the alternatives whose items occur in this part.
func (m *model) addGroups() {
	if len(m.p.Alternatives) == 0 {
		return
	}
	at := make(map[int32]int32, len(m.items))
	for i, it := range m.items {
		at[it] = int32(i)
	}
	for a := range m.p.Alternatives {
		g := group{origin: int32(a), off: []int32{int32(len(m.bundles))}}
		for _, b := range m.p.Alternatives[a].Bundles {
			for _, it := range b.Items {
				if i, ok := at[it]; ok && !slices.Contains(m.bundles[g.off[len(g.off)-1]:], i) {
					m.bundles = append(m.bundles, i)
					m.inGroup[i] = int32(len(m.groups))
					if !slices.Contains(g.items, i) {
						g.items = append(g.items, i)
					}
				}
			}
			g.off = append(g.off, int32(len(m.bundles)))
			g.cost = append(g.cost, b.Cost)
		}
		if len(g.items) > 0 {
			slices.Sort(g.items)
			m.groups = append(m.groups, g)
		}
	}
}
