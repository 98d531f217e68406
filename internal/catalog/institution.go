// Package catalog is what exists to be earned: institutions, their items with
// identity over time, grade scales, and what each receiver decides for itself.
package catalog

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
)

// InstitutionID is the stable, readable id of an institution, such as "smc".
type InstitutionID string

// InstitutionKind says what sort of body issues or receives.
type InstitutionKind string

// The kinds of institution.
const (
	TwoYear        InstitutionKind = "two-year"
	FourYear       InstitutionKind = "four-year"
	University     InstitutionKind = "university"
	Provider       InstitutionKind = "provider"
	Platform       InstitutionKind = "platform"
	Employer       InstitutionKind = "employer"
	ExaminingBoard InstitutionKind = "examining-board"
	Certifier      InstitutionKind = "certifier"
	Agency         InstitutionKind = "agency"
)

// InstitutionKinds lists the kinds of institution.
func InstitutionKinds() []InstitutionKind {
	return []InstitutionKind{
		TwoYear, FourYear, University, Provider, Platform, Employer,
		ExaminingBoard, Certifier, Agency,
	}
}

// Institution is whoever issues or receives: a university, college, provider,
// platform, employer or examining board.
type Institution struct {
	ID      InstitutionID   `json:"id"`
	Name    string          `json:"name"`
	Kind    InstitutionKind `json:"kind"`
	Country string          `json:"country,omitempty"` // ISO 3166-1 alpha-2
	// Unit is the unit in which the institution states credit.
	Unit credit.Unit `json:"unit"`
	// GradeScale is the scale of its grades where a record names none; empty
	// means "us-letter".
	GradeScale ScaleID `json:"gradeScale,omitempty"`
	// FormerNames are the names it had, for recognising old transcripts.
	FormerNames []NamePeriod `json:"formerNames,omitempty"`
	// Aliases are other ways in which records write its name.
	Aliases []string `json:"aliases,omitempty"`
	// ExternalIDs are ids in other systems, for example "assist": "137".
	ExternalIDs map[string]string `json:"externalIds,omitempty"`
	// Issuers is its register: the issuers of credentials that it has decided
	// about.
	Issuers []Issuer `json:"issuers,omitempty"`
	// Policy is what it decides for itself as a receiver.
	Policy Policy `json:"policy,omitzero"`
}

// NamePeriod is a name and the days on which it was in use.
type NamePeriod struct {
	Name  string         `json:"name"`
	Valid calendar.Range `json:"valid,omitzero"`
}
