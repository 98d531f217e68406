package app

import (
	"encoding/json"
	"fmt"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/compare"
	"github.com/cairnproject/cairn/internal/engine/difference"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/store"
)

// Rank orders the targets of an answer by what remains.
func (v *View) Rank(r *engine.Result) compare.Comparison {
	return compare.Rank(r, func(id catalog.InstitutionID) credit.Table {
		if in, ok := v.Institution(id); ok {
			return credit.NewTable(in.Policy.Conversions)
		}
		return credit.Table{}
	})
}

// Difference asks one question on two days and says what changed. Codes:
// invalid, unknown_rules_version.
func (s *Service) Difference(v *View, q Query, against calendar.Date) (difference.Difference, error) {
	before, after, err := s.twoDays(v, q.brief(), against)
	if err != nil {
		return difference.Difference{}, err
	}
	return difference.Between(&before, &after), nil
}

// twoDays answers a query on its own day and, briefly, on another one.
func (s *Service) twoDays(v *View, q Query, other calendar.Date) (before, after engine.Result, err error) {
	first := s.beside(v, q)
	q = q.brief()
	q.AsOf = other
	after, otherErr := s.EvaluateOn(v, q)
	if before, err = first(); err != nil {
		return before, after, err
	}
	return before, after, otherErr
}

// Since says what changed since a saved answer: its question is asked again
// with today's rules, on the given day or, for the zero day, on its own. Codes:
// invalid, internal.
func (s *Service) Since(v *View, saved *store.Evaluation, against calendar.Date) (difference.Difference, error) {
	var (
		asked  SavedQuery
		before engine.Result
	)
	if err := json.Unmarshal(saved.Query, &asked); err != nil {
		return difference.Difference{}, fault.From(fmt.Errorf("reading saved question %s: %w", saved.ID, err))
	}
	if err := json.Unmarshal(saved.Result, &before); err != nil {
		return difference.Difference{}, fault.From(fmt.Errorf("reading saved answer %s: %w", saved.ID, err))
	}
	if against.IsZero() {
		against = asked.AsOf
	}
	after, err := s.EvaluateOn(v, Query{Record: asked.Record, Targets: asked.Targets, AsOf: against, Brief: true})
	if err != nil {
		return difference.Difference{}, err
	}
	return difference.Between(&before, &after), nil
}
