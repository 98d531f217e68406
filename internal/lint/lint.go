// Package lint finds what is allowed in a rule set and probably not meant: gaps
// and overlaps between grades, rules in conflict or in one another's shadow,
// credits that get lost, agreements past their time, items that nobody can take
// any more, limits that no requirement survives, stacks that lead nowhere. It is
// pure: a set and a day in, findings out.
//
// The work grows with the size of the set: rules are filed by what they bring,
// and only rules that the same sources meet are compared. Where more rules than
// that meet, the comparison stops at a budget and says so (lint_incomplete).
package lint

import (
	"fmt"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Options say how a set is checked.
type Options struct {
	// AsOf is the day for the checks that need one; they are left out where it
	// is zero.
	AsOf calendar.Date
}

// Check returns the findings as warnings, each with the JSON pointer of its
// place: those of single rules and programs in the order of the set, then those
// that several rules have with one another. The set must be valid
// ([ruleset.Validate]) and sorted.
func Check(set *ruleset.Set, o Options) diag.List {
	l := newLinter(set, o)
	for i := range set.Agreements {
		a := &set.Agreements[i]
		l.agreement(i, a)
		for j := range a.Rules {
			r := &a.Rules[j]
			at := place{i, j}
			l.credits(at, a, r)
			l.inactive(at, a, r)
			l.exams(at, a, r)
			l.reach(at, a, r)
		}
	}
	l.conflicts()
	l.programs()
	return l.findings
}

// workLimit is how many pairs of rules, and of parts of rules, are compared.
const workLimit = 2_000_000

type linter struct {
	set          *ruleset.Set
	asOf         calendar.Date
	items        map[catalog.ItemID]*catalog.Item
	institutions map[catalog.InstitutionID]*catalog.Institution
	scales       map[catalog.ScaleID]*catalog.Scale
	touches      func(*agreement.Agreement) bool // nil: every agreement
	findings     diag.List

	clashes map[clashKey]*clash
	work    int
	cutOff  bool

	catalogue map[catalog.InstitutionID][]*catalog.Item // made when a pattern asks
	matched   map[string]bool
	codes     map[string]*catalog.Item // by institution and present code
	versions  map[agreement.ID][]*agreement.Agreement
	stack     *stack
	wildcards []*agreement.Pattern // those that could select a credential
	byID      map[string]*requirement.Program
}

func newLinter(set *ruleset.Set, o Options) *linter {
	l := &linter{
		set: set, asOf: o.AsOf, work: workLimit,
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

// programs checks requirements and stacks.
func (l *linter) programs() {
	for i := range l.set.Programs {
		p := &l.set.Programs[i]
		for k, v := range p.Each {
			l.version(i, k, p, v)
		}
		l.exits(i, p)
	}
	l.deadEnds()
}

// place is where a rule stands; the pointer is only written for findings.
type place struct{ agreement, rule int }

func (p place) String() string {
	return fmt.Sprintf("/agreements/%d/rules/%d", p.agreement, p.rule)
}

// versionPointer is where the requirement of a version begins.
func versionPointer(program, version int, p *requirement.Program) string {
	if p.Versions == nil {
		return fmt.Sprintf("/programs/%d/requires", program)
	}
	return fmt.Sprintf("/programs/%d/versions/%d/requires", program, version)
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
