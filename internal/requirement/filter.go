package requirement

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// ItemFilter selects attainments. Every part that is given must match; the zero
// filter selects all. In a list one match is enough. The name of a set alone
// may stand for {set: name}, and a list of items for {items: list}.
type ItemFilter struct {
	// Set is a named set of the program.
	Set string `json:"set,omitempty"`
	// All is the intersection, Any the union; Except is taken away.
	All    []ItemFilter `json:"all,omitempty"`
	Any    []ItemFilter `json:"any,omitempty"`
	Except *ItemFilter  `json:"except,omitempty"`

	Items    []catalog.ItemID `json:"items,omitempty"`
	Subjects []string         `json:"subjects,omitempty"`
	// Numbers are patterns such as "3##" (# is one digit, a last @ anything) or
	// ranges such as "300-499".
	Numbers []string           `json:"numbers,omitempty"`
	Kinds   []catalog.ItemKind `json:"kinds,omitempty"`
	Levels  []string           `json:"levels,omitempty"`
	// MinLevel is the lowest level, compared inside one framework.
	MinLevel     string                  `json:"minLevel,omitempty"`
	Tags         []string                `json:"tags,omitempty"`
	Institutions []catalog.InstitutionID `json:"institutions,omitempty"`
	// Origin is home (earned at the program's institution) or transfer.
	Origin   Origin                 `json:"origin,omitempty"`
	Evidence []catalog.EvidenceKind `json:"evidence,omitempty"`
	// Attributes asks for attributes with these values.
	Attributes map[string]string `json:"attributes,omitempty"`

	// MinGrade and MaxGrade bound the grade, both included, on the scale of the
	// attainment or as "scale:grade".
	MinGrade string `json:"minGrade,omitempty"`
	MaxGrade string `json:"maxGrade,omitempty"`
	// Grading is letter (a letter grade or score) or pass-fail.
	Grading Grading `json:"grading,omitempty"`

	// Attained bounds the day of attainment.
	Attained calendar.Range `json:"attained,omitzero"`
	// MaxAgeYears is the most whole years between attainment and audit.
	MaxAgeYears int `json:"maxAgeYears,omitempty"`
	// ByTerm selects what was attained in the learner's first so many terms.
	ByTerm int `json:"byTerm,omitempty"`
	// Active selects what has not expired on the day of the audit.
	Active bool `json:"active,omitempty"`
	// Latest selects the last attainments of the record, so many credits.
	Latest credit.Amount `json:"latest,omitzero"`

	// MinCredits and MaxCredits bound the size of each item.
	MinCredits credit.Amount `json:"minCredits,omitzero"`
	MaxCredits credit.Amount `json:"maxCredits,omitzero"`
}

// Origin says where an attainment was earned, seen from the program.
type Origin string

// The origins.
const (
	Home        Origin = "home"
	Transferred Origin = "transfer"
)

// Origins lists the origins.
func Origins() []Origin { return []Origin{Home, Transferred} }

// Grading says how an attainment was graded.
type Grading string

// The gradings.
const (
	LetterGraded Grading = "letter"
	PassFail     Grading = "pass-fail"
)

// Gradings lists the gradings.
func Gradings() []Grading { return []Grading{LetterGraded, PassFail} }

// IsZero reports whether the filter selects all.
func (f *ItemFilter) IsZero() bool {
	return f.Set == "" && f.All == nil && f.Any == nil && f.Except == nil && f.Items == nil && f.static() && f.personal()
}

// static reports whether the filter asks nothing of the item itself.
func (f *ItemFilter) static() bool {
	return f.Subjects == nil && f.Numbers == nil && f.Kinds == nil && f.Levels == nil && f.MinLevel == "" &&
		f.Tags == nil && f.Institutions == nil
}

// personal reports whether the filter asks nothing of how the item was earned.
func (f *ItemFilter) personal() bool {
	return f.Origin == "" && f.Evidence == nil && len(f.Attributes) == 0 && f.MinGrade == "" && f.MaxGrade == "" &&
		f.Grading == "" && f.Attained == (calendar.Range{}) && f.MaxAgeYears == 0 && f.ByTerm == 0 && !f.Active &&
		f.Latest.IsZero() && f.MinCredits.IsZero() && f.MaxCredits.IsZero()
}
