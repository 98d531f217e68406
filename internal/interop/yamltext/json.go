package yamltext

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/diag"
)

// parseJSON reads one JSON value into the same nodes as YAML, so that one
// decoder serves both. encoding/json reads it because YAML scanners refuse some
// JSON (surrogate pairs in escapes).
func parseJSON(data []byte, file string, limits Limits) ([]*yaml.Node, diag.List) {
	r := jsonReader{data: data, dec: json.NewDecoder(bytes.NewReader(data)), limit: limits.Depth, line: 1}
	r.dec.UseNumber()
	if i := loneSurrogate(data); i >= 0 {
		line, column := lineColumn(data, i)
		return nil, diag.List{{
			Code: "syntax", Message: "not JSON: the escape is half of a surrogate pair", Suggestion: "write both halves, or the character itself",
			File: file, Line: line, Column: column,
		}}
	}
	n, err := r.value(0)
	if err == nil {
		var more json.Token
		if more, err = r.dec.Token(); errors.Is(err, io.EOF) {
			return []*yaml.Node{n}, nil
		} else if err == nil {
			err = fmt.Errorf("%v follows the end of the value", more)
		}
	}
	return nil, diag.List{r.problem(err, file)}
}

var errDeep = errors.New("too deep")

type jsonReader struct {
	data   []byte
	dec    *json.Decoder
	limit  int
	seen   int // bytes whose lines are counted
	line   int
	column int // characters before seen on its line
}

func (r *jsonReader) problem(err error, file string) diag.Problem {
	offset := int(r.dec.InputOffset())
	p := diag.Problem{Code: "syntax", Message: "not JSON: " + err.Error(), File: file}
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, errDeep):
		p.Code, p.Message = "too_deep", fmt.Sprintf("nested more than %d levels deep", r.limit)
	case errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF):
		offset = len(r.data)
		p.Message = "not JSON: the text ends in the middle of a value"
		p.Suggestion = "the file may be cut off"
	case errors.As(err, &syntax):
		offset = int(syntax.Offset) - 1
	}
	p.Line, p.Column = lineColumn(r.data, min(max(offset, 0), len(r.data)))
	return p
}

// place moves to the start of the next token and returns its position.
func (r *jsonReader) place() (line, column int) {
	offset := int(r.dec.InputOffset())
	for offset < len(r.data) && strings.IndexByte(" \t\r\n,:", r.data[offset]) >= 0 {
		offset++
	}
	for ; r.seen < offset; r.seen++ {
		switch c := r.data[r.seen]; {
		case c == '\n':
			r.line++
			r.column = 0
		case c&0xC0 != 0x80: // not a continuation byte
			r.column++
		}
	}
	return r.line, r.column + 1
}

func (r *jsonReader) value(depth int) (*yaml.Node, error) {
	line, column := r.place()
	t, err := r.dec.Token()
	if err != nil {
		return nil, err
	}
	n := &yaml.Node{Kind: yaml.ScalarNode, Line: line, Column: column}
	switch v := t.(type) {
	case json.Delim:
		if depth >= r.limit {
			return nil, errDeep
		}
		return n, r.container(n, v, depth)
	case string:
		n.Tag, n.Value, n.Style = "!!str", v, yaml.DoubleQuotedStyle
	case json.Number:
		n.Tag, n.Value = "!!int", v.String()
		if strings.ContainsAny(n.Value, ".eE") {
			n.Tag = "!!float"
		}
	case bool:
		n.Tag, n.Value = "!!bool", fmt.Sprint(v)
	default:
		n.Tag, n.Value = "!!null", "null"
	}
	return n, nil
}

func (r *jsonReader) container(n *yaml.Node, open json.Delim, depth int) error {
	n.Kind, n.Tag, n.Style = yaml.SequenceNode, "!!seq", yaml.FlowStyle
	if open == '{' {
		n.Kind, n.Tag = yaml.MappingNode, "!!map"
	}
	for r.dec.More() {
		child, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		n.Content = append(n.Content, child)
	}
	_, err := r.dec.Token()
	return err
}
