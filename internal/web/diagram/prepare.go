package diagram

import (
	"cmp"
	"slices"
)

// plan is the graph on its way to a layout: nodes in canonical order, edges by
// number.
type plan struct {
	nodes  []Node
	count  []int // how many nodes each stands for
	lanes  []Lane
	lane   []int // of each node
	edges  []link
	rank   []int
	hidden int
}

// link is an edge between numbered nodes. A reversed one closed a circle and
// was turned around; a mutual one stands for two.
type link struct {
	from, to         int
	optional         bool
	reversed, mutual bool
}

// prepare puts nodes and edges into an order of their own.
func prepare(g Graph) *plan {
	p := &plan{nodes: slices.Clone(g.Nodes)}
	slices.SortStableFunc(p.nodes, compareNodes)
	at := make(map[string]int, len(p.nodes))
	kept := p.nodes[:0]
	for _, n := range p.nodes {
		if _, double := at[n.ID]; !double {
			at[n.ID] = len(kept)
			kept = append(kept, n)
		}
	}
	p.nodes = kept
	p.count = make([]int, len(kept))
	for i := range p.count {
		p.count[i] = 1
	}
	for _, e := range g.Edges {
		from, ok1 := at[e.From]
		to, ok2 := at[e.To]
		if ok1 && ok2 {
			p.edges = append(p.edges, link{from: from, to: to, optional: e.Optional})
		}
	}
	p.tidyEdges()
	p.giveLanes(g.Lanes)
	return p
}

// compareNodes is the order of the outline, then by everything else: it does not
// depend on the order of input.
func compareNodes(a, b Node) int {
	if c := compareSteps(a.Step, b.Step); c != 0 {
		return c
	}
	return cmp.Or(
		cmp.Compare(a.ID, b.ID), cmp.Compare(a.Label, b.Label), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Note, b.Note),
		cmp.Compare(a.Href, b.Href), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Lane, b.Lane), cmp.Compare(a.Status, b.Status),
		cmp.Compare(a.StatusWord, b.StatusWord), cmp.Compare(a.Tip, b.Tip), compareBools(a.Exit, b.Exit), compareBools(a.Goal, b.Goal),
	)
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// compareSteps orders numbers by their value: 1.2 before 1.10, and 1 before 1.1.
// Boxes without a step come last.
func compareSteps(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(b, a)
	}
	for a != "" && b != "" {
		if !digit(a[0]) || !digit(b[0]) {
			if a[0] != b[0] {
				return cmp.Compare(a[0], b[0])
			}
			a, b = a[1:], b[1:]
			continue
		}
		x, y := digits(a), digits(b)
		if c := cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)); c != 0 {
			return c
		}
		a, b = a[len(x):], b[len(y):]
	}
	return cmp.Compare(len(a), len(b))
}

func digit(c byte) bool { return '0' <= c && c <= '9' }

func digits(s string) string {
	n := 0
	for n < len(s) && digit(s[n]) {
		n++
	}
	return s[:n]
}

// tidyEdges orders the edges, drops those from a node to itself and joins those
// between the same nodes: one that is not optional makes the whole not so.
func (p *plan) tidyEdges() {
	slices.SortFunc(p.edges, func(a, b link) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), compareBools(a.optional, b.optional))
	})
	p.edges = slices.CompactFunc(p.edges, func(a, b link) bool { return a.from == b.from && a.to == b.to })
	p.edges = slices.DeleteFunc(p.edges, func(e link) bool { return e.from == e.to })
}

// giveLanes numbers the lanes that are used; what belongs to none stands in a
// last lane.
func (p *plan) giveLanes(lanes []Lane) {
	p.lane = make([]int, len(p.nodes))
	if len(lanes) == 0 {
		return
	}
	used := map[string]bool{}
	for i := range p.nodes {
		used[p.nodes[i].Lane] = true
	}
	number := map[string]int{}
	for _, l := range lanes {
		if _, double := number[l.ID]; !double && used[l.ID] {
			number[l.ID] = len(p.lanes)
			p.lanes = append(p.lanes, l)
		}
	}
	other := len(p.lanes)
	for i := range p.nodes {
		n, ok := number[p.nodes[i].Lane]
		if !ok {
			n = other
			if len(p.lanes) == other {
				p.lanes = append(p.lanes, Lane{})
			}
		}
		p.lane[i] = n
	}
}

// neighbours lists, by node, the numbers of the edges that leave and enter it.
func (p *plan) neighbours() (out, in [][]int) {
	out, in = make([][]int, len(p.nodes)), make([][]int, len(p.nodes))
	for i, e := range p.edges {
		out[e.from], in[e.to] = append(out[e.from], i), append(in[e.to], i)
	}
	return out, in
}
