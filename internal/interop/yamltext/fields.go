package yamltext

import (
	"reflect"
	"strings"
	"sync"
)

// Field is one key of a structure: its json name and where it is found.
type Field struct {
	Name  string
	Index []int
	Type  reflect.Type
	// Optional fields are left out when they are empty.
	Optional bool
	// Doc is the Go name of the field in its declaring type, "Item.CrossListed".
	Doc string
}

var fieldCache sync.Map // reflect.Type → []Field

// FieldsOf lists the keys of a structure in the order of their declaration.
// Embedded structures without a json name are flattened, as encoding/json does.
func FieldsOf(t reflect.Type) []Field {
	if cached, ok := fieldCache.Load(t); ok {
		fields, _ := cached.([]Field)
		return fields
	}
	fields := collectFields(t, nil)
	fieldCache.Store(t, fields)
	return fields
}

func collectFields(t reflect.Type, prefix []int) []Field {
	var out []Field
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(append([]int{}, prefix...), i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct:
			out = append(out, collectFields(f.Type, index)...)
		case f.IsExported() && name != "" && name != "-":
			out = append(out, Field{
				Name: name, Index: index, Type: f.Type, Doc: t.Name() + "." + f.Name,
				Optional: strings.Contains(options, "omit"),
			})
		}
	}
	return out
}
