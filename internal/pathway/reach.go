package pathway

import (
	"slices"
	"strings"
)

// How a walk stands at a vertex. Credit is not transitive: what a rule gave
// counts in the receiver's programs, within the limits of its agreement, but is
// no attainment that a further rule could take. A completed credential is one.
//
// Forwards, a number above held says that the vertex was given by a rule, whose
// agreement covers the programs of that limit. Backwards, anyGiven asks for a
// rule with any limit, and a lower number for one that covers a program.
type hold = int32

const (
	held     hold = 0
	anyGiven hold = -1
)

// place is a vertex and how the walk stands at it.
type place struct {
	vertex int32
	as     hold
}

// hop is one reached place; prev and link say how, -1 at the start.
type hop struct {
	place
	prev, link, depth int32
}

// walk is one breadth-first search. Links that are not steps cost nothing.
type walk struct {
	g        *Graph
	usable   func(link int32) bool
	maxDepth int32
	limits   map[string]hold // program limits by their text
	programs [][]string      // program limits by number
	hops     []hop
	seen     map[place]bool
	emit     func(link int32, to place)
}

func (g *Graph) newWalk(o Options, awardingOnly bool) *walk {
	w := &walk{
		g: g, maxDepth: int32(o.maxDepth()),
		limits: map[string]hold{}, programs: [][]string{nil}, seen: map[place]bool{},
	}
	w.usable = func(l int32) bool { return !awardingOnly || g.standing(l, o.AsOf) == Awarding }
	return w
}

// pending is a place that waits to be looked at.
type pending struct{ hop }

// run searches from the starts and leaves the places in w.hops, nearest first,
// in an order that follows from the graph alone.
func (w *walk) run(expand func(place), starts ...place) {
	var level, following []pending
	for _, s := range starts {
		level = append(level, pending{hop{place: s, prev: -1, link: -1}})
	}
	for depth := int32(0); len(level) > 0; depth++ {
		for i := 0; i < len(level); i++ {
			if w.seen[level[i].place] {
				continue
			}
			w.seen[level[i].place] = true
			w.hops = append(w.hops, level[i].hop)
			self := int32(len(w.hops) - 1)
			w.emit = func(link int32, to place) {
				if w.seen[to] || !w.usable(link) {
					return
				}
				next := pending{hop{place: to, prev: self, link: link, depth: depth + w.g.links[link].steps()}}
				switch {
				case next.depth == depth:
					level = append(level, next)
				case next.depth <= w.maxDepth:
					following = append(following, next)
				}
			}
			expand(level[i].place)
		}
		level, following = following, nil
	}
}

// forward follows the links out of a place.
func (w *walk) forward(p place) {
	for _, l := range w.g.out[p.vertex] {
		to := w.g.ends[l][1]
		switch w.g.links[l].Kind {
		case LinkSource:
			if p.as == held {
				w.emit(l, place{to, w.g.origin(to, p.vertex)})
			}
		case LinkAward:
			if p.as == held || p.as != w.g.origin(p.vertex, to) {
				w.emit(l, place{to, w.limitOf(p.vertex)})
			}
		case LinkRequires, LinkToward:
			if p.as == held || w.countsIn(p, to) {
				w.emit(l, place{to, held})
			}
		case LinkConfers:
			w.emit(l, place{to, held})
		case LinkSame:
			w.emit(l, place{to, p.as})
		}
	}
}

// origin is how a walk stands at a rule that it enters from an item, either
// way: a common number is no way between items of one institution, so it
// remembers which; any other rule is simply held.
func (g *Graph) origin(rule, item int32) hold {
	if !g.vertices[rule].Rule.Equivalence {
		return held
	}
	return g.institution[item] + 1
}

// limitOf numbers the program limit of a rule.
func (w *walk) limitOf(rule int32) hold {
	programs := w.g.vertices[rule].Rule.Programs
	key := strings.Join(programs, "\x00")
	if w.limits[key] == 0 {
		w.limits[key] = hold(len(w.programs))
		w.programs = append(w.programs, programs)
	}
	return w.limits[key]
}

// countsIn reports whether what a rule gave counts in a program.
func (w *walk) countsIn(p place, program int32) bool {
	return w.g.sameInstitution(p.vertex, program) && covers(w.programs[p.as], w.g.vertices[program].Ref)
}

func covers(limit []string, program string) bool {
	return len(limit) == 0 || slices.Contains(limit, program)
}

func (g *Graph) sameInstitution(a, b int32) bool {
	x, y := g.vertices[a], g.vertices[b]
	return x.Institution == y.Institution || x.Kind == KindAward && x.Institution == ""
}

// backward follows the links into a place: the mirror image of forward.
func (w *walk) backward(p place) {
	for _, l := range w.g.in[p.vertex] {
		from := w.g.ends[l][0]
		switch kind := w.g.links[l].Kind; kind {
		case LinkSource:
			if p.as == held || p.as != w.g.origin(p.vertex, from) {
				w.emit(l, place{from, held})
			}
		case LinkAward:
			if p.as == anyGiven || p.as != held && covers(w.g.vertices[from].Rule.Programs, w.g.vertices[-p.as-2].Ref) {
				w.emit(l, place{from, w.g.origin(from, p.vertex)})
			}
		case LinkRequires, LinkToward:
			w.emit(l, place{from, held})
			if w.g.sameInstitution(from, p.vertex) {
				w.emit(l, place{from, -p.vertex - 2})
			}
		case LinkConfers:
			if p.as == held {
				w.emit(l, place{from, held})
			}
		case LinkSame:
			w.emit(l, place{from, p.as})
		}
	}
}
