package pathway

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
)

// DefaultMaxVertices bounds a view whose options state no bound.
const DefaultMaxVertices = 5000

// ViewOptions choose a part of the graph. The zero value is all of it.
type ViewOptions struct {
	// Focus keeps what lies within Radius steps of a vertex, in either
	// direction; a rule on the way is no step.
	Focus  VertexID
	Radius int
	// AsOf leaves out rules that are not in force on the day; drafts and
	// suspended versions stay, marked.
	AsOf calendar.Date
	// MaxVertices keeps at most so many, the nearest to the focus first;
	// 0 means DefaultMaxVertices.
	MaxVertices int
}

// View is a part of the graph, laid out and ready to be written or drawn.
type View struct {
	Focus  VertexID      `json:"focus,omitempty"`
	Radius int           `json:"radius,omitempty"`
	AsOf   calendar.Date `json:"asOf,omitzero"`
	// Truncated says how many vertices MaxVertices left out.
	Truncated int    `json:"truncated,omitempty"`
	Nodes     []Node `json:"nodes"` // by id
	Edges     []Edge `json:"edges"` // by from, to
}

// Node is a vertex with its layer: 0 for what needs nothing in the view.
type Node struct {
	Vertex

	Layer int `json:"layer"`
	// Standing is set for rules: Awarding, or why not.
	Standing Standing `json:"standing,omitempty"`
}

// Edge is a link with its standing on the day of the view.
type Edge struct {
	Link

	Standing Standing `json:"standing"`
}

// View cuts out a part of the graph. The error is a [diag.List] with code
// "unknown_vertex" where the focus is not in the graph.
func (g *Graph) View(o ViewOptions) (View, error) {
	v := View{AsOf: o.AsOf, Nodes: []Node{}, Edges: []Edge{}}
	keep := g.inForce(o.AsOf)
	chosen := keep
	if o.Focus != "" {
		focus, err := g.find(o.Focus)
		if err != nil {
			return View{}, err
		}
		v.Focus, v.Radius = o.Focus, max(o.Radius, 0)
		chosen = g.around(focus, int32(v.Radius), keep)
	}
	if limit := cmp.Or(max(o.MaxVertices, 0), DefaultMaxVertices); len(chosen) > limit {
		v.Truncated = len(chosen) - limit
		chosen = chosen[:limit]
	}
	chosen = slices.Sorted(slices.Values(chosen))
	g.fill(&v, chosen)
	return v, nil
}

// inForce lists the vertices without the rules that a day rules out, and
// without awards that only those give.
func (g *Graph) inForce(asOf calendar.Date) []int32 {
	var out []int32
	gone := func(v int32) bool {
		f := g.vertices[v].Rule
		if f == nil || asOf.IsZero() {
			return false
		}
		superseded := g.ruleStanding(f, asOf) == Standing(agreement.Superseded)
		return superseded || !f.Agreement.Effective.Contains(asOf) || !f.Valid.Contains(asOf)
	}
	for i := range g.vertices {
		v := int32(i)
		orphan := g.vertices[v].Kind == KindAward && !slices.ContainsFunc(g.in[v], func(l int32) bool { return !gone(g.ends[l][0]) })
		if !gone(v) && !orphan {
			out = append(out, v)
		}
	}
	return out
}

// around lists the kept vertices within the radius, nearest first, then by id.
func (g *Graph) around(focus, radius int32, keep []int32) []int32 {
	allowed := make([]bool, len(g.vertices))
	for _, v := range keep {
		allowed[v] = true
	}
	far := map[int32]bool{focus: true}
	level := []int32{focus}
	var out []int32
	for step := int32(0); len(level) > 0; step++ {
		slices.Sort(level)
		out = append(out, level...)
		if step == radius {
			break
		}
		var following []int32
		for i := 0; i < len(level); i++ {
			g.neighbours(level[i], func(w int32) {
				switch {
				case far[w] || !allowed[w]:
				case g.vertices[w].Kind == KindRule:
					far[w] = true
					level, out = append(level, w), append(out, w)
				default:
					far[w] = true
					following = append(following, w)
				}
			})
		}
		level = following
	}
	return out
}

func (g *Graph) neighbours(v int32, yield func(int32)) {
	for _, l := range g.out[v] {
		yield(g.ends[l][1])
	}
	for _, l := range g.in[v] {
		yield(g.ends[l][0])
	}
}

// fill adds the vertices, given in order, and the links among them.
func (g *Graph) fill(v *View, chosen []int32) {
	number := make(map[int32]int32, len(chosen))
	for i, c := range chosen {
		number[c] = int32(i)
	}
	targets := make([][]int32, len(chosen))
	for i, c := range chosen {
		for _, l := range g.out[c] {
			to, ok := number[g.ends[l][1]]
			if !ok {
				continue
			}
			targets[i] = append(targets[i], to)
			v.Edges = append(v.Edges, Edge{Link: g.links[l], Standing: g.standing(l, v.AsOf)})
		}
	}
	_, layer, _ := layers(targets)
	for i, c := range chosen {
		n := Node{Vertex: g.at(c, v.AsOf), Layer: int(layer[i])}
		if n.Rule != nil {
			n.Standing = g.ruleStanding(n.Rule, v.AsOf)
		}
		v.Nodes = append(v.Nodes, n)
	}
}
