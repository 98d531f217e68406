package scenario

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// Stacks is a question about what a record completes, and what is expected. A
// section that is stated is compared whole: every program of the answer must be
// in it, and every program in it must be in the answer.
type Stacks struct {
	// At are the institutions whose programs are shown; none means all.
	At []catalog.InstitutionID `json:"at,omitempty"`
	// Near bounds the near misses of each kind; 0 is the engine's default.
	Near    int   `json:"near,omitempty"`
	Decided *bool `json:"decided,omitempty"`

	Completed map[string]StackAward `json:"completed,omitempty"`
	Available map[string]StackAward `json:"available,omitempty"`
	Held      map[string]StackAward `json:"held,omitempty"`
	OneStep   map[string]NearMiss   `json:"oneStep,omitempty"`
	InReach   map[string]NearMiss   `json:"inReach,omitempty"`
	Undecided map[string]NearMiss   `json:"undecided,omitempty"`
	// Excluded are, by program, the chosen ones in its way.
	Excluded map[string][]string `json:"excluded,omitempty"`
	// Choices are the texts of the other sets of awards, in order.
	Choices []string `json:"choices,omitempty"`
	// Order are the programs of Completed and Available in the order in which
	// the answer lists them.
	Order []string `json:"order,omitempty"`
}

// StackAward is what is expected of a completed credential.
type StackAward struct {
	Step    int           `json:"step,omitempty"`
	Issued  calendar.Date `json:"issued,omitzero"`
	Expires calendar.Date `json:"expires,omitzero"`
	Expired *bool         `json:"expired,omitempty"`
	// Uses are all lines behind what is used, in any order.
	Uses []string `json:"uses,omitempty"`
	// BuildsOn and ExitOf are whole lists of programs.
	BuildsOn        []string       `json:"buildsOn,omitempty"`
	ExitOf          []string       `json:"exitOf,omitempty"`
	ReverseTransfer *bool          `json:"reverseTransfer,omitempty"`
	Counts          *credit.Amount `json:"counts,omitempty"`
	Elsewhere       *credit.Amount `json:"elsewhere,omitempty"`
	ReasonCodes     []string       `json:"reasonCodes,omitempty"`
	Says            []string       `json:"says,omitempty"`
}

// NearMiss is what is expected of a program that is nearly complete.
type NearMiss struct {
	Credits *credit.Amount `json:"credits,omitempty"`
	Items   *int           `json:"items,omitempty"`
	// AtMost says that the least may be less, AtLeast that it may be more.
	AtMost  *bool `json:"atMost,omitempty"`
	AtLeast *bool `json:"atLeast,omitempty"`
	// Missing are all paths that lack something.
	Missing []string `json:"missing,omitempty"`
	// Earn are the programs whose credentials have to be earned on the way, in
	// order.
	Earn  []string `json:"earn,omitempty"`
	Exits []string `json:"exits,omitempty"`
	Says  []string `json:"says,omitempty"`
}
