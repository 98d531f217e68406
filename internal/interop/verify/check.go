package verify

import (
	"cmp"
	"slices"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
)

// Check is how one fact was found.
type Check struct {
	// CheckedAt is the moment for which the fact holds: that of the question, or
	// the older one at which its server last confirmed the document that decides.
	CheckedAt time.Time `json:"checkedAt"`
	// Reasons say why, errors first, then warnings, then notes.
	Reasons []Reason `json:"reasons"`
}

// Severity says how a reason weighs.
type Severity string

// The severities: an error decides against the credential or leaves the fact
// unknown, a warning is a departure that decides nothing, a note explains.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityNote    Severity = "note"
)

// rank is the order in which reasons are listed.
var rank = map[Severity]int{SeverityError: 0, SeverityWarning: 1, SeverityNote: 2}

// Reason is one thing that speaks for or against. Code is stable; Pointer is the
// RFC 6901 JSON pointer of its place in the credential.
type Reason struct {
	Severity   Severity `json:"severity"`
	Code       string   `json:"code"`
	Message    string   `json:"message"`
	Suggestion string   `json:"suggestion,omitempty"`
	Pointer    string   `json:"pointer,omitempty"`
}

func (c *Check) fail(code, message string) { c.put(Reason{SeverityError, code, message, "", ""}) }

func (c *Check) warn(code, message string) { c.put(Reason{SeverityWarning, code, message, "", ""}) }

func (c *Check) tell(code, message string) { c.put(Reason{SeverityNote, code, message, "", ""}) }

// note takes over problems.
func (c *Check) note(problems diag.List) {
	for _, p := range problems {
		c.put(*reasonOf(p))
	}
}

func reasonOf(p diag.Problem) *Reason {
	severity := SeverityError
	if p.Severity == diag.Warning {
		severity = SeverityWarning
	}
	return &Reason{severity, p.Code, p.Message, p.Suggestion, p.Pointer}
}

// put adds a reason that is not there yet.
func (c *Check) put(r Reason) {
	if slices.ContainsFunc(c.Reasons, func(k Reason) bool { return k.Code == r.Code && k.Pointer == r.Pointer && k.Message == r.Message }) {
		return
	}
	c.Reasons = append(c.Reasons, r)
	slices.SortStableFunc(c.Reasons, func(a, b Reason) int { return cmp.Compare(rank[a.Severity], rank[b.Severity]) })
}

// failed reports whether a reason is an error.
func (c *Check) failed() bool {
	return slices.ContainsFunc(c.Reasons, func(r Reason) bool { return r.Severity == SeverityError })
}
