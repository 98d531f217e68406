package solve

// A part is a set of children of the root that nothing joins with the others:
// no item competed for, no budget, no alternative, no goal. Parts are solved by
// themselves.
type part struct {
	tops []int32
	free bool // one free Take, whose cost combines by maximum
}

// partition splits the problem. It is one part where the root is not a plain
// All, or where goals about the placement could trade between parts.
func partition(p *Problem, a aim, whole bool) []part {
	root := &p.Nodes[p.Root]
	if whole || root.Kind != All || len(root.Conditions) > 0 || len(root.Children) < 2 {
		return []part{{tops: []int32{p.Root}}}
	}
	j := joiner{p: p, of: newUnion(len(root.Children)), top: make([]int32, len(p.Nodes)), tops: make([]int32, len(root.Children))}
	fill(j.top, -1)
	for k, c := range root.Children {
		j.mark(c, int32(k))
	}
	j.joinItems(a)
	j.joinShares()
	return j.parts()
}

// joiner joins children of the root.
type joiner struct {
	p   *Problem
	of  union
	top []int32 // child of the root above each node, or -1
	// tops is memory for parts, of which most have one node.
	tops []int32
}

func (j *joiner) mark(node, top int32) {
	j.top[node] = top
	for _, c := range j.p.Nodes[node].Children {
		j.mark(c, top)
	}
}

// joinItems joins what may use one item in one scope, or at all where that matters.
func (j *joiner) joinItems(a aim) {
	scopes := map[int32]int32{}
	owner := j.alternatives()
	for i := range int32(len(j.p.Items)) {
		clear(scopes)
		first := int32(-1)
		for n := range j.p.Nodes {
			nd := &j.p.Nodes[n]
			if nd.Kind != Take || j.top[n] < 0 || !j.p.Sets[nd.Set].Has(i) {
				continue
			}
			t := j.top[n]
			if owner[i] >= 0 {
				j.joinFirst(scopes, -2-owner[i], t)
			}
			if nd.Free {
				continue
			}
			j.joinFirst(scopes, nd.Scope, t)
			if first >= 0 && (j.p.MaxUses > 0 || a.credit > 0) {
				j.of.join(first, t)
			}
			first = t
		}
	}
	j.joinAlternatives()
}

func (j *joiner) joinFirst(seen map[int32]int32, key, t int32) {
	if f, ok := seen[key]; ok {
		j.of.join(f, t)
		return
	}
	seen[key] = t
}

// alternatives gives the alternative of each item, or -1.
func (j *joiner) alternatives() []int32 {
	owner := make([]int32, len(j.p.Items))
	fill(owner, -1)
	for a := range j.p.Alternatives {
		for _, b := range j.p.Alternatives[a].Bundles {
			for _, i := range b.Items {
				owner[i] = int32(a)
			}
		}
	}
	return owner
}

// joinAlternatives joins all that may use an item of the same alternative.
func (j *joiner) joinAlternatives() {
	for a := range j.p.Alternatives {
		first := int32(-1)
		for _, b := range j.p.Alternatives[a].Bundles {
			for _, i := range b.Items {
				for n := range j.p.Nodes {
					nd := &j.p.Nodes[n]
					if nd.Kind != Take || j.top[n] < 0 || !j.p.Sets[nd.Set].Has(i) {
						continue
					}
					if first >= 0 {
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
			if a, b := j.top[s.A], j.top[s.B]; a >= 0 && b >= 0 {
				j.of.join(a, b)
			}
			continue
		}
		first := int32(-1)
		for n := range j.p.Nodes {
			nd := &j.p.Nodes[n]
			if nd.Kind == Take && !nd.Free && j.top[n] >= 0 && (nd.Scope == s.A || nd.Scope == s.B) {
				if first >= 0 {
					j.of.join(first, j.top[n])
				}
				first = j.top[n]
			}
		}
	}
}

func (j *joiner) parts() []part {
	out := make([]part, 0, len(j.of))
	children := j.p.Nodes[j.p.Root].Children
	index := make([]int, len(children))
	fill(index, -1)
	for k, c := range children {
		r := j.of.find(int32(k))
		if index[r] < 0 {
			index[r] = len(out)
			out = append(out, part{tops: j.tops[k : k : k+1]})
		}
		pt := &out[index[r]]
		pt.tops = append(pt.tops, c)
		n := &j.p.Nodes[c]
		isFree := n.Kind == Take && n.Free
		if len(pt.tops) > 1 && (isFree || pt.free) {
			// Joined with others, its cost still combines by maximum with all.
			return []part{{tops: []int32{j.p.Root}}}
		}
		pt.free = isFree
	}
	return out
}

type union []int32

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = int32(i)
	}
	return u
}

func (u union) find(x int32) int32 {
	for u[x] != x {
		u[x] = u[u[x]]
		x = u[x]
	}
	return x
}

func (u union) join(a, b int32) { u[u.find(a)] = u.find(b) }
