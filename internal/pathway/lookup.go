package pathway

import (
	"cmp"
	"fmt"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
)

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
