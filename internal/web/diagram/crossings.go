package diagram

import "slices"

// crossings counts the pairs of edges that cross between neighbouring ranks.
func (o *orderer) crossings() int {
	total := 0
	for r := 1; r < len(o.ranks); r++ {
		total += o.between(o.ranks[r-1], len(o.ranks[r]))
	}
	return total
}

// between counts the crossings of the edges that leave a rank (Barth, Jünger and
// Mutzel, 2002): the inversions among their ends, in a tree of sums.
func (o *orderer) between(rank []int, width int) int {
	first := 1
	for first < width {
		first *= 2
	}
	o.tree = slices.Grow(o.tree[:0], 2*first)[:2*first]
	clear(o.tree)
	total := 0
	for _, v := range rank {
		o.sortPlaces(o.vertices[v].down)
		for _, place := range o.places {
			at := first - 1 + place
			o.tree[at]++
			for at > 0 {
				if at%2 == 1 {
					total += o.tree[at+1]
				}
				at = (at - 1) / 2
				o.tree[at]++
			}
		}
	}
	return total
}
