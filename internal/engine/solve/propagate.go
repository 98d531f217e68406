package solve

import "slices"

// propagate removes what cannot be part of a placement that is still wanted,
// until nothing changes. It returns false where nothing is left.
func (s *search) propagate() bool {
	for {
		before := len(s.st.trail)
		if !s.propagateTree() || !s.propagateGroups() {
			return false
		}
		s.activities()
		if !s.propagateRows() || !s.propagateTwins() || !s.propagateUses() {
			return false
		}
		if len(s.st.trail) == before {
			return true
		}
	}
}

// propagateTree passes statuses down and up the tree.
func (s *search) propagateTree() bool {
	for at := int32(len(s.m.nodes)) - 1; at >= 0; at-- { // parents first
		if s.st.status[at] == wanted && !s.want(at) {
			return false
		}
	}
	for at := range int32(len(s.m.nodes)) { // children first
		if s.st.status[at] != unmet && s.fails(at) && !s.st.set(at, unmet) {
			return false
		}
	}
	return true
}

func (s *search) want(at int32) bool {
	n := &s.m.nodes[at]
	kids := s.m.kids[n.from:n.to]
	switch n.kind {
	case Fixed:
		return n.holds
	case All:
		for _, c := range kids {
			if !s.st.set(c, wanted) {
				return false
			}
		}
	case Choose:
		can := int32(0)
		for _, c := range kids {
			if s.st.status[c] != unmet {
				can++
			}
		}
		if can > n.k {
			return true
		}
		if can < n.k {
			return false
		}
		for _, c := range kids {
			if s.st.status[c] == open {
				s.st.set(c, wanted)
			}
		}
	}
	return true
}

// fails reports whether the structure of a node cannot hold any more.
func (s *search) fails(at int32) bool {
	n := &s.m.nodes[at]
	switch n.kind {
	case Fixed:
		return !n.holds
	case All, Choose:
		can := int32(0)
		for _, c := range s.m.kids[n.from:n.to] {
			if s.st.status[c] != unmet {
				can++
			}
		}
		return n.kind == All && can < n.to-n.from || n.kind == Choose && can < n.k
	}
	return false
}

// propagateGroups keeps bundles and the items they hold in step.
func (s *search) propagateGroups() bool {
	for g := range s.m.groups {
		gr := &s.m.groups[g]
		for _, i := range gr.items {
			must := s.mustUse(i)
			held := false
			for b := range gr.cost {
				if !s.st.bundle[g][b] {
					continue
				}
				has := s.m.holds(gr, b, i)
				held = held || has
				if must && !has && !s.st.dropBundle(int32(g), int32(b)) {
					return false
				}
			}
			if !held {
				s.leaveOut(i)
			}
		}
	}
	return true
}

func (m *model) holds(g *group, b int, item int32) bool {
	return slices.Contains(m.bundles[g.off[b]:g.off[b+1]], item)
}

// mustUse reports whether some slot of the item no longer has the empty pattern.
func (s *search) mustUse(i int32) bool {
	for v := s.m.first[i]; v < s.m.first[i+1]; v++ {
		if !s.st.alive[s.m.slots[v].to-1] {
			return true
		}
	}
	return false
}

// leaveOut removes every use of the item, but where it must be used.
func (s *search) leaveOut(i int32) {
	for v := s.m.first[i]; v < s.m.first[i+1]; v++ {
		if empty := s.m.slots[v].to - 1; s.st.alive[empty] {
			s.st.keep(s.m, empty)
		}
	}
}
