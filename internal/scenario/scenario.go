// Package scenario reads and runs scenario files: a catalogue with agreements,
// learners' records, and the ledger that is expected. The same files are run
// through the engine, the command line and the HTTP API; users run them with
// "cairn check". See docs/reference/scenarios.md.
package scenario

import (
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// File is one scenario file: a rule set and the cases that are tried on it.
type File struct {
	// Name is the file's path, as it is shown.
	Name string
	// Title says what is shown; Source, which worked case it comes from.
	Title, Source string
	Set           ruleset.Set
	// Lint, where not nil, are the codes of all findings that the linter must
	// have, each once, sorted.
	Lint []string
	// Problems, where not nil, are the codes of all errors that refuse the rule
	// set, sorted, as often as they come; such a file has no cases.
	Problems []string
	Cases    []Case

	refusals []string
}

// Case is one question with the answer that is expected.
type Case struct {
	Name string
	// Line is where the case begins.
	Line    int
	AsOf    calendar.Date
	Targets []engine.Target
	Record  record.Record
	// Expect holds expectations by target, "institution" or
	// "institution/program".
	Expect map[string]Target
	// Together, where not nil, is what is expected of all targets as one.
	Together *Together
	// Stacks, where not nil, is what is expected of the stacks of the record.
	Stacks *Stacks
	// Refused, where not nil, says that the question is refused with an error
	// that contains each of the texts.
	Refused []string
}

// StackQuery is the case as a question about stacks; Stacks must not be nil.
func (c *Case) StackQuery() engine.StackQuery {
	return engine.StackQuery{Record: c.Record, AsOf: c.AsOf, Institutions: c.Stacks.At, Near: c.Stacks.Near}
}

// evaluates reports whether the case asks about targets: a case about stacks
// need not.
func (c *Case) evaluates() bool { return len(c.Expect) > 0 || c.Together != nil || c.Stacks == nil }

// Query is the case as a question to the engine.
func (c *Case) Query() engine.Query {
	q := engine.Query{Record: c.Record, Targets: c.Targets, AsOf: c.AsOf}
	if c.Together != nil {
		q.Together, q.MaxUses = true, c.Together.MaxUses
	}
	return q
}
