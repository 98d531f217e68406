package yamltext

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/diag"
)

// Forms are the short forms that people may write: a plain text where a
// structure of the given type belongs. The function returns the structure.
type Forms map[reflect.Type]func(text string) any

// Decoder turns nodes into Go values by their json tags, strictly: unknown and
// duplicate keys and wrong types are problems, all of them collected. Numbers
// are read from their text, exactly as written. null means "not stated".
type Decoder struct {
	File  string
	Forms Forms
	// KeepEmpty types keep an empty list that was written, so that it can be
	// judged; in all others an empty optional list is not stated.
	KeepEmpty map[reflect.Type]bool
	// Rewrites turn what people may write into the keys of a type, in place,
	// before a value of the type is read; what they make keeps its lines.
	Rewrites map[reflect.Type]func(n *yaml.Node)
	// ShortKeys are keys that Rewrites understand besides those of a type, to be
	// suggested first where a key is unknown.
	ShortKeys map[reflect.Type][]string
	Problems  diag.List
}

// Decode fills into, a non-nil pointer, from the node. What cannot be read
// keeps its zero value and is reported. Codes: wrong_type, unknown_key,
// duplicate_key, bad_value, control_character.
func (d *Decoder) Decode(n *yaml.Node, into any) {
	d.value(n, reflect.ValueOf(into).Elem())
}

// Problem reports a problem at the node.
func (d *Decoder) Problem(n *yaml.Node, code, message, suggestion string) {
	d.Problems = append(d.Problems, diag.Problem{
		Code: code, Message: message, Suggestion: suggestion,
		File: d.File, Line: max(n.Line, 1), Column: max(n.Column, 1),
	})
}

func (d *Decoder) value(n *yaml.Node, v reflect.Value) {
	if isNull(n) {
		return
	}
	if v.Kind() == reflect.Pointer {
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem())
		return
	}
	if rewrite, ok := d.Rewrites[v.Type()]; ok {
		rewrite(n)
	}
	if form, ok := d.Forms[v.Type()]; ok && n.Kind == yaml.ScalarNode {
		if text, ok := d.text(n); ok {
			v.Set(reflect.ValueOf(form(text)))
		}
		return
	}
	if u, ok := reflect.TypeAssert[encoding.TextUnmarshaler](v.Addr()); ok {
		d.unmarshal(n, u)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.structure(n, v)
	case reflect.Slice:
		d.list(n, v)
	case reflect.Map:
		d.mapping(n, v)
	default:
		d.scalar(n, v)
	}
}

func (d *Decoder) unmarshal(n *yaml.Node, u encoding.TextUnmarshaler) {
	if n.Kind != yaml.ScalarNode {
		d.Problem(n, "wrong_type", "a single value is expected, not "+kindWord(n), "")
		return
	}
	if err := u.UnmarshalText([]byte(n.Value)); err != nil {
		d.Problem(n, "bad_value", err.Error(), "")
	}
	// One zero: an amount of 0 that was written equals one that was not.
	if z, ok := u.(interface{ IsZero() bool }); ok && z.IsZero() {
		reflect.ValueOf(u).Elem().SetZero()
	}
}

func hasLen(v reflect.Value) bool { return v.Kind() == reflect.Slice || v.Kind() == reflect.Map }

func (d *Decoder) list(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.SequenceNode {
		d.Elements(n, nil)
		return
	}
	// Entries keep their index even where one of them is unreadable, because
	// JSON pointers count them.
	out := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, child := range n.Content {
		if isNull(child) {
			d.Problem(child, "wrong_type", "an entry of the list is empty", "remove it or fill it in")
			continue
		}
		d.value(child, out.Index(i))
	}
	v.Set(out)
}

// Elements calls each for every entry of a list. Code: wrong_type.
func (d *Decoder) Elements(n *yaml.Node, each func(*yaml.Node)) {
	switch {
	case isNull(n):
		return
	case n.Kind != yaml.SequenceNode:
		hint := ""
		if n.Kind == yaml.ScalarNode && len(n.Value) <= 40 {
			hint = "write [" + n.Value + "]"
		}
		d.Problem(n, "wrong_type", "a list is expected, not "+kindWord(n), hint)
		return
	}
	for _, child := range n.Content {
		if isNull(child) {
			d.Problem(child, "wrong_type", "an entry of the list is empty", "remove it or fill it in")
			continue
		}
		each(child)
	}
}

func (d *Decoder) mapping(n *yaml.Node, v reflect.Value) {
	if n.Kind != yaml.MappingNode {
		d.Pairs(n, nil)
		return
	}
	out := reflect.MakeMap(v.Type())
	d.Pairs(n, func(key, child *yaml.Node) {
		k := reflect.New(v.Type().Key()).Elem()
		k.SetString(key.Value)
		e := reflect.New(v.Type().Elem()).Elem()
		d.value(child, e)
		out.SetMapIndex(k, e)
	})
	v.Set(out)
}

func (d *Decoder) structure(n *yaml.Node, v reflect.Value) {
	fields := FieldsOf(v.Type())
	d.Pairs(n, func(key, child *yaml.Node) {
		i := slices.IndexFunc(fields, func(f Field) bool { return f.Name == key.Value })
		if i < 0 {
			names := slices.Clone(d.ShortKeys[v.Type()])
			for _, f := range fields {
				if !slices.Contains(names, f.Name) {
					names = append(names, f.Name)
				}
			}
			d.Problem(key, "unknown_key", fmt.Sprintf("there is no key %q here", key.Value), knownKeys(key.Value, names))
			return
		}
		field := v.FieldByIndex(fields[i].Index)
		d.value(child, field)
		if fields[i].Optional && !d.KeepEmpty[v.Type()] && hasLen(field) && field.Len() == 0 {
			field.SetZero()
		}
	})
}

// knownKeys suggests the nearest key, or lists all of them, however many.
func knownKeys(text string, names []string) string {
	if near := diag.Nearest(text, names); near != "" {
		return "did you mean " + near + "?"
	}
	return "one of " + strings.Join(names, ", ")
}

// DidYouMean suggests the nearest of the names, or lists them when they are
// few, or says nothing.
func DidYouMean(text string, names []string) string {
	if near := diag.Nearest(text, names); near != "" {
		return "did you mean " + near + "?"
	}
	if len(names) > 0 && len(names) <= 12 {
		return "one of " + strings.Join(names, ", ")
	}
	return ""
}

// Pairs calls each for every key and value of a mapping, reporting keys that are
// not plain text or come twice. Codes: wrong_type, duplicate_key.
func (d *Decoder) Pairs(n *yaml.Node, each func(key, child *yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.Problem(n, "wrong_type", "keys and values are expected, not "+kindWord(n), "")
		return
	}
	seen := make(map[string]int, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if key.Kind != yaml.ScalarNode {
			d.Problem(key, "wrong_type", "a key must be a plain text", "")
			continue
		}
		if line, twice := seen[key.Value]; twice {
			d.Problem(key, "duplicate_key", fmt.Sprintf("the key %q is already given on line %d", key.Value, line), "keep one of the two")
			continue
		}
		seen[key.Value] = key.Line
		each(key, n.Content[i+1])
	}
}
