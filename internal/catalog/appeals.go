package catalog

import "github.com/cairnproject/cairn/internal/calendar"

// Appeals is how a receiver hears appeals against its decisions. Every stage
// has the same time.
type Appeals struct {
	// Days is how long the learner has to lodge an appeal after the decision, and
	// the institution to inform the learner of the answer after that. The day of
	// the decision, or of lodging, does not count.
	Days int `json:"days"`
	// Business counts Monday to Friday only; public holidays are not known.
	Business bool `json:"business,omitempty"`
	// Silence says what it means that no answer came in time.
	Silence Silence `json:"silence,omitempty"`
}

// Silence is what it means that an appeal is not answered in time.
type Silence string

// The meanings of silence; the zero value means SilenceNone.
const (
	// SilenceNone means nothing: the answer is overdue, and counts when it comes.
	SilenceNone Silence = "none"
	// SilenceGranted grants what was asked; an answer that comes later is too late.
	SilenceGranted Silence = "granted"
)

// Silences lists the meanings of silence.
func Silences() []Silence { return []Silence{SilenceNone, SilenceGranted} }

// MaxAppealDays is the most days that an appeal may take.
const MaxAppealDays = 366

// Until is the last day in time for what must follow within the stated days; the
// zero day where nothing is stated.
func (a *Appeals) Until(from calendar.Date) calendar.Date {
	switch {
	case a == nil:
		return 0
	case a.Business:
		return from.AddBusinessDays(a.Days)
	}
	return from.AddDays(a.Days)
}
