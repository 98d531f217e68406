package requirement

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
)

// Test is a question about the learner that is answered before the search:
// exactly one of All, Any, Not, Fact, Met, Holds and Entered is set.
type Test struct {
	All []Test `json:"all,omitempty"`
	Any []Test `json:"any,omitempty"`
	Not *Test  `json:"not,omitempty"`
	// Fact is the name of a learner's fact, such as "concentration" or
	// "gpa". It is one of Is, or a number between AtLeast and AtMost, or
	// (without any of these) "yes".
	Fact    string         `json:"fact,omitempty"`
	Is      []string       `json:"is,omitempty"`
	AtLeast *credit.Amount `json:"atLeast,omitempty"`
	AtMost  *credit.Amount `json:"atMost,omitempty"`
	// Met is the path of another requirement of this program, or
	// "program:id", that must be satisfied.
	Met string `json:"met,omitempty"`
	// Holds asks for an attainment that the filter selects.
	Holds *ItemFilter `json:"holds,omitempty"`
	// Entered bounds the day on which the learner entered the catalogue.
	Entered calendar.Range `json:"entered,omitzero"`
}

// Truth is an answer that may be open.
type Truth uint8

// The answers. The zero value is the open one, so that what nobody has said
// is never taken for a no.
const (
	Open Truth = iota
	No
	Yes
)

// String returns "open", "no" or "yes".
func (t Truth) String() string { return [...]string{"open", "no", "yes"}[t] }

// Not is the opposite; open stays open.
func (t Truth) Not() Truth {
	switch t {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Open
}

// And is yes where both are yes and no where one is no.
func (t Truth) And(o Truth) Truth {
	switch {
	case t == No || o == No:
		return No
	case t == Yes && o == Yes:
		return Yes
	}
	return Open
}

// Or is yes where one is yes and no where both are no.
func (t Truth) Or(o Truth) Truth { return t.Not().And(o.Not()).Not() }

func truth(b bool) Truth {
	if b {
		return Yes
	}
	return No
}
