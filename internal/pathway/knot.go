package pathway

import (
	"fmt"
	"slices"

	"github.com/dominikbraun/graph"
)

// knot is vertices that all lead to one another, with the links among them.
type knot struct {
	members []int32           // in order
	next    map[int32][]int32 // in order
}

// knots returns the strongly connected parts of the given links that hold a
// circle, in the order of their first vertex. Links must be in order; none of
// the graph's links joins a vertex to itself.
func (g *Graph) knots(links []int32) ([]knot, error) {
	// The library's search (v0.23.0) never closes the component of a vertex whose
	// hash is the zero value, so vertices are numbered from 1 in it.
	lib := graph.New(func(v int32) int32 { return v + 1 }, graph.Directed())
	for _, l := range links {
		for _, v := range g.ends[l] {
			// A vertex of an earlier link is there already.
			_ = lib.AddVertex(v)
		}
		if err := lib.AddEdge(g.ends[l][0]+1, g.ends[l][1]+1); err != nil {
			return nil, fmt.Errorf("link %q to %q: %w", g.links[l].From, g.links[l].To, err)
		}
	}
	components, err := graph.StronglyConnectedComponents(lib)
	if err != nil {
		return nil, fmt.Errorf("strongly connected components: %w", err)
	}
	part := map[int32]int{}
	var out []knot
	for _, members := range components {
		if len(members) == 1 {
			continue
		}
		for i := range members {
			members[i]--
		}
		slices.Sort(members)
		out = append(out, knot{members: members, next: map[int32][]int32{}})
	}
	slices.SortFunc(out, func(a, b knot) int { return int(a.members[0]) - int(b.members[0]) })
	for i := range out {
		for _, v := range out[i].members {
			part[v] = i + 1
		}
	}
	for _, l := range links {
		from, to := g.ends[l][0], g.ends[l][1]
		if i := part[from]; i > 0 && i == part[to] {
			out[i-1].next[from] = append(out[i-1].next[from], to)
		}
	}
	return out, nil
}

// shortest returns the shortest closed path through one of the starts, the
// first in order among equals; nil where there is no start. The first and the
// last vertex are the same.
func (k *knot) shortest(starts []int32) []int32 {
	var best []int32
	for _, s := range starts {
		if path := k.around(s, len(best)); path != nil {
			best = path
		}
	}
	return best
}

// around searches breadth first for the way from a vertex back to itself; it
// gives up where the path would not be shorter than limit vertices (0: none).
func (k *knot) around(start int32, limit int) []int32 {
	from := map[int32]int32{}
	level := []int32{start}
	for length := 2; len(level) > 0 && (limit == 0 || length < limit); length++ {
		var following []int32
		for _, v := range level {
			for _, w := range k.next[v] {
				if w == start {
					return unwind(from, start, v)
				}
				if _, seen := from[w]; !seen {
					from[w] = v
					following = append(following, w)
				}
			}
		}
		level = following
	}
	return nil
}

// unwind is the path start … last start.
func unwind(from map[int32]int32, start, last int32) []int32 {
	path := []int32{start}
	for v := last; v != start; v = from[v] {
		path = append(path, v)
	}
	path = append(path, start)
	slices.Reverse(path)
	return path
}
