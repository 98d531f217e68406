package rdfcanon

import "unicode/utf8"

// The datatypes that N-Quads leave out.
const (
	xsdString     = "http://www.w3.org/2001/XMLSchema#string"
	rdfLangString = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
)

// String is the quad as a line of canonical N-Quads, with its line feed and with
// the labels that it has.
func (q Quad) String() string {
	out := appendTerm(nil, q.Subject)
	out = appendTerm(append(out, ' '), q.Predicate)
	out = appendTerm(append(out, ' '), q.Object)
	if q.Graph.Kind != None {
		out = appendTerm(append(out, ' '), q.Graph)
	}
	return string(append(out, " .\n"...))
}

// appendTerm writes a term in canonical N-Quads (RDF 1.2 N-Quads, section 4).
func appendTerm(out []byte, t Term) []byte {
	switch t.Kind {
	case IRI:
		out = append(out, '<')
		out = append(out, t.Value...)
		return append(out, '>')
	case Blank:
		out = append(out, "_:"...)
		return append(out, t.Value...)
	case Literal:
		out = append(out, '"')
		out = appendEscaped(out, t.Value)
		out = append(out, '"')
		switch {
		case t.Language != "":
			out = append(out, '@')
			out = append(out, t.Language...)
		case t.Datatype != "" && t.Datatype != xsdString:
			out = append(out, "^^<"...)
			out = append(out, t.Datatype...)
			out = append(out, '>')
		}
	case None:
	}
	return out
}

// appendEscaped escapes what must be escaped and nothing else.
func appendEscaped(out []byte, s string) []byte {
	const hex = "0123456789ABCDEF"
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
			continue
		}
		out = append(out, s[from:i]...)
		from = i + 1
		switch c {
		case '\b':
			out = append(out, `\b`...)
		case '\t':
			out = append(out, `\t`...)
		case '\n':
			out = append(out, `\n`...)
		case '\f':
			out = append(out, `\f`...)
		case '\r':
			out = append(out, `\r`...)
		case '"', '\\':
			out = append(out, '\\', c)
		default:
			out = append(out, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	return append(out, s[from:]...)
}

// IRIByte reports whether a byte may stand in an IRI as N-Quads writes it: no
// blank, no control character, none of <>"{}|^`\.
func IRIByte(c byte) bool {
	switch c {
	case '<', '>', '"', '{', '}', '|', '^', '`', '\\':
		return false
	}
	return c > ' '
}

// ValidIRI reports whether s is an absolute IRI that N-Quads can write: a
// scheme, a colon, and only bytes that may stand there.
func ValidIRI(s string) bool {
	colon := -1
	for i := range len(s) {
		c := s[i]
		if !IRIByte(c) {
			return false
		}
		if colon >= 0 {
			continue
		}
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		switch {
		case letter:
		case c == ':' && i > 0:
			colon = i
		case i > 0 && (c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return colon > 0 && utf8.ValidString(s)
}
