package engine

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Explanation is all that is known about one requirement of a program for one
// record.
type Explanation struct {
	AsOf         calendar.Date   `json:"asOf"`
	RulesVersion ruleset.Version `json:"rulesVersion"`
	InputHash    string          `json:"inputHash"`
	Engine       string          `json:"engine"`
	Target
	InstitutionName string         `json:"institutionName"`
	ProgramTitle    string         `json:"programTitle"`
	Version         string         `json:"version,omitempty"`
	Catalog         calendar.Range `json:"catalog,omitzero"`
	Right           string         `json:"right"`
	// Verdict and Proven are the program's.
	Verdict audit.Verdict `json:"verdict"`
	Proven  bool          `json:"proven"`
	// Requirement is the one that was asked for, Parts its direct parts.
	Requirement Requirement `json:"requirement"`
	// About is what the program file says of it for people.
	About string        `json:"about,omitempty"`
	Parts []Requirement `json:"parts,omitempty"`
	// Accepts are items of the catalogue that qualify, at most MaxAccepts;
	// AcceptsInAll counts them.
	Accepts      []ReceivingItem `json:"accepts,omitempty"`
	AcceptsInAll int             `json:"acceptsInAll,omitempty"`
	// Record says of everything that the record brings whether it qualifies.
	Record     []RecordStanding   `json:"record"`
	Exceptions []AppliedException `json:"exceptions,omitempty"`
	Questions  []Question         `json:"questions,omitempty"`
	// Steps are what the best way to finish does here, Flips the smallest changes
	// that turn the verdict of the program.
	Steps []Step `json:"steps,omitempty"`
	Flips []Flip `json:"flips,omitempty"`
	Proof *Proof `json:"proof,omitempty"`
}

// Fit says how something in the record stands to a requirement.
type Fit string

// The ways in which something stands to a requirement.
const (
	// FitUsed is used for it.
	FitUsed Fit = "used"
	// FitElsewhere qualifies and is used for another requirement, where this one
	// may not use it too.
	FitElsewhere Fit = "elsewhere"
	// FitLimited qualifies, and a limit or an average leaves it no room.
	FitLimited Fit = "limited"
	// FitFree qualifies and is not needed.
	FitFree Fit = "free"
	// FitDoubtful qualifies if a person says so.
	FitDoubtful Fit = "doubtful"
	// FitNo does not qualify.
	FitNo Fit = "no"
	// FitNoCredit lines carry nothing here that could be used.
	FitNoCredit Fit = "no_credit"
)

// Fits lists the ways in which something stands to a requirement.
func Fits() []Fit {
	return []Fit{FitUsed, FitElsewhere, FitLimited, FitFree, FitDoubtful, FitNo, FitNoCredit}
}

// RecordStanding is how something that the record brings stands to a requirement.
type RecordStanding struct {
	// Lines are the attainments behind it.
	Lines []string       `json:"lines"`
	Item  catalog.ItemID `json:"item,omitempty"`
	Code  string         `json:"code,omitempty"`
	Title string         `json:"title,omitempty"`
	// Credits are those that it has here.
	Credits credit.Quantity `json:"credits"`
	Grade   string          `json:"grade,omitempty"`
	Fit     Fit             `json:"fit"`
	// UsedFor are the requirements that use it, by path.
	UsedFor []string `json:"usedFor,omitempty"`
	// Reasons say why it does not qualify, or may not count here too.
	Reasons []Reason `json:"reasons,omitempty"`
}

// MaxAccepts bounds the items that an explanation lists.
const MaxAccepts = 24
