package rdfcanon

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// SyntaxError says where N-Quads cannot be read.
type SyntaxError struct {
	Line    int // from 1
	Column  int // from 1, in bytes
	Message string
}

// Error is "line:column: message".
func (e *SyntaxError) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Message) }

// ParseNQuads reads RDF 1.1 N-Quads. The error is a *SyntaxError.
func ParseNQuads(text string) ([]Quad, error) {
	var quads []Quad
	line := 0
	for text != "" {
		line++
		end := strings.IndexAny(text, "\n\r")
		current, rest := text, ""
		if end >= 0 {
			current, rest = text[:end], text[end+1:]
			if text[end] == '\r' && strings.HasPrefix(rest, "\n") {
				rest = rest[1:]
			}
		}
		text = rest
		r := lineReader{text: current}
		quad, found, message := r.quad()
		if message != "" {
			return nil, &SyntaxError{Line: line, Column: r.pos + 1, Message: message}
		}
		if found {
			quads = append(quads, quad)
		}
	}
	return quads, nil
}

// lineReader reads one line. Its methods return a message where they fail.
type lineReader struct {
	text string
	pos  int
}

func (r *lineReader) skip() {
	for r.pos < len(r.text) && (r.text[r.pos] == ' ' || r.text[r.pos] == '\t') {
		r.pos++
	}
}

// peek is the next byte, 0 at the end of the line.
func (r *lineReader) peek() byte {
	if r.pos < len(r.text) {
		return r.text[r.pos]
	}
	return 0
}

func (r *lineReader) atEnd() bool {
	r.skip()
	return r.pos == len(r.text) || r.text[r.pos] == '#'
}

func (r *lineReader) quad() (q Quad, found bool, message string) {
	if !utf8.ValidString(r.text) {
		return q, false, "the line is not UTF-8"
	}
	if r.atEnd() {
		return q, false, ""
	}
	for i, slot := range [...]*Term{&q.Subject, &q.Predicate, &q.Object, &q.Graph} {
		r.skip()
		if i == atGraph && r.peek() == '.' {
			break
		}
		start := r.pos
		*slot, message = r.term()
		if message != "" {
			return q, false, message
		}
		if slot.Kind == Literal && i != atObject || slot.Kind == Blank && i == atPredicate {
			r.pos = start
			return q, false, "this term cannot stand here"
		}
	}
	r.skip()
	if r.peek() != '.' {
		return q, false, "a full stop is expected"
	}
	r.pos++
	if !r.atEnd() {
		return q, false, "text follows the full stop"
	}
	return q, true, ""
}

func (r *lineReader) term() (t Term, message string) {
	switch r.peek() {
	case '<':
		t.Kind = IRI
		t.Value, message = r.iri()
	case '_':
		t.Kind = Blank
		t.Value, message = r.label()
	case '"':
		return r.literal()
	default:
		message = "an IRI, a blank node or a literal is expected"
	}
	return t, message
}

func (r *lineReader) iri() (value, message string) {
	start := r.pos
	r.pos++
	var out strings.Builder
	for r.pos < len(r.text) {
		c := r.text[r.pos]
		switch c {
		case '>':
			r.pos++
			if !ValidIRI(out.String()) {
				r.pos = start
				return "", "this is no absolute IRI"
			}
			return out.String(), ""
		case '\\':
			v, size := unicodeEscape(r.text[r.pos:])
			if size == 0 {
				return "", `only \u and \U escapes may stand in an IRI`
			}
			out.WriteRune(v)
			r.pos += size
		default:
			out.WriteByte(c)
			r.pos++
		}
	}
	return "", "the IRI does not end"
}

func (r *lineReader) label() (value, message string) {
	if !strings.HasPrefix(r.text[r.pos:], "_:") {
		return "", "a blank node begins with _:"
	}
	start := r.pos + 2
	end := start
	for end < len(r.text) {
		c, size := utf8.DecodeRuneInString(r.text[end:])
		if !labelRune(c, end == start) {
			break
		}
		end += size
	}
	for end > start && r.text[end-1] == '.' {
		end-- // the full stop of the statement
	}
	if end == start {
		return "", "the blank node has no label"
	}
	r.pos = end
	return r.text[start:end], ""
}

// labelRune is the grammar of BLANK_NODE_LABEL; the colon, which the older
// grammar allows, is left out.
func labelRune(c rune, first bool) bool {
	switch {
	case c|0x20 >= 'a' && c|0x20 <= 'z' && c < 0x80, c >= '0' && c <= '9', c == '_':
		return true
	case c == '-', c == '.', c == 0xB7, c >= 0x300 && c <= 0x36F, c >= 0x203F && c <= 0x2040:
		return !first
	case c >= 0xC0 && c <= 0x2FF:
		return c != 0xD7 && c != 0xF7
	case c >= 0x370 && c <= 0x1FFF:
		return c != 0x37E
	}
	return c == 0x200C || c == 0x200D || c >= 0x2070 && c <= 0x218F || c >= 0x2C00 && c <= 0x2FEF ||
		c >= 0x3001 && c <= 0xD7FF || c >= 0xF900 && c <= 0xFDCF || c >= 0xFDF0 && c <= 0xFFFC ||
		c >= 0x10000 && c <= 0xEFFFF
}
