package diagram

import "slices"

// breakCycles turns edges around until none closes a circle: those that lead
// back to a node on the way that is being walked. Walks begin at what nothing
// leads to. An edge that falls together with another is joined with it.
func (p *plan) breakCycles() {
	out, in := p.neighbours()
	const (
		unseen = iota
		onWay
		done
	)
	state := make([]uint8, len(p.nodes))
	var walk func(v int)
	walk = func(v int) {
		state[v] = onWay
		for _, e := range out[v] {
			switch w := p.edges[e].to; state[w] {
			case onWay:
				p.edges[e].reversed = true
			case unseen:
				walk(w)
			}
		}
		state[v] = done
	}
	for pass := range 2 {
		for v := range p.nodes {
			if state[v] == unseen && (pass > 0 || len(in[v]) == 0) {
				walk(v)
			}
		}
	}
	p.turn()
}

// turn exchanges the ends of the edges that are marked as reversed.
func (p *plan) turn() {
	at := map[[2]int]int{}
	for i, e := range p.edges {
		if !e.reversed {
			at[[2]int{e.from, e.to}] = i
		}
	}
	kept := p.edges[:0]
	var turned []link
	for _, e := range p.edges {
		if !e.reversed {
			kept = append(kept, e)
			continue
		}
		e.from, e.to = e.to, e.from
		if i, ok := at[[2]int{e.from, e.to}]; ok {
			at[[2]int{e.from, e.to}] = -1 - i // joined below, when places are settled
			continue
		}
		turned = append(turned, e)
	}
	for i := range kept {
		if at[[2]int{kept[i].from, kept[i].to}] < 0 {
			kept[i].mutual = true
		}
	}
	p.edges = slices.Concat(kept, turned)
}
