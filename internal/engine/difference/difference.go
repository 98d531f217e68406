// Package difference says what changed between two answers to one question: two
// days of evaluation, or two versions of the rules. Every change names the line,
// receiving item or requirement, both values, and why. What did not change is
// not mentioned: equal answers have no changes.
package difference

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/wording"
)

// Difference is what changed from one answer to another.
type Difference struct {
	Before  Side     `json:"before"`
	After   Side     `json:"after"`
	Changes []Change `json:"changes"`
}

// Side identifies one of the two answers.
type Side struct {
	AsOf         calendar.Date   `json:"asOf"`
	RulesVersion ruleset.Version `json:"rulesVersion"`
	InputHash    string          `json:"inputHash"`
	Engine       string          `json:"engine"`
}

// Kind says what changed.
type Kind string

// The kinds of change, in the order in which they are told.
const (
	// Target changes are targets that only one answer has.
	Target      Kind = "target"
	Program     Kind = "program"
	Requirement Kind = "requirement"
	Exception   Kind = "exception"
	Line        Kind = "line"
	Receiving   Kind = "receiving"
	Totals      Kind = "totals"
)

// Kinds lists the kinds of change.
func Kinds() []Kind {
	return []Kind{Target, Program, Requirement, Exception, Line, Receiving, Totals}
}

// Cause says why, by a stable code. Causes have no direction: the same cause
// stands whichever answer comes first.
type Cause string

// The causes.
const (
	// AgreementVersion: another version of the same agreement answers.
	AgreementVersion Cause = "agreement_version"
	// RuleValidity: a rule or agreement is in force on one side only.
	RuleValidity Cause = "rule_validity"
	// Rule: another rule answers, or the rule says something else.
	Rule Cause = "rule"
	// ItemRenumbered: an item has another code or title, or a code stands for
	// another item.
	ItemRenumbered Cause = "item_renumbered"
	// CredentialValidity: a credential or licence is valid on one side only.
	CredentialValidity Cause = "credential_validity"
	// Recency: something is too old on one side only.
	Recency Cause = "recency"
	// Attainment: a line is finished on one side only.
	Attainment Cause = "attainment"
	// RequirementVersion: the learner is held to another catalogue version.
	RequirementVersion Cause = "requirement_version"
	// RequirementChanged: the requirement asks for something else, or is there on
	// one side only.
	RequirementChanged Cause = "requirement_changed"
	// ExceptionValidity: an exception is in force on one side only.
	ExceptionValidity Cause = "exception_validity"
	// Credits: what a line brings or gives differs, by size or conversion.
	Credits Cause = "credits"
	// Policy: the receiver's policy differs, such as a cap or what becomes of
	// credit that no rule names.
	Policy Cause = "policy"
	// Consequence: it follows from other changes that are listed.
	Consequence Cause = "consequence"
	// Record: the record itself differs, or lines were added.
	Record Cause = "record"
	// Scope: a target was asked on one side only.
	Scope Cause = "scope"
	// Other: the reasons differ; they are quoted.
	Other Cause = "other"
)

// Causes lists the causes.
func Causes() []Cause {
	return []Cause{
		AgreementVersion, RuleValidity, Rule, ItemRenumbered, CredentialValidity, Recency, Attainment, RequirementVersion,
		RequirementChanged, ExceptionValidity, Credits, Policy, Consequence, Record, Scope, Other,
	}
}

// Change is one thing that differs.
type Change struct {
	// Target is "institution" or "institution/program".
	Target string `json:"target"`
	Kind   Kind   `json:"kind"`
	// ID is the line's id, the receiving item, the path, or the exception's id.
	ID string `json:"id,omitempty"`
	// Name is how people know it.
	Name   string `json:"name,omitempty"`
	Before string `json:"before"`
	After  string `json:"after"`
	Cause  Cause  `json:"cause"`
	// Text is the change as a sentence with both values and why.
	Text string `json:"text"`
	// Why are the reasons that stand on one side only, in words.
	Why []string `json:"why,omitempty"`
	// The phrases of Name, Before, After and Why.
	NameWords   wording.Phrase   `json:"-"`
	BeforeWords wording.Phrase   `json:"-"`
	AfterWords  wording.Phrase   `json:"-"`
	WhyWords    []wording.Phrase `json:"-"`
}

// Between lists what changed from one answer to the other, in the order of
// targets, kinds, and then of the answers.
func Between(before, after *engine.Result) Difference {
	d := Difference{Before: side(before), After: side(after), Changes: []Change{}}
	for _, t := range targets(before, after) {
		a, b := find(before, t), find(after, t)
		if a == nil || b == nil {
			d.Changes = append(d.Changes, onlyOne(t, a, b))
			continue
		}
		c := collector{target: t, sameRules: before.RulesVersion == after.RulesVersion, days: [2]calendar.Date{before.AsOf, after.AsOf}}
		c.program(a, b)
		c.lines(a, b)
		c.receiving(a, b)
		c.totals(a, b)
		d.Changes = append(d.Changes, c.sorted()...)
	}
	return d
}

func side(r *engine.Result) Side {
	return Side{AsOf: r.AsOf, RulesVersion: r.RulesVersion, InputHash: r.InputHash, Engine: r.Engine}
}

// targets are those of both answers, each once, sorted.
func targets(a, b *engine.Result) []string {
	var out []string
	for _, r := range []*engine.Result{a, b} {
		for i := range r.Targets {
			out = append(out, r.Targets[i].String())
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func find(r *engine.Result, target string) *engine.TargetResult {
	for i := range r.Targets {
		if r.Targets[i].String() == target {
			return &r.Targets[i]
		}
	}
	return nil
}

func onlyOne(target string, a, b *engine.TargetResult) Change {
	c := Change{
		Target: target, Kind: Target, ID: target, Cause: Scope,
		BeforeWords: wording.Of("change.evaluated", "evaluated"), AfterWords: wording.Of("change.not_evaluated", "not evaluated"),
	}
	t := a
	if a == nil {
		t, c.BeforeWords, c.AfterWords = b, c.AfterWords, c.BeforeWords
	}
	c.say()
	c.Name = cmp.Or(t.ProgramTitle, t.InstitutionName)
	c.Text = c.Name + ": " + c.Before + " before, " + c.After + " after."
	return c
}

// say writes the English of what has phrases.
func (c *Change) say() {
	for _, x := range [...]struct {
		text  *string
		words wording.Phrase
	}{{&c.Name, c.NameWords}, {&c.Before, c.BeforeWords}, {&c.After, c.AfterWords}} {
		if !x.words.IsZero() {
			*x.text = x.words.String()
		}
	}
}

// collector gathers the changes at one target.
type collector struct {
	target    string
	sameRules bool
	days      [2]calendar.Date
	changes   []Change
}

func (c *collector) add(x Change) {
	x.Target = c.target
	x.WhyWords = slices.CompactFunc(x.WhyWords, wording.Phrase.Equal)
	for _, w := range x.WhyWords {
		x.Why = append(x.Why, w.String())
	}
	x.say()
	var text strings.Builder
	text.WriteString(cmp.Or(x.Name, x.ID) + ": " + x.Before + " → " + x.After)
	if len(x.Why) > 0 {
		text.WriteString(", because " + strings.Join(x.Why, "; "))
	}
	x.Text = strings.TrimSuffix(text.String(), ".") + "."
	c.changes = append(c.changes, x)
}

func (c *collector) sorted() []Change {
	order := Kinds()
	slices.SortStableFunc(c.changes, func(a, b Change) int {
		return cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind))
	})
	return c.changes
}
