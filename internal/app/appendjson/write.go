package appendjson

import (
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// skipFor is when encoding/json leaves a field out.
func skipFor(t reflect.Type, options string) func(reflect.Value) bool {
	empty := strings.Contains(options, "omitempty")
	zero := strings.Contains(options, "omitzero")
	var skipEmpty func(reflect.Value) bool
	if empty {
		switch t.Kind() {
		case reflect.String, reflect.Slice, reflect.Map:
			skipEmpty = func(v reflect.Value) bool { return v.Len() == 0 }
		case reflect.Struct:
		default:
			skipEmpty = reflect.Value.IsZero
		}
	}
	if !zero {
		return skipEmpty
	}
	skipZero := reflect.Value.IsZero
	if t.Implements(reflect.TypeFor[interface{ IsZero() bool }]()) && !plainZero(t) {
		skipZero = func(v reflect.Value) bool {
			z, ok := v.Interface().(interface{ IsZero() bool })
			return ok && z.IsZero()
		}
	}
	if skipEmpty == nil {
		return skipZero
	}
	return func(v reflect.Value) bool { return skipEmpty(v) || skipZero(v) }
}

// plainZero: for a number, IsZero can only mean 0, and reflection says so
// without boxing.
func plainZero(t reflect.Type) bool { return t.Kind() == reflect.Int32 }

func (p *plan) writeStruct(b []byte, v reflect.Value) ([]byte, error) {
	b = append(b, '{')
	start := len(b)
	for i := range p.fields {
		f := &p.fields[i]
		var fv reflect.Value
		if len(f.index) == 1 {
			fv = v.Field(f.first)
		} else {
			fv = v.FieldByIndex(f.index)
		}
		if f.skip != nil && f.skip(fv) {
			continue
		}
		if len(b) > start {
			b = append(b, ',')
		}
		b = append(b, f.key...)
		var err error
		if b, err = f.plan.write(b, fv); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

func writeSlice(b []byte, v reflect.Value, elem *plan) ([]byte, error) {
	if v.IsNil() {
		return append(b, "null"...), nil
	}
	b = append(b, '[')
	for i := range v.Len() {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = elem.write(b, v.Index(i)); err != nil {
			return nil, err
		}
	}
	return append(b, ']'), nil
}

// writeMap sorts by key, as encoding/json does. Keys are strings.
func writeMap(b []byte, v reflect.Value, elem *plan) ([]byte, error) {
	if v.IsNil() {
		return append(b, "null"...), nil
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(x, y reflect.Value) int { return strings.Compare(x.String(), y.String()) })
	b = append(b, '{')
	for i, k := range keys {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, k.String()), ':')
		var err error
		if b, err = elem.write(b, v.MapIndex(k)); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

func orNull(elem *plan, get func(reflect.Value) reflect.Value) func([]byte, reflect.Value) ([]byte, error) {
	return func(b []byte, v reflect.Value) ([]byte, error) {
		if v.IsNil() {
			return append(b, "null"...), nil
		}
		return elem.write(b, get(v))
	}
}

func writeBool(b []byte, v reflect.Value) ([]byte, error) {
	return strconv.AppendBool(b, v.Bool()), nil
}

func writeInt(b []byte, v reflect.Value) ([]byte, error) {
	return strconv.AppendInt(b, v.Int(), 10), nil
}

// boxed is the value as an interface; a pointer to it where it has an address,
// which needs no copy.
func boxed(v reflect.Value) any {
	if v.CanAddr() {
		return v.Addr().Interface()
	}
	return v.Interface()
}

func writeAppender(b []byte, v reflect.Value) ([]byte, error) {
	a, _ := boxed(v).(appender)
	return a.AppendJSON(b), nil
}

func writeMarshaler(b []byte, v reflect.Value) ([]byte, error) {
	m, _ := boxed(v).(json.Marshaler)
	text, err := m.MarshalJSON()
	return append(b, text...), err
}

func writeTextAppender(b []byte, v reflect.Value) ([]byte, error) {
	a, _ := boxed(v).(encoding.TextAppender)
	start := len(b)
	b, err := a.AppendText(append(b, '"'))
	if err != nil {
		return nil, err
	}
	if plain(b[start+1:]) {
		return append(b, '"'), nil
	}
	return appendString(b[:start], string(b[start+1:])), nil
}

func writeText(b []byte, v reflect.Value) ([]byte, error) {
	m, _ := boxed(v).(encoding.TextMarshaler)
	text, err := m.MarshalText()
	return appendString(b, string(text)), err
}

func plain[T ~string | ~[]byte](s T) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

const hexDigits = "0123456789abcdef"

// appendString quotes as encoding/json does: U+2028 and U+2029 are escaped, and
// invalid UTF-8 becomes U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
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
