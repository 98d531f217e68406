package diagram

// net is the graph with its ranks as lists and every edge cut where it passes a
// rank: each piece leads from one rank to the next.
type net struct {
	p        *plan
	vertices []vertex
	ranks    [][]int // vertices from the top
	chains   [][]int // of each edge: its vertices from end to end
	text     []boxText
	columns  []int  // the left side of each rank
	bands    []Band // in parts of a pixel until they are drawn
}

// vertex is a box, or a bend where an edge passes a rank.
type vertex struct {
	node     int // -1 for a bend
	rank     int
	lane     int
	place    int // in its rank
	up, down []int
	y, h     int // of the middle; parts of a pixel
}

func newNet(p *plan) *net {
	n := &net{p: p, vertices: make([]vertex, 0, 2*len(p.nodes)), text: make([]boxText, len(p.nodes))}
	lines := busiest(p)
	for i := range p.nodes {
		n.text[i] = layText(&p.nodes[i])
		n.text[i].stretch(min(tallest, 2*portInset+portLeast*(lines[i]-1)))
		n.add(vertex{node: i, rank: p.rank[i], lane: p.lane[i], h: n.text[i].height * scale})
	}
	for _, e := range p.edges {
		chain := []int{e.from}
		from, to := p.rank[e.from], p.rank[e.to]
		for r := from + 1; r < to; r++ {
			lane := p.lane[e.from]
			if 2*(r-from) > to-from {
				lane = p.lane[e.to]
			}
			chain = append(chain, n.add(vertex{node: -1, rank: r, lane: lane}))
		}
		chain = append(chain, e.to)
		for i, v := range chain[1:] {
			u := chain[i]
			n.vertices[u].down = append(n.vertices[u].down, v)
			n.vertices[v].up = append(n.vertices[v].up, u)
		}
		n.chains = append(n.chains, chain)
	}
	for v := range n.vertices {
		for len(n.ranks) <= n.vertices[v].rank {
			n.ranks = append(n.ranks, nil)
		}
	}
	return n
}

func (n *net) add(v vertex) int {
	n.vertices = append(n.vertices, v)
	return len(n.vertices) - 1
}

// busiest is, by node, how many edges meet at the side of its box that has more.
func busiest(p *plan) []int {
	out, in := p.neighbours()
	lines := make([]int, len(p.nodes))
	for i := range lines {
		lines[i] = max(len(out[i]), len(in[i]))
	}
	return lines
}
