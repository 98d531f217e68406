package scenario

import (
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
)

// Audit is what is expected of a program's audit. What is not stated is not
// compared.
type Audit struct {
	Verdict audit.Verdict `json:"verdict,omitempty"`
	Proven  *bool         `json:"proven,omitempty"`
	// Version is the catalogue version, Right why it is that one.
	Version   string         `json:"version,omitempty"`
	Right     string         `json:"right,omitempty"`
	Remaining *Remaining     `json:"remaining,omitempty"`
	Counts    *credit.Amount `json:"counts,omitempty"`
	// Applicable is the part of the credential that is done.
	Applicable *credit.Amount `json:"applicable,omitempty"`
	// Requirements are by path; "" is the program itself. A text alone is the
	// status.
	Requirements map[string]Requirement `json:"requirements,omitempty"`
	// Unused is the whole list of lines that no requirement uses.
	Unused []string `json:"unused,omitempty"`
	// Questions is the whole list of paths where a person must decide.
	Questions []string `json:"questions,omitempty"`
	// Exceptions is the whole list, in any order.
	Exceptions []Exception `json:"exceptions,omitempty"`
	// Lenses are by what is taken for granted: in-progress, planned.
	Lenses map[string]Lens `json:"lenses,omitempty"`
	// Says are texts that the verdict's sentence must contain.
	Says []string `json:"says,omitempty"`
	// Ways are the first ways to finish, in order; Flips are changes that must
	// be among those found, in any order. An empty list expects none.
	Ways  []Way  `json:"ways,omitempty"`
	Flips []Flip `json:"flips,omitempty"`
	Proof *Proof `json:"proof,omitempty"`
}

// Remaining is the least work that is expected to be left.
type Remaining struct {
	Credits *credit.Amount `json:"credits,omitempty"`
	Items   *int           `json:"items,omitempty"`
	Unmet   *int           `json:"unmet,omitempty"`
}

// Requirement is what is expected of one requirement.
type Requirement struct {
	Status engine.RequirementStatus `json:"status,omitempty"`
	// Uses are all lines that are used and needed, Beyond all that are counted
	// and not needed; in any order, empty for none.
	Uses      []string       `json:"uses,omitempty"`
	Beyond    []string       `json:"beyond,omitempty"`
	Remaining *credit.Amount `json:"remaining,omitempty"`
	// Measures are by what is counted; of several one must agree.
	Measures map[string]Measure `json:"measures,omitempty"`
	// ReasonCodes are codes that the reasons must hold, Says texts that the
	// requirement's sentence or its reasons must contain.
	ReasonCodes []string `json:"reasonCodes,omitempty"`
	Says        []string `json:"says,omitempty"`
}

// Measure is two values compared.
type Measure struct {
	Have  *credit.Amount `json:"have,omitempty"`
	Need  *credit.Amount `json:"need,omitempty"`
	Holds *bool          `json:"holds,omitempty"`
}

// Exception is an exception that changed the audit, or could not any more.
type Exception struct {
	ID   string `json:"id"`
	Path string `json:"path,omitempty"`
	// Says must be in its visible mark or its reasons.
	Says string `json:"says,omitempty"`
	// Lapsed says that it must not be in force on the day.
	Lapsed bool `json:"lapsed,omitempty"`
	// Orphan must be in the reason why it changes nothing; where it is not
	// given the exception must be in force.
	Orphan string `json:"orphan,omitempty"`
}

// Lens is the audit with more than what is earned.
type Lens struct {
	Verdict   audit.Verdict `json:"verdict,omitempty"`
	Remaining *Remaining    `json:"remaining,omitempty"`
}

// Way is one way to finish.
type Way struct {
	Credits *credit.Amount `json:"credits,omitempty"`
	Items   *int           `json:"items,omitempty"`
	// Steps are the paths of the requirements that need something, in any order.
	Steps []string `json:"steps,omitempty"`
	// Options are codes that the options of some step must hold.
	Options []string `json:"options,omitempty"`
	// Takes are what steps say of their options, each of some step: "A and B".
	Takes []string `json:"takes,omitempty"`
}

// Flip is a small change that turns the verdict.
type Flip struct {
	To    audit.Verdict `json:"to,omitempty"`
	Lines []string      `json:"lines,omitempty"`
	Path  string        `json:"path,omitempty"`
	Says  string        `json:"says,omitempty"`
}

// Proof is what stands behind the verdict.
type Proof struct {
	Kind    string   `json:"kind,omitempty"`
	Checked *bool    `json:"checked,omitempty"`
	Says    []string `json:"says,omitempty"`
}
