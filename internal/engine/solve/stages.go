package solve

import "slices"

// leastCost finds the least cost of a part that does not hold.
func (j *job) leastCost(pt *part, r *result) {
	s := &j.v.s
	j.floorsOfWork(pt)
	fill(s.got, 0)
	r.cost = s.cost() // of nothing placed
	if r.floor > 0 {
		s.leastCost = s.m.leastCost()
	}
	found := j.run(true, r.cost)
	s.leastCost = 0
	if !found {
		j.out.Proven = false // the budget ended before the first placement
		j.clearPicks()
		return
	}
	r.cost = s.bestCost
	if s.exhausted {
		j.out.Proven = false
		r.floor = min(r.cost, max(r.floor, s.floor))
		return
	}
	if r.floor > 0 {
		r.floor = r.cost
	}
}

// clearPicks makes the best placement the empty one.
func (j *job) clearPicks() {
	s := &j.v.s
	s.bestPick = s.bestPick[:0]
	for v := range s.m.slots {
		s.bestPick = append(s.bestPick, s.m.slots[v].to-1)
	}
	s.bestGroup = grow(s.bestGroup, len(s.m.groups))
	fill(s.bestGroup, 0)
}

// leastAdded finds, among the placements of the cost, the one that lacks least
// where everything is added up.
func (j *job) leastAdded(r *result) {
	s := &j.v.s
	r.added = r.cost
	if !j.adds || r.cost == 0 {
		return
	}
	s.pick, s.chosen = append(s.pick[:0], s.bestPick...), append(s.chosen[:0], s.bestGroup...)
	s.tally()
	s.adds, s.ceiling = true, r.cost
	if r.added = s.cost(); r.added == r.cost {
		return // it cannot be less
	}
	if r.floor > 0 {
		s.leastCost = s.m.leastCost()
	}
	if j.run(true, s.below(r.added)) {
		r.added = s.bestCost
	}
	s.leastCost = 0
	if s.exhausted {
		j.out.Proven = false
	}
}

// bestAim finds the best placement among those of the cost.
func (j *job) bestAim(pt *part, r *result) {
	if j.aimed() {
		return
	}
	j.pick = append(j.pick[:0], j.v.s.bestPick...)
	j.group = append(j.group[:0], j.v.s.bestGroup...)
	if !j.build(pt, j.aim) {
		j.out.Proven = false
		j.build(pt, aim{}) // which fits, and is what the placement is of
		return
	}
	s := &j.v.s
	if !j.run(r.cost > 0, r.added) {
		s.bestPick = append(s.bestPick[:0], j.pick...)
		s.bestGroup = append(s.bestGroup[:0], j.group...)
	}
	if s.exhausted {
		j.out.Proven = false
	}
}

// reckon computes what the placement costs: where the least was not proven, a
// later search may have found one that costs less.
func (j *job) reckon(r *result) {
	s := &j.v.s
	s.pick, s.chosen = append(s.pick[:0], s.bestPick...), append(s.chosen[:0], s.bestGroup...)
	s.tally()
	r.cost, r.added = s.costs(false), s.costs(true)
}

// collect adds the placement of the part to the answer.
func (j *job) collect() {
	s := &j.v.s
	m := s.m
	for g, b := range s.bestGroup {
		j.out.Bundles[m.groups[g].origin] = b
	}
	s.chosen = append(s.chosen[:0], s.bestGroup...)
	s.pick = append(s.pick[:0], s.bestPick...)
	if j.aim.credit > 0 {
		s.tally()
		s.costs(false)
		j.credit += s.owedCredit()
	}
	for v, q := range s.bestPick {
		i := m.slots[v].item
		if !s.available(i) {
			continue
		}
		for _, t := range m.used[m.pats[q].uFrom:m.pats[q].uTo] {
			j.use(m.items[i], m.nodes[m.takes[t]].origin)
		}
	}
}

// leastCost is a bound on the cost of a root that does not hold: some leaf or
// minimum lacks something.
func (m *model) leastCost() int64 {
	least := m.wRemain + m.wUnmet
	for i := range m.nodes {
		if n := &m.nodes[i]; n.kind == Fixed && !n.holds {
			least = min(least, n.fixedCost)
		}
	}
	return least
}

// aimed reports whether the placement has all that the goals about the placement
// could ask for: every item that a consuming Take could use, with all its credit,
// and the cheapest bundle of each alternative.
func (j *job) aimed() bool {
	s := &j.v.s
	m := s.m
	if j.aim.uses > 0 {
		return false
	}
	for g := range m.groups {
		if j.aim.bundle > 0 && m.groups[g].cost[s.bestGroup[g]] > slices.Min(m.groups[g].cost) {
			return false
		}
	}
	if j.aim.credit == 0 {
		return true
	}
	m.marks[0] = grow(m.marks[0], len(m.takes))
	for t, at := range m.takes {
		m.marks[0][t] = !m.p.Nodes[m.nodes[at].origin].Free
	}
	var most int64
	for i, it := range m.items {
		if m.wanted(int32(i), m.marks[0]) {
			most += m.p.Items[it].Credits
		}
	}
	s.pick, s.chosen = append(s.pick[:0], s.bestPick...), append(s.chosen[:0], s.bestGroup...)
	s.tally()
	s.costs(false)
	return s.owedCredit() == most
}
