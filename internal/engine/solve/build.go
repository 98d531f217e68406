package solve

import (
	"cmp"
	"slices"
)

// maxTriggers bounds the couplings of one item; a problem beyond it is answered
// undecided.
const maxTriggers = 64

// build makes the model of the part of p below the given nodes. It returns
// false where the part exceeds the limits.
func (m *model) build(p *Problem, tops []int32, isTop []bool, w *weights, aim aim) bool {
	m.isTop = isTop
	m.reset(p, w)
	m.aim = aim
	m.addNodes(tops, w)
	m.addNeeds()
	m.addItems()
	m.addGroups()
	if aim.any() {
		m.objective = m.addRow(row{kind: objectiveRow, node: none, unit: 1})
	}
	if !m.addSlots() {
		return false
	}
	x := &m.extra
	x.reset(len(m.items))
	if !m.addShares(x) || !m.addConditions(x) || aim.any() && !m.addObjective(x) {
		return false
	}
	m.merge(x)
	m.finish()
	return true
}

func (m *model) reset(p *Problem, w *weights) {
	m.p, m.wRemain, m.wUnmet, m.wTop = p, w.remain, w.unmet, w.top
	m.typical, m.objective, m.hides = p.typical(), none, false
	m.nodes, m.kids, m.takes, m.scope = m.nodes[:0], m.kids[:0], m.takes[:0], m.scope[:0]
	m.rows, m.items, m.slots, m.first = m.rows[:0], m.items[:0], m.slots[:0], m.first[:0]
	m.pats, m.used, m.terms = m.pats[:0], m.used[:0], m.terms[:0]
	m.feats, m.foff = m.feats[:0], m.foff[:0]
	m.groups, m.bundles, m.classes = m.groups[:0], m.bundles[:0], m.classes[:0]
}

func (m *model) addRow(r row) int32 {
	m.rows = append(m.rows, r)
	return int32(len(m.rows) - 1)
}

// addNodes copies the tree in post-order; several tops get a root of their own.
func (m *model) addNodes(tops []int32, w *weights) {
	if len(tops) == 1 {
		m.addNode(tops[0], w)
	} else {
		from := m.addChildren(tops, w)
		at := int32(len(m.kids))
		m.nodes = append(m.nodes, mnode{kind: All, origin: none, from: from, sum: at, to: at, rowItems: none, rowCr: none})
	}
	m.nodes[m.root()].parent = none
	for i := range m.nodes {
		for _, c := range m.kids[m.nodes[i].from:m.nodes[i].to] {
			m.nodes[c].parent = int32(i)
		}
	}
	m.takeOf = grow(m.takeOf, len(m.nodes))
	for i := range m.nodes {
		m.takeOf[i] = none
		if m.nodes[i].kind == Take {
			m.takeOf[i] = int32(len(m.takes))
			m.takes = append(m.takes, int32(i))
		}
	}
}

// addChildren adds the nodes and then lists them, so that lists stay together.
func (m *model) addChildren(children []int32, w *weights) int32 {
	at := len(m.kidsTmp)
	m.kidsTmp = append(m.kidsTmp, children...)
	end := len(m.kidsTmp)
	slices.SortStableFunc(m.kidsTmp[at:end], func(a, b int32) int {
		return cmp.Compare(m.p.Nodes[a].Key, m.p.Nodes[b].Key)
	})
	for i := at; i < end; i++ {
		m.kidsTmp[i] = m.addNode(m.kidsTmp[i], w)
	}
	from := int32(len(m.kids))
	m.kids = append(m.kids, m.kidsTmp[at:end]...)
	m.kidsTmp = m.kidsTmp[:at]
	return from
}

func (m *model) addNode(at int32, w *weights) int32 {
	n := &m.p.Nodes[at]
	out := mnode{kind: n.Kind, origin: at, k: n.K, rowItems: none, rowCr: none, typical: m.p.typicalOf(n)}
	switch n.Kind {
	case Any:
		out.kind, out.k = Choose, 1
		fallthrough
	case Choose:
		out.from = m.addChildren(n.Children, w)
		out.to = int32(len(m.kids))
		out.sum = out.to
	case All:
		out.from = m.addChildren(n.Children, w)
		out.to = int32(len(m.kids))
		out.sum = m.partition(out.from, out.to)
	case Fixed:
		out.holds = n.Holds
		out.fixedCost = w.unmet + w.remain*n.Remaining
	}
	if m.isTop[at] {
		out.charge = w.top
		out.fixedCost += w.top
	}
	m.nodes = append(m.nodes, out)
	return m.root()
}

// partition moves the free Takes, which combine by maximum, to the end.
func (m *model) partition(from, to int32) int32 {
	kids := m.kids[from:to]
	if !slices.ContainsFunc(kids, func(c int32) bool { return m.totalRank(c) == 1 }) {
		return to
	}
	slices.SortStableFunc(kids, func(a, b int32) int {
		return cmp.Compare(m.totalRank(a), m.totalRank(b))
	})
	for i, c := range kids {
		if m.totalRank(c) == 1 {
			m.hides = true
			return from + int32(i)
		}
	}
	return to
}

func (m *model) totalRank(n int32) int {
	if m.nodes[n].kind == Take && m.p.Nodes[m.nodes[n].origin].Free {
		return 1
	}
	return 0
}

// classesOf lists the classes that the items of a Take have, ascending.
func (p *Problem) classesOf(o *Node) []int32 {
	var out []int32
	for i, c := range p.Classes[o.Class] {
		if c >= 0 && p.Sets[o.Set].Has(int32(i)) {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
