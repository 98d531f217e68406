package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/diag"
)

// MaxDepth is how deep objects and lists may nest. Real agreements nest 9 deep.
const MaxDepth = 64

// ParseJSON reads one JSON value and returns its root, on which problems of the
// wrong type are collected as the tree is walked; see [Document.Problems]. Its
// texts are cleaned (see [Clean]). Text
// that is not JSON gives a nil document and a problem with line and column:
// "invalid_utf8", "too_deep" or "syntax".
func ParseJSON(name string, data []byte) (*Document, diag.List) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	value, problem := decode(data)
	if problem != nil {
		problem.File = name
		return nil, diag.List{*problem}
	}
	d := &Document{file: name, data: data}
	value, d.cleaned = cleanValue(value)
	d.root = &Node{doc: d, value: value, present: true}
	return d, nil
}

// decode checks what encoding/json lets pass (invalid UTF-8, deep nesting, text
// after the value) and keeps numbers as they are written.
func decode(data []byte) (any, *diag.Problem) {
	if at := InvalidUTF8(data); at >= 0 {
		return nil, problemAt(data, at, "invalid_utf8", "the text is not UTF-8", "save the file as UTF-8")
	}
	if at := tooDeep(data); at >= 0 {
		return nil, problemAt(data, at, "too_deep", fmt.Sprintf("lists and objects nest deeper than %d", MaxDepth), "")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		return nil, syntaxProblem(data, err)
	}
	rest := data[dec.InputOffset():]
	if extra := bytes.TrimLeft(rest, " \t\r\n"); len(extra) > 0 {
		return nil, problemAt(data, len(data)-len(extra), "syntax", "there is text after the end of the JSON value", "")
	}
	return value, nil
}

func syntaxProblem(data []byte, err error) *diag.Problem {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return problemAt(data, len(data), "syntax", "the JSON ends too early", "the file may be cut off; fetch it again")
	case errors.As(err, &syntax):
		return problemAt(data, max(int(syntax.Offset)-1, 0), "syntax", syntax.Error(), "")
	}
	return problemAt(data, 0, "syntax", err.Error(), "")
}

func problemAt(data []byte, offset int, code, message, suggestion string) *diag.Problem {
	line, column := Position(data, offset)
	return &diag.Problem{Code: code, Message: message, Suggestion: suggestion, Line: line, Column: column}
}

// Position turns a byte offset into line and column, both from 1, the column in
// characters.
func Position(data []byte, offset int) (line, column int) {
	before := data[:min(offset, len(data))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte{'\n'}) + 1, utf8.RuneCount(before[start:]) + 1
}

// InvalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func InvalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// tooDeep returns the offset at which nesting passes MaxDepth, or -1. It looks
// at brackets outside strings only and leaves every other error to the parser.
func tooDeep(data []byte) int {
	depth, inString := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			if depth++; depth > MaxDepth {
				return i
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return -1
}

// escapePointer writes one step of an RFC 6901 pointer.
func escapePointer(step string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(step)
}
