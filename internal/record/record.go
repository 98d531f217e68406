// Package record is what a learner has: attainments in every status and with
// every kind of evidence, and the decisions made on that learner's petitions.
package record

import (
	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Status is where an attainment stands.
type Status string

// The statuses of an attainment; the zero value means Earned.
const (
	Earned     Status = "earned"
	InProgress Status = "in-progress"
	Planned    Status = "planned"
	Failed     Status = "failed"
	Withdrawn  Status = "withdrawn"
)

// Statuses lists the statuses.
func Statuses() []Status { return []Status{Earned, InProgress, Planned, Failed, Withdrawn} }

// Attainment is one line of a record: an item, or a raw code and title that
// nobody has recognised yet.
type Attainment struct {
	// ID names the line within the record; it is given when absent.
	ID string `json:"id,omitempty"`
	// Item is the recognised item; where empty, Institution and Code are
	// resolved on the day of attainment.
	Item catalog.ItemID `json:"item,omitempty"`
	// Institution is an id, a name, a former name or an alias.
	Institution string           `json:"institution,omitempty"`
	Code        string           `json:"code,omitempty"`
	Title       string           `json:"title,omitempty"`
	Kind        catalog.ItemKind `json:"kind,omitempty"`
	// Started and Attained are days; Term stands in for Attained where only a
	// term is known. Expires is the last day of a licence or certification.
	Started  calendar.Date `json:"started,omitzero"`
	Attained calendar.Date `json:"attained,omitzero"`
	Term     string        `json:"term,omitempty"`
	Expires  calendar.Date `json:"expires,omitzero"`
	// Credits as earned, in Unit (the institution's where empty); nil means
	// the catalogue's.
	Credits *credit.Amount `json:"credits,omitempty"`
	Unit    credit.Unit    `json:"unit,omitempty"`
	Grade   string         `json:"grade,omitempty"`
	// Scale is the grade scale; empty means the institution's.
	Scale    catalog.ScaleID      `json:"scale,omitempty"`
	Status   Status               `json:"status,omitempty"`
	Level    string               `json:"level,omitempty"`
	Evidence catalog.EvidenceKind `json:"evidence,omitempty"`
	// Attributes are further facts that conditions may ask for.
	Attributes map[string]string `json:"attributes,omitempty"`
}

// Decision is a receiver's decision on this learner's petition. It outranks
// every rule, and stays posted when rules expire.
type Decision struct {
	ID       string                `json:"id"`
	Receiver catalog.InstitutionID `json:"receiver"`
	// Lines are the ids of the attainments decided on.
	Lines      []string          `json:"lines"`
	Outcome    agreement.Outcome `json:"outcome,omitempty"`
	Awards     []agreement.Award `json:"awards,omitempty"`
	DecidedOn  calendar.Date     `json:"decidedOn"`
	DecidedBy  string            `json:"decidedBy,omitempty"`
	Reason     string            `json:"reason,omitempty"`
	ValidUntil calendar.Date     `json:"validUntil,omitzero"`
	// Appeals are the stages of appeal in their order: the first is against the
	// decision, each further one against the answer to the one before.
	Appeals []Appeal `json:"appeals,omitempty"`
}

// Appeal is one stage of appeal against a decision.
type Appeal struct {
	LodgedOn calendar.Date `json:"lodgedOn"`
	// Asks is what the learner asks for instead.
	Asks []agreement.Award `json:"asks"`
	// AnsweredOn is the day on which the learner was informed of the answer; zero
	// means that there is none yet.
	AnsweredOn calendar.Date `json:"answeredOn,omitzero"`
	// Outcome and Awards are the answer, as in a decision.
	Outcome agreement.Outcome `json:"outcome,omitempty"`
	Awards  []agreement.Award `json:"awards,omitempty"`
}

// Record is a learner's attainments and the dates on which rights depend.
type Record struct {
	// Learner is an id or pseudonym, never a name.
	Learner     string       `json:"learner,omitempty"`
	Attainments []Attainment `json:"attainments"`
	Decisions   []Decision   `json:"decisions,omitempty"`
	// EntryCatalog is the day the learner entered each receiver's catalogue.
	EntryCatalog map[catalog.InstitutionID]calendar.Date `json:"entryCatalog,omitempty"`
	// Enrolments are terms in which the learner was enrolled, besides those that
	// attainments show; Leaves are approved absences.
	Enrolments []Enrolment `json:"enrolments,omitempty"`
	Leaves     []Leave     `json:"leaves,omitempty"`
	// PlanSigned is the day a plan under each agreement was signed.
	PlanSigned map[agreement.ID]calendar.Date `json:"planSigned,omitempty"`
	// Facts are what requirements may ask about the learner, by name; a name
	// that is absent is not known, which is no "no".
	Facts map[string]string `json:"facts,omitempty"`
	// Competencies that were shown and Milestones that were reached (true) or
	// were not (false), by the names that requirements use.
	Competencies map[string]bool `json:"competencies,omitempty"`
	Milestones   map[string]bool `json:"milestones,omitempty"`
	// Exceptions are what was granted to this learner at single requirements.
	Exceptions []requirement.Exception `json:"exceptions,omitempty"`
}

// Enrolment is a term in which the learner was enrolled.
type Enrolment struct {
	Institution catalog.InstitutionID `json:"institution"`
	// Term is a term such as "Fall 2024".
	Term string `json:"term"`
}

// Leave is an approved absence.
type Leave struct {
	// Institution approved it; empty means that it counts everywhere.
	Institution catalog.InstitutionID `json:"institution,omitempty"`
	// Kind is what policies name, such as military or medical.
	Kind string        `json:"kind"`
	From calendar.Date `json:"from"`
	To   calendar.Date `json:"to"`
}

// Day is the day of attainment: Attained, else the last day of Term, else the
// zero day.
func (a *Attainment) Day() calendar.Date {
	if !a.Attained.IsZero() || a.Term == "" {
		return a.Attained
	}
	t, err := calendar.ParseTerm(a.Term)
	if err != nil {
		return 0
	}
	return t.End()
}
