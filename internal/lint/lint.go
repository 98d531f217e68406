// Package lint finds what is allowed in a rule set and probably not meant: gaps
// and overlaps between grades, rules in conflict, credits that get lost,
// agreements past their review, items that nobody can take any more. It is
// pure: a set and a day in, findings out. The codes are explained in
// docs/reference/cli.md.
package lint

import (
	"fmt"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// The codes of the findings.
const (
	CreditsLost     = "credits_lost"     // the awards state less than is brought
	CreditsGranted  = "credits_granted"  // the awards state more than is brought
	GradeGap        = "grade_gap"        // grades between two rules that none of them takes
	GradeOverlap    = "grade_overlap"    // grades that two rules take
	RulesDuplicate  = "rules_duplicate"  // two rules say the same
	RulesEquivalent = "rules_equivalent" // two rules differ in elective credit only
	RulesBlanket    = "rules_blanket"    // elective credit beside a real course
	RulesAmbiguous  = "rules_ambiguous"  // several real courses without an or
	Unsigned        = "agreement_unsigned"
	Ended           = "agreement_ended"
	ReviewOverdue   = "review_overdue"
	ItemInactive    = "item_inactive"
	ItemRenumbered  = "item_renumbered"
)

// Options say how a set is checked.
type Options struct {
	// AsOf is the day for the checks that need one; they are left out where it
	// is zero.
	AsOf calendar.Date
}

// Check returns the findings as warnings in the order of the set, each with the
// JSON pointer of its place. The set must be valid ([ruleset.Validate]) and
// sorted.
func Check(set *ruleset.Set, o Options) diag.List {
	l := newLinter(set, o)
	for i := range set.Agreements {
		a := &set.Agreements[i]
		l.agreement(i, a)
		for j := range a.Rules {
			l.credits(pointer(i, j), a, &a.Rules[j])
			l.inactive(pointer(i, j), a, &a.Rules[j])
		}
	}
	l.conflicts()
	return l.findings
}

type linter struct {
	set          *ruleset.Set
	asOf         calendar.Date
	items        map[catalog.ItemID]*catalog.Item
	institutions map[catalog.InstitutionID]*catalog.Institution
	scales       map[catalog.ScaleID]*catalog.Scale
	touches      func(*agreement.Agreement) bool // nil: every agreement
	findings     diag.List
}

func newLinter(set *ruleset.Set, o Options) *linter {
	l := &linter{
		set: set, asOf: o.AsOf,
		items:        make(map[catalog.ItemID]*catalog.Item, len(set.Items)),
		institutions: make(map[catalog.InstitutionID]*catalog.Institution, len(set.Institutions)),
		scales:       map[catalog.ScaleID]*catalog.Scale{},
	}
	for i := range set.Items {
		l.items[set.Items[i].ID] = &set.Items[i]
	}
	for i := range set.Institutions {
		l.institutions[set.Institutions[i].ID] = &set.Institutions[i]
	}
	builtin := catalog.BuiltinScales()
	for i := range builtin {
		l.scales[builtin[i].ID] = &builtin[i]
	}
	for i := range set.Scales {
		l.scales[set.Scales[i].ID] = &set.Scales[i]
	}
	return l
}

func pointer(agreement, rule int) string {
	return fmt.Sprintf("/agreements/%d/rules/%d", agreement, rule)
}

func (l *linter) findf(at, code, suggestion, format string, args ...any) {
	l.findings = append(l.findings, diag.Problem{
		Severity: diag.Warning, Code: code, Message: fmt.Sprintf(format, args...),
		Suggestion: suggestion, Pointer: at,
	})
}

// live reports whether the version can award: approved, or superseded within
// its window.
func live(a *agreement.Agreement) bool {
	return a.Lifecycle == agreement.Approved || a.Lifecycle == agreement.Superseded
}

// agreement checks the heading of one version.
func (l *linter) agreement(i int, a *agreement.Agreement) {
	at := fmt.Sprintf("/agreements/%d", i)
	if a.Lifecycle != agreement.Approved {
		return
	}
	if !a.Evidence.Signed() {
		l.findf(at, Unsigned, "give evidence.reference and evidence.signedOn",
			"%s version %d is approved and not signed, so it awards nothing", a.ID, a.Version)
	}
	if l.asOf.IsZero() {
		return
	}
	if a.Basis == agreement.OnEvaluation && !a.Effective.To.IsZero() && a.Effective.To < l.asOf {
		l.findf(at, Ended, "renew it, or set its lifecycle to expired",
			"%s version %d ended on %s and is still approved", a.ID, a.Version, a.Effective.To)
	}
	if !a.ReviewBy.IsZero() && a.ReviewBy < l.asOf {
		l.findf(at, ReviewOverdue, "review it and set a new reviewBy",
			"%s version %d was to be reviewed by %s", a.ID, a.Version, a.ReviewBy)
	}
}
