package app

import (
	"context"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/pathway"
)

// GraphQuery asks for a part of the pathway graph.
type GraphQuery struct {
	// Focus is an item id, a program id or a vertex id such as "item:smc/1";
	// empty asks for the whole graph.
	Focus string
	// Radius is how many steps around the focus are shown.
	Radius int
	// AsOf leaves out rules that are not in force on the day.
	AsOf calendar.Date
	// MaxVertices bounds the answer; 0 means the graph's default.
	MaxVertices int
}

// Graph returns a part of the pathway graph, and the rules it was made from.
// Codes: not_found, unavailable, internal.
func (s *Service) Graph(ctx context.Context, q GraphQuery) (pathway.View, *View, error) {
	v, err := s.Current(ctx)
	if err != nil {
		return pathway.View{}, nil, err
	}
	g, err := v.Graph()
	if err != nil {
		return pathway.View{}, nil, fault.From(err)
	}
	view, err := g.View(pathway.ViewOptions{
		Focus: v.vertex(q.Focus), Radius: q.Radius, AsOf: q.AsOf, MaxVertices: q.MaxVertices,
	})
	if err != nil {
		return pathway.View{}, nil, fault.Wrap(fault.NotFound, "There is no "+q.Focus+" in the graph.", err)
	}
	return view, v, nil
}

// Graph is the pathway graph of the rules, made when it is first asked for.
func (v *View) Graph() (*pathway.Graph, error) { return v.graph() }

func (v *View) buildGraph() (*pathway.Graph, error) {
	g, problems := pathway.Build(&v.Set)
	if g == nil {
		return nil, problems
	}
	return g, nil // circles are refused on import; one that is there can be drawn
}

func (v *View) vertex(focus string) pathway.VertexID {
	if focus == "" || strings.Contains(focus, ":") {
		return pathway.VertexID(focus)
	}
	if _, ok := v.Item(catalog.ItemID(focus)); !ok {
		if _, ok := v.Program(focus); ok {
			return pathway.ProgramVertex(focus)
		}
	}
	return pathway.ItemVertex(catalog.ItemID(focus))
}
