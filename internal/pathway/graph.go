package pathway

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dominikbraun/graph"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Graph is the immutable graph of one rule set. It is safe for concurrent use.
type Graph struct {
	vertices []Vertex // by id
	index    map[VertexID]int32
	links    []Link    // by from, to
	out, in  [][]int32 // links by vertex, ordered by the other end
	ends     [][2]int32
	// institution numbers the institutions of the vertices.
	institution []int32
	cycles      []Cycle

	items        map[catalog.ItemID]*catalog.Item
	institutions map[catalog.InstitutionID]string
	programs     []*requirement.Program // by id
	versions     map[agreement.ID][]AgreementRef
}

// newGraph takes vertices and links through the library, which refuses what is
// no graph, and reads its adjacency and predecessor maps once.
func newGraph(vertices map[VertexID]*Vertex, links map[[2]VertexID]*Link) (*Graph, error) {
	lib := graph.New(func(v *Vertex) VertexID { return v.ID }, graph.Directed())
	g := &Graph{index: make(map[VertexID]int32, len(vertices))}
	for _, v := range vertices {
		if err := lib.AddVertex(v); err != nil {
			return nil, fmt.Errorf("vertex %q: %w", v.ID, err)
		}
		g.vertices = append(g.vertices, *v)
	}
	slices.SortFunc(g.vertices, func(a, b Vertex) int { return cmp.Compare(a.ID, b.ID) })
	for i := range g.vertices {
		g.index[g.vertices[i].ID] = int32(i)
	}
	for _, l := range links {
		if err := lib.AddEdge(l.From, l.To, graph.EdgeData(l)); err != nil {
			return nil, fmt.Errorf("link %q to %q: %w", l.From, l.To, err)
		}
	}
	return g, g.number(lib)
}

func (g *Graph) number(lib graph.Graph[VertexID, *Vertex]) error {
	predecessors, err := lib.PredecessorMap()
	if err != nil {
		return fmt.Errorf("predecessors: %w", err)
	}
	for _, sources := range predecessors {
		for _, e := range sources {
			if l, ok := e.Properties.Data.(*Link); ok {
				g.links = append(g.links, *l)
			}
		}
	}
	numbers := map[catalog.InstitutionID]int32{}
	for i := range g.vertices {
		inst := g.vertices[i].Institution
		if _, ok := numbers[inst]; !ok {
			numbers[inst] = int32(len(numbers))
		}
		g.institution = append(g.institution, numbers[inst])
	}
	slices.SortFunc(g.links, func(a, b Link) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	g.out = make([][]int32, len(g.vertices))
	g.in = make([][]int32, len(g.vertices))
	g.ends = make([][2]int32, len(g.links))
	for i := range g.links {
		from, to := g.index[g.links[i].From], g.index[g.links[i].To]
		g.ends[i] = [2]int32{from, to}
		g.out[from] = append(g.out[from], int32(i))
		g.in[to] = append(g.in[to], int32(i))
	}
	return nil
}

// Len returns how many vertices and links the graph has.
func (g *Graph) Len() (vertices, links int) { return len(g.vertices), len(g.links) }

// Vertices calls yield for every vertex in the order of ids.
func (g *Graph) Vertices(yield func(Vertex) bool) {
	for _, v := range g.vertices {
		if !yield(v) {
			return
		}
	}
}

// Links calls yield for every link in the order of its ends.
func (g *Graph) Links(yield func(Link) bool) {
	for _, l := range g.links {
		if !yield(l) {
			return
		}
	}
}

// Vertex returns the vertex with the id.
func (g *Graph) Vertex(id VertexID) (Vertex, bool) {
	i, ok := g.index[id]
	if !ok {
		return Vertex{}, false
	}
	return g.vertices[i], true
}

// Resolve finds the vertex that a person means: a vertex id, the id of an item
// or the id of a program, tried in this order. The error is a [diag.List] with
// code "unknown_vertex" and the nearest id as suggestion.
func (g *Graph) Resolve(text string) (VertexID, error) {
	for _, id := range []VertexID{VertexID(text), ItemVertex(catalog.ItemID(text)), ProgramVertex(text)} {
		if _, ok := g.index[id]; ok {
			return id, nil
		}
	}
	_, err := g.find(VertexID(text))
	return "", err
}

// find returns the number of a vertex, or a problem that suggests another.
func (g *Graph) find(id VertexID) (int32, error) {
	if i, ok := g.index[id]; ok {
		return i, nil
	}
	candidates := make([]string, 0, 2*len(g.vertices))
	for i := range g.vertices {
		if v := &g.vertices[i]; v.Kind != KindRule && v.Kind != KindAward {
			candidates = append(candidates, v.Ref)
		}
		candidates = append(candidates, string(g.vertices[i].ID))
	}
	p := diag.Problem{Code: "unknown_vertex", Message: fmt.Sprintf("the graph has no item, program or rule %q", id)}
	if near := diag.Nearest(string(id), candidates); near != "" {
		p.Suggestion = "did you mean " + near + "?"
	}
	return 0, diag.List{p}
}

// at returns the vertex as it was named on the day.
func (g *Graph) at(i int32, asOf calendar.Date) Vertex {
	v := g.vertices[i]
	if it := g.items[catalog.ItemID(v.Ref)]; it != nil && (v.Kind == KindItem || v.Kind == KindCredential) {
		v.Name, v.Title = itemName(it, asOf)
	}
	return v
}

// institutionName is the name of an institution, or its id where it has none.
func (g *Graph) institutionName(id catalog.InstitutionID) string {
	return cmp.Or(g.institutions[id], string(id), "the receiver")
}

// itemName is the code on the day, else the title, else the id; and the title.
func itemName(it *catalog.Item, asOf calendar.Date) (name, title string) {
	v, _ := it.At(asOf)
	return cmp.Or(v.Code, v.Title, string(it.ID)), v.Title
}
