package pathway

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/dominikbraun/graph"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
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
