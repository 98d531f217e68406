package diagram

import "slices"

// giveRanks puts every node into a column behind all that leads to it, so that
// the edges are as short as possible together: network simplex, on each
// connected part by itself.
func (p *plan) giveRanks() {
	p.rank = make([]int, len(p.nodes))
	p.longestPaths()
	s := simplex{p: p, parent: make([]int, len(p.nodes)), seen: make([]bool, len(p.nodes)), sum: make([]int, len(p.nodes))}
	s.out, s.in = p.neighbours()
	for v := range p.nodes {
		if !s.seen[v] {
			s.component(v)
		}
	}
}

// longestPaths gives each node the length of the longest way to it.
func (p *plan) longestPaths() {
	out, in := p.neighbours()
	wait := make([]int, len(p.nodes))
	var ready []int
	for v := range p.nodes {
		if wait[v] = len(in[v]); wait[v] == 0 {
			ready = append(ready, v)
		}
	}
	for i := 0; i < len(ready); i++ {
		v := ready[i]
		for _, e := range out[v] {
			w := p.edges[e].to
			p.rank[w] = max(p.rank[w], p.rank[v]+1)
			if wait[w]--; wait[w] == 0 {
				ready = append(ready, w)
			}
		}
	}
}

// simplex works on one connected part: nodes in the order in which its tree
// reached them, and the edge by which it did.
type simplex struct {
	p       *plan
	out, in [][]int
	seen    []bool
	nodes   []int // parents before children
	parent  []int // the edge to the parent, -1 at the root
	sum     []int // edges that leave what hangs on the node, less those that enter it
}

// component ranks the part of the graph that holds the node.
func (s *simplex) component(v int) {
	part := s.reach(v)
	if len(part) > 1 {
		s.tightTree(part)
		for range 20 * len(part) { // it ends long before; this is against going in circles
			if !s.improve(part) {
				break
			}
		}
	}
	least := s.p.rank[part[0]]
	for _, w := range part {
		least = min(least, s.p.rank[w])
	}
	for _, w := range part {
		s.p.rank[w] -= least
	}
	s.balance(part)
}

func (s *simplex) reach(v int) []int {
	part := []int{v}
	s.seen[v] = true
	for i := 0; i < len(part); i++ {
		s.each(part[i], func(_, w int) {
			if !s.seen[w] {
				s.seen[w] = true
				part = append(part, w)
			}
		})
	}
	slices.Sort(part)
	return part
}

// each calls yield for every edge at a node with its other end.
func (s *simplex) each(v int, yield func(edge, other int)) {
	for _, e := range s.in[v] {
		yield(e, s.p.edges[e].from)
	}
	for _, e := range s.out[v] {
		yield(e, s.p.edges[e].to)
	}
}

func (s *simplex) slack(e int) int {
	return s.p.rank[s.p.edges[e].to] - s.p.rank[s.p.edges[e].from] - 1
}

// tightTree moves nodes until edges of length one hold the part together.
func (s *simplex) tightTree(part []int) {
	inTree := make([]bool, len(s.p.nodes))
	for {
		clear(inTree)
		s.grow(part[0], inTree, func(e int) bool { return s.slack(e) == 0 })
		if len(s.nodes) == len(part) {
			return
		}
		best := -1
		for _, v := range s.nodes {
			s.each(v, func(e, w int) {
				if !inTree[w] && (best < 0 || s.slack(e) < s.slack(best)) {
					best = e
				}
			})
		}
		move := s.slack(best)
		if inTree[s.p.edges[best].to] {
			move = -move
		}
		for _, v := range s.nodes {
			s.p.rank[v] += move
		}
	}
}

// grow makes a tree of edges from a root.
func (s *simplex) grow(root int, inTree []bool, use func(e int) bool) {
	s.nodes = append(s.nodes[:0], root)
	s.parent[root], inTree[root] = -1, true
	for i := 0; i < len(s.nodes); i++ {
		s.each(s.nodes[i], func(e, w int) {
			if !inTree[w] && use(e) {
				inTree[w] = true
				s.parent[w] = e
				s.nodes = append(s.nodes, w)
			}
		})
	}
}

// improve exchanges an edge of the tree that makes the whole longer; false where
// there is none.
func (s *simplex) improve(part []int) bool {
	for _, v := range part {
		s.sum[v] = len(s.out[v]) - len(s.in[v])
	}
	for i := len(s.nodes) - 1; i > 0; i-- {
		v := s.nodes[i]
		s.sum[s.above(v)] += s.sum[v]
	}
	leave, worst := -1, 0
	for _, v := range s.nodes[1:] {
		value := s.sum[v] // the edge leads up from v: v is on the side of its tail
		if s.p.edges[s.parent[v]].to == v {
			value = -value
		}
		if value < worst {
			leave, worst = v, value
		}
	}
	return leave >= 0 && s.exchange(leave)
}

func (s *simplex) above(v int) int {
	e := s.p.edges[s.parent[v]]
	return e.from + e.to - v
}

// exchange cuts the tree above a node and joins the two sides by the shortest
// edge that leads the other way.
func (s *simplex) exchange(cut int) bool {
	below := make([]bool, len(s.p.nodes))
	below[cut] = true
	for _, v := range s.nodes[1:] {
		below[v] = below[v] || below[s.above(v)]
	}
	tail := s.p.edges[s.parent[cut]].from == cut // what is below holds the tail
	best := -1
	for _, v := range s.nodes {
		for _, e := range s.out[v] {
			if w := s.p.edges[e].to; below[v] != below[w] && below[v] != tail && (best < 0 || s.slack(e) < s.slack(best)) {
				best = e
			}
		}
	}
	if best < 0 {
		return false
	}
	move := s.slack(best)
	if !tail {
		move = -move
	}
	for _, v := range s.nodes {
		if below[v] {
			s.p.rank[v] -= move
		}
	}
	old := s.parent
	tree := map[int]bool{best: true}
	for _, v := range s.nodes[1:] {
		if v != cut {
			tree[old[v]] = true
		}
	}
	s.grow(s.nodes[0], make([]bool, len(s.p.nodes)), func(e int) bool { return tree[e] })
	return true
}

// balance moves nodes with as many edges in as out to the least crowded column
// that they may stand in: it makes no edge longer in sum.
func (s *simplex) balance(part []int) {
	crowd := map[int]int{}
	for _, v := range part {
		crowd[s.p.rank[v]]++
	}
	for _, v := range part {
		if len(s.in[v]) != len(s.out[v]) || len(s.in[v]) == 0 {
			continue
		}
		low, high := 0, 1<<30
		for _, e := range s.in[v] {
			low = max(low, s.p.rank[s.p.edges[e].from]+1)
		}
		for _, e := range s.out[v] {
			high = min(high, s.p.rank[s.p.edges[e].to]-1)
		}
		best := s.p.rank[v]
		for r := low; r <= high; r++ {
			if crowd[r] < crowd[best]-1 {
				best = r
			}
		}
		crowd[s.p.rank[v]]--
		crowd[best]++
		s.p.rank[v] = best
	}
}
