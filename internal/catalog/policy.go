package catalog

import "github.com/cairnproject/cairn/internal/credit"

// Policy is what a receiver decides for itself about incoming credit. The zero
// Policy accepts every passing grade, converts by the published factors,
// rounds nothing, caps nothing, and leaves what no rule names undecided.
type Policy struct {
	// Conversions override the published factors between units.
	Conversions []credit.Factor `json:"conversions,omitempty"`
	Rounding    credit.Rounding `json:"rounding,omitzero"`
	// MinGrade is the least grade that transfers at all, such as "C" or
	// "us-letter:C".
	MinGrade string `json:"minGrade,omitempty"`
	// RefusePassFail refuses grades that are not letters or scores.
	RefusePassFail bool `json:"refusePassFail,omitempty"`
	// Repeats says which of several passed attempts at one item counts.
	Repeats RepeatRule `json:"repeats,omitempty"`
	// Duplicates says which of two sources of the same receiving course counts.
	Duplicates DuplicateRule `json:"duplicates,omitempty"`
	// Exclusions are sets of items that limit one another.
	Exclusions []Exclusion `json:"exclusions,omitempty"`
	// Caps limit credit by kind of evidence, item, sender or level.
	Caps []Cap `json:"caps,omitempty"`
	// Recency limits the age of what is accepted.
	Recency []Recency `json:"recency,omitempty"`
	// Credentials is what must hold of everything that a credential shows, such as
	// a badge, whatever rule names it.
	Credentials []CredentialRule `json:"credentials,omitempty"`
	// Unlisted says what becomes of recognised credit that no rule names.
	Unlisted Unlisted `json:"unlisted,omitempty"`
	// TransferGrades says whether grades earned elsewhere enter the grade point
	// averages of programs here.
	TransferGrades GradeUse `json:"transferGrades,omitempty"`
	// PriorLearningInResidence counts the receiver's own portfolio and
	// examination credit as earned here; otherwise it is never residence.
	PriorLearningInResidence bool `json:"priorLearningInResidence,omitempty"`
	// Catalogue says which catalogue years' requirements a learner may choose;
	// nil means that of entry, or the current one where entry is not known.
	Catalogue *CatalogueRights `json:"catalogue,omitempty"`
	// Appeals says how long appeals against its decisions take; nil means that
	// nothing is stated: every appeal is in time, and no answer is ever due.
	Appeals *Appeals `json:"appeals,omitempty"`
}

// CatalogueRights says which versions of a program a learner may be held to.
// Where there are several, the one that is best for the learner is taken.
type CatalogueRights struct {
	// Rights are what the learner may choose among.
	Rights []CatalogueRight `json:"rights"`
	// TermsPerYear is how many terms of each calendar year keep enrolment
	// continuous; 0 means 1, or 2 where the institution counts in quarters. The
	// years of entry and of evaluation break nothing.
	TermsPerYear int `json:"termsPerYear,omitempty"`
	// CountSummer counts summer terms too.
	CountSummer bool `json:"countSummer,omitempty"`
	// With are other institutions at which enrolment counts.
	With []InstitutionID `json:"with,omitempty"`
	// Leaves are the kinds of leave that keep enrolment continuous, such as
	// military, with the most years of each.
	Leaves map[string]int `json:"leaves,omitempty"`
}

// CatalogueRight is a right to a catalogue's requirements.
type CatalogueRight string

// The rights.
const (
	// EntryRight is to the catalogue in force at entry, or at the return after a
	// gap in enrolment.
	EntryRight CatalogueRight = "entry"
	// ContinuousRight is to any catalogue in force during continuous enrolment.
	ContinuousRight CatalogueRight = "continuous"
	// GraduationRight is to the catalogue in force on the day of evaluation.
	GraduationRight CatalogueRight = "graduation"
)

// CatalogueRightKinds lists the rights.
func CatalogueRightKinds() []CatalogueRight {
	return []CatalogueRight{EntryRight, ContinuousRight, GraduationRight}
}

// GradeUse says whether grades enter a mean.
type GradeUse string

// The uses of grades; the zero value means GradesCounted.
const (
	GradesCounted  GradeUse = "counted"
	GradesExcluded GradeUse = "excluded"
)

// GradeUses lists the uses of grades.
func GradeUses() []GradeUse { return []GradeUse{GradesCounted, GradesExcluded} }

// RepeatRule chooses among passed attempts at the same item.
type RepeatRule string

// The repeat rules; the zero value means RepeatBest.
const (
	RepeatBest   RepeatRule = "best"
	RepeatLatest RepeatRule = "latest"
	RepeatFirst  RepeatRule = "first"
)

// DuplicateRule chooses among sources of the same receiving course.
type DuplicateRule string

