package choose

import "slices"

// Exact is branch and bound over the independent parts of a problem.
type Exact struct{}

var _ Chooser = Exact{}

// Choose implements Chooser.
func (Exact) Choose(p *Problem, budget int) Choice {
	if len(p.Caps) == 0 && independent(p) {
		return finish(p, all(len(p.Candidates)), true)
	}
	groups := components(p, nil)
	var chosen []int
	proven := true
	for _, g := range groups {
		picked, ok := solve(p, g, nil, &budget)
		chosen = append(chosen, picked...)
		proven = proven && ok
	}
	slices.Sort(chosen)
	if len(p.Caps) > 0 && binds(p, chosen) {
		chosen, proven = withCaps(p, &budget)
	}
	return finish(p, chosen, proven)
}

// independent reports whether plainly no two candidates conflict: no source is
// used twice but by one sharing group, no target is given twice, and there are
// no rivals.
func independent(p *Problem) bool {
	const unused, exclusive = -2, -1
	share := make([]int32, p.Sources)
	for s := range share {
		share[s] = unused
	}
	var targets []int32
	for i := range p.Candidates {
		c := &p.Candidates[i]
		if len(c.Rivals) > 0 {
			return false
		}
		for _, part := range c.Parts {
			if was := share[part.Source]; was != unused && (was == exclusive || was != c.Share) {
				return false
			}
			share[part.Source] = c.Share
		}
		targets = append(targets, c.Targets...)
	}
	slices.Sort(targets)
	return len(slices.Compact(targets)) == len(targets)
}

// all lists the numbers below n.
func all(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func finish(p *Problem, chosen []int, proven bool) Choice {
	c := Choice{Chosen: chosen, Kept: Value(p, chosen), Proven: proven}
	for _, k := range c.Kept {
		c.Units += k.Units
		c.Direct += k.Direct
	}
	c.Bound = c.Units
	if !proven {
		c.Bound = looseBound(p)
	}
	return c
}

// looseBound is what the sources could give at most, each on its own.
func looseBound(p *Problem) int64 {
	most := make([]int64, p.Sources)
	for i := range p.Candidates {
		for _, part := range p.Candidates[i].Parts {
			most[part.Source] = max(most[part.Source], part.Units)
		}
	}
	var sum int64
	for _, m := range most {
		sum += m
	}
	return sum
}

// binds reports whether the caps take anything from the choice that is best
// without them. Where they do not, that choice is best with them too, since
// caps only ever take away.
func binds(p *Problem, chosen []int) bool {
	free := Problem{Sources: p.Sources, Candidates: p.Candidates}
	return !slices.Equal(Value(&free, chosen), Value(p, chosen))
}

// withCaps solves again with the parts that a cap joins taken together.
func withCaps(p *Problem, budget *int) ([]int, bool) {
	var chosen []int
	proven := nested(p.Caps)
	for _, g := range components(p, p.Caps) {
		picked, ok := solve(p, g, p.Caps, budget)
		chosen = append(chosen, picked...)
		proven = proven && ok
	}
	slices.Sort(chosen)
	return chosen, proven
}

// components splits the candidates into parts that share no source, target,
// rivals or cap. Candidates without sources and targets stand alone.
func components(p *Problem, caps []Cap) [][]int {
	u := newUnion(p.Sources + len(p.Candidates))
	owner, rivals := map[int32]int{}, map[int32]int{}
	for i := range p.Candidates {
		c := &p.Candidates[i]
		self := p.Sources + i
		for _, part := range c.Parts {
			u.join(self, int(part.Source))
		}
		for _, t := range c.Targets {
			joinFirst(u, owner, t, self)
		}
		for _, r := range c.Rivals {
			joinFirst(u, rivals, r.Group, self)
		}
	}
	for i := range caps {
		for _, s := range caps[i].Sources[min(1, len(caps[i].Sources)):] {
			u.join(int(s), int(caps[i].Sources[0]))
		}
	}
	index := map[int]int{}
	var out [][]int
	for i := range p.Candidates {
		root := u.find(p.Sources + i)
		g, ok := index[root]
		if !ok {
			g = len(out)
			index[root] = g
			out = append(out, nil)
		}
		out[g] = append(out[g], i)
	}
	return out
}

// joinFirst joins self with the first candidate seen under the key.
func joinFirst(u union, seen map[int32]int, key int32, self int) {
	if first, ok := seen[key]; ok {
		u.join(self, first)
		return
	}
	seen[key] = self
}

type union []int

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = i
	}
	return u
}

func (u union) find(x int) int {
	for u[x] != x {
		u[x] = u[u[x]]
		x = u[x]
	}
	return x
}

func (u union) join(a, b int) { u[u.find(a)] = u.find(b) }
