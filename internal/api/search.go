package api

import (
	"context"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/ruleset"
	lookup "github.com/cairnproject/cairn/internal/search"
)

type searchInput struct {
	Q           string `query:"q" required:"true" maxLength:"400" doc:"What to look for, as people type it: \"cs101\", \"de anza math 1a\", \"introducton to statistics\"."`
	Limit       int    `query:"limit" minimum:"1" maximum:"200" default:"20" doc:"The most hits to return."`
	Kind        string `query:"kind" enum:"institution,item,program" doc:"Only hits of this kind."`
	Institution string `query:"institution" doc:"Only this institution, its items and its programs."`
	AsOf        string `query:"asOf" format:"date" doc:"The day whose codes and titles are current; the latest where absent."`
}

// searched is the body of a search.
type searched struct {
	Data         []lookup.Hit    `json:"data" doc:"What was found, best first."`
	Total        int             `json:"total" doc:"How many were found, beyond the limit too."`
	RulesVersion ruleset.Version `json:"rulesVersion" doc:"The rules version that was looked in."`
}

type searchOutput struct{ Body searched }

func (s *Server) search(ctx context.Context, in *searchInput) (*searchOutput, error) {
	q := lookup.Query{Text: in.Q, Limit: in.Limit, Institution: catalog.InstitutionID(in.Institution)}
	if in.Kind != "" {
		q.Kinds = []lookup.Kind{lookup.Kind(in.Kind)}
	}
	if in.AsOf != "" {
		day, err := calendar.ParseDate(in.AsOf)
		if err != nil {
			return nil, fault.List(fault.Invalid, "asOf is not a day.", diag.List{{Code: "bad_value", Message: err.Error()}})
		}
		q.AsOf = day
	}
	r, v, err := s.service.Search(ctx, q)
	if err != nil {
		return nil, err
	}
	return &searchOutput{Body: searched{Data: r.Hits, Total: r.Total, RulesVersion: v.Version}}, nil
}
