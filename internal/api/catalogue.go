package api

import (
	"context"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// single is the body of one thing that comes from the rules.
type single[T any] struct {
	Data         T               `json:"data"`
	RulesVersion ruleset.Version `json:"rulesVersion" doc:"The rules version that the answer was read from."`
}

type singleOutput[T any] struct{ Body single[T] }

func newSingle[T any](v *app.View, data T) *singleOutput[T] {
	return &singleOutput[T]{Body: single[T]{Data: data, RulesVersion: v.Version}}
}

type institutionsInput struct {
	Page

	Kind catalog.InstitutionKind `query:"kind" doc:"Only institutions of this kind."`
	Q    string                  `query:"q" maxLength:"200" doc:"Only institutions whose id, name, former names or aliases hold this text."`
}

func (s *Server) listInstitutions(ctx context.Context, in *institutionsInput) (*listOutput[catalog.Institution], error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	q := strings.ToLower(in.Q)
	data, next, err := pageOf(&in.Page, v.Set.Institutions, func(x *catalog.Institution) string { return string(x.ID) },
		func(x *catalog.Institution) (catalog.Institution, bool) {
			return *x, (in.Kind == "" || x.Kind == in.Kind) && institutionHolds(x, q)
		})
	if err != nil {
		return nil, err
	}
	return newList(&in.Page, data, next, v.Version), nil
}

func institutionHolds(x *catalog.Institution, q string) bool {
	if q == "" || holds(q, string(x.ID), x.Name) || holds(q, x.Aliases...) {
		return true
	}
	for _, f := range x.FormerNames {
		if holds(q, f.Name) {
			return true
		}
	}
	return false
}

func holds(q string, texts ...string) bool {
	for _, t := range texts {
		if strings.Contains(strings.ToLower(t), q) {
			return true
		}
	}
	return false
}

type institutionInput struct {
	ID string `path:"id" doc:"The id of the institution."`
}

func (s *Server) getInstitution(ctx context.Context, in *institutionInput) (*singleOutput[catalog.Institution], error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	x, ok := v.Institution(catalog.InstitutionID(in.ID))
	if !ok {
		return nil, noSuch("institution", in.ID)
	}
	return newSingle(v, *x), nil
}

type itemsInput struct {
	Page

	Institution string           `query:"institution" doc:"Only items of this institution."`
	Kind        catalog.ItemKind `query:"kind" doc:"Only items of this kind."`
	Q           string           `query:"q" maxLength:"200" doc:"Only items whose id, code or title, now or earlier, hold this text."`
}

func (s *Server) listItems(ctx context.Context, in *itemsInput) (*listOutput[catalog.Item], error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	items := v.Set.Items
	if in.Institution != "" {
		items = v.ItemsOf(catalog.InstitutionID(in.Institution))
	}
	q := strings.ToLower(in.Q)
	data, next, err := pageOf(&in.Page, items, func(x *catalog.Item) string { return string(x.ID) },
		func(x *catalog.Item) (catalog.Item, bool) {
			return *x, (in.Kind == "" || x.Kind == in.Kind) && itemHolds(x, q)
		})
	if err != nil {
		return nil, err
	}
	return newList(&in.Page, data, next, v.Version), nil
}

func itemHolds(x *catalog.Item, q string) bool {
	if q == "" || holds(q, string(x.ID)) {
		return true
	}
	for i := range x.Versions {
		if holds(q, x.Versions[i].Code, x.Versions[i].Title) {
			return true
		}
	}
	return false
}

// ItemInput names an item.
type ItemInput struct {
	Institution string `path:"institution" doc:"The part of the item's id before the slash."`
	Item        string `path:"item" doc:"The part of the item's id after the slash."`
}

func (in *ItemInput) id() catalog.ItemID { return catalog.ItemID(in.Institution + "/" + in.Item) }

func (s *Server) getItem(ctx context.Context, in *ItemInput) (*singleOutput[catalog.Item], error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	x, ok := v.Item(in.id())
	if !ok {
		return nil, noSuch("item", string(in.id()))
	}
	return newSingle(v, *x), nil
}

type programsInput struct {
	Page

	Institution string `query:"institution" doc:"Only programs of this institution."`
	Q           string `query:"q" maxLength:"200" doc:"Only programs whose id or title hold this text."`
}

func (s *Server) listPrograms(ctx context.Context, in *programsInput) (*listOutput[requirement.Program], error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	q := strings.ToLower(in.Q)
	data, next, err := pageOf(&in.Page, v.Set.Programs, func(x *requirement.Program) string { return x.ID },
		func(x *requirement.Program) (requirement.Program, bool) {
			listed := *x
			listed.Requires, listed.Versions = nil, nil // the tree is with the program itself
			return listed, (in.Institution == "" || string(x.Institution) == in.Institution) && (q == "" || holds(q, x.ID, x.Title))
		})
	if err != nil {
		return nil, err
	}
	return newList(&in.Page, data, next, v.Version), nil
}

type programInput struct {
	Institution string `path:"institution" doc:"The part of the program's id before the slash."`
	Program     string `path:"program" doc:"The part of the program's id after the slash."`
}

func (s *Server) getProgram(ctx context.Context, in *programInput) (*singleOutput[requirement.Program], error) {
	v, err := s.service.Current(ctx)
	if err != nil {
		return nil, err
	}
	id := in.Institution + "/" + in.Program
	x, ok := v.Program(id)
	if !ok {
		return nil, noSuch("program", id)
	}
	return newSingle(v, *x), nil
}

func noSuch(what, id string) error {
	return fault.New(fault.NotFound, "There is no "+what+" "+id+".")
}
