package engine

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/wording"
)

// Audit is how the target program stands: every requirement with what is used
// for it, and the least that remains.
type Audit struct {
	// Version is the catalogue version that the learner is held to, Right why.
	Version string         `json:"version,omitempty"`
	Catalog calendar.Range `json:"catalog,omitzero"`
	Right   string         `json:"right"`
	// RightWords are the phrase of Right.
	RightWords wording.Phrase `json:"-"`
	// RightReasons say how the right came about: rights lost in a gap, kept by a
	// leave, or chosen as the best; each with both days.
	RightReasons []Reason `json:"rightReasons,omitempty"`
	// Choices are the versions that the learner may choose among, where there
	// are several; the best for the learner is chosen.
	Choices []CatalogueChoice `json:"choices,omitempty"`
	Verdict audit.Verdict     `json:"verdict"`
	// Text is the verdict as a sentence.
	Text string `json:"text"`
	// Proven is false where the search reached its budget.
	Proven    bool      `json:"proven"`
	Remaining Remaining `json:"remaining"`
	// Counts is the credit of everything that is used for a requirement.
	Counts credit.Quantity `json:"counts"`
	// Applicable is how much of the credential is done: its credits less what
	// remains. Where residence or a limit leaves no room for everything that was
	// accepted, it is less than Counts. nil where the credential has no size.
	Applicable *credit.Quantity `json:"applicable,omitempty"`
	// Requirements is the outline: each requirement comes before its parts.
	Requirements []Requirement `json:"requirements"`
	// Unused are the ids of lines with credit here that no requirement uses.
	Unused []string `json:"unused,omitempty"`
	// Questions are for people to answer.
	Questions []Question `json:"questions,omitempty"`
	// Exceptions are those for the program, with their visible mark: those that
	// changed something, and those that change nothing, with the reason.
	Exceptions []AppliedException `json:"exceptions,omitempty"`
	// Lenses show the program with what is in progress, and with what is
	// planned too, where the record has such lines.
	Lenses []Lens `json:"lenses,omitempty"`
	// Ways are the best ways to finish, cheapest first; Flips are the smallest
	// changes that turn the verdict.
	Ways  []Way  `json:"ways,omitempty"`
	Flips []Flip `json:"flips,omitempty"`
	Proof *Proof `json:"proof,omitempty"`
}

// CatalogueChoice is a catalogue version that the learner may choose.
type CatalogueChoice struct {
	Version string         `json:"version,omitempty"`
	Catalog calendar.Range `json:"catalog,omitzero"`
	// Right is the right, or rights, by which it may be chosen.
	Right     string        `json:"right"`
	Verdict   audit.Verdict `json:"verdict"`
	Remaining Remaining     `json:"remaining"`
	Chosen    bool          `json:"chosen,omitempty"`
	// RightWords are the phrase of Right.
	RightWords wording.Phrase `json:"-"`
}

// Remaining is the least work that is left, in the target's unit.
type Remaining struct {
	Credits credit.Quantity `json:"credits"`
	// Items is the number of courses and other items it takes.
	Items int `json:"items"`
	// Unmet counts the requirements that lack something.
	Unmet int `json:"unmet"`
	// Bound is below what no answer can go, where Credits is not proven.
	Bound *credit.Quantity `json:"bound,omitempty"`
}

// RequirementStatus is where a requirement stands.
type RequirementStatus string

// The statuses of a requirement.
const (
	RequirementSatisfied RequirementStatus = "satisfied"
	// RequirementProvisional is satisfied with what is not finished yet.
	RequirementProvisional RequirementStatus = "in_progress"
	RequirementUnmet       RequirementStatus = "unmet"
	// RequirementUndecided waits for a person.
	RequirementUndecided RequirementStatus = "undecided"
	RequirementWaived    RequirementStatus = "waived"
	// RequirementNotNeeded belongs to a branch that is not taken.
	RequirementNotNeeded RequirementStatus = "not_needed"
	// RequirementAdvice is recommended and never owed.
	RequirementAdvice RequirementStatus = "recommended"
)

// RequirementStatuses lists the statuses of requirements.
func RequirementStatuses() []RequirementStatus {
	return []RequirementStatus{
		RequirementSatisfied, RequirementProvisional, RequirementUnmet, RequirementUndecided,
		RequirementWaived, RequirementNotNeeded, RequirementAdvice,
	}
}

// Requirement is one line of the outline.
type Requirement struct {
	// Path addresses the requirement in exceptions and explanations; "" is the
	// program itself. Pointer is its place in the program file.
	Path    string           `json:"path"`
	Pointer string           `json:"pointer,omitempty"`
	Depth   int              `json:"depth"`
	Kind    requirement.Kind `json:"kind"`
	Title   string           `json:"title,omitempty"`
	// Text is the requirement as a sentence; Words are its phrase without
	// "complete".
	Text   string            `json:"text"`
	Words  wording.Phrase    `json:"-"`
	Status RequirementStatus `json:"status"`
	// Uses are the pieces that are used for it.
	Uses []Use `json:"uses,omitempty"`
	// Have and Need are the two values compared, one pair for each measure.
	Measures []Measure `json:"measures,omitempty"`
	// Remaining is the least that is left here.
	Remaining *credit.Quantity `json:"remaining,omitempty"`
	// Reasons say why it is not satisfied and what would change it.
	Reasons []Reason `json:"reasons,omitempty"`
	// Texts are conditions in words, which a person must look at.
	Texts []string `json:"texts,omitempty"`
}

