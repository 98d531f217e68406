package api

import (
	"context"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// use is one place at which an item matters.
type use struct {
	As        string                `json:"as" enum:"source,award,program" doc:"A source of the rule, what the rule gives, or named by the program."`
	Agreement agreement.ID          `json:"agreement,omitempty"`
	Version   int                   `json:"version,omitempty"`
	Rule      string                `json:"rule,omitempty"`
	Receiver  catalog.InstitutionID `json:"receiver,omitempty"`
	Lifecycle agreement.Lifecycle   `json:"lifecycle,omitempty"`
	Program   string                `json:"program,omitempty"`
	Title     string                `json:"title,omitempty" doc:"The title of the agreement or program."`
}

type usesInput struct {
	ItemInput
	Page
}

func (s *Server) listUses(ctx context.Context, in *usesInput) (*listOutput[use], error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	if _, ok := v.Item(in.id()); !ok {
		return nil, noSuch("item", string(in.id()))
	}
	u := v.Uses(in.id())
	all := appendUses(nil, "source", u.Source)
	all = appendUses(all, "award", u.Award)
	for _, p := range u.Programs {
		all = append(all, useOf(p))
	}
	data, next, err := offsetOf(&in.Page, all, v.Version)
	if err != nil {
		return nil, err
	}
	return newList(&in.Page, data, next, v.Version), nil
}

func appendUses(out []use, as string, rules []app.RuleAt) []use {
	for _, at := range rules {
		out = append(out, use{
			As: as, Agreement: at.Agreement.ID, Version: at.Agreement.Version, Rule: at.Rule.ID,
			Receiver: at.Agreement.Receiver, Lifecycle: at.Agreement.Lifecycle, Title: at.Agreement.Title,
		})
	}
	return out
}

func useOf(p *requirement.Program) use {
	return use{As: "program", Program: p.ID, Title: p.Title, Receiver: p.Institution}
}
