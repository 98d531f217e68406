package solve

import (
	"cmp"
	"slices"
)

// arrange puts the items into canonical order, so that the answer does not depend
// on the order in which they are listed.
func (m *matcher) arrange() {
	m.at, m.sets = m.at[:0], m.sets[:0]
	byKey := func(a, b Item) int { return cmp.Compare(a.Key, b.Key) }
	if slices.IsSortedFunc(m.p.Items, byKey) {
		return
	}
	for i := range m.p.Items {
		m.at = append(m.at, int32(i))
	}
	slices.SortStableFunc(m.at, func(a, b int32) int { return byKey(m.p.Items[a], m.p.Items[b]) })
	m.sets = grow(m.sets, m.words*len(m.p.Sets))
	fill(m.sets, 0)
	for k := range m.p.Sets {
		for place, i := range m.at {
			if m.p.Sets[k].Has(i) {
				m.sets[k*m.words+place>>6] |= 1 << (uint(place) & 63)
			}
		}
	}
}

// item is the item of a place.
func (m *matcher) item(place int) int32 {
	if len(m.at) == 0 {
		return int32(place)
	}
	return m.at[place]
}

// set is the set of a Take over places.
func (m *matcher) set(n *Node) Set {
	if len(m.at) == 0 {
		return m.p.Sets[n.Set]
	}
	return m.sets[int(n.Set)*m.words : int(n.Set+1)*m.words]
}

// sorted are nodes in canonical order.
func (m *matcher) sorted(nodes []int32) []int32 {
	byKey := func(a, b int32) int { return cmp.Compare(m.p.Nodes[a].Key, m.p.Nodes[b].Key) }
	if slices.IsSortedFunc(nodes, byKey) {
		return nodes
	}
	nodes = slices.Clone(nodes)
	slices.SortStableFunc(nodes, byKey)
	return nodes
}
