package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/csvtext"
)

// Row is one record of a table, with the line on which it begins.
type Row struct {
	Line   int
	Fields []string
	// Cleaned reports whether a field lost control characters (see [Clean]).
	Cleaned bool
}

func newRow(line int, fields []string) Row {
	r := Row{Line: line, Fields: fields}
	for i, f := range fields {
		text, changed := Clean(f)
		fields[i], r.Cleaned = text, r.Cleaned || changed
	}
	return r
}

// CleanedRows is how many rows lost control characters.
func CleanedRows(rows []Row) int {
	n := 0
	for i := range rows {
		if rows[i].Cleaned {
			n++
		}
	}
	return n
}

// ReadTable reads comma-separated values whose first record must be the given
// columns. The rows that can be read come back even where others cannot; the
// problems ("invalid_utf8", "wrong_columns", "bad_row", "nothing_to_import") have line and
// column.
func ReadTable(name string, data []byte, columns []string) ([]Row, diag.List) {
	if at := InvalidUTF8(data); at >= 0 {
		line, column := Position(data, at)
		return nil, diag.List{{Code: "invalid_utf8", Message: "the text is not UTF-8", Suggestion: "save the file as UTF-8", File: name, Line: line, Column: column}}
	}
	r := csv.NewReader(bytes.NewReader(csvtext.LineEnds(bytes.TrimPrefix(data, []byte("\ufeff")))))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil || !slices.Equal(head, columns) {
		return nil, diag.List{{
			Code: "wrong_columns", File: name, Line: 1, Column: 1, Message: fmt.Sprintf("the columns are %.200q, %d in all", strings.Join(head, ","), len(head)),
			Suggestion: "the first line must be " + strings.Join(columns, ","),
		}}
	}
	var rows []Row
	var problems diag.List
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			if len(rows)+len(problems) == 0 {
				problems = diag.List{{Code: "nothing_to_import", File: name, Line: 1, Column: 1, Message: "there are no rows below the columns"}}
			}
			return rows, problems
		}
		if syntax, ok := errors.AsType[*csv.ParseError](err); ok {
			problems = append(problems, diag.Problem{Code: "bad_row", File: name, Line: syntax.Line, Column: max(syntax.Column, 1), Message: syntax.Err.Error()})
			continue
		}
		if err != nil { // cannot be: the data is in memory
			return rows, append(problems, diag.Problem{Code: "unreadable", File: name, Message: err.Error()})
		}
		line, _ := r.FieldPos(0)
		if len(fields) != len(columns) {
			problems = append(problems, diag.Problem{
				Code: "bad_row", File: name, Line: line, Column: 1,
				Message: fmt.Sprintf("the row has %d columns instead of %d", len(fields), len(columns)),
			})
			continue
		}
		rows = append(rows, newRow(line, fields))
	}
}