// Use is a piece that is used for a requirement.
type Use struct {
	// Lines are the attainments behind it.
	Lines []string       `json:"lines"`
	Item  catalog.ItemID `json:"item,omitempty"`
	// Code is how people know it: the receiving course, or the source's where
	// it counts as elective credit.
	Code    string          `json:"code,omitempty"`
	Title   string          `json:"title,omitempty"`
	Credits credit.Quantity `json:"credits"`
	Grade   string          `json:"grade,omitempty"`
	// Beyond pieces are counted here and not needed to satisfy it.
	Beyond bool `json:"beyond,omitempty"`
	// Expected pieces are in progress or planned.
	Expected bool `json:"expected,omitempty"`
}

// Measure is something that a requirement counts.
type Measure struct {
	// What is items, credits, distinct, parts, gpa, at-least or at-most.
	What  string        `json:"what"`
	Have  credit.Amount `json:"have"`
	Need  credit.Amount `json:"need"`
	Unit  string        `json:"unit,omitempty"`
	Of    string        `json:"of,omitempty"`
	Holds bool          `json:"holds"`
	// Words are the phrase of Of.
	Words wording.Phrase `json:"-"`
}

// Question is something that a person must decide.
type Question struct {
	Path string `json:"path"`
	Text string `json:"text"`
	// Words are the phrase of Text.
	Words wording.Phrase `json:"-"`
}

// AppliedException is an exception with its visible mark.
type AppliedException struct {
	ID   string `json:"id"`
	Path string `json:"path"`
	Mark string `json:"mark"`
	// Words are the phrase of Mark.
	Words wording.Phrase `json:"-"`
	// OrphanWords are the phrase of Orphan.
	OrphanWords wording.Phrase `json:"-"`
	// Orphan says why the exception changes nothing any more.
	Orphan string `json:"orphan,omitempty"`
	// Lapsed says that it is not in force on the day of evaluation.
	Lapsed bool `json:"lapsed,omitempty"`
	// Pointer is its place in the record: "/exceptions/0".
	Pointer string `json:"pointer"`
	// Reasons say where it migrated from, or why it changes nothing, and what to
	// do then.
	Reasons []Reason `json:"reasons,omitempty"`
}

// Lens is the verdict when more than what is earned is taken into account.
type Lens struct {
	// With is "in-progress" or "planned" (which takes in progress too).
	With      string        `json:"with"`
	Verdict   audit.Verdict `json:"verdict"`
	Remaining Remaining     `json:"remaining"`
}

// Way is one way to finish.
type Way struct {
	Credits credit.Quantity `json:"credits"`
	Items   int             `json:"items"`
	Steps   []Step          `json:"steps"`
	// asks says that it counts on what is no item.
	asks bool
}

// Step is what one requirement still needs.
type Step struct { //nolint:recvcheck // what makes one returns a value
	Path    string          `json:"path"`
	Text    string          `json:"text"`
	Credits credit.Quantity `json:"credits"`
	Items   int             `json:"items,omitempty"`
	// Programs are those that the step is for, where several are solved together.
	Programs []string `json:"programs,omitempty"`
	// Options are items that would serve, here or at the institutions that the
	// learner knows.
	Options []Missing `json:"options,omitempty"`
	// Take is how many of Options the way takes together, where it is more than
	// one; it may be more than are listed.
	Take int `json:"take,omitempty"`
	// Short says that the catalogue lists fewer items than the step takes: Options
	// are then all that it lists.
	Short bool `json:"short,omitempty"`
	// Words are the phrase of Text; what and title are its parts.
	Words wording.Phrase `json:"-"`
	parts stepParts
}

// Flip is a small change that turns the verdict.
type Flip struct {
	// To is the verdict after the change.
	To   audit.Verdict `json:"to"`
	Text string        `json:"text"`
	// Words are the phrase of Text.
	Words wording.Phrase `json:"-"`
	// Lines are the attainments that the change is about.
	Lines []string `json:"lines,omitempty"`
	Path  string   `json:"path,omitempty"`
}

// Proof says what stands behind the verdict.
type Proof struct {
	// Kind is "placement" for a yes and "certificate" for a no.
	Kind string `json:"kind"`
	// Text is the argument in words; Words are its phrase.
	Text  string         `json:"text,omitempty"`
	Words wording.Phrase `json:"-"`
	// Checked says that the independent checker accepted it.
	Checked bool `json:"checked"`
	// Certificate is the whole of it, where it was asked for.
	Certificate *audit.Certificate `json:"certificate,omitempty"`
}
