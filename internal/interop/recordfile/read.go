// Package recordfile reads a learner's record from YAML, JSON or CSV: see
// docs/reference/record-files.md.
package recordfile

import (
	"io"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/record"
)

// Options say how a record is read. The zero value is right for most.
type Options struct {
	// Limits bound the text; its default size is 16 MiB.
	Limits yamltext.Limits
	// Lines is the most attainments that are read; default 10,000.
	Lines int
	// LineBytes is the most bytes of one CSV line; default 64 KiB.
	LineBytes int
	// Institution is where the rows of a table were attained that do not say so.
	Institution string
	// Units are units that institutions define for themselves.
	Units []credit.Unit
}

const (
	defaultBytes     = 16 << 20
	defaultLines     = 10_000
	defaultLineBytes = 64 << 10
)

func (o Options) withDefaults() Options {
	if o.Limits.Bytes <= 0 {
		o.Limits.Bytes = defaultBytes
	}
	o.Limits = o.Limits.WithDefaults()
	if o.Lines <= 0 {
		o.Lines = defaultLines
	}
	if o.LineBytes <= 0 {
		o.LineBytes = defaultLineBytes
	}
	return o
}

// Read reads a record. The name's extension decides the format (.yaml, .yml,
// .json, .csv, .tsv, .txt); without one, as for standard input ("-"), the
// content does: what starts as a mapping is YAML or JSON, what starts with a
// line of column names is CSV. An item or code that nobody knows is no error:
// it stays in the record, undecided. All problems come at once, each with its
// place; use the record only where the list holds no errors. Codes: those of
// [yamltext], of [Check], and for CSV missing_column, duplicate_column,
// unknown_column (a warning), bad_row, line_too_long, too_many_lines; too_many,
// and no_lines (a warning).
func Read(r io.Reader, name string, opts Options) (record.Record, diag.List) {
	opts = opts.withDefaults()
	data, problems := yamltext.ReadAll(r, name, opts.Limits)
	if problems != nil {
		return record.Record{}, problems
	}
	if data, problems = yamltext.CleanText(data, name); problems != nil {
		return record.Record{}, problems
	}
	var rec record.Record
	if isTable(name, data) {
		rec, problems = readTable(data, name, opts)
	} else if p := tooMany(data, name); p != nil {
		problems = diag.List{*p}
	} else {
		rec, problems = readText(data, name, opts)
	}
	if len(rec.Attainments) == 0 && !problems.HasErrors() {
		problems = append(problems, diag.Problem{
			Severity: diag.Warning, Code: "no_lines", Message: "the record holds no attainments", File: name, Line: 1, Column: 1,
		})
	}
	problems.Sort()
	return rec, problems
}

// isTable reports whether the text is CSV.
func isTable(name string, data []byte) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv", ".txt":
		return true
	case ".yaml", ".yml", ".json":
		return false
	}
	first, _, _ := strings.Cut(strings.TrimLeft(string(data[:min(len(data), 4096)]), " \t\r\n"), "\n")
	first, _, _ = strings.Cut(first, "\r")
	separator := strings.ContainsAny(first, ",;\t")
	return separator && !strings.HasPrefix(first, "{") && !strings.HasPrefix(first, "#") &&
		!strings.Contains(first, ": ") && !strings.HasSuffix(first, ":")
}

func readText(data []byte, name string, opts Options) (record.Record, diag.List) {
	docs, problems := yamltext.Parse(data, name, opts.Limits)
	switch {
	case problems.HasErrors():
		return record.Record{}, problems
	case len(docs) == 0 || docs[0].Tag == "!!null":
		return record.Record{}, append(problems, diag.Problem{
			Code: "empty", Message: "there is no record in the file", File: name, Line: 1, Column: 1,
		})
	}
	if len(docs) > 1 {
		problems = append(problems, diag.Problem{
			Code: "several_documents", Message: "a file holds one record", File: name,
			Line: docs[1].Line, Column: docs[1].Column, Suggestion: "write each record into a file of its own",
		})
	}
	rec, more := FromNode(docs[0], name, opts)
	return rec, append(problems, more...)
}

// FromNode reads a record that is part of a larger text.
func FromNode(n *yaml.Node, file string, opts Options) (record.Record, diag.List) {
	if p := tooManyLines(n, file, opts.withDefaults().Lines); p != nil {
		return record.Record{}, diag.List{*p}
	}
	var rec record.Record
	d := yamltext.Decoder{File: file, Forms: catalogfile.Forms()}
	d.Decode(n, &rec)
	Complete(&rec)
	problems := d.Problems
	broken := map[[2]int]bool{}
	for _, p := range problems {
		broken[[2]int{p.Line, p.Column}] = true
	}
	for _, p := range Check(&rec, opts) {
		at := yamltext.At(n, p.Pointer)
		if broken[[2]int{at.Line, at.Column}] {
			continue // what could not be read needs no second complaint
		}
		p.File, p.Line, p.Column = file, max(at.Line, 1), max(at.Column, 1)
		problems = append(problems, p)
	}
	return rec, problems
}
