package api

import (
	"context"
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
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

	Sender    string              `query:"sender" doc:"Only agreements with this sender."`
	Receiver  string              `query:"receiver" doc:"Only agreements with this receiver."`
	Kind      agreement.Kind      `query:"kind" doc:"Only agreements of this kind."`
	Lifecycle agreement.Lifecycle `query:"lifecycle" doc:"Only versions in this state."`
}

func (in *agreementsInput) keeps(a *agreement.Agreement) bool {
	return (in.Sender == "" || slices.Contains(a.Senders, catalog.InstitutionID(in.Sender))) &&
		(in.Receiver == "" || string(a.Receiver) == in.Receiver) &&
		(in.Kind == "" || a.Kind == in.Kind) &&
		(in.Lifecycle == "" || a.Lifecycle == in.Lifecycle)
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
