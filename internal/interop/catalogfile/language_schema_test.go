package catalogfile

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/requirement"
)

type schemaObject = map[string]any

// languageWords are the words that each type of text may hold.
func languageWords() map[reflect.Type][]any {
	out := map[reflect.Type][]any{}
	addWords(out, catalog.ItemKinds())
	addWords(out, catalog.EvidenceKinds())
	addWords(out, requirement.Classes())
	addWords(out, requirement.Reaches())
	addWords(out, requirement.Needs())
	addWords(out, requirement.Origins())
	addWords(out, requirement.Gradings())
	addWords(out, requirement.PieceUses())
	addWords(out, requirement.Conferrals())
	return out
}

func addWords[T ~string](into map[reflect.Type][]any, words []T) {
	var list []any
	for _, w := range words {
		list = append(list, string(w))
	}
	into[reflect.TypeFor[T]()] = list
}

// languageSchema writes definitions of the types of a program.
type languageSchema struct {
	words map[reflect.Type][]any
	defs  schemaObject
}

func (m *languageSchema) of(t reflect.Type) any {
	switch t {
	case reflect.TypeFor[credit.Amount]():
		return schemaObject{"$ref": "#/$defs/Amount"}
	case reflect.TypeFor[calendar.Date]():
		return schemaObject{"type": "string", "format": "date"}
	}
	if words, ok := m.words[t]; ok {
		return schemaObject{"enum": words}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return m.of(t.Elem())
	case reflect.Slice:
		return schemaObject{"type": "array", "items": m.of(t.Elem())}
	case reflect.Map:
		return schemaObject{"type": "object", "additionalProperties": m.of(t.Elem())}
	case reflect.Struct:
		m.define(t)
		return schemaObject{"$ref": "#/$defs/" + t.Name()}
	case reflect.Bool:
		return schemaObject{"type": "boolean"}
	case reflect.Int:
		return schemaObject{"type": "integer"}
	}
	return schemaObject{"type": []any{"string", "number"}}
}

func (m *languageSchema) define(t reflect.Type) {
	if _, done := m.defs[t.Name()]; done {
		return
	}
	m.defs[t.Name()] = nil // recursive types stop here
	properties := schemaObject{}
	for _, f := range yamltext.FieldsOf(t) {
		properties[f.Name] = m.of(f.Type)
	}
	def := schemaObject{"type": "object", "additionalProperties": false, "properties": properties}
	forms := m.sweeten(t, properties)
	if len(forms) > 0 {
		m.defs[t.Name()] = schemaObject{"anyOf": append(forms, def)}
		return
	}
	m.defs[t.Name()] = def
}

// sweeten adds what may be written short (sugar.go) to the properties of a
// type, and returns the short forms of the whole value.
func (m *languageSchema) sweeten(t reflect.Type, properties schemaObject) (forms []any) {
	text := schemaObject{"type": []any{"string", "number"}}
	amount := schemaObject{"$ref": "#/$defs/Amount"}
	orList := func(of any) any {
		return schemaObject{"anyOf": []any{of, schemaObject{"type": "array", "items": of}}}
	}
	switch t {
	case reflect.TypeFor[requirement.Node]():
		take := m.fields(reflect.TypeFor[requirement.Take]())
		where := m.fields(reflect.TypeFor[requirement.ItemFilter]())
		for _, key := range takeKeys {
			properties[key] = take[key]
		}
		for _, key := range whereKeys {
			properties[key] = where[key]
		}
		node := schemaObject{"$ref": "#/$defs/Node"}
		properties["from"] = schemaObject{"anyOf": []any{take["from"], schemaObject{"type": "array", "items": node}}}
		properties["courses"] = schemaObject{"type": "array", "items": node}
		properties["total"] = amount
		properties["choose"] = schemaObject{"anyOf": []any{schemaObject{"type": "integer"}, properties["choose"]}}
		properties["residence"] = schemaObject{"anyOf": []any{text, schemaObject{"type": "object"}}}
		return []any{text}
	case reflect.TypeFor[requirement.ItemFilter]():
		for one, many := range plurals {
			properties[one] = properties[many]
		}
		for _, key := range append(slices.Collect(maps.Keys(plurals)), "evidence", "items", "subjects", "numbers", "kinds", "levels", "tags", "institutions") {
			if list, ok := properties[key].(schemaObject); ok && list["type"] == "array" {
				properties[key] = orList(list["items"])
			}
		}
		part := schemaObject{"anyOf": []any{text, schemaObject{"$ref": "#/$defs/ItemFilter"}}}
		return []any{text, schemaObject{"type": "array", "items": part}}
	case reflect.TypeFor[requirement.Test]():
		properties["is"] = orList(text)
	case reflect.TypeFor[requirement.Minimum]():
		properties["share"] = text
	}
	return nil
}

