package app

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// StackQuery asks what a record completes.
type StackQuery struct {
	Record record.Record
	// Institutions are those whose programs are shown; empty means all.
	Institutions []catalog.InstitutionID
	// AsOf is the day of evaluation; the zero day means Today.
	AsOf calendar.Date
	// RulesVersion, where given, must be the current one.
	RulesVersion ruleset.Version
	// Near bounds the near misses of each kind; 0 means the engine's default.
	Near int
	// Stop, once closed, says that nobody waits for the answer.
	Stop <-chan struct{} `json:"-"`
	// Keep is as at Query.
	Keep *Keeper `json:"-"`
}

// StacksOn answers a query with the rules of a view. Codes: invalid,
// unknown_rules_version.
func (s *Service) StacksOn(v *View, q StackQuery) (engine.StackResult, error) {
	if q.RulesVersion != "" && q.RulesVersion != v.Version {
		return engine.StackResult{}, fault.New(fault.UnknownRulesVersion, fmt.Sprintf(
			"The rules version is %s, not %s; only the current version can be asked.", v.Version.Short(), q.RulesVersion.Short()))
	}
	if q.AsOf.IsZero() {
		q.AsOf = s.Today()
	}
	if q.Keep != nil {
		return q.Keep.stacks(v, q, func() (engine.StackResult, error) { return stacked(v, q) })
	}
	return stacked(v, q)
}

// stacked works an answer out.
func stacked(v *View, q StackQuery) (engine.StackResult, error) {
	result, err := v.Snapshot.Stacks(engine.StackQuery{Record: q.Record, AsOf: q.AsOf, Institutions: q.Institutions, Near: q.Near, Stop: q.Stop})
	if err != nil {
		return engine.StackResult{}, fault.From(err)
	}
	return result, nil
}

// EncodeStacks is a result as one line of JSON, the same from the command line
// and the API.
func EncodeStacks(r *engine.StackResult) ([]byte, error) {
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetEscapeHTML(false)
	if err := e.Encode(r); err != nil {
		return nil, fault.From(err)
	}
	return buf.Bytes(), nil
}
