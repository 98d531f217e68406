package app

import (
	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/lint"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// ConflictPolicy says what an import does about approved rules that speak of
// the same sources and lead to different courses.
type ConflictPolicy int

// The policies.
const (
	// IgnoreConflicts takes them in silence: published data is full of them,
	// and the engine answers "ambiguous".
	IgnoreConflicts ConflictPolicy = iota
	// RefuseConflicts refuses the update; rules that repeat or weaken one
	// another are warnings.
	RefuseConflicts
	// WarnOfConflicts reports all of them as warnings.
	WarnOfConflicts
)

// conflictingRules is the code of two rules that cannot both be meant.
const conflictingRules = "conflicting_rules"

// conflicts finds the rules of the update that contradict one another or rules
// that are there already; problems point into the update. Both sets must be
// valid.
func conflicts(base, update *ruleset.Set, policy ConflictPolicy) diag.List {
	if policy == IgnoreConflicts || len(update.Agreements) == 0 {
		return nil
	}
	updated := make(map[ruleset.AgreementKey]bool, len(update.Agreements))
	for i := range update.Agreements {
		updated[ruleset.AgreementKey{ID: update.Agreements[i].ID, Version: update.Agreements[i].Version}] = true
	}
	merged := ruleset.Merge(*base, *update)
	list := lint.Conflicts(&merged, func(a *agreement.Agreement) bool {
		return updated[ruleset.AgreementKey{ID: a.ID, Version: a.Version}]
	})
	for i := range list {
		p := &list[i]
		p.Pointer = moved(p.Pointer, &merged, update)
		if p.Code == lint.RulesAmbiguous && policy == RefuseConflicts {
			p.Severity, p.Code = diag.Error, conflictingRules
			p.Suggestion += "; or accept the conflict (--accept-conflicts, accept_conflicts=true)"
		}
	}
	return list
}
