package app

import (
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/lint"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Lint is everything there is to say about a valid set: what the linter finds
// on the day, circles of the graph, and the warnings that its validation gave.
// Each problem has the pointer of its place; what two checks both found comes
// once.
func Lint(set *ruleset.Set, asOf calendar.Date, warnings diag.List) diag.List {
	findings := lint.Check(set, lint.Options{AsOf: asOf})
	_, circles := pathway.Circles(set)
	for _, w := range warnings {
		if w.Code != "unsigned" { // agreement_unsigned says it
			findings = append(findings, w)
		}
	}
	return distinctProblems(slices.Concat(findings, circles))
}
