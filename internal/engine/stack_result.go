package engine

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/wording"
)

// StackQuery asks which credentials a record completes, and which it nearly
// does.
type StackQuery struct {
	Record record.Record
	// AsOf is the day of evaluation; it must be stated.
	AsOf calendar.Date
	// Institutions are those whose programs are shown; empty means all. What
	// they build on is completed wherever it is.
	Institutions []catalog.InstitutionID
	// Budget bounds the search for each program, in steps; 0 means
	// DefaultStackBudget. Where it is reached the result is not decided.
	Budget int
	// Stop, once closed, ends the searches: Stacks then returns ErrStopped.
	Stop <-chan struct{}
	// Near bounds how many near misses of each kind are listed; 0 means
	// DefaultNear, less than 0 none.
	Near int
}

// DefaultStackBudget is the number of search steps allowed for one program:
// fewer than for a target that somebody asked about, because there are many.
const DefaultStackBudget = 100_000

// DefaultNear is how many near misses of each kind are listed.
const DefaultNear = 10

// StackResult is what a record completes, transitively, anywhere.
type StackResult struct {
	AsOf         calendar.Date   `json:"asOf"`
	RulesVersion ruleset.Version `json:"rulesVersion"`
	// InputHash is the lower-case hex SHA-256 of the canonical query.
	InputHash string `json:"inputHash"`
	Engine    string `json:"engine"`
	// Decided is false where a budget was reached: what is listed as completed
	// is, but there may be more, or a better choice.
	Decided bool `json:"decided"`
	// Completed are conferred without the learner's doing, each after those
	// that it builds on.
	Completed []StackAward `json:"completed"`
	// Available are complete and conferred when the learner applies; until
	// then they feed nothing.
	Available []StackAward `json:"available"`
	// Held are those that the record shows already.
	Held []StackAward `json:"held"`
	// OneStep lack one item, InReach a few more; the least that is left first.
	// More counts those beyond what is listed.
	OneStep []NearMiss `json:"oneStep"`
	InReach []NearMiss `json:"inReach"`
	More    int        `json:"more,omitempty"`
	// Undecided wait for a person's answer, or for a longer search.
	Undecided []NearMiss `json:"undecided"`
	// Excluded could be completed by themselves and not together with what was
	// chosen.
	Excluded []ExcludedAward `json:"excluded"`
	// Choices are the other sets of awards that the same pieces allow.
	Choices []StackChoice `json:"choices"`
}

// StackAward is a credential that the record completes.
type StackAward struct {
	// Step is the place in the stack: 1 builds on the record alone, 2 on a
	// credential of step 1, and so on; 0 for what is held.
	Step            int                   `json:"step"`
	Program         string                `json:"program"`
	Title           string                `json:"title"`
	Institution     catalog.InstitutionID `json:"institution"`
	InstitutionName string                `json:"institutionName"`
	Credential      catalog.ItemID        `json:"credential,omitempty"`
	Level           string                `json:"level,omitempty"`
	// Line is the id of the attainment that it becomes, or is.
	Line      string                `json:"line,omitempty"`
	Conferral requirement.Conferral `json:"conferral"`
	Pieces    requirement.PieceUse  `json:"pieces"`
	// Issued is the day on which the last piece that it needs was attained; it
	// is zero where the pieces have no days. Expires is the last day on which
	// it is active, zero where it is for ever.
	Issued  calendar.Date `json:"issued,omitzero"`
	Expires calendar.Date `json:"expires,omitzero"`
	Expired bool          `json:"expired,omitempty"`
	// Counts is the credit of what is used, in the institution's unit, and
	// Elsewhere the part that was earned at other institutions.
	Counts    credit.Quantity `json:"counts"`
	Elsewhere credit.Quantity `json:"elsewhere"`
	Uses      []Use           `json:"uses,omitempty"`
	// BuildsOn are the programs whose credentials it uses or looks at.
	BuildsOn []string `json:"buildsOn,omitempty"`
	// ReverseTransfer: the learner had left, and it was completed with what was
	// earned elsewhere afterwards.
	ReverseTransfer bool `json:"reverseTransfer,omitempty"`
	// ExitOf are longer programs, not yet complete, on whose way it lies.
	ExitOf  []string `json:"exitOf,omitempty"`
	Reasons []Reason `json:"reasons"`
}

