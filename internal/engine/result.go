package engine

import (
	"context"
	"fmt"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/wording"
)

// Target is where a record is evaluated: an institution, or one of its
// programs.
type Target struct {
	Institution catalog.InstitutionID `json:"institution"`
	// Program is a program id ("institution/program"); empty means the
	// institution as a whole, to which program agreements do not apply.
	Program string `json:"program,omitempty"`
}

// String returns "institution" or "institution/program".
func (t Target) String() string {
	if t.Program != "" {
		return t.Program
	}
	return string(t.Institution)
}

// Query is one question to a snapshot. The same query to the same snapshot
// gives the same bytes, whatever the order of attainments.
type Query struct {
	Record  record.Record
	Targets []Target
	// AsOf is the day of evaluation; it must be stated.
	AsOf calendar.Date
	// Budget bounds the search for the best combination, in steps; 0 means
	// DefaultBudget. Where it is reached the target's Decided is false.
	Budget int
	// Critical asks for the lines without which a complete program would not be:
	// each is tried.
	Critical bool
	// Brief asks for verdicts, requirements and what remains alone: neither for
	// ways to finish, nor for what would turn the verdict, nor how it stands with
	// what is in progress or planned.
	Brief bool
	// Together asks how the programs among the targets stand when they are
	// solved as one. MaxUses is then how many of their requirements one piece may
	// serve; 0 is as many as their budgets allow.
	Together bool
	MaxUses  int
	// Certificate asks for the whole certificate of every program's verdict.
	Certificate bool
	// Stop, once closed, ends the searches for requirements: nobody waits for the
	// answer any more, and Evaluate returns ErrStopped. nil is never.
	Stop <-chan struct{}
}

// ErrStopped says that a query was given up while it was answered.
var ErrStopped = fmt.Errorf("the question was given up before it was answered: %w", context.Canceled)

// Result is the reconciled ledger of a record at every target.
type Result struct {
	AsOf         calendar.Date   `json:"asOf"`
	RulesVersion ruleset.Version `json:"rulesVersion"`
	// InputHash is the lower-case hex SHA-256 of the canonical query.
	InputHash string `json:"inputHash"`
	// Engine is the version of the engine's semantics.
	Engine  string         `json:"engine"`
	Targets []TargetResult `json:"targets"`
	// Together is how the programs stand as one, where that was asked for.
	Together *Together `json:"together,omitempty"`
}

// TargetResult is the ledger at one target.
type TargetResult struct {
	Target
	InstitutionName string      `json:"institutionName"`
	ProgramTitle    string      `json:"programTitle,omitempty"`
	Unit            credit.Unit `json:"unit"`
	// Decided is false where the work budget was reached: the ledger is then
	// the best that was found, and Bound the most credit that could be accepted.
	Decided bool             `json:"decided"`
	Bound   *credit.Quantity `json:"bound,omitempty"`
	Lines   []Line           `json:"lines"`
	// Receiving is where the receiving items stand that the record or the
	// program's agreements touch.
	Receiving []Receiving `json:"receiving,omitempty"`
	// Notes are reasons that concern the target as a whole (conflicts between
	// rules, rounding of the total).
	Notes  []Reason `json:"notes,omitempty"`
	Totals Totals   `json:"totals"`
	// Audit is how the program stands; nil where the target names no program, or
	// one whose requirements are not known.
	Audit *Audit `json:"audit,omitempty"`
}

// Line is one attainment at one target.
type Line struct {
	// ID is the attainment's.
	ID     string `json:"id"`
	Source Source `json:"source"`
	Status Status `json:"status"`
	// Awards are what the receiver gives; several lines may lead to one award
	// together, which then stands at each of them with the others in With.
	Awards  []Award     `json:"awards,omitempty"`
	Credits LineCredits `json:"credits"`
	Ledger  Ledger      `json:"ledger"`
	// Reasons always holds at least one.
	Reasons []Reason `json:"reasons"`
}

// Source is the attainment as it was understood.
type Source struct {
	Institution     catalog.InstitutionID `json:"institution,omitempty"`
	InstitutionName string                `json:"institutionName,omitempty"`
	Item            catalog.ItemID        `json:"item,omitempty"`
	Code            string                `json:"code,omitempty"`
	Title           string                `json:"title,omitempty"`
	Attained        calendar.Date         `json:"attained,omitzero"`
	Grade           string                `json:"grade,omitempty"`
	Status          record.Status         `json:"status"`
	Evidence        catalog.EvidenceKind  `json:"evidence,omitempty"`
}

// LineCredits is the credit of a line in both units: as brought, and as the
// receiver counts it before anything is decided.
type LineCredits struct {
	Source   credit.Quantity `json:"source"`
	Receiver credit.Quantity `json:"receiver"`
}

// Award is what a rule gives to one or more lines.
type Award struct {
	Kind    agreement.AwardKind `json:"kind"`
	Effect  agreement.Effect    `json:"effect"`
	Item    catalog.ItemID      `json:"item,omitempty"`
	Code    string              `json:"code,omitempty"`
	Title   string              `json:"title,omitempty"`
	Subject string              `json:"subject,omitempty"`
	Level   string              `json:"level,omitempty"`
	Name    string              `json:"name,omitempty"`
	// Credits is this line's share of the units; nil for effects without
	// credit.
	Credits *credit.Quantity `json:"credits,omitempty"`
	Rule    *RuleRef         `json:"rule,omitempty"`
	// With are the ids of the other lines that earn the award together with
	// this one.
	With []string `json:"with,omitempty"`
}

