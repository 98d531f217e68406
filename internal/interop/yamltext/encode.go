package yamltext

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Style says how values are written.
type Style struct {
	// Short gives the short form of a value of the type; ok is false where it
	// has none. It is the reverse of [Forms].
	Short map[reflect.Type]func(v any) (text string, ok bool)
	// Omit reports whether a key can be left out because a reader derives it.
	Omit func(parent any, key string) bool
	// Block types are written one key a line even where they are short.
	Block map[reflect.Type]bool
	// Inline types may stand in a list within one line.
	Inline map[reflect.Type]bool
}

// Encode writes a value as YAML by its json tags: one document that [Decoder]
// reads back to an equal value, with the same bytes for the same value. The
// comment, if any, comes first. The error names a text that YAML cannot carry:
// control characters other than tab and newline, or invalid UTF-8.
func Encode(v any, style Style, comment string) ([]byte, error) {
	e := encoder{style: style}
	n := e.value(reflect.ValueOf(v))
	if e.err != nil {
		return nil, e.err
	}
	var p printer
	if comment != "" {
		for line := range strings.SplitSeq(strings.TrimRight(comment, "\n"), "\n") {
			p.b.WriteString(strings.TrimRight("# "+line, " ") + "\n")
		}
	}
	p.document(n)
	return p.b.Bytes(), nil
}

// kind is what a node is printed as.
type kind uint8

const (
	textNode kind = iota // quoted where needed
	rawNode              // as it is: numbers, dates, true
	listNode
	mapNode
)

// node is a value on its way to the printer.
type node struct {
	kind   kind
	text   string
	keys   []string
	parts  []*node
	block  bool // never on one line
	inline bool // may stand in a list on one line
}

type encoder struct {
	style Style
	err   error
}

func (e *encoder) value(v reflect.Value) *node {
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if short, ok := e.style.Short[v.Type()]; ok {
		if text, ok := short(v.Interface()); ok {
			return e.text(text)
		}
	}
	if m, ok := reflect.TypeAssert[encoding.TextMarshaler](v); ok {
		text, err := m.MarshalText()
		if err != nil {
			e.err = err
		}
		if len(text) == 0 {
			return &node{kind: textNode}
		}
		return &node{kind: rawNode, text: string(text)}
	}
	var n *node
	switch v.Kind() {
	case reflect.Struct:
		n = e.structure(v)
	case reflect.Slice:
		n = &node{kind: listNode}
		for i := range v.Len() {
			n.parts = append(n.parts, e.value(v.Index(i)))
		}
	case reflect.Map:
		n = e.mapping(v)
	case reflect.String:
		return e.text(v.String())
	case reflect.Bool:
		return &node{kind: rawNode, text: strconv.FormatBool(v.Bool())}
	case reflect.Int:
		return &node{kind: rawNode, text: strconv.FormatInt(v.Int(), 10)}
	default:
		panic("yamltext: no encoding for " + v.Type().String())
	}
	n.block, n.inline = e.style.Block[v.Type()], e.style.Inline[v.Type()]
	return n
}

func (e *encoder) structure(v reflect.Value) *node {
	n := &node{kind: mapNode}
	for _, f := range FieldsOf(v.Type()) {
		fv := v.FieldByIndex(f.Index)
		if f.Optional && empty(fv) || nothing(fv) || e.style.Omit != nil && e.style.Omit(v.Interface(), f.Name) {
			continue
		}
		n.keys = append(n.keys, f.Name)
		fine := e.err == nil
		n.parts = append(n.parts, e.value(fv))
		if id := v.FieldByName("ID"); fine && e.err != nil && id.Kind() == reflect.String {
			e.err = fmt.Errorf("%s: %w", id.String(), e.err) // so that people can find it
		}
	}
	return n
}

func (e *encoder) mapping(v reflect.Value) *node {
	n := &node{kind: mapNode}
	values := map[string]reflect.Value{}
	for _, k := range v.MapKeys() {
		values[k.String()] = v.MapIndex(k)
	}
	for _, k := range slices.Sorted(maps.Keys(values)) {
		if len(k) > maxKey {
			e.err = fmt.Errorf("the key %.40q… is longer than %d bytes", k, maxKey)
		}
		e.text(k)
		n.keys = append(n.keys, k)
		n.parts = append(n.parts, e.value(values[k]))
	}
	return n
}

// maxKey keeps keys within what YAML readers accept without extra marks.
const maxKey = 200

func (e *encoder) text(s string) *node {
	bad := !utf8.ValidString(s)
	for _, r := range s {
		bad = bad || unicode.IsControl(r) && r != '\n' && r != '\t'
	}
	if bad && e.err == nil {
		e.err = fmt.Errorf("the text %.60q holds control characters or is not UTF-8", s)
	}
	return &node{kind: textNode, text: s}
}

// empty is what "omitempty" and "omitzero" leave out.
func empty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	}
	if z, ok := reflect.TypeAssert[interface{ IsZero() bool }](v); ok && v.Kind() != reflect.Pointer {
		return z.IsZero()
	}
	return v.IsZero()
}

// nothing is a list or pointer that is not there at all.
func nothing(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		return v.IsNil()
	}
	return false
}
