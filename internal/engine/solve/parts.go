package solve

import (
	"cmp"
	"slices"
)

// A part is a set of children of the root that nothing joins with the others:
// no item competed for, no budget, no alternative, no goal. Parts are solved by
// themselves.
type part struct {
	tops []int32
	free bool // one free Take, whose cost combines by maximum
}

// partition splits the problem. It is one part where the root is not a plain
// All, or where goals about the placement could trade between parts.
func (j *joiner) partition(p *Problem, a aim, whole bool) []part {
	root := &p.Nodes[p.Root]
	if whole || root.Kind != All || len(root.Conditions) > 0 || len(root.Children) < 2 {
		return j.one(p.Root)
	}
	n := len(root.Children)
	j.p, j.of, j.top, j.tops = p, grow(j.of, n), grow(j.top, len(p.Nodes)), grow(j.tops, 2*n)
	for k := range j.of {
		j.of[k] = int32(k)
	}
	fill(j.top, none)
	for k, c := range root.Children {
		j.mark(c, int32(k))
	}
	j.joinItems(a)
	j.joinAlternatives()
	j.joinShares()
	return j.list()
}

// one is the whole problem as one part.
func (j *joiner) one(root int32) []part {
	j.tops = append(j.tops[:0], root)
	j.parts = append(j.parts[:0], part{tops: j.tops})
	return j.parts
}

// joiner joins children of the root, and keeps its memory.
type joiner struct {
	p     *Problem
	of    union
	top   []int32 // child of the root above each node, or -1
	takes []int32 // consuming Takes, by scope
	first []int32 // a child that uses each item
	scope []int32 // in this scope
	index []int32
	tops  []int32
	parts []part
}

func (j *joiner) mark(node, top int32) {
	j.top[node] = top
	for _, c := range j.p.Nodes[node].Children {
		j.mark(c, top)
	}
}

// joinItems joins what may use one item in one scope, or at all where that matters.
func (j *joiner) joinItems(a aim) {
	p := j.p
	j.takes = j.takes[:0]
	for n := range p.Nodes {
		if p.Nodes[n].Kind == Take && j.top[n] != none && !p.Nodes[n].Free {
			j.takes = append(j.takes, int32(n))
		}
	}
	slices.SortStableFunc(j.takes, func(a, b int32) int { return cmp.Compare(p.Nodes[a].Scope, p.Nodes[b].Scope) })
	j.first, j.scope = grow(j.first, len(p.Items)), grow(j.scope, len(p.Items))
	fill(j.scope, none)
	anywhere := p.MaxUses > 0 || a.credit > 0
	for _, n := range j.takes {
		nd := &p.Nodes[n]
		p.Sets[nd.Set].each(len(p.Items), func(i int32) {
			if j.scope[i] == nd.Scope || anywhere && j.scope[i] != none {
				j.of.join(j.first[i], j.top[n])
			}
			j.first[i], j.scope[i] = j.top[n], nd.Scope
		})
	}
}

// joinAlternatives joins all that may use an item of the same alternative.
func (j *joiner) joinAlternatives() {
	for a := range j.p.Alternatives {
		first := int32(none)
		for _, b := range j.p.Alternatives[a].Bundles {
			for _, i := range b.Items {
				for n := range j.p.Nodes {
					nd := &j.p.Nodes[n]
					if nd.Kind != Take || j.top[n] == none || !j.p.Sets[nd.Set].Has(i) {
						continue
					}
					if first != none {
						j.of.join(first, j.top[n])
					}
					first = j.top[n]
				}
			}
		}
	}
}

// joinShares joins both sides of every budget.
func (j *joiner) joinShares() {
	for i := range j.p.Shares {
		s := &j.p.Shares[i]
		if !s.Scopes {
			if a, b := j.top[s.A], j.top[s.B]; a != none && b != none {
				j.of.join(a, b)
			}
			continue
		}
		first := int32(none)
		for n := range j.p.Nodes {
			nd := &j.p.Nodes[n]
			if nd.Kind == Take && !nd.Free && j.top[n] != none && (nd.Scope == s.A || nd.Scope == s.B) {
				if first != none {
					j.of.join(first, j.top[n])
				}
				first = j.top[n]
			}
		}
	}
}

// list lists the parts; their tops are behind each other in j.tops.
func (j *joiner) list() []part {
	j.parts = j.parts[:0]
	children := j.p.Nodes[j.p.Root].Children
	j.index = grow(j.index, len(children))
	fill(j.index, 0)
	for k := range children {
		j.index[j.of.find(int32(k))]++ // how many tops
	}
	at := int32(0)
	for k, n := range j.index {
		if n > 0 {
			j.parts = append(j.parts, part{tops: j.tops[at : at : at+n]})
			at += n
			j.index[k] = int32(len(j.parts)) - 1
		}
	}
	for k, c := range children {
		pt := &j.parts[j.index[j.of.find(int32(k))]]
		pt.tops = append(pt.tops, c)
		n := &j.p.Nodes[c]
		isFree := n.Kind == Take && n.Free
		if len(pt.tops) > 1 && (isFree || pt.free) {
			// Joined with others, its cost still combines by maximum with all.
			return j.one(j.p.Root)
		}
		pt.free = isFree
	}
	return j.parts
}

type union []int32

func (u union) find(x int32) int32 {
	for u[x] != x {
		u[x] = u[u[x]]
		x = u[x]
	}
	return x
}

func (u union) join(a, b int32) { u[u.find(a)] = u.find(b) }
