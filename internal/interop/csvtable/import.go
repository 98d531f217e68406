// Package csvtable turns flat equivalency tables into agreements: see
// docs/reference/equivalency-tables.md.
package csvtable

import (
	"io"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/csvtext"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Options say how a table is read. The zero value makes drafts.
type Options struct {
	Limits yamltext.Limits
	// Rows is the most rows that are read; default 100,000.
	Rows int
	// Base is the catalogue in which institutions and courses are looked up.
	Base *ruleset.Set
	// Lifecycle and Evidence are given to the agreements; a table alone is no
	// signed agreement, so they are drafts where Lifecycle is empty.
	Lifecycle agreement.Lifecycle
	Evidence  agreement.Evidence
}

const (
	defaultRows = 100_000
	lineBytes   = 64 << 10
)

// Report says what an import made of a table.
type Report struct {
	Rows       int `json:"rows"`
	Agreements int `json:"agreements"`
	Rules      int `json:"rules"`
	// NewInstitutions, NewItems and NewPrograms are the ids that the base did
	// not have; look them over, because a table says little about them.
	NewInstitutions []string `json:"newInstitutions,omitempty"`
	NewItems        []string `json:"newItems,omitempty"`
	NewPrograms     []string `json:"newPrograms,omitempty"`
	// Texts counts notes that were kept as conditions in free text: each needs
	// a person until it is put into a structure.
	Texts int `json:"texts"`
}

// Import reads a table in either form and returns what it adds to the base: the
// agreements, and the institutions, items and programs that were missing. All
// problems come at once, each at its cell; use the set only where the list
// holds no errors. Codes: those of [csvtext], of [ruleset.Validate], and
// missing_column, missing_cell, bad_value, unknown_operator, missing_operator,
// mixed_operators, contradiction, unknown_outcome.
func Import(r io.Reader, name string, opts Options) (ruleset.Set, Report, diag.List) {
	if opts.Rows <= 0 {
		opts.Rows = defaultRows
	}
	if opts.Lifecycle == "" {
		opts.Lifecycle = agreement.Draft
	}
	data, problems := yamltext.ReadAll(r, name, opts.Limits)
	if problems == nil {
		data, problems = yamltext.CleanText(data, name)
	}
	if problems != nil {
		return ruleset.Set{}, Report{}, problems
	}
	sheet, problems := csvtext.Read(data, name, csvtext.Limits{Rows: opts.Rows, LineBytes: lineBytes})
	if sheet.Header == nil {
		return ruleset.Set{}, Report{}, problems
	}
	at, more := sheet.Columns(columns)
	t := table{sheet: &sheet, at: at, problems: append(problems, more...), build: newBuilder(opts)}
	if !t.required() {
		t.problems.Sort()
		return ruleset.Set{}, Report{}, t.problems
	}
	if _, long := at["rule_group"]; long {
		t.groups()
	} else {
		t.rows()
	}
	set, report := t.build.finish()
	report.Rows = len(sheet.Rows)
	t.check(&set)
	t.problems.Sort()
	return set, report, t.problems
}
