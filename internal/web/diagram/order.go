package diagram

import (
	"cmp"
	"slices"
)

// order finds an order for each rank in which few edges cross, and returns how
// many do: from two beginnings, by sweeps to and fro that put every vertex near
// to its neighbours and then exchange what is better exchanged.
func (n *net) order() int {
	o := orderer{net: n, key: make([]int, len(n.vertices)), pos: make([]int32, len(n.vertices))}
	best := -1
	var kept [][]int
	for start := range 4 {
		o.begin(start%2 == 0)
		crossings, ranks := o.sweep(start/2 == 0)
		if best < 0 || crossings < best {
			best, kept = crossings, ranks
		}
		if best == 0 {
			break
		}
	}
	n.ranks = kept
	o.number()
	o.likeOutline()
	for v := range n.vertices {
		n.vertices[v].place = int(o.pos[v])
	}
	return max(best, 0)
}

// likeOutline brings boxes into the order of their steps where that makes no
// more lines cross: the whole drawing is turned over, and neighbours exchanged.
func (o *orderer) likeOutline() {
	up, down := 0, 0
	for _, rank := range o.ranks {
		last := -1
		for _, v := range rank {
			if v >= len(o.p.nodes) {
				continue // boxes come before bends
			}
			if last >= 0 {
				up, down = up+b2i(v < last), down+b2i(v > last)
			}
			last = v
		}
	}
	if up > down && len(o.p.lanes) < 2 {
		for _, rank := range o.ranks {
			slices.Reverse(rank)
		}
		o.number()
	}
	for again, round := true, 0; again && round < len(o.vertices); round++ {
		again = false
		for _, rank := range o.ranks {
			for i := 1; i < len(rank); i++ {
				if a, b := rank[i-1], rank[i]; a > b && a < len(o.p.nodes) && o.together(a, b) && o.gainOf(a, b) >= 0 {
					o.swap(rank, i)
					again = true
				}
			}
		}
	}
}

func (o *orderer) together(a, b int) bool {
	return len(o.p.lanes) < 2 || o.vertices[a].lane == o.vertices[b].lane
}

// swap exchanges the i-th vertex of a rank with the one above it.
func (o *orderer) swap(rank []int, i int) {
	a, b := rank[i-1], rank[i]
	rank[i-1], rank[i] = b, a
	o.pos[a], o.pos[b] = int32(i), int32(i-1)
}

// orderer holds what the sweeps need.
type orderer struct {
	*net

	key    []int   // where a vertex wants to stand
	pos    []int32 // its place in its rank
	stale  []bool  // ranks in which an exchange may gain something
	places []int
	tree   []int
}

// begin puts the vertices into the order in which a walk along the edges comes
// to them, from the start or from the goal.
func (o *orderer) begin(fromStart bool) {
	for r := range o.ranks {
		o.ranks[r] = o.ranks[r][:0]
	}
	seen := make([]bool, len(o.vertices))
	var walk func(v int)
	walk = func(v int) {
		if seen[v] {
			return
		}
		seen[v] = true
		o.ranks[o.vertices[v].rank] = append(o.ranks[o.vertices[v].rank], v)
		next, other := o.vertices[v].down, o.vertices[v].up
		if !fromStart {
			next, other = other, next
		}
		for _, w := range next {
			walk(w)
		}
		for _, w := range other {
			walk(w)
		}
	}
	for pass := range 2 {
		for i := range o.vertices {
			v := i
			if !fromStart {
				v = len(o.vertices) - 1 - i
			}
			ends := o.vertices[v].up
			if !fromStart {
				ends = o.vertices[v].down
			}
			if pass > 0 || len(ends) == 0 {
				walk(v)
			}
		}
	}
	for _, rank := range o.ranks {
		slices.SortStableFunc(rank, func(a, b int) int { return cmp.Compare(o.vertices[a].lane, o.vertices[b].lane) })
	}
	o.number()
}

func (o *orderer) number() {
	for _, rank := range o.ranks {
		for i, v := range rank {
			o.pos[v] = int32(i)
		}
	}
}

// maxSweeps bounds the sweeps, patience those without a gain.
const (
	maxSweeps = 24
	patience  = 5
)

