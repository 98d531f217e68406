package app

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

// Query is one question: a record, where, and as of when.
type Query struct {
	Record  record.Record
	Targets []engine.Target
	// AsOf is the day of evaluation; the zero day means Today.
	AsOf calendar.Date
	// RulesVersion, where given, must be the current one.
	RulesVersion ruleset.Version
	// Budget bounds the search, in steps; 0 means the engine's default.
	Budget int
	// Brief asks for no ways to finish, flips and lenses (engine.Query).
	Brief bool
	// Together and MaxUses solve the programs as one; Certificate and Critical ask
	// for more about each verdict (engine.Query).
	Together    bool
	MaxUses     int
	Certificate bool
	Critical    bool
	// Stop, once closed, says that nobody waits for the answer (engine.Query).
	Stop <-chan struct{} `json:"-"`
	// Keep, where given, keeps the answer for the same question and gives the one
	// that it has; such an answer must not be changed.
	Keep *Keeper `json:"-"`
}

// brief is the query for those who compare answers.
func (q Query) brief() Query {
	q.Brief = true
	return q
}

// Evaluate answers a query with the current rules. Codes: invalid (with every
// problem), unknown_rules_version, unavailable, internal.
func (s *Service) Evaluate(ctx context.Context, q Query) (engine.Result, error) {
	v, err := s.Current(ctx)
	if err != nil {
		return engine.Result{}, err
	}
	q.Stop = ctx.Done()
	return s.EvaluateOn(v, q)
}

// EvaluateOn answers a query with the rules of a view. Codes: invalid,
// unknown_rules_version.
func (s *Service) EvaluateOn(v *View, q Query) (engine.Result, error) {
	if q.RulesVersion != "" && q.RulesVersion != v.Version {
		return engine.Result{}, fault.New(fault.UnknownRulesVersion, fmt.Sprintf(
			"The rules version is %s, not %s; only the current version can be asked.", v.Version.Short(), q.RulesVersion.Short()))
	}
	if q.AsOf.IsZero() {
		q.AsOf = s.Today()
	}
	if q.Keep != nil {
		return q.Keep.evaluation(v, q, func() (engine.Result, error) { return s.worked(v, q) })
	}
	return s.worked(v, q)
}

// worked works an answer out.
func (s *Service) worked(v *View, q Query) (engine.Result, error) {
	result, err := v.Snapshot.Evaluate(s.engineQuery(q))
	if err != nil {
		return engine.Result{}, fault.From(err)
	}
	return result, nil
}

func (s *Service) engineQuery(q Query) engine.Query {
	if q.AsOf.IsZero() {
		q.AsOf = s.Today()
	}
	return engine.Query{
		Record: q.Record, Targets: q.Targets, AsOf: q.AsOf, Budget: q.Budget, Brief: q.Brief,
		Together: q.Together, MaxUses: q.MaxUses, Certificate: q.Certificate, Critical: q.Critical, Stop: q.Stop,
	}
}

// SavedQuery is the query of a saved evaluation, as kept.
type SavedQuery struct {
	Record  record.Record   `json:"record"`
	Targets []engine.Target `json:"targets"`
	AsOf    calendar.Date   `json:"asOf"`
}

// SaveEvaluation keeps an answer with its question; recordID is zero for a
// record that is not stored. The answer is kept as the bytes of EncodeResult.
// Codes: unavailable, internal.
func (s *Service) SaveEvaluation(ctx context.Context, recordID uuid.UUID, q Query, r *engine.Result) (store.Evaluation, error) {
	id, err := s.id()
	if err != nil {
		return store.Evaluation{}, err
	}
	query, err := json.Marshal(SavedQuery{Record: q.Record, Targets: q.Targets, AsOf: r.AsOf})
	if err != nil {
		return store.Evaluation{}, fault.From(err)
	}
	e := store.Evaluation{
		ID: id, RecordID: recordID, Created: s.stamp(), AsOf: r.AsOf.String(),
		RulesVersion: r.RulesVersion, InputHash: r.InputHash, Query: query, Result: AppendResult(nil, r),
	}
	if err := s.store.SaveEvaluation(ctx, e); err != nil {
		return store.Evaluation{}, stored(err, "evaluation")
	}
	return e, nil
}

// Evaluation returns a saved answer. Codes: not_found, unavailable, internal.
func (s *Service) Evaluation(ctx context.Context, id uuid.UUID) (store.Evaluation, error) {
	e, err := s.store.Evaluation(ctx, id)
	return e, stored(err, "evaluation "+id.String())
}

// Evaluations lists saved answers, newest first; a zero record id lists all.
// Codes: usage (the cursor), unavailable, internal.
func (s *Service) Evaluations(ctx context.Context, recordID uuid.UUID, page store.Page) ([]store.Evaluation, string, error) {
	list, next, err := s.store.ListEvaluations(ctx, recordID, page)
	return list, next, stored(err, "list of evaluations")
}
