package diagram

// collapseFar leaves at most so many columns as the options say: what is farther
// from the goals is counted in a box beside what it leads to.
func (p *plan) collapseFar(o *Options) {
	if o.MaxRanks < 2 {
		return
	}
	out, in := p.neighbours()
	far := p.distances(in)
	shown := make([]bool, len(p.nodes))
	for i := range shown {
		shown[i] = far[i] < o.MaxRanks
	}
	hidden := false
	for i := range shown {
		if far[i] < o.MaxRanks {
			continue
		}
		hidden = true
		for _, e := range out[i] { // its box takes the column before
			if to := p.edges[e].to; far[to] == o.MaxRanks-1 {
				shown[to] = false
			}
		}
	}
	if hidden {
		anchor := p.anchors(shown, out, in)
		p.contract(shown, anchor, groupsOf(anchor, shown), o)
	}
}

// distances are how many edges each node is from the nearest goal; 0 where it
// leads to none.
func (p *plan) distances(in [][]int) []int {
	far := make([]int, len(p.nodes))
	seen := make([]bool, len(p.nodes))
	var level []int
	for i := range p.nodes {
		if p.nodes[i].Goal {
			seen[i] = true
			level = append(level, i)
		}
	}
	for k := 0; k < len(level); k++ {
		for _, e := range in[level[k]] {
			if from := p.edges[e].from; !seen[from] {
				seen[from], far[from] = true, far[level[k]]+1
				level = append(level, from)
			}
		}
	}
	return far
}
