package catalog

import (
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
)

// ItemID is the stable id of an item, "institution/local-name", for example
// "smc/math-7". It never changes when the code or the title does.
type ItemID string

// Institution is the part of the id before the slash.
func (id ItemID) Institution() InstitutionID {
	inst, _, _ := strings.Cut(string(id), "/")
	return InstitutionID(inst)
}

// ItemKind says what sort of thing can be earned.
type ItemKind string

// The kinds of item.
const (
	Course          ItemKind = "course"
	MicroCredential ItemKind = "micro-credential"
	Badge           ItemKind = "badge"
	Certificate     ItemKind = "certificate"
	Diploma         ItemKind = "diploma"
	Degree          ItemKind = "degree"
	Certification   ItemKind = "certification"
	Licence         ItemKind = "licence"
	Exam            ItemKind = "exam"
	Training        ItemKind = "training"
	Portfolio       ItemKind = "portfolio"
)

// ItemKinds lists the kinds of item.
func ItemKinds() []ItemKind {
	return []ItemKind{
		Course, MicroCredential, Badge, Certificate, Diploma, Degree,
		Certification, Licence, Exam, Training, Portfolio,
	}
}

// Credential reports whether the kind is an award that stacks on others rather
// than a single piece of learning.
func (k ItemKind) Credential() bool {
	switch k {
	case MicroCredential, Certificate, Diploma, Degree:
		return true
	}
	return false
}

// Item is something that can be earned at an institution. Its code and title
// change over time (Versions), and a code can be given to another item later:
// identity is the id, a code is an attribute with dates.
type Item struct {
	ID          ItemID        `json:"id"`
	Institution InstitutionID `json:"institution"`
	Kind        ItemKind      `json:"kind"`
	Versions    []ItemVersion `json:"versions"`
	// CrossListed are items that are the same learning under another code;
	// credit for one is credit for all.
	CrossListed []ItemID `json:"crossListed,omitempty"`
	// Numbers are common numbers by hub, for example "tccns": "MATH 1314".
	Numbers map[string]string `json:"numbers,omitempty"`
	// ExternalIDs are ids in other systems, for example "assist": "214590".
	ExternalIDs map[string]string `json:"externalIds,omitempty"`
	// Tags are free labels that patterns and caps may select.
	Tags []string `json:"tags,omitempty"`
	// Repeatable items give credit each time they are earned.
	Repeatable bool `json:"repeatable,omitempty"`
	// ValidYears is how long a credential, licence or certification stays active
	// after it is earned or renewed; 0 is for ever. A day that the attainment
	// itself states goes before it.
	ValidYears int `json:"validYears,omitempty"`
	// Renewal says what renews it besides earning it again.
	Renewal *Renewal `json:"renewal,omitempty"`
}

// Renewal is continuing education that keeps a credential active: so many items
// or credits, earned while it was active, extend it by ValidYears.
type Renewal struct {
	Items []ItemID `json:"items"`
	// Count is how many of the items are needed, 0 means 1 where Credits is zero.
	Count int `json:"count,omitempty"`
	// Credits is what they must sum up to, in their own unit.
	Credits credit.Amount `json:"credits,omitzero"`
}

// ItemVersion is how an item is described between two dates.
type ItemVersion struct {
	Code  string `json:"code"`
	Title string `json:"title"`
	// Credits is the size in the institution's unit, or in Unit where given;
	// 0 for items without credit (exams, certifications).
	Credits credit.Amount `json:"credits,omitzero"`
	// MaxCredits is the upper end where the credit is variable.
	MaxCredits credit.Amount `json:"maxCredits,omitzero"`
	Unit       credit.Unit   `json:"unit,omitempty"`
	// Level is "lower", "upper", "graduate" or "framework:number" such as
	// "eqf:5".
	Level string         `json:"level,omitempty"`
	Valid calendar.Range `json:"valid,omitzero"`
}

// At returns the version in force on the day, or where none is, the nearest:
// the latest that began before it, else the earliest. ok is false only for an
// item without versions.
func (it *Item) At(d calendar.Date) (v ItemVersion, ok bool) {
	if len(it.Versions) == 0 {
		return ItemVersion{}, false
	}
	best := 0
	for i := range it.Versions {
		from := it.Versions[i].Valid.From
		switch held := it.Versions[best].Valid.From; {
		case it.Versions[i].Valid.Contains(d):
			return it.Versions[i], true
		case d.IsZero() || from <= d && held <= d: // both began: the later one
			if from > held {
				best = i
			}
		case from < held: // one at most began: the earlier one
			best = i
		}
	}
	return it.Versions[best], true
}

// Latest returns the version with the latest beginning.
func (it *Item) Latest() ItemVersion {
	v, _ := it.At(0)
	return v
}
