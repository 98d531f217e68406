package pathway

import (
	"container/heap"
	"slices"
)

// ids is a heap of vertex numbers, smallest first.
type ids []int32 //nolint:recvcheck // as container/heap asks

func (h ids) Len() int           { return len(h) }
func (h ids) Less(i, j int) bool { return h[i] < h[j] }
func (h ids) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push is for container/heap.
func (h *ids) Push(x any) { *h = append(*h, x.(int32)) } //nolint:errcheck,forcetypeassert // heap.Push is called with int32 only

// Pop is for container/heap.
func (h *ids) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// layers orders 0 … len(out)-1 so that the ends of links follow their beginnings
// (Kahn, the smallest ready vertex first) and gives each the layer after the
// deepest of its predecessors. Circles are opened at their smallest vertex: a
// link back does not count, and acyclic is false.
//
// The library's own TopologicalSort is quadratic and its order random; this is
// O((V+E) log V), and the same for the same numbers.
func layers(out [][]int32) (order, layer []int32, acyclic bool) {
	waits := make([]int, len(out))
	for _, targets := range out {
		for _, t := range targets {
			waits[t]++
		}
	}
	layer = make([]int32, len(out))
	done := make([]bool, len(out))
	ready := &ids{}
	for v := range waits {
		if waits[v] == 0 {
			*ready = append(*ready, int32(v))
		}
	}
	acyclic = true
	for first := 0; len(order) < len(out); {
		if ready.Len() == 0 {
			acyclic = false
			for done[first] {
				first++
			}
			heap.Push(ready, int32(first))
		}
		v := heap.Pop(ready).(int32) //nolint:errcheck,forcetypeassert // the heap holds int32 only
		if done[v] {
			continue
		}
		done[v] = true
		order = append(order, v)
		for _, t := range out[v] {
			waits[t]--
			if done[t] {
				continue
			}
			layer[t] = max(layer[t], layer[v]+1)
			if waits[t] == 0 {
				heap.Push(ready, t)
			}
		}
	}
	return order, layer, acyclic
}

// Order lists the vertices so that what is needed stands before what needs it,
// the smallest id first where there is a choice. acyclic is false where
// articulation goes both ways; each circle is then opened at its smallest id.
func (g *Graph) Order() (order []VertexID, acyclic bool) {
	numbers, _, acyclic := layers(g.targets())
	return g.idsOf(numbers), acyclic
}

func (g *Graph) targets() [][]int32 {
	out := make([][]int32, len(g.vertices))
	for v, links := range g.out {
		out[v] = slices.Grow(out[v], len(links))
		for _, l := range links {
			out[v] = append(out[v], g.ends[l][1])
		}
	}
	return out
}
