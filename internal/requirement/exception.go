package requirement

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/wording"
)

// ExceptionKind says what an exception does to the requirement at its path.
type ExceptionKind string

// The kinds of exception.
const (
	// Waive: the requirement counts as satisfied; nothing is used for it.
	Waive ExceptionKind = "waive"
	// Substitute: With may be used where Item is asked for.
	Substitute ExceptionKind = "substitute"
	// Force: the line may be used here although no filter selects it, and is.
	Force ExceptionKind = "force"
	// Block: the line may not be used here.
	Block ExceptionKind = "block"
	// Pin: the line, which qualifies, is used here and nowhere else.
	Pin ExceptionKind = "pin"
	// Threshold: the need named by What becomes To.
	Threshold ExceptionKind = "threshold"
	// Recredit: the line counts To credits at and below the path.
	Recredit ExceptionKind = "credits"
)

// ExceptionKinds lists the kinds of exception.
func ExceptionKinds() []ExceptionKind {
	return []ExceptionKind{Waive, Substitute, Force, Block, Pin, Threshold, Recredit}
}

// Exception changes one learner's audit at one requirement. It is always shown
// beside what it changed.
type Exception struct {
	ID string `json:"id"`
	// Program and Path name the requirement; Version is the program version
	// that the path belongs to.
	Program string        `json:"program"`
	Version string        `json:"version,omitempty"`
	Path    string        `json:"path,omitempty"`
	Kind    ExceptionKind `json:"kind"`
	// Line is the attainment that is forced, blocked, pinned or recredited.
	Line string `json:"line,omitempty"`
	// Item is replaced by With.
	Item catalog.ItemID `json:"item,omitempty"`
	With catalog.ItemID `json:"with,omitempty"`
	// What becomes To.
	What Need           `json:"what,omitempty"`
	To   *credit.Amount `json:"to,omitempty"`
	// Why, who, and until when.
	Reason     string        `json:"reason"`
	Approver   string        `json:"approver"`
	ApprovedOn calendar.Date `json:"approvedOn,omitzero"`
	Expires    calendar.Date `json:"expires,omitzero"`
}

// InForce reports whether the exception counts on the day.
func (e *Exception) InForce(day calendar.Date) bool {
	return (e.ApprovedOn.IsZero() || day.IsZero() || e.ApprovedOn <= day) &&
		(e.Expires.IsZero() || day.IsZero() || day <= e.Expires)
}

// Mark is the visible sign of the exception, for people: "waived by the dean
// (transfer agreement pending), until 2027-05-31".
func (e *Exception) Mark() string { return e.MarkWords().String() }

// MarkWords is the mark as a phrase. Who approved it and why are words of the
// record; those of a what-if are Cairn's own, which other languages have too.
func (e *Exception) MarkWords() wording.Phrase {
	verb := map[ExceptionKind]string{
		Waive: "waived", Substitute: "substituted", Force: "forced", Block: "blocked", Pin: "pinned",
		Threshold: "changed", Recredit: "credits changed",
	}[e.Kind]
	if verb == "" {
		verb = string(e.Kind)
	}
	words := wording.Term("exception", string(e.Kind), verb)
	if e.Approver != "" {
		words = wording.Of("mark.by", "{mark} by {approver}", "mark", words, "approver", wording.Term("approver", e.Approver, e.Approver))
	}
	if e.Reason != "" {
		words = wording.Row(words, " (", wording.Term("exception_reason", e.Reason, e.Reason), ")")
	}
	if !e.Expires.IsZero() {
		words = wording.Of("mark.until", "{mark}, until {day}", "mark", words, "day", e.Expires)
	}
	return words
}
