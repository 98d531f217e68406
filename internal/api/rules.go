package api

import (
	"context"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
)

// ruleEntry is a rule with the agreement that states it.
type ruleEntry struct {
	Agreement agreement.ID          `json:"agreement"`
	Version   int                   `json:"version"`
	Receiver  catalog.InstitutionID `json:"receiver,omitempty"`
	Lifecycle agreement.Lifecycle   `json:"lifecycle"`
	Rule      agreement.Rule        `json:"rule"`
}

func entryOf(at app.RuleAt) ruleEntry {
	return ruleEntry{
		Agreement: at.Agreement.ID, Version: at.Agreement.Version, Receiver: at.Agreement.Receiver,
		Lifecycle: at.Agreement.Lifecycle, Rule: *at.Rule,
	}
}

type agreementRulesInput struct {
	AgreementInput
	Page
}

func (s *Server) listAgreementRules(ctx context.Context, in *agreementRulesInput) (*listOutput[ruleEntry], error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	a, _, err := in.version(v)
	if err != nil {
		return nil, err
	}
	data, next, err := offsetOf(&in.Page, a.Rules, v.Version)
	if err != nil {
		return nil, err
	}
	entries := make([]ruleEntry, len(data))
	for i := range data {
		entries[i] = entryOf(app.RuleAt{Agreement: a, Rule: &data[i]})
	}
	return newList(&in.Page, entries, next, v.Version), nil
}

type rulesInput struct {
	Page

	Source   string `query:"source" doc:"Only rules with this item as a source (institution/item)."`
	Award    string `query:"award" doc:"Only rules that give this item (institution/item)."`
	Receiver string `query:"receiver" doc:"Only rules of agreements with this receiver."`
}

func (s *Server) listRules(ctx context.Context, in *rulesInput) (*listOutput[ruleEntry], error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	data, next, err := offsetOf(&in.Page, in.find(v), v.Version)
	if err != nil {
		return nil, err
	}
	entries := make([]ruleEntry, len(data))
	for i, at := range data {
		entries[i] = entryOf(at)
	}
	return newList(&in.Page, entries, next, v.Version), nil
}

// find walks the shortest list that the filters leave.
func (in *rulesInput) find(v *app.View) []app.RuleAt {
	var from []app.RuleAt
	switch {
	case in.Source != "":
		from = v.Uses(catalog.ItemID(in.Source)).Source
	case in.Award != "":
		from = v.Uses(catalog.ItemID(in.Award)).Award
	default:
		for i := range v.Set.Agreements {
			a := &v.Set.Agreements[i]
			if in.Receiver != "" && string(a.Receiver) != in.Receiver {
				continue
			}
			for j := range a.Rules {
				from = append(from, app.RuleAt{Agreement: a, Rule: &a.Rules[j]})
			}
		}
		return from
	}
	var out []app.RuleAt
	for _, at := range from {
		if (in.Receiver == "" || string(at.Agreement.Receiver) == in.Receiver) &&
			(in.Award == "" || slices.Contains(at.Awards(), catalog.ItemID(in.Award))) {
			out = append(out, at)
		}
	}
	return out
}
