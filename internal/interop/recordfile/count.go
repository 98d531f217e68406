package recordfile

import (
	"fmt"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/diag"
)

// maxValues is the most values of a YAML or JSON record: ten thousand lines
// with all their keys are fewer. A reader needs two hundred bytes for a value
// that may be two bytes of text, so they are counted before they are read.
const maxValues = 300_000

// tooMany reports where a text goes beyond the values of a record, or nil. It
// counts the signs that can begin a value, quoted or not.
func tooMany(data []byte, file string) *diag.Problem {
	count, line, start := 0, 1, 0
	for i, c := range data {
		switch c {
		case '\n':
			line++
			start = i + 1
			count++
		case ',', ':', '[', '{', '-':
			count++
		default:
			continue
		}
		if count > 2*maxValues {
			return &diag.Problem{
				Code: "too_many", Message: fmt.Sprintf("the record holds more than %d values", maxValues), Suggestion: "split the record",
				File: file, Line: line, Column: utf8.RuneCount(data[min(start, i):i]) + 1,
			}
		}
	}
	return nil
}

// tooManyLines reports the first line beyond the limit before any is decoded:
// each could be wrong in ways of its own.
func tooManyLines(n *yaml.Node, file string, limit int) *diag.Problem {
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		lines := n.Content[i+1]
		if n.Content[i].Value == "attainments" && lines.Kind == yaml.SequenceNode && len(lines.Content) > limit {
			first := lines.Content[limit]
			return &diag.Problem{
				Code: "too_many_lines", Message: fmt.Sprintf("a record holds at most %d lines, not %d", limit, len(lines.Content)), Suggestion: "split the record",
				File: file, Line: max(first.Line, 1), Column: max(first.Column, 1), Pointer: fmt.Sprintf("/attainments/%d", limit),
			}
		}
	}
	return nil
}
