// Package diag is the one form in which Cairn says that something is wrong:
// what, where, a stable code, and what to do about it.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Severity says whether a problem stops the work.
type Severity uint8

// Errors refuse the input as a whole; warnings are shown and the input is used.
const (
	Error Severity = iota
	Warning
)

// String returns "error" or "warning".
func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// MarshalText writes the word, for JSON.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the word.
func (s *Severity) UnmarshalText(b []byte) error {
	switch string(b) {
	case "error", "":
		*s = Error
	case "warning":
		*s = Warning
	default:
		return fmt.Errorf("severity %q is neither error nor warning", b)
	}
	return nil
}

// Problem is one thing that is wrong. File, Line and Column (both from 1, in
// characters) say where in a file; Pointer is the RFC 6901 JSON pointer of the
// same place where the input is data.
type Problem struct {
	Severity   Severity `json:"severity"`
	Code       string   `json:"code"`
	Message    string   `json:"message"`
	Suggestion string   `json:"suggestion,omitempty"`
	File       string   `json:"file,omitempty"`
	Line       int      `json:"line,omitempty"`
	Column     int      `json:"column,omitempty"`
	Pointer    string   `json:"pointer,omitempty"`
}

// String returns "file:line:col: code: message (suggestion)", leaving out what
// is not known and shortening what is long.
func (p Problem) String() string {
	p = p.Brief()
	var b strings.Builder
	switch {
	case p.File != "" && p.Line > 0:
		fmt.Fprintf(&b, "%s:%d:%d: ", p.File, p.Line, max(p.Column, 1))
	case p.File != "":
		b.WriteString(p.File + ": ")
	case p.Line > 0:
		fmt.Fprintf(&b, "%d:%d: ", p.Line, max(p.Column, 1))
	case p.Pointer != "":
		b.WriteString(p.Pointer + ": ")
	}
	b.WriteString(p.Code + ": " + p.Message)
	if p.Suggestion != "" {
		b.WriteString(" (" + p.Suggestion + ")")
	}
	return b.String()
}

// List is several problems; as an error it prints one a line.
type List []Problem

// Shown is how many problems are shown at once: nobody reads more, and a file
// can hold a mistake in every line.
const Shown = 100

// Error prints the problems, one a line, and how many more than [Shown] there
// are.
func (l List) Error() string {
	lines := make([]string, 0, min(len(l), Shown+1))
	for i, p := range l {
		if i == Shown {
			lines = append(lines, fmt.Sprintf("… and %d more", len(l)-Shown))
			break
		}
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// Err returns the list as an error when it holds an error, and nil when it is
// empty or holds warnings only.
func (l List) Err() error {
	if l.HasErrors() {
		return l
	}
	return nil
}

// HasErrors reports whether a problem of severity Error is in the list.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(p Problem) bool { return p.Severity == Error })
}

// Sort orders by file, line, column, pointer, code and message, so that the
// same input prints the same report.
func (l List) Sort() {
	slices.SortStableFunc(l, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column), cmp.Compare(a.Pointer, b.Pointer),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.Message, b.Message))
	})
}
