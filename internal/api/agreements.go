package api

import (
	"context"
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// agreementHead is one version of an agreement without its rules, which are a
// list of their own.
type agreementHead struct {
	agreement.Agreement

	// Rules shadows the rules of the agreement.
	Rules     *string `json:"rules,omitempty" hidden:"true"`
	RuleCount int     `json:"ruleCount" doc:"How many rules the version holds; see /v1/agreements/{id}/rules."`
	Versions  []int   `json:"versions,omitempty" doc:"Every version of the agreement that is known."`
}

func headOf(a *agreement.Agreement) agreementHead {
	h := agreementHead{Agreement: *a, RuleCount: len(a.Rules)}
	h.Agreement.Rules = nil
	return h
}

type agreementsInput struct {
	Page

	Sender    string `query:"sender" doc:"Only agreements with this sender."`
	Receiver  string `query:"receiver" doc:"Only agreements with this receiver."`
	Kind      string `query:"kind" doc:"Only agreements of this kind."`
	Lifecycle string `query:"lifecycle" doc:"Only versions in this state."`
}

func (in *agreementsInput) keeps(a *agreement.Agreement) bool {
	return (in.Sender == "" || slices.Contains(a.Senders, catalog.InstitutionID(in.Sender))) &&
		(in.Receiver == "" || string(a.Receiver) == in.Receiver) &&
		(in.Kind == "" || string(a.Kind) == in.Kind) &&
		(in.Lifecycle == "" || string(a.Lifecycle) == in.Lifecycle)
}

func (s *Server) listAgreements(ctx context.Context, in *agreementsInput) (*listOutput[agreementHead], error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	data, next, err := pageOf(&in.Page, v.Set.Agreements, agreementKey,
		func(a *agreement.Agreement) (agreementHead, bool) { return headOf(a), in.keeps(a) })
	if err != nil {
		return nil, err
	}
	return newList(&in.Page, data, next, v.Version), nil
}

// agreementKey sorts as agreements do, by id and then by number. "\x00" sorts
// before every character of an id.
func agreementKey(a *agreement.Agreement) string {
	number := strconv.Itoa(a.Version)
	return string(a.ID) + "\x00" + string(rune('a'+len(number))) + number
}

// AgreementInput names a version of an agreement.
type AgreementInput struct {
	ID      string `path:"id" doc:"The id of the agreement."`
	Version int    `query:"version" minimum:"1" doc:"The version; without it, the newest."`
}

// version finds the version asked for among all of them.
func (in *AgreementInput) version(v *app.View) (*agreement.Agreement, []int, error) {
	all := v.Agreement(agreement.ID(in.ID))
	if len(all) == 0 {
		return nil, nil, noSuch("agreement", in.ID)
	}
	numbers := make([]int, len(all))
	found := -1
	for i := range all {
		numbers[i] = all[i].Version
		if in.Version == 0 || all[i].Version == in.Version {
			found = i
		}
	}
	if found < 0 {
		return nil, nil, noSuch("version "+strconv.Itoa(in.Version)+" of agreement", in.ID)
	}
	return &all[found], numbers, nil
}

func (s *Server) getAgreement(ctx context.Context, in *AgreementInput) (*singleOutput[agreementHead], error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	a, versions, err := in.version(v)
	if err != nil {
		return nil, err
	}
	head := headOf(a)
	head.Versions = versions
	return newSingle(v, head), nil
}

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
