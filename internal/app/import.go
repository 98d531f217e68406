package app

import (
	"context"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

// ImportOptions say how an update is applied.
type ImportOptions struct {
	// DryRun reports the difference and writes nothing.
	DryRun bool
	// Expect is the rules version that the caller has seen; empty means any.
	Expect ruleset.Version
	// Source says where the update came from, for the history.
	Source string
	// Conflicts says what becomes of rules that contradict one another.
	Conflicts ConflictPolicy
	// Locate, where given, adds file, line and column to problems that have a
	// JSON pointer into the update.
	Locate func(diag.List) diag.List
	// Progress is called with rows written and rows in all.
	Progress func(done, total int)
}

// Import checks an update against the current rules, applies it and returns
// what changed, with warnings. It is written whole or not at all. Codes:
// invalid (with every problem), conflict, unavailable, internal.
func (s *Service) Import(ctx context.Context, update ruleset.Set, o ImportOptions) (ruleset.Change, diag.List, error) {
	v, err := s.Current(ctx)
	if err != nil {
		return ruleset.Change{}, nil, err
	}
	if o.Expect != "" && o.Expect != v.Version {
		return ruleset.Change{}, nil, fault.New(fault.Conflict, "The rules were changed in the meantime.")
	}
	update.Sort()
	problems := Check(&v.Set, &update)
	if !problems.HasErrors() {
		problems = append(problems, conflicts(&v.Set, &update, o.Conflicts)...)
	}
	if o.Locate != nil {
		problems = o.Locate(problems)
	}
	if problems.HasErrors() {
		return ruleset.Change{}, problems, fault.List(fault.Invalid, "The update has mistakes; nothing was changed.", problems)
	}
	change, err := s.store.Apply(ctx, update, store.ApplyOptions{
		DryRun: o.DryRun, Expect: v.Version, Source: o.Source, At: s.stamp(), Progress: o.Progress,
	})
	s.current.expire()
	if err != nil {
		return ruleset.Change{}, problems, stored(err, "rule set")
	}
	return change, problems, nil
}
