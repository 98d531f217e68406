package engine

import "github.com/cairnproject/cairn/internal/ruleset"

// Snapshot is a compiled rule set: immutable, safe for any number of
// goroutines. Compile one per rules version and share it.
type Snapshot struct {
	version ruleset.Version
}

// Compile builds a snapshot. The set must be valid ([ruleset.Validate]) and
// must not change afterwards.
func Compile(set *ruleset.Set) (*Snapshot, error) {
	return &Snapshot{version: set.Version()}, nil
}

// Version is the rules version that the snapshot was compiled from.
func (s *Snapshot) Version() ruleset.Version { return s.version }

// Evaluate answers a query. The error is a diag.List naming, by JSON pointer
// into the record or the targets, everything that makes the query unanswerable:
// an unknown target, unit or program, negative credits, no as-of date.
func (s *Snapshot) Evaluate(q Query) (Result, error) {
	return Result{AsOf: q.AsOf, RulesVersion: s.version, Engine: Version}, nil
}