func (m *languageSchema) fields(t reflect.Type) schemaObject {
	out := schemaObject{}
	for _, f := range yamltext.FieldsOf(t) {
		out[f.Name] = m.of(f.Type)
	}
	return out
}

func programSchema(t *testing.T) []byte {
	t.Helper()
	m := languageSchema{words: languageWords(), defs: schemaObject{
		"Amount": schemaObject{"type": []any{"number", "string"}, "pattern": `^-?([0-9]+(\.[0-9]+)?|\.[0-9]+|[0-9]+/[0-9]+)$`},
	}}
	m.define(reflect.TypeFor[requirement.Program]())
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(schemaObject{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Cairn program, as people write it",
		"$ref": "#/$defs/Program", "$defs": m.defs,
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestProgramSchemaIsUpToDate(t *testing.T) {
	t.Parallel()
	name := filepath.Join("..", "..", "..", "docs", "schema", "program.schema.json")
	data := programSchema(t)
	golden(t, name, data)
	var schema schemaObject
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/language.yaml")
	if err != nil {
		t.Fatal(err)
	}
	docs, problems := yamltext.Parse(text, "language.yaml", yamltext.Limits{})
	if problems != nil {
		t.Fatal(problems.Error())
	}
	_, programs := find(docs[0], "programs")
	for _, n := range programs.Content {
		if why := refuses(schema, schema["$ref"], n); why != "" {
			t.Errorf("line %d: %s", n.Line, why)
		}
	}
	for _, bad := range []string{"{id: a, requires: {chose: 1}}", "{requires: {take: {same: colour}}}", "{requires: {item: [a]}}", "{sets: []}"} {
		docs, _ := yamltext.Parse([]byte(bad), "bad.yaml", yamltext.Limits{})
		if refuses(schema, schema["$ref"], docs[0]) == "" {
			t.Errorf("the schema accepts %s", bad)
		}
	}
}

// refuses is the small part of JSON Schema that the file uses.
func refuses(root schemaObject, at any, n *yaml.Node) string {
	if ref, ok := at.(string); ok {
		defs, _ := root["$defs"].(schemaObject)
		return refuses(root, defs[ref[len("#/$defs/"):]], n)
	}
	s, _ := at.(schemaObject)
	if ref, ok := s["$ref"]; ok {
		return refuses(root, ref, n)
	}
	if list, ok := s["anyOf"].([]any); ok {
		why := ""
		for _, one := range list {
			if why = refuses(root, one, n); why == "" {
				return ""
			}
		}
		return why
	}
	if words, ok := s["enum"].([]any); ok && !slices.Contains(words, any(n.Value)) {
		return n.Value + " is no word of the list"
	}
	kinds := map[yaml.Kind][]any{yaml.MappingNode: {"object"}, yaml.SequenceNode: {"array"}, yaml.ScalarNode: {"string", "number", "integer", "boolean"}}[n.Kind]
	if want, ok := s["type"]; ok {
		list, many := want.([]any)
		if !many {
			list = []any{want}
		}
		if !slices.ContainsFunc(list, func(w any) bool { return slices.Contains(kinds, w) }) {
			return "line " + n.Value + ": another type is expected"
		}
	}
	return refusesParts(root, s, n)
}

func refusesParts(root, s schemaObject, n *yaml.Node) string {
	if n.Kind == yaml.SequenceNode && s["items"] != nil {
		for _, c := range n.Content {
			if why := refuses(root, s["items"], c); why != "" {
				return why
			}
		}
	}
	if n.Kind != yaml.MappingNode {
		return ""
	}
	properties, _ := s["properties"].(schemaObject)
	for i := 0; i+1 < len(n.Content); i += 2 {
		of, known := properties[n.Content[i].Value]
		if !known {
			of = s["additionalProperties"]
		}
		if of == false {
			return "there is no key " + n.Content[i].Value
		}
		if of != nil {
			if why := refuses(root, of, n.Content[i+1]); why != "" {
				return n.Content[i].Value + ": " + why
			}
		}
	}
	return ""
}
