package rdfcanon

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

func (r *lineReader) literal() (t Term, message string) {
	t.Kind = Literal
	if t.Value, message = r.quoted(); message != "" {
		return t, message
	}
	switch {
	case r.peek() == '@':
		start := r.pos + 1
		end := start
		for end < len(r.text) && (r.text[end]|0x20 >= 'a' && r.text[end]|0x20 <= 'z' || r.text[end] == '-' ||
			r.text[end] >= '0' && r.text[end] <= '9') {
			end++
		}
		t.Language = r.text[start:end]
		if !ValidLanguage(t.Language) {
			return t, "this is no language tag"
		}
		r.pos = end
	case strings.HasPrefix(r.text[r.pos:], "^^<"):
		r.pos += 2
		if t.Datatype, message = r.iri(); message == "" && t.Datatype == rdfLangString {
			return t, "a language-tagged text needs its tag"
		}
		if t.Datatype == xsdString {
			t.Datatype = ""
		}
	}
	return t, message
}

// ValidLanguage reports whether s has the form of a language tag in N-Quads:
// letters, then groups of letters and digits behind hyphens.
func ValidLanguage(s string) bool {
	for i, part := range strings.Split(s, "-") {
		if part == "" {
			return false
		}
		for _, c := range []byte(part) {
			if (c|0x20 < 'a' || c|0x20 > 'z') && (i == 0 || c < '0' || c > '9') {
				return false
			}
		}
	}
	return true
}

func (r *lineReader) quoted() (value, message string) {
	r.pos++
	from := r.pos
	var out strings.Builder
	for r.pos < len(r.text) {
		switch r.text[r.pos] {
		case '"':
			out.WriteString(r.text[from:r.pos])
			r.pos++
			return out.String(), ""
		case '\\':
			out.WriteString(r.text[from:r.pos])
			v, size := stringEscape(r.text[r.pos:])
			if size == 0 {
				return "", "this is no escape"
			}
			out.WriteRune(v)
			r.pos += size
			from = r.pos
		default:
			r.pos++
		}
	}
	return "", "the literal does not end"
}

func stringEscape(s string) (rune, int) {
	if len(s) < 2 {
		return 0, 0
	}
	if i := strings.IndexByte(`tbnrf"'\`, s[1]); i >= 0 {
		return rune("\t\b\n\r\f\"'\\"[i]), 2
	}
	return unicodeEscape(s)
}

func unicodeEscape(s string) (rune, int) {
	digits := 0
	switch {
	case strings.HasPrefix(s, `\u`):
		digits = 4
	case strings.HasPrefix(s, `\U`):
		digits = 8
	}
	if digits == 0 || len(s) < 2+digits {
		return 0, 0
	}
	v, err := strconv.ParseUint(s[2:2+digits], 16, 32)
	if err != nil || v > utf8.MaxRune || !utf8.ValidRune(rune(v)) {
		return 0, 0
	}
	return rune(v), 2 + digits
}