// NearMiss is a program that is not complete.
type NearMiss struct {
	Program         string                `json:"program"`
	Title           string                `json:"title"`
	Institution     catalog.InstitutionID `json:"institution"`
	InstitutionName string                `json:"institutionName"`
	Credential      catalog.ItemID        `json:"credential,omitempty"`
	// Remaining is the least that completes it, credentials that have to be
	// earned on the way included: courses that complete it, with its limits,
	// shares and minima. AtMost says that it may be less, because not all ways
	// were tried; AtLeast that it may be more, because none was found in time.
	Remaining Remaining `json:"remaining"`
	AtMost    bool      `json:"atMost,omitempty"`
	AtLeast   bool      `json:"atLeast,omitempty"`
	// Earn are credentials to earn on the way, each after those that it needs.
	Earn []StackEarn `json:"earn,omitempty"`
	// Counts is the credit that is used already.
	Counts credit.Quantity `json:"counts"`
	// Missing are the requirements that lack something, and Steps the least that
	// completes them.
	Missing []StackMissing `json:"missing,omitempty"`
	// Questions are for people to answer.
	Questions []Question `json:"questions,omitempty"`
	// Exits are shorter programs on the way that are complete already.
	Exits   []string `json:"exits,omitempty"`
	Reasons []Reason `json:"reasons,omitempty"`
}

// StackEarn is a credential to earn on the way to another.
type StackEarn struct {
	// Program earns it; it is empty where no program of the catalogue does.
	Program         string                `json:"program,omitempty"`
	Title           string                `json:"title"`
	Institution     catalog.InstitutionID `json:"institution"`
	InstitutionName string                `json:"institutionName"`
	Credential      catalog.ItemID        `json:"credential,omitempty"`
	// Remaining is the least that it takes, with what is listed before it and
	// it needs, in the unit of its institution. Missing is what it lacks itself.
	Remaining StackLeft      `json:"remaining"`
	Missing   []StackMissing `json:"missing,omitempty"`
	// Apply: it is complete, and conferred when the learner applies.
	Apply bool `json:"apply,omitempty"`
	// Text says it: "earn Web Micro (Col College): 6 semester credits in 2 items".
	Text string `json:"text"`
	// Words are the phrase of Text.
	Words wording.Phrase `json:"-"`
}

// StackLeft is work that is left.
type StackLeft struct {
	Credits credit.Quantity `json:"credits"`
	Items   int             `json:"items"`
	// AtMost and AtLeast are as at a near miss.
	AtMost  bool `json:"atMost,omitempty"`
	AtLeast bool `json:"atLeast,omitempty"`
}

// StackMissing is one requirement that lacks something.
type StackMissing struct {
	Path    string          `json:"path"`
	Text    string          `json:"text"`
	Credits credit.Quantity `json:"credits"`
	Items   int             `json:"items,omitempty"`
	// Words are the phrase of Text.
	Words wording.Phrase `json:"-"`
}

// ExcludedAward is a program that could be completed, but not together with
// what was chosen.
type ExcludedAward struct {
	Program         string                `json:"program"`
	Title           string                `json:"title"`
	Institution     catalog.InstitutionID `json:"institution"`
	InstitutionName string                `json:"institutionName"`
	// Because are the chosen programs in its way.
	Because []string `json:"because"`
	Reasons []Reason `json:"reasons"`
}

// StackChoice is another set of awards.
type StackChoice struct {
	// Take are the programs to complete instead of those in Leave.
	Take  []string `json:"take"`
	Leave []string `json:"leave"`
	// Text says it: "instead: X and Y, not Z".
	Text string `json:"text"`
}
