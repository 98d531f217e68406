package diagram

import (
	"cmp"
	"slices"
)

// route writes boxes, bands and the ways of the lines into the layout.
func (n *net) route(l *Layout) {
	n.layColumns()
	l.Width = 2*margin + boxWidth
	if len(n.columns) > 0 {
		l.Width += n.columns[len(n.columns)-1] - margin
	}
	mirrored := l.options.Direction == FromGoal
	for i := range n.p.nodes {
		v, t := &n.vertices[i], &n.text[i]
		l.Boxes = append(l.Boxes, Box{
			Node: n.p.nodes[i], Count: n.p.count[i], Rank: v.rank,
			X: n.left(v.rank), Y: v.y/scale - t.height/2, W: boxWidth, H: t.height, text: *t,
		})
		b := &l.Boxes[i]
		if mirrored {
			b.X = l.Width - b.X - b.W
		}
		l.Height = max(l.Height, b.Y+b.H)
	}
	for _, b := range n.bands {
		if len(n.p.lanes) > 0 {
			b.Y, b.H = b.Y/scale-laneHead, b.H/scale+laneHead+lanePad
			l.Bands = append(l.Bands, b)
			l.Height = max(l.Height, b.Y+b.H)
		}
	}
	l.Height += margin
	ports := n.ports()
	for e := range n.p.edges {
		l.Lines = append(l.Lines, n.line(e, ports[e]))
	}
	for i := range l.Lines {
		for j := range l.Lines[i].Points {
			p := &l.Lines[i].Points[j]
			l.Height = max(l.Height, p.Y+margin)
			if mirrored {
				p.X = l.Width - p.X
			}
		}
	}
}

// layColumns gives every rank its place from the left: the more lines pass
// between two, the wider they stand apart, so that steep lines can be told apart.
func (n *net) layColumns() {
	x := margin
	for _, rank := range n.ranks {
		n.columns = append(n.columns, x)
		lines := 0
		for _, v := range rank {
			lines += len(n.vertices[v].down)
		}
		x += boxWidth + max(leastGap, min(leastGap-lineGap+3*lines, mostGap))
	}
}

func (n *net) left(rank int) int { return n.columns[rank] }

// line is the way of an edge between its ports.
func (n *net) line(e int, ports [2]int) Line {
	edge, chain := n.p.edges[e], n.chains[e]
	line := Line{From: edge.from, To: edge.to, Optional: edge.optional, Back: edge.reversed, Both: edge.mutual}
	line.Points = append(line.Points, Point{n.left(n.vertices[chain[0]].rank) + boxWidth, ports[0]})
	for _, v := range chain[1 : len(chain)-1] {
		x, y := n.left(n.vertices[v].rank), n.vertices[v].y/scale
		line.Points = append(line.Points, Point{x, y}, Point{x + boxWidth, y})
	}
	line.Points = append(line.Points, Point{n.left(n.vertices[chain[len(chain)-1]].rank), ports[1]})
	if line.Back {
		line.From, line.To = line.To, line.From
		slices.Reverse(line.Points)
	}
	return line
}

// end is an end of an edge at a box: 0 where it leaves, 1 where it enters.
type end struct {
	edge, side int
	other      int // the next vertex on its way
}

// ports gives the heights at which the edges leave and enter their boxes, in
// pixels: straight on where that is possible, in the order of where they lead.
func (n *net) ports() [][2]int {
	out := make([][2]int, len(n.chains))
	ends := make([][2][]end, len(n.p.nodes))
	for e, chain := range n.chains {
		from, to := chain[0], chain[len(chain)-1]
		ends[from][0] = append(ends[from][0], end{e, 0, chain[1]})
		ends[to][1] = append(ends[to][1], end{e, 1, chain[len(chain)-2]})
	}
	for v := range ends {
		for _, list := range ends[v] {
			slices.SortFunc(list, func(a, b end) int {
				return cmp.Compare(n.vertices[a.other].place, n.vertices[b.other].place)
			})
			n.portsAt(v, list, out)
		}
	}
	return out
}

// portsAt spreads the ends at one side of a box: each as near to where it wants
// to be as the others allow.
func (n *net) portsAt(v int, list []end, out [][2]int) {
	if len(list) == 0 {
		return
	}
	low, high := n.reach(v)
	step := portGap * scale
	if len(list) > 1 {
		step = min(step, (high-low)/(len(list)-1))
	}
	pools := make([]pool, 0, len(list))
	for i, e := range list {
		next := pool{sum: n.wish(v, e.other) - i*step, weight: 1, count: 1}
		for len(pools) > 0 && pools[len(pools)-1].shift() > next.shift() {
			held := pools[len(pools)-1]
			pools = pools[:len(pools)-1]
			next = pool{held.sum + next.sum, held.weight + next.weight, held.count + next.count}
		}
		pools = append(pools, next)
	}
	i := 0
	for _, p := range pools {
		shift := max(low, min(p.shift(), high-(len(list)-1)*step))
		for range p.count {
			out[list[i].edge][list[i].side] = (shift + i*step) / scale
			i++
		}
	}
}

// reach is between which heights an edge may meet a vertex.
func (n *net) reach(v int) (low, high int) {
	x := &n.vertices[v]
	if x.node < 0 {
		return x.y, x.y
	}
	return x.y - x.h/2 + portInset*scale, x.y + x.h/2 - portInset*scale
}

// wish is where an edge would like to leave or enter a box: at a height at which
// it can go straight, else a little out of the middle towards the other end.
func (n *net) wish(v, other int) int {
	low, high := n.reach(v)
	l, h := n.reach(other)
	l, h = max(low, l), min(high, h)
	x, y := n.vertices[v].y, n.vertices[other].y
	if l <= h {
		return max(l, min((x+y)/2, h))
	}
	if y < x {
		return x - (x-low)/3
	}
	return x + (high-x)/3
}