// The duplicate rules; the zero value means DuplicateHome: what was earned at
// the receiver itself wins over what was brought. Among brought sources the one
// that is best for the learner counts.
const (
	DuplicateHome DuplicateRule = "home"
	DuplicateBest DuplicateRule = "best"
)

// Unlisted says what becomes of recognised credit that no rule names.
type Unlisted string

// The values of Unlisted; the zero value means UnlistedUndecided.
const (
	UnlistedUndecided Unlisted = "undecided"
	UnlistedElective  Unlisted = "elective"
	UnlistedRefused   Unlisted = "refused"
)

// ExclusionKind says how the items of an exclusion limit one another.
type ExclusionKind string

// The kinds of exclusion.
const (
	// OneOf gives credit for one of the items only (parallel or overlapping
	// courses).
	OneOf ExclusionKind = "one-of"
	// NoLowerAfterHigher gives no credit for an item attained after a later
	// one of the list (SPAN 122 after SPAN 123).
	NoLowerAfterHigher ExclusionKind = "no-lower-after-higher"
)

// Exclusion is a set of items that limit one another, in order where the kind
// needs one.
type Exclusion struct {
	Kind  ExclusionKind `json:"kind"`
	Items []ItemID      `json:"items"`
	Note  string        `json:"note,omitempty"`
}

// Filter selects attainments. Every part that is given must match; the zero
// Filter selects all.
type Filter struct {
	Kinds        []ItemKind      `json:"kinds,omitempty"`
	Evidence     []EvidenceKind  `json:"evidence,omitempty"`
	Institutions []InstitutionID `json:"institutions,omitempty"`
	// InstitutionKinds selects by the kind of sender.
	InstitutionKinds []InstitutionKind `json:"institutionKinds,omitempty"`
	Items            []ItemID          `json:"items,omitempty"`
	Levels           []string          `json:"levels,omitempty"`
	Tags             []string          `json:"tags,omitempty"`
	Subjects         []string          `json:"subjects,omitempty"`
}

// Cap limits credit from what the filter selects, less what Except selects. A
// cap limits units; subject credit stays unless DropSubject is set.
//
// A cap that depends on the award (Share, Award) applies only where the target
// is a program whose credential is known.
type Cap struct {
	ID    string        `json:"id"`
	Title string        `json:"title,omitempty"`
	Limit credit.Amount `json:"limit"`
	Unit  credit.Unit   `json:"unit,omitempty"` // the receiver's where empty
	// Share is the part of the credential's credits that the cap allows, such
	// as 30%; where Limit is given too the lower of the two holds.
	Share credit.Amount `json:"share,omitzero"`
	// Award selects the credentials for which the cap applies, by kind, item,
	// level, tag; nil means every target.
	Award  *Filter `json:"award,omitempty"`
	Filter Filter  `json:"filter,omitzero"`
	Except *Filter `json:"except,omitempty"`
	// WholeItems counts an item whole or not at all.
	WholeItems bool `json:"wholeItems,omitempty"`
	// DropSubject takes away the subject credit too of what is over the cap.
	DropSubject bool `json:"dropSubject,omitempty"`
}

// Recency refuses what was attained more than Years before the evaluation.
type Recency struct {
	Filter Filter `json:"filter,omitzero"`
	Years  int    `json:"years"`
	Note   string `json:"note,omitempty"`
}

// CredentialRule is what a receiver asks of what a credential shows: a line of the
// record with the attributes of a credential. Rules of agreements may ask more.
type CredentialRule struct {
	Filter Filter `json:"filter,omitzero"`
	// MinIssuerTier is how far the institution's register of issuers must trust the
	// issuer on the day of evaluation.
	MinIssuerTier IssuerTier `json:"minIssuerTier,omitempty"`
	MinLevel      string     `json:"minLevel,omitempty"`
	// MaxAgeMonths is the most whole months between attainment and evaluation.
	MaxAgeMonths int `json:"maxAgeMonths,omitempty"`
	// Active asks that it has not expired on the day of evaluation.
	Active bool `json:"active,omitempty"`
	// Attributes asks for attributes with these values, such as
	// credential.assessment: described.
	Attributes map[string]string `json:"attributes,omitempty"`
	Note       string            `json:"note,omitempty"`
}

// EvidenceKind says how an attainment is shown.
type EvidenceKind string

// The kinds of evidence.
const (
	Transcript         EvidenceKind = "transcript"
	VerifiedCredential EvidenceKind = "verified-credential"
	ExamScore          EvidenceKind = "exam-score"
	LicenceEvidence    EvidenceKind = "licence"
	PortfolioEvidence  EvidenceKind = "portfolio"
	SelfReported       EvidenceKind = "self-reported"
)

// EvidenceKinds lists the kinds of evidence.
func EvidenceKinds() []EvidenceKind {
	return []EvidenceKind{
		Transcript, VerifiedCredential, ExamScore, LicenceEvidence,
		PortfolioEvidence, SelfReported,
	}
}
