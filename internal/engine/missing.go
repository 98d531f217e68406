package engine

import (
	"cmp"
	"slices"
)

// maxWays bounds how many ways to complete an expression are kept.
const maxWays = 4

// way is one way to complete a source expression: the leaves still missing.
type way struct {
	missing []gap
	have    []int32
}

// gap is a leaf that no line meets; line is the one that comes nearest (right
// item, failing condition), or -1.
type gap struct {
	leaf *node
	line int32
	how  verdict
	why  *Reason
}

// waysOf returns the ways to complete a rule, worked out once.
func (e *evaluation) waysOf(ri int32) []way {
	if w, ok := e.waysMade[ri]; ok {
		return w
	}
	r := &e.s.rules[ri]
	w := e.ways(&e.s.nodes[r.when], &e.s.agreements[r.agreement])
	e.waysMade[ri] = w
	return w
}

// ways returns the ways to complete the expression, fewest missing leaves
// first. A way without gaps means that it is met.
func (e *evaluation) ways(n *node, a *compiledAgreement) []way {
	parts := e.s.parts(n)
	switch n.op {
	case opItem, opMatch:
		return []way{e.wayOfLeaf(n, a)}
	case opAny:
		var out []way
		for i := range parts {
			out = append(out, e.ways(&parts[i], a)...)
		}
		return shortest(out)
	case opAtLeast:
		return e.waysAtLeast(n, a)
	}
	out := e.ways(&parts[0], a)
	for i := range parts[1:] {
		out = crossWays(out, e.ways(&parts[i+1], a))
	}
	return out
}

func (e *evaluation) wayOfLeaf(n *node, a *compiledAgreement) way {
	near := gap{leaf: n, line: -1}
	for _, x := range e.linesFor(n, a) {
		i, l := x.line, &e.lines[x.line]
		if b := &e.blocked[i]; b.status != "" {
			near = gap{n, i, b.how, &b.why}
			continue
		}
		v, why := e.check(l, n.conds)
		if v == holds || v == unsure {
			return way{have: e.alone(i)}
		}
		said := why // and not every line's
		near = gap{n, i, v, &said}
	}
	return way{missing: []gap{near}}
}

func (e *evaluation) waysAtLeast(n *node, a *compiledAgreement) []way {
	parts := e.s.parts(n)
	best := make([]way, 0, len(parts))
	for i := range parts {
		best = append(best, e.ways(&parts[i], a)[0])
	}
	slices.SortStableFunc(best, func(x, y way) int { return cmp.Compare(len(x.missing), len(y.missing)) })
	need := int(n.need)
	if need == 0 {
		need = len(best) // by credits: show every part that could add some
	}
	out := []way{{}}
	for _, w := range best[:min(need, len(best))] {
		out = crossWays(out, []way{w})
	}
	return out
}

func crossWays(left, right []way) []way {
	var out []way
	for i := range left {
		for j := range right {
			out = append(out, way{
				missing: slices.Concat(left[i].missing, right[j].missing),
				have:    slices.Concat(left[i].have, right[j].have),
			})
		}
	}
	return shortest(out)
}

func shortest(list []way) []way {
	slices.SortStableFunc(list, func(a, b way) int { return cmp.Compare(len(a.missing), len(b.missing)) })
	return list[:min(len(list), maxWays)]
}
