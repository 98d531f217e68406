package resultjson

import (
	"strconv"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
)

// object writes the members of one JSON object.
type object struct {
	b     []byte
	start int
}

// open begins an object.
func open(b []byte) object {
	b = append(b, '{')
	return object{b: b, start: len(b)}
}

// close ends it.
func (o *object) close() []byte { return append(o.b, '}') }

// key writes a member's name, which is known to be plain.
func (o *object) key(name string) {
	if len(o.b) > o.start {
		o.b = append(o.b, ',')
	}
	o.b = append(append(append(o.b, '"'), name...), '"', ':')
}

func (o *object) text(name, s string) {
	o.key(name)
	o.b = appendString(o.b, s)
}

// given writes a text that is left out where it is empty.
func (o *object) given(name, s string) {
	if s != "" {
		o.text(name, s)
	}
}

func (o *object) number(name string, n int) {
	o.key(name)
	o.b = appendInt(o.b, n)
}

func appendInt(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }

func (o *object) boolean(name string, v bool) {
	o.key(name)
	o.b = strconv.AppendBool(o.b, v)
}

func (o *object) day(name string, d calendar.Date) {
	o.key(name)
	o.b = append(append(append(o.b, '"'), d.String()...), '"')
}

func (o *object) givenDay(name string, d calendar.Date) {
	if d != 0 {
		o.day(name, d)
	}
}

func (o *object) amount(name string, a credit.Amount) {
	o.key(name)
	o.b = append(append(append(o.b, '"'), a.String()...), '"')
}

func (o *object) quantity(name string, q credit.Quantity) {
	o.key(name)
	o.b = q.AppendJSON(o.b)
}

// texts writes a list that is left out where it is empty.
func (o *object) texts(name string, s []string) {
	if len(s) > 0 {
		o.key(name)
		o.b = list(o.b, s, func(b []byte, s *string) []byte { return appendString(b, *s) })
	}
}

// list writes an array, null where it is nil.
func list[T any](b []byte, all []T, one func([]byte, *T) []byte) []byte {
	if all == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = one(b, &all[i])
	}
	return append(b, ']')
}

const hexDigits = "0123456789abcdef"

// plain are the bytes that stand for themselves in a JSON string.
var plain = func() (out [256]bool) {
	for c := ' '; c < utf8.RuneSelf; c++ {
		out[c] = c != '"' && c != '\\'
	}
	return out
}()

// appendString quotes as encoding/json does without HTML escaping: U+2028 and
// U+2029 are escaped, and invalid UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if plain[c] {
			i++
			continue
		}
		if c < utf8.RuneSelf {
			b = append(b, s[start:i]...)
			b = appendEscape(b, c)
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b = append(append(b, s[start:i]...), `\ufffd`...)
			start = i + 1
		case r == '\u2028' || r == '\u2029':
			b = append(append(b, s[start:i]...), `\u202`...)
			b = append(b, hexDigits[r&0xf])
			start = i + size
		}
		i += size
	}
	return append(append(b, s[start:]...), '"')
}

func appendEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\b':
		return append(b, '\\', 'b')
	case '\f':
		return append(b, '\\', 'f')
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	return append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
}
