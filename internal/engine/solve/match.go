package solve

import (
	"cmp"
	"math/bits"
	"slices"
)

// matcher answers parts in which items are only counted, without a model: a yes
// by giving each leaf its items, one after the other, while items move on to
// other leaves along augmenting paths (a matching); and where every leaf is one
// item, a no as well. What it does not find is left to the search.
type matcher struct {
	p      *Problem
	scopes []int32
	owner  []int32 // Take that has an item in a scope, or -1
	free   []uint64
	seen   []uint64 // items that the search for one more item has looked at
	dead   []uint64 // items, by scope, that lead to no free one any more
	items  []int64  // that each Take has
	credit []int64
	trail  []handed
	order  []int32
	frees  []int32 // satisfied Takes that consume nothing
	words  int

	// Items in canonical order: at is the item of each place, sets are the sets of
	// the problem over places. Where the items are in that order both are nil.
	at   []int32
	sets []uint64
}

// handed is an item of a scope and the Take that had it before.
type handed struct{ slot, before int32 }

// matchLimit is the most items and scopes that are laid out.
const matchLimit = 1 << 20

// begin prepares for a part; false says that it is none for a matching.
func (m *matcher) begin(p *Problem, tops []int32) bool {
	if p.MaxUses > 0 || len(p.Shares) > 0 || len(p.Alternatives) > 0 {
		return false
	}
	m.p, m.scopes, m.trail, m.frees = p, m.scopes[:0], m.trail[:0], m.frees[:0]
	m.items, m.credit = grow(m.items, len(p.Nodes)), grow(m.credit, len(p.Nodes))
	for _, at := range tops {
		m.lay(at)
	}
	n := len(p.Items)
	if n*len(m.scopes) > matchLimit {
		return false
	}
	m.words = (n + 63) / 64
	m.arrange()
	m.owner, m.free = grow(m.owner, n*len(m.scopes)), grow(m.free, m.words*len(m.scopes))
	m.seen = grow(m.seen, m.words)
	fill(m.owner, none)
	fill(m.free, ^uint64(0))
	return true
}

// lay notes the scopes at and below a node.
func (m *matcher) lay(at int32) {
	n := &m.p.Nodes[at]
	m.items[at], m.credit[at] = 0, 0
	if n.Kind == Take && !n.Free && !slices.Contains(m.scopes, n.Scope) {
		m.scopes = append(m.scopes, n.Scope)
	}
	for _, c := range n.Children {
		m.lay(c)
	}
}

// all satisfies every node of a list, credits last: they take what is left.
func (m *matcher) all(nodes []int32) bool {
	nodes = m.sorted(nodes)
	for pass := range 2 {
		for _, at := range nodes {
			n := &m.p.Nodes[at]
			last := n.Kind == Take && n.NeedCredits > 0
			if last == (pass == 1) && !m.satisfy(at) {
				return false
			}
		}
	}
	return true
}

// satisfy gives a node what it needs; false says that it was not found.
func (m *matcher) satisfy(at int32) bool {
	n := &m.p.Nodes[at]
	if len(n.Conditions) > 0 {
		return false
	}
	switch n.Kind {
	case Fixed:
		return n.Holds
	case All:
		return m.all(n.Children)
	case Take:
		return m.fillUp(at, n)
	}
	k := n.K
	if n.Kind == Any {
		k = 1
	}
	for _, c := range m.sorted(n.Children) {
		if k <= 0 {
			break
		}
		mark, frees := len(m.trail), len(m.frees)
		if m.satisfy(c) {
			k--
		} else {
			m.undo(mark)
			m.frees = m.frees[:frees]
		}
	}
	return k <= 0
}

// fillUp gives a Take items until it has what it needs.
func (m *matcher) fillUp(at int32, n *Node) bool {
	if n.NeedDistinct > 0 {
		return false
	}
	if n.Free {
		var items, credits int64
		m.p.Sets[n.Set].each(len(m.p.Items), func(i int32) { items, credits = items+1, credits+m.p.Items[i].Credits })
		m.frees = append(m.frees, at)
		return items >= n.NeedItems && credits >= n.NeedCredits
	}
	scope := int32(slices.Index(m.scopes, n.Scope))
	for m.lacks(at, n, 0, 0) {
		fill(m.seen, 0)
		if !m.draw(at, scope) {
			return false
		}
	}
	return true
}

