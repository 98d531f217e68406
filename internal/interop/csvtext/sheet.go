// Package csvtext reads tables as people save them (RFC 4180, comma, semicolon
// or tab) with the place of every cell, so that a problem names the cell.
package csvtext

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/diag"
)

// Limits bound one table; both must be more than 0.
type Limits struct {
	Rows      int // below the header
	LineBytes int // of one line of the file
}

// Sheet is a table with its header.
type Sheet struct {
	File   string
	Header []Cell
	Rows   [][]Cell // each as long as the header
}

// Cell is a trimmed text and where it begins.
type Cell struct {
	Text         string
	Line, Column int
}

// Problem makes a problem at the cell.
func (c Cell) Problem(file, code, message, suggestion string) diag.Problem {
	return diag.Problem{
		Code: code, Message: message, Suggestion: suggestion,
		File: file, Line: c.Line, Column: c.Column,
	}
}

// maxProblems stops the reading of what is no table at all.
const maxProblems = 1000

// Read reads a table, whatever ends its lines. Blank lines are skipped. Rows that are unreadable or have
// not as many cells as the header are left out and reported. Codes: empty,
// bad_row, line_too_long, too_many_lines, control_character.
func Read(data []byte, file string, limits Limits) (Sheet, diag.List) {
	s := Sheet{File: file}
	data = LineEnds(data)
	if p := longLine(data, file, limits.LineBytes); p != nil {
		return s, diag.List{*p}
	}
	lines := lineStarts(data)
	r := csv.NewReader(bytes.NewReader(data))
	r.Comma = separator(data)
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	var problems diag.List
	for len(problems) < maxProblems {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			problems = append(problems, rowProblem(err, file))
			continue
		}
		row := cells(r, fields, data, lines)
		if blank(row) {
			continue
		}
		problems = append(problems, s.add(row)...)
		if len(s.Rows) > limits.Rows {
			return s, append(problems, row[0].Problem(file, "too_many_lines", fmt.Sprintf("a table holds at most %d lines", limits.Rows), "split the file"))
		}
	}
	if s.Header == nil && problems == nil {
		problems = diag.List{{Code: "empty", Message: "there is no table in the file", File: file, Line: 1, Column: 1}}
	}
	return s, problems
}

func (s *Sheet) add(row []Cell) diag.List {
	var problems diag.List
	for _, c := range row {
		if i := strings.IndexFunc(c.Text, func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\t' && r != '\r' }); i >= 0 {
			problems = append(problems, c.Problem(s.File, "control_character", "the cell holds a control character", "remove it"))
		}
	}
	switch {
	case s.Header == nil:
		s.Header = row
	case len(row) > len(s.Header) && blank(row[len(s.Header):]):
		s.Rows = append(s.Rows, row[:len(s.Header)])
	case len(row) != len(s.Header):
		problems = append(problems, row[0].Problem(s.File, "bad_row",
			fmt.Sprintf("the line has %d cells, the header has %d", len(row), len(s.Header)), "quote cells that hold the separator"))
	default:
		s.Rows = append(s.Rows, row)
	}
	return problems
}

func cells(r *csv.Reader, fields []string, data []byte, lines []int) []Cell {
	row := make([]Cell, len(fields))
	for i, f := range fields {
		line, column := r.FieldPos(i)
		start := lines[min(line-1, len(lines)-1)]
		end := min(start+column-1, len(data))
		row[i] = Cell{Text: strings.ReplaceAll(strings.TrimSpace(f), "\r", "\n"), Line: line, Column: utf8.RuneCount(data[start:end]) + 1}
	}
	return row
}

func rowProblem(err error, file string) diag.Problem {
	p := diag.Problem{Code: "bad_row", Message: "not CSV: " + err.Error(), File: file, Line: 1, Column: 1}
	if pe, ok := errors.AsType[*csv.ParseError](err); ok {
		p.Message, p.Line, p.Column = "not CSV: "+pe.Err.Error(), pe.Line, pe.Column
		p.Suggestion = `put cells that hold quotes in quotes and double them: "say ""A"""`
	}
	return p
}

func blank(row []Cell) bool {
	for _, c := range row {
		if c.Text != "" {
			return false
		}
	}
	return true
}

func lineStarts(data []byte) []int {
	starts := []int{0}
	for i, b := range data {
		if b == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

func longLine(data []byte, file string, limit int) *diag.Problem {
	line := 0
	for text := range bytes.Lines(data) {
		line++
		if len(text) > limit {
			return &diag.Problem{
				Code: "line_too_long", Message: fmt.Sprintf("the line is longer than %d KiB", limit>>10),
				File: file, Line: line, Column: 1,
			}
		}
	}
	return nil
}

// separator is the one of comma, semicolon and tab that the header uses most.
func separator(data []byte) rune {
	header, _, _ := bytes.Cut(bytes.TrimLeft(data, "\r\n"), []byte{'\n'})
	best, most := ',', 0
	for _, c := range ",;\t" {
		if n := bytes.Count(header, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}
