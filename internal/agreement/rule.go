package agreement

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// Outcome is what a rule says about its source, or, without a source, about
// its receiving items.
type Outcome string

// The outcomes; the zero value means OutcomeAward.
const (
	OutcomeAward           Outcome = "award"
	OutcomeRefused         Outcome = "refused"          // evaluated, does not transfer
	OutcomeNoEquivalent    Outcome = "no-equivalent"    // evaluated, no course is articulated
	OutcomeTakeAtReceiver  Outcome = "take-at-receiver" // must be taken there after transfer
	OutcomeNeedsAssessment Outcome = "needs-assessment" // a person decides each time
	OutcomePending         Outcome = "pending"          // under evaluation
	OutcomeAbsent          Outcome = "absent"           // listed, but nothing is said
)

// Outcomes lists the outcomes.
func Outcomes() []Outcome {
	return []Outcome{
		OutcomeAward, OutcomeRefused, OutcomeNoEquivalent, OutcomeTakeAtReceiver,
		OutcomeNeedsAssessment, OutcomePending, OutcomeAbsent,
	}
}

// Rule is one statement of an agreement: source expression ⇒ awards.
type Rule struct {
	// ID is unique within the agreement and stable across versions.
	ID string `json:"id"`
	// When is the source. It is nil only for statements about receiving items
	// (no-equivalent, take-at-receiver, absent), which Awards then name.
	When    *Expr   `json:"when,omitempty"`
	Outcome Outcome `json:"outcome,omitempty"`
	Awards  []Award `json:"awards,omitempty"`
	// Credit and Remainder override the agreement's.
	Credit    CreditSource `json:"credit,omitempty"`
	Remainder Remainder    `json:"remainder,omitempty"`
	// Conditions are conditions in free text, verbatim. A rule whose source is
	// met but whose text bears on the learner needs a person.
	Conditions []Text `json:"conditions,omitempty"`
	// Notes are texts that change no answer.
	Notes []string `json:"notes,omitempty"`
	// HoldUntil keeps the award in escrow until the record satisfies it.
	HoldUntil *Expr `json:"holdUntil,omitempty"`
	// VoidIf makes the rule void once the record shows such attempts: "once
	// enrolled in the course", "failed it twice".
	VoidIf *Attempts `json:"voidIf,omitempty"`
	// Provisional awards count but are withdrawn if the text is not met.
	Provisional string         `json:"provisional,omitempty"`
	Valid       calendar.Range `json:"valid,omitzero"`
}

// Attempts are attempts at items of the receiver, whatever became of them.
type Attempts struct {
	Items []catalog.ItemID `json:"items"`
	// Status limits what is counted: earned, in-progress, failed, withdrawn;
	// empty means all of these.
	Status []string `json:"status,omitempty"`
	// Times is how many attempts it takes; 0 means one.
	Times int `json:"times,omitempty"`
}

// AttemptStatuses lists what an attempt can have become.
func AttemptStatuses() []string { return []string{"earned", "in-progress", "failed", "withdrawn"} }

// Text is a condition that nobody has put into a structure. Meaning is set
// where the wording is one that Cairn knows, so that it can tell when the
// condition plainly does not bear on a learner; the words are always kept.
type Text struct {
	Text    string      `json:"text"`
	Meaning TextMeaning `json:"meaning,omitempty"`
}

// TextMeaning is a wording that Cairn knows.
type TextMeaning string

// The known wordings; the zero value is unknown and always bears.
const (
	// MeansLetterGrade: "Must be taken for a letter grade". It bears unless
	// every source used has a letter grade.
	MeansLetterGrade TextMeaning = "letter-grade"
	// MeansOneOfCourses: "Maximum credit, one course". It bears where the
	// learner also meets another rule for the same receiving cell.
	MeansOneOfCourses TextMeaning = "maximum-one-course"
	// MeansInformation: the text advises and limits nothing.
	MeansInformation TextMeaning = "information"
)

// AwardKind says what an award gives.
type AwardKind string

// The kinds of award.
const (
	AwardCourse          AwardKind = "course"           // a receiving course
	AwardSubjectElective AwardKind = "subject-elective" // elective credit in Subject
	AwardLevelElective   AwardKind = "level-elective"   // elective credit at Level, perhaps in Subject
	AwardElective        AwardKind = "elective"         // general elective credit
	AwardArea            AwardKind = "area"             // a general-education area
	AwardBlock           AwardKind = "block"            // a block of credit without courses
	AwardRequirement     AwardKind = "requirement"      // a requirement met, without credit
	AwardExemption       AwardKind = "exemption"        // waived, the volume still owed
	AwardAdmission       AwardKind = "admission"        // admission or another right
	AwardOneOf           AwardKind = "one-of"           // one of OneOf, whichever is best for the learner
)

// AwardKinds lists the kinds of award.
func AwardKinds() []AwardKind {
	return []AwardKind{
		AwardCourse, AwardSubjectElective, AwardLevelElective, AwardElective, AwardArea,
		AwardBlock, AwardRequirement, AwardExemption, AwardAdmission, AwardOneOf,
	}
}

// Effect is what an award does; effects are never merged.
type Effect string

// The effects.
const (
	UnitCredit    Effect = "unit-credit"
	SubjectCredit Effect = "subject-credit"
	Satisfies     Effect = "requirement-satisfied"
	Exempts       Effect = "exemption"
	Admits        Effect = "admission"
)

// Effect returns the effect of the kind.
func (k AwardKind) Effect() Effect {
	switch k {
	case AwardElective:
		return UnitCredit
	case AwardRequirement:
		return Satisfies
	case AwardExemption:
		return Exempts
	case AwardAdmission:
		return Admits
	}
	return SubjectCredit
}

// Elective reports whether the kind gives elective rather than direct credit.
func (k AwardKind) Elective() bool {
	return k == AwardSubjectElective || k == AwardLevelElective || k == AwardElective
}

// GivesCredit reports whether the kind carries units.
func (k AwardKind) GivesCredit() bool {
	e := k.Effect()
	return e == UnitCredit || e == SubjectCredit
}

// Award is one thing that a rule gives.
type Award struct {
	Kind AwardKind `json:"kind"`
	// Item is the receiving course.
	Item    catalog.ItemID `json:"item,omitempty"`
	Subject string         `json:"subject,omitempty"`
	Level   string         `json:"level,omitempty"`
	// Name is the area, block, requirement or right.
	Name string `json:"name,omitempty"`
	// Credits in the receiver's unit; nil means as the rule's credit source
	// says.
	Credits *credit.Amount `json:"credits,omitempty"`
	// OneOf are the alternatives of an AwardOneOf.
	OneOf []Award `json:"oneOf,omitempty"`
	// If limits this award alone ("credit yes, prerequisite only with C-").
	If *Condition `json:"if,omitempty"`
}
