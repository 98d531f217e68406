package strictjson

import (
	"encoding"
	"reflect"
	"strings"
)

// plan says how a type is read; it is made once, so that a request pays for no
// reflection over tags.
type plan struct {
	kind   kind
	typ    reflect.Type
	elem   *plan // of pointers, slices and maps
	fields []field
	byName map[string]int
}

type kind uint8

const (
	kindString kind = iota
	kindBool
	kindInt
	kindText // an encoding.TextUnmarshaler
	kindPointer
	kindSlice
	kindMap
	kindStruct
)

type field struct {
	name  string
	index []int
	plan  *plan
}

func planFor(t reflect.Type, known map[reflect.Type]*plan) *plan {
	if p, ok := known[t]; ok {
		return p
	}
	p := &plan{typ: t}
	known[t] = p // before its parts: types may be recursive
	switch {
	case reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		p.kind = kindText
	case t.Kind() == reflect.String:
		p.kind = kindString
	case t.Kind() == reflect.Bool:
		p.kind = kindBool
	case t.Kind() == reflect.Int:
		p.kind = kindInt
	case t.Kind() == reflect.Pointer:
		p.kind, p.elem = kindPointer, planFor(t.Elem(), known)
	case t.Kind() == reflect.Slice:
		p.kind, p.elem = kindSlice, planFor(t.Elem(), known)
	case t.Kind() == reflect.Map && t.Key().Kind() == reflect.String:
		p.kind, p.elem = kindMap, planFor(t.Elem(), known)
	case t.Kind() == reflect.Struct:
		p.kind = kindStruct
		p.addFields(t, nil, known)
		p.byName = make(map[string]int, len(p.fields))
		for i, f := range p.fields {
			p.byName[f.name] = i
		}
	default:
		panic("strictjson: no reading for " + t.String())
	}
	return p
}

// addFields lists the fields that have a json name, those of embedded
// structures too.
func (p *plan) addFields(t reflect.Type, prefix []int, known map[reflect.Type]*plan) {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(append([]int{}, prefix...), i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			p.addFields(f.Type, index, known)
		case f.IsExported() && name != "" && name != "-":
			p.fields = append(p.fields, field{name: name, index: index, plan: planFor(f.Type, known)})
		}
	}
}

func (p *plan) names() []string {
	out := make([]string, len(p.fields))
	for i, f := range p.fields {
		out[i] = f.name
	}
	return out
}

// wants is the JSON type that the plan reads, for people.
func (p *plan) wants() string {
	switch p.kind {
	case kindBool:
		return "true or false"
	case kindInt:
		return "a whole number"
	case kindPointer:
		return p.elem.wants()
	case kindSlice:
		return "an array"
	case kindMap, kindStruct:
		return "an object"
	case kindString, kindText:
	}
	return "a string"
}
