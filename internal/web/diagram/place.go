package diagram

// place gives every vertex its height in the drawing. A rank is placed as near
// to its neighbours as its order and its lanes allow, exactly (least squares);
// going to and fro over the ranks, all of them come to rest.
func (n *net) place() {
	n.layBands()
	for r := range n.ranks {
		n.settle(r, nil) // stacked in the middle of its lanes
	}
	for i := range 16 {
		for k := range n.ranks {
			r := k
			if i%2 == 1 {
				r = len(n.ranks) - 1 - k
			}
			n.settle(r, n.pull(i))
		}
	}
	n.straighten()
	n.toTop()
}

// weigher says where a vertex is drawn to and how strongly; 0 is not at all.
type weigher func(v int) (y, weight int)

// pull draws a vertex to its neighbours: first to those in the ranks that were
// placed before, at the end to both sides.
func (n *net) pull(round int) weigher {
	return func(v int) (int, int) {
		sum, weight := 0, 0
		add := func(list []int) {
			for _, w := range list {
				k := n.weight(v, w)
				sum, weight = sum+k*n.vertices[w].y, weight+k
			}
		}
		if round%2 == 0 || round >= 8 {
			add(n.vertices[v].up)
		}
		if round%2 == 1 || round >= 8 {
			add(n.vertices[v].down)
		}
		if weight == 0 {
			return n.vertices[v].y, 0
		}
		return divide(sum, weight), weight
	}
}

// weight is how much it matters that two neighbours stand at one height: a bend
// next to a bend most.
func (n *net) weight(v, w int) int {
	switch bends := b2i(n.vertices[v].node < 0) + b2i(n.vertices[w].node < 0); bends {
	case 2:
		return 8
	case 1:
		return 2
	}
	return 1
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// divide rounds to the nearest whole number, halves upwards.
func divide(a, b int) int {
	if b < 0 {
		a, b = -a, -b
	}
	q := (2*a + b) / (2 * b)
	if (2*a+b)%(2*b) < 0 {
		q--
	}
	return q
}

// gap is the least distance between the middles of two neighbours in a rank.
func (n *net) gap(above, below *vertex) int {
	room := boxGap
	if above.node < 0 || below.node < 0 {
		room = lineGap
	}
	return (above.h+below.h)/2 + room*scale
}

// layBands gives every lane the height of its fullest rank.
func (n *net) layBands() {
	lanes := max(1, len(n.p.lanes))
	n.bands = make([]Band, lanes)
	for _, rank := range n.ranks {
		for i := 0; i < len(rank); {
			j := n.laneEnd(rank, i)
			first, last := &n.vertices[rank[i]], &n.vertices[rank[j-1]]
			h := (first.h + last.h) / 2
			for k := i + 1; k < j; k++ {
				h += n.gap(&n.vertices[rank[k-1]], &n.vertices[rank[k]])
			}
			n.bands[first.lane].H = max(n.bands[first.lane].H, h)
			i = j
		}
	}
	y := margin * scale
	for i := range n.bands {
		b := &n.bands[i]
		if len(n.p.lanes) > 0 {
			b.Lane = n.p.lanes[i]
			y += laneHead * scale
		}
		b.Y = y
		y += b.H
		if len(n.p.lanes) > 0 {
			y += lanePad * scale
		}
	}
}

// laneEnd is the place behind the last vertex of the rank that is in the lane of
// the i-th.
func (n *net) laneEnd(rank []int, i int) int {
	lane := n.vertices[rank[i]].lane
	for i < len(rank) && n.vertices[rank[i]].lane == lane {
		i++
	}
	return i
}

// settle places a rank, lane by lane.
func (n *net) settle(r int, pull weigher) {
	rank := n.ranks[r]
	for i := 0; i < len(rank); {
		j := n.laneEnd(rank, i)
		n.settleLane(rank[i:j], pull)
		i = j
	}
}

// pool are neighbours that touch: they move as one. shift is where the first
// vertex of the rank would be; sum is of the shifts that are wanted.
type pool struct{ sum, weight, count int }

func (p pool) shift() int { return divide(p.sum, p.weight) }

// settleLane finds the heights with the least weighted sum of squared distances
// to what is wanted (pool adjacent violators), within the lane's band.
func (n *net) settleLane(list []int, pull weigher) {
	band := &n.bands[n.vertices[list[0]].lane]
	offsets := make([]int, len(list))
	for i := 1; i < len(list); i++ {
		offsets[i] = offsets[i-1] + n.gap(&n.vertices[list[i-1]], &n.vertices[list[i]])
	}
	first, last := &n.vertices[list[0]], &n.vertices[list[len(list)-1]]
	low, high := band.Y+first.h/2, band.Y+band.H-last.h/2-offsets[len(list)-1]
	if pull == nil {
		for i, v := range list {
			n.vertices[v].y = (low+high)/2 + offsets[i]
		}
		return
	}
	pools := make([]pool, 0, len(list))
	for i, v := range list {
		y, weight := pull(v)
		next := pool{sum: (y - offsets[i]) * (weight*16 + 1), weight: weight*16 + 1, count: 1}
		for len(pools) > 0 && pools[len(pools)-1].shift() > next.shift() {
			held := pools[len(pools)-1]
			pools = pools[:len(pools)-1]
			next = pool{held.sum + next.sum, held.weight + next.weight, held.count + next.count}
		}
		pools = append(pools, next)
	}
	i := 0
	for _, p := range pools {
		shift := max(low, min(p.shift(), high))
		for range p.count {
			n.vertices[list[i]].y = shift + offsets[i]
			i++
		}
	}
}

// straighten puts the bends of an edge at one height where there is room: the
// lines of long edges then do not waver.
func (n *net) straighten() {
	for _, chain := range n.chains {
		for i := 1; i+1 < len(chain); {
			j, low, high := i, -1<<60, 1<<60
			sum := 0
			for ; j+1 < len(chain); j++ {
				l, h := n.room(chain[j])
				if max(low, l) > min(high, h) {
					break
				}
				low, high = max(low, l), min(high, h)
				sum += n.vertices[chain[j]].y
			}
			if j > i {
				y := max(low, min(divide(sum, j-i), high))
				for _, v := range chain[i:j] {
					n.vertices[v].y = y
				}
			}
			i = max(j, i+1)
		}
	}
}

// room is how far a vertex can move between its neighbours in its lane.
func (n *net) room(v int) (low, high int) {
	x := &n.vertices[v]
	rank, band := n.ranks[x.rank], &n.bands[x.lane]
	low, high = band.Y+x.h/2, band.Y+band.H-x.h/2
	if x.place > 0 {
		if above := &n.vertices[rank[x.place-1]]; above.lane == x.lane {
			low = above.y + n.gap(above, x)
		}
	}
	if x.place+1 < len(rank) {
		if below := &n.vertices[rank[x.place+1]]; below.lane == x.lane {
			high = below.y - n.gap(x, below)
		}
	}
	return low, high
}

// toTop moves everything of a drawing without lanes up to its margin.
func (n *net) toTop() {
	if len(n.p.lanes) > 0 {
		return
	}
	top := 1 << 60
	for i := range n.vertices {
		top = min(top, n.vertices[i].y-n.vertices[i].h/2)
	}
	for i := range n.vertices {
		n.vertices[i].y += margin*scale - top
	}
}
