package api

import (
	"bytes"
	"context"
	"io"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/pathway"
)

type graphInput struct {
	Focus  string `query:"focus" maxLength:"400" doc:"An item id, a program id, or a vertex id such as item:smc/math-7; the whole graph where absent."`
	Radius int    `query:"radius" minimum:"0" maximum:"12" default:"2" doc:"Steps around the focus, in both directions."`
	AsOf   string `query:"asOf" format:"date" doc:"Leave out rules that are not in force on this day."`
	Format string `query:"format" enum:"json,dot,mermaid" default:"json" doc:"JSON, Graphviz or Mermaid."`
}

func (s *Server) getGraph(ctx context.Context, in *graphInput) (*output, error) {
	q := app.GraphQuery{Focus: in.Focus, Radius: in.Radius}
	if in.AsOf != "" {
		day, err := calendar.ParseDate(in.AsOf)
		if err != nil {
			return nil, fault.List(fault.Invalid, "asOf is not a day.", diag.List{{Code: "bad_value", Message: err.Error()}})
		}
		q.AsOf = day
	}
	graph, v, err := s.service.Graph(ctx, q)
	if err != nil {
		return nil, err
	}
	write, contentType := graph.WriteJSON, jsonType
	switch in.Format {
	case "dot":
		write, contentType = graph.WriteDOT, "text/vnd.graphviz; charset=utf-8"
	case "mermaid":
		write, contentType = graph.WriteMermaid, "text/vnd.mermaid; charset=utf-8"
	}
	return graphAnswer(write, contentType, v)
}

func graphAnswer(write func(io.Writer) error, contentType string, v *app.View) (*output, error) {
	var buf bytes.Buffer
	if err := write(&buf); err != nil {
		return nil, fault.From(err)
	}
	return (&answer{status: 200, contentType: contentType, etag: `W/"` + v.Version.Short() + `"`, body: buf.Bytes()}).output(), nil
}

// graphView is the JSON form, for the OpenAPI document.
type graphView = pathway.View
