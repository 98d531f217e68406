package diag

import (
	"encoding/json"
	"strings"
)

// The most bytes of a text of a problem, and what is kept of a longer one: its
// beginning and its end.
const (
	maxText  = 800
	keptHead = 500
	keptTail = 200
)

// Brief returns the problem with its texts shortened: they quote the input,
// which may hold a name of a million letters.
func (p Problem) Brief() Problem {
	p.Message, p.Suggestion, p.Pointer = brief(p.Message), brief(p.Suggestion), brief(p.Pointer)
	return p
}

func brief(s string) string {
	if len(s) <= maxText {
		return s
	}
	return strings.ToValidUTF8(s[:keptHead], "") + " … " + strings.ToValidUTF8(s[len(s)-keptTail:], "")
}

// MarshalJSON writes the problem as [Problem.Brief] shortens it.
func (p Problem) MarshalJSON() ([]byte, error) {
	type plain Problem
	return json.Marshal(plain(p.Brief()))
}
