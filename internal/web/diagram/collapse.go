package diagram

import (
	"cmp"
	"slices"
	"strconv"
)

// collapse leaves at most so many boxes as the options say: goals, credentials
// and programs first, then of everything that leads to the same box the first
// ones. The others are counted in a box beside what they lead to.
func (p *plan) collapse(o *Options) {
	limit := o.MaxNodes
	if limit <= 0 {
		limit = DefaultMaxNodes
	}
	limit = max(limit, 2)
	if len(p.nodes) <= limit {
		return
	}
	order := p.importance()
	out, in := p.neighbours()
	for keep := limit - 1; ; keep-- {
		shown := make([]bool, len(p.nodes))
		for _, i := range order[:keep] {
			shown[i] = true
		}
		anchor := p.anchors(shown, out, in)
		if keep == 1 { // there is no room for more than one box beside it
			for i := range anchor {
				anchor[i] = order[0]
			}
		}
		groups := groupsOf(anchor, shown)
		if keep+len(groups) <= limit {
			p.contract(shown, anchor, groups, o)
			return
		}
	}
}

// importance lists the nodes, what must be shown first.
func (p *plan) importance() []int {
	out, _ := p.neighbours()
	place := make([]int, len(p.nodes)) // among those that lead to the same first box
	seen := map[int]int{}
	for i := range p.nodes {
		to := -1
		if len(out[i]) > 0 {
			to = p.edges[out[i][0]].to
		}
		place[i] = seen[to]
		seen[to]++
	}
	class := func(i int) int {
		switch n := &p.nodes[i]; {
		case n.Goal:
			return 0
		case n.Kind == Program, n.Kind == Credential:
			return 1
		}
		return 2
	}
	order := make([]int, len(p.nodes))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(class(a), class(b)), cmp.Compare(place[a], place[b]), cmp.Compare(a, b))
	})
	return order
}

// anchors gives each node the nearest shown one that it leads to, or else that
// leads to it; -1 where there is none. A shown node is its own.
func (p *plan) anchors(shown []bool, out, in [][]int) []int {
	anchor := make([]int, len(p.nodes))
	var level []int
	for i := range anchor {
		anchor[i] = -1
		if shown[i] {
			anchor[i] = i
			level = append(level, i)
		}
	}
	p.spread(anchor, slices.Clone(level), in, func(e link) int { return e.from })
	p.spread(anchor, level, out, func(e link) int { return e.to })
	return anchor
}

// spread hands the anchors on, nearest first.
func (p *plan) spread(anchor, level []int, edges [][]int, end func(link) int) {
	for i := 0; i < len(level); i++ {
		for _, e := range edges[level[i]] {
			if v := end(p.edges[e]); anchor[v] < 0 {
				anchor[v] = anchor[level[i]]
				level = append(level, v)
			}
		}
	}
}

// groupsOf lists the anchors that hidden nodes have, in order.
func groupsOf(anchor []int, shown []bool) []int {
	var groups []int
	for i, a := range anchor {
		if !shown[i] {
			groups = append(groups, a)
		}
	}
	slices.Sort(groups)
	return slices.Compact(groups)
}

// contract puts a box in the place of each group of hidden nodes; one alone is
// shown itself.
func (p *plan) contract(shown []bool, anchor, groups []int, o *Options) {
	size := map[int]int{}
	for i, a := range anchor {
		if !shown[i] {
			size[a]++
		}
	}
	for i, a := range anchor {
		shown[i] = shown[i] || size[a] == 1
	}
	groups = slices.DeleteFunc(groups, func(a int) bool { return size[a] == 1 })
	next := plan{lanes: p.lanes}
	number := make([]int, len(p.nodes))
	for i := range p.nodes {
		if shown[i] {
			number[i] = len(next.nodes)
			next.add(p.nodes[i], p.count[i], p.lane[i])
		}
	}
	next.hidden = p.hidden
	for _, g := range groups {
		box, first := len(next.nodes), true
		for i, a := range anchor {
			if shown[i] || a != g {
				continue
			}
			number[i] = box
			if first {
				next.add(Node{Kind: more, Href: o.MoreHref}, 0, p.lane[i])
				first = false
			}
			next.count[box] += p.count[i]
			if p.nodes[i].Kind != more { // which has been counted
				next.hidden++
			}
		}
		n := &next.nodes[box]
		n.Label = strconv.Itoa(next.count[box]) + " more"
		if o.More != nil {
			n.Label = o.More(next.count[box])
		}
	}
	for _, e := range p.edges {
		e.from, e.to = number[e.from], number[e.to]
		next.edges = append(next.edges, e)
	}
	next.tidyEdges()
	*p = next
}

func (p *plan) add(n Node, count, lane int) {
	p.nodes, p.count, p.lane = append(p.nodes, n), append(p.count, count), append(p.lane, lane)
}