// lacks reports whether a Take has too little, with so much less than it has.
func (m *matcher) lacks(at int32, n *Node, items, credits int64) bool {
	return m.items[at]-items < n.NeedItems || m.credit[at]-credits < n.NeedCredits
}

// draw gives a Take one more item: a free one, one that another Take does not
// need, or one for which another Take finds a different one.
func (m *matcher) draw(at, scope int32) bool {
	set := m.set(&m.p.Nodes[at])
	free := m.free[int(scope)*m.words : int(scope+1)*m.words]
	size := min(len(set), m.words)
	for k := range size {
		if w := set[k] & free[k] & m.inside(k); w != 0 {
			m.give(scope, int32(k<<6+bits.TrailingZeros64(w)), at)
			return true
		}
	}
	for k := range size {
		for w := set[k] & m.inside(k) &^ m.seen[k]; w != 0; w = set[k] & m.inside(k) &^ m.seen[k] {
			i := int32(k<<6 + bits.TrailingZeros64(w))
			m.seen[k] |= w & -w
			if o := m.owner[int(scope)*len(m.p.Items)+int(i)]; o != at && m.yields(o, i, scope) {
				m.give(scope, i, at)
				return true
			}
		}
	}
	return false
}

// inside are the bits of word k that are items: all of them where more follow.
func (m *matcher) inside(k int) uint64 { return 1<<uint(len(m.p.Items)-k<<6) - 1 }

// yields reports whether a Take can do without an item.
func (m *matcher) yields(o, item, scope int32) bool {
	n := &m.p.Nodes[o]
	if !m.lacks(o, n, 1, m.p.Items[m.item(int(item))].Credits) {
		return true
	}
	return n.NeedCredits == 0 && m.draw(o, scope)
}

// give gives an item to a Take; -1 is nobody.
func (m *matcher) give(scope, item, to int32) {
	slot := int(scope)*len(m.p.Items) + int(item)
	m.trail = append(m.trail, handed{int32(slot), m.owner[slot]})
	m.hand(slot, to)
}

func (m *matcher) hand(slot int, to int32) {
	scope, item := slot/len(m.p.Items), slot%len(m.p.Items)
	word, bit := &m.free[scope*m.words+item>>6], uint64(1)<<(uint(item)&63)
	c := m.p.Items[m.item(item)].Credits
	if o := m.owner[slot]; o != none {
		m.items[o], m.credit[o] = m.items[o]-1, m.credit[o]-c
	}
	m.owner[slot] = to
	if to == none {
		*word |= bit
		return
	}
	*word &^= bit
	m.items[to], m.credit[to] = m.items[to]+1, m.credit[to]+c
}

func (m *matcher) undo(mark int) {
	for len(m.trail) > mark {
		last := m.trail[len(m.trail)-1]
		m.trail = m.trail[:len(m.trail)-1]
		m.hand(int(last.slot), last.before)
	}
}

// most leaves least undone where every node is a leaf of one item: which leaves
// can have one together is a matroid, so that taking the dearest first is exact.
// The items that a leaf has seen in vain lead no later one to a free item, so that
// they stay out of sight.
func (m *matcher) most(nodes []int32, cost func(at int32) int64) (left int64) {
	m.order = append(m.order[:0], m.sorted(nodes)...)
	slices.SortStableFunc(m.order, func(a, b int32) int { return cmp.Compare(cost(b), cost(a)) })
	m.dead = grow(m.dead, m.words*len(m.scopes))
	fill(m.dead, 0)
	for _, at := range m.order {
		scope := slices.Index(m.scopes, m.p.Nodes[at].Scope)
		dead := m.dead[scope*m.words : (scope+1)*m.words]
		copy(m.seen, dead)
		if !m.draw(at, int32(scope)) {
			copy(dead, m.seen)
			left += cost(at)
		}
	}
	return left
}

// uses calls f with what the matching uses.
func (m *matcher) uses(f func(item, take int32)) {
	for slot, take := range m.owner {
		if take != none {
			f(m.item(slot%len(m.p.Items)), take)
		}
	}
	for _, at := range m.frees {
		m.p.Sets[m.p.Nodes[at].Set].each(len(m.p.Items), func(i int32) { f(i, at) })
	}
}