// RuleRef names the statement behind an award or reason, with its signed
// evidence.
type RuleRef struct {
	Agreement agreement.ID `json:"agreement"`
	Version   int          `json:"version"`
	Rule      string       `json:"rule,omitempty"`
	Reference string       `json:"reference,omitempty"`
	SHA256    string       `json:"sha256,omitempty"`
	Tier      string       `json:"tier,omitempty"`
}

// Ledger splits credit, in the receiver's unit:
// brought + granted = counted + elective + excess + notAccepted + undecided + rounding.
type Ledger struct {
	// Brought is the record's credit, converted; Granted is credit that a rule
	// gives beyond it (an exam has none of its own).
	Brought credit.Amount `json:"brought"`
	Granted credit.Amount `json:"granted"`
	// Counted is accepted as a specific course, area or block; Elective is
	// accepted as elective credit.
	Counted  credit.Amount `json:"counted"`
	Elective credit.Amount `json:"elective"`
	// Excess is accepted in principle and cannot be used: over a cap, or a
	// duplicate.
	Excess      credit.Amount `json:"excess"`
	NotAccepted credit.Amount `json:"notAccepted"`
	Undecided   credit.Amount `json:"undecided"`
	// Rounding is what rounding took; negative where it gave.
	Rounding credit.Amount `json:"rounding"`
}

// In is the left side of the ledger.
func (l *Ledger) In() credit.Amount { return l.Brought.Add(l.Granted) }

// Out is the right side of the ledger.
func (l *Ledger) Out() credit.Amount {
	return credit.Sum(l.Counted, l.Elective, l.Excess, l.NotAccepted, l.Undecided, l.Rounding)
}

// Accepted is what transfers: counted and elective.
func (l *Ledger) Accepted() credit.Amount { return l.Counted.Add(l.Elective) }

// Balanced reports whether both sides are equal.
func (l *Ledger) Balanced() bool { return l.In().Equal(l.Out()) }

func (l *Ledger) add(o *Ledger) {
	l.Brought = l.Brought.Add(o.Brought)
	l.Granted = l.Granted.Add(o.Granted)
	l.Counted = l.Counted.Add(o.Counted)
	l.Elective = l.Elective.Add(o.Elective)
	l.Excess = l.Excess.Add(o.Excess)
	l.NotAccepted = l.NotAccepted.Add(o.NotAccepted)
	l.Undecided = l.Undecided.Add(o.Undecided)
	l.Rounding = l.Rounding.Add(o.Rounding)
}

// Totals sums the lines of a target.
type Totals struct {
	Ledger
	// Source is the record's credit in its own units, one entry a unit.
	Source []credit.Quantity `json:"source"`
	// Accepted = counted + elective: what transfers.
	Accepted credit.Amount `json:"accepted"`
	Unit     credit.Unit   `json:"unit"`
	// AcceptedShare and CountedShare are per cent of credits in, rounded half up
	// to at most one decimal; empty where nothing was brought.
	AcceptedShare string `json:"acceptedShare,omitempty"`
	CountedShare  string `json:"countedShare,omitempty"`
	Balanced      bool   `json:"balanced"`
	// ByStatus counts the lines.
	ByStatus map[Status]int `json:"byStatus"`
}

// Receiving is one receiving item (or series) that an agreement speaks of.
type Receiving struct {
	Items  []ReceivingItem `json:"items"`
	Status ReceivingStatus `json:"status"`
	// By are the lines that satisfy it.
	By []string `json:"by,omitempty"`
	// Missing says, per alternative, which sources are missing: the first is
	// the one with the fewest.
	Missing []Missing `json:"missing,omitempty"`
	// Rule reads as a sentence; Words are its phrase.
	Sentence string         `json:"sentence,omitempty"`
	Words    wording.Phrase `json:"-"`
	Rule     RuleRef        `json:"rule"`
	Texts    []string       `json:"texts,omitempty"`
}

// ReceivingItem names a receiving course.
type ReceivingItem struct {
	Item    catalog.ItemID  `json:"item"`
	Code    string          `json:"code,omitempty"`
	Title   string          `json:"title,omitempty"`
	Credits credit.Quantity `json:"credits"`
}

// Missing is one way to complete a source expression.
type Missing struct {
	Items []ReceivingItem `json:"items"`
	// Text says it in words: "CS 17 Assembly Language Programming"; Words are its
	// phrase.
	Text  string         `json:"text"`
	Words wording.Phrase `json:"-"`
}

// Reason says why: the two values compared and what would change it. The
// sentence is made from the parts.
type Reason struct { //nolint:recvcheck // what makes one returns a value
	// Code is stable; the codes are listed in docs/reference/reasons.md.
	Code string `json:"code"`
	// Text is the sentence for people; Words are its phrase, where the code and
	// the two values do not tell all of it.
	Text  string         `json:"text"`
	Words wording.Phrase `json:"-"`
	Rule  *RuleRef       `json:"rule,omitempty"`
	// Have and Need are the two values compared.
	Have *Value `json:"have,omitempty"`
	Need *Value `json:"need,omitempty"`
	// Fix is what would change the answer; FixWords are its phrase, where the code
	// and the two values do not tell it.
	Fix      string         `json:"fix,omitempty"`
	FixWords wording.Phrase `json:"-"`

	// lines are attainments for which another grade might change the answer.
	lines []string
}

// Value is one side of a comparison.
type Value struct {
	Text string        `json:"text"`
	Unit string        `json:"unit,omitempty"`
	Date calendar.Date `json:"date,omitzero"`
	// Words are the phrase of Text; the zero phrase where Text is a grade, an
	// amount or a name.
	Words wording.Phrase `json:"-"`
}