// sweep goes to and fro and returns the best order that it came by. With mean it
// uses the mean of the neighbours' places, else their median.
func (o *orderer) sweep(mean bool) (int, [][]int) {
	best, kept := o.crossings(), clone(o.ranks)
	for i, idle := 0, 0; i < maxSweeps && idle < patience && best > 0; i++ {
		for r := range o.ranks {
			if i%2 == 1 {
				r = len(o.ranks) - 1 - r
			}
			o.sortRank(r, i%2 == 0, mean, i%4 >= 2)
		}
		o.exchange(i%4 >= 2)
		idle++
		if c := o.crossings(); c < best {
			best, idle = c, 0
			kept = clone(o.ranks)
		}
	}
	return best, kept
}

func clone(ranks [][]int) [][]int {
	out := make([][]int, len(ranks))
	for i := range ranks {
		out[i] = slices.Clone(ranks[i])
	}
	return out
}

// sortRank puts the vertices of a rank where their neighbours in the rank before
// (or behind) are. Those without neighbours keep their places. Of equals the
// first stays first, or the last comes first.
func (o *orderer) sortRank(r int, before, mean, reversed bool) {
	rank := o.ranks[r]
	for i, v := range rank {
		list := o.vertices[v].up
		if !before {
			list = o.vertices[v].down
		}
		o.key[v] = o.wanted(list, mean)
		if o.key[v] < 0 {
			o.key[v] = i * keyScale
		}
	}
	o.places = append(o.places[:0], rank...)
	slices.SortFunc(rank, func(a, b int) int {
		tie := cmp.Compare(o.pos[a], o.pos[b])
		if reversed {
			tie = -tie
		}
		return cmp.Or(cmp.Compare(o.vertices[a].lane, o.vertices[b].lane), cmp.Compare(o.key[a], o.key[b]), tie)
	})
	for i, v := range rank {
		o.pos[v] = int32(i)
	}
}

const keyScale = 1 << 16

// wanted is the mean or median of the places, times keyScale; -1 of none.
func (o *orderer) wanted(list []int, mean bool) int {
	if len(list) == 0 {
		return -1
	}
	if mean {
		sum := 0
		for _, w := range list {
			sum += int(o.pos[w])
		}
		return sum * keyScale / len(list)
	}
	o.sortPlaces(list)
	m := len(o.places) / 2
	if len(o.places)%2 == 1 {
		return o.places[m] * keyScale
	}
	if len(o.places) == 2 {
		return (o.places[0] + o.places[1]) * keyScale / 2
	}
	left, right := o.places[m-1]-o.places[0], o.places[len(o.places)-1]-o.places[m]
	if left+right == 0 {
		return (o.places[m-1] + o.places[m]) * keyScale / 2
	}
	return (o.places[m-1]*right + o.places[m]*left) * keyScale / (left + right)
}

// sortPlaces puts the places of the vertices into o.places, in order.
func (o *orderer) sortPlaces(list []int) {
	o.places = o.places[:0]
	for _, w := range list {
		o.places = append(o.places, int(o.pos[w]))
	}
	slices.Sort(o.places)
}

// exchange exchanges neighbours in a rank as long as that takes crossings away;
// with equal also once where it makes no difference.
func (o *orderer) exchange(equal bool) {
	o.stale = o.stale[:0]
	for range o.ranks {
		o.stale = append(o.stale, true)
	}
	for again, round := true, 0; again && round < 8; round++ {
		again = false
		for r := range o.ranks {
			if o.stale[r] {
				o.stale[r] = false
				again = o.exchangeIn(r, equal && round == 0) || again
			}
		}
	}
}

func (o *orderer) exchangeIn(r int, equal bool) (gained bool) {
	rank, moved := o.ranks[r], false
	for i := 1; i < len(rank); i++ {
		if !o.together(rank[i-1], rank[i]) {
			continue
		}
		if gain := o.gainOf(rank[i-1], rank[i]); gain > 0 || equal && gain == 0 {
			o.swap(rank, i)
			gained, moved = gained || gain > 0, true
		}
	}
	if moved {
		for k := max(0, r-1); k <= min(r+1, len(o.stale)-1); k++ {
			o.stale[k] = true
		}
	}
	return gained
}

// gainOf is how many crossings there are less when a, above b, comes below it.
func (o *orderer) gainOf(a, b int) int {
	return o.gain(o.vertices[a].up, o.vertices[b].up) + o.gain(o.vertices[a].down, o.vertices[b].down)
}

// gain counts them on one side, where the lists are their neighbours.
func (o *orderer) gain(a, b []int) int {
	gain := 0
	for _, x := range a {
		for _, y := range b {
			switch d := o.pos[x] - o.pos[y]; {
			case d > 0:
				gain++
			case d < 0:
				gain--
			}
		}
	}
	return gain
}
