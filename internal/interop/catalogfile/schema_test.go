package catalogfile

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// object is a JSON object of a schema.
type object = map[string]any

// requiredKeys are what an entry cannot do without; what a reader derives
// (institutions from ids, kinds from items) is not among them.
var requiredKeys = map[reflect.Type][]string{
	reflect.TypeFor[catalog.Scale]():       {"id", "name"},
	reflect.TypeFor[catalog.GradeStep]():   {"symbol"},
	reflect.TypeFor[catalog.Institution](): {"id", "name", "kind", "unit"},
	reflect.TypeFor[catalog.NamePeriod]():  {"name"},
	reflect.TypeFor[catalog.Issuer]():      {"id", "tier", "reason"},
	reflect.TypeFor[catalog.Item]():        {"id", "kind", "versions"},
	reflect.TypeFor[catalog.Exclusion]():   {"kind", "items"},
	reflect.TypeFor[catalog.Cap]():         {"id"},
	reflect.TypeFor[catalog.Recency]():     {"years"},
	reflect.TypeFor[credit.Factor]():       {"from", "to", "ratio"},
	reflect.TypeFor[requirement.Program](): {"id", "title"},
	reflect.TypeFor[requirement.Choose]():  {"of"},
	reflect.TypeFor[agreement.Agreement](): {"id", "kind", "lifecycle"},
	reflect.TypeFor[agreement.Rule]():      {"id"},
	reflect.TypeFor[agreement.AtLeast]():   {"of"},
	reflect.TypeFor[agreement.Numbering](): {"kind"},
	reflect.TypeFor[agreement.Text]():      {"text"},
	reflect.TypeFor[record.Record]():       {"attainments"},
	reflect.TypeFor[record.Decision]():     {"id", "receiver", "lines", "decidedOn"},
	reflect.TypeFor[record.Appeal]():       {"lodgedOn", "asks"},
	reflect.TypeFor[catalog.Appeals]():     {"days"},
}

func vocabulary[T ~string](words ...T) (reflect.Type, []any) {
	out := make([]any, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return reflect.TypeFor[T](), out
}

// vocabularies are the words that each type of text may hold.
func vocabularies() map[reflect.Type][]any {
	out := map[reflect.Type][]any{}
	add := func(t reflect.Type, words []any) { out[t] = words }
	add(vocabulary(catalog.InstitutionKinds()...))
	add(vocabulary(catalog.IssuerTiers()...))
	add(vocabulary(catalog.ItemKinds()...))
	add(vocabulary(catalog.EvidenceKinds()...))
	add(vocabulary(catalog.RepeatBest, catalog.RepeatLatest, catalog.RepeatFirst))
	add(vocabulary(catalog.DuplicateHome, catalog.DuplicateBest))
	add(vocabulary(catalog.UnlistedUndecided, catalog.UnlistedElective, catalog.UnlistedRefused))
	add(vocabulary(catalog.GradeUses()...))
	add(vocabulary(catalog.Silences()...))
	add(vocabulary(catalog.OneOf, catalog.NoLowerAfterHigher))
	add(vocabulary(credit.Modes()...))
	add(vocabulary(credit.Stages()...))
	add(vocabulary(agreement.Kinds()...))
	add(vocabulary(agreement.Bases()...))
	add(vocabulary(agreement.Lifecycles()...))
	add(vocabulary(agreement.Outcomes()...))
	add(vocabulary(agreement.AwardKinds()...))
	add(vocabulary(agreement.Exclusive, agreement.Shared))
	add(vocabulary(agreement.ByRule, agreement.BySender, agreement.ByCatalog, agreement.ByLower))
	add(vocabulary(agreement.RemainderElective, agreement.RemainderNone))
	add(vocabulary(agreement.MeansLetterGrade, agreement.MeansOneOfCourses, agreement.MeansInformation))
	add(vocabulary(agreement.ByCommonNumber, agreement.ByPrefixAndLastThree))
	add(vocabulary(record.Statuses()...))
	return out
}

// schemaMaker turns types into definitions.
type schemaMaker struct {
	docs  map[string]string // "Item.CrossListed" → its comment
	words map[reflect.Type][]any
	defs  object
}

func (m *schemaMaker) of(t reflect.Type) object {
	switch t {
	case reflect.TypeFor[credit.Amount]():
		return object{"$ref": "#/$defs/Amount"}
	case reflect.TypeFor[calendar.Date]():
		return object{"$ref": "#/$defs/Date"}
	case reflect.TypeFor[credit.Unit]():
		return object{"type": "string", "examples": credit.Units()}
	}
	if words, ok := m.words[t]; ok {
		return object{"enum": words}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return m.of(t.Elem())
	case reflect.Slice:
		return object{"type": "array", "items": m.of(t.Elem())}
	case reflect.Map:
		return object{"type": "object", "additionalProperties": m.of(t.Elem())}
	case reflect.Struct:
		m.define(t)
		return object{"$ref": "#/$defs/" + t.Name()}
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.Int:
		return object{"type": "integer"}
	}
	// Codes and grades such as 101 may be written without quotes.
	return object{"type": []string{"string", "number"}}
}

func (m *schemaMaker) define(t reflect.Type) {
	if _, done := m.defs[t.Name()]; done {
		return
	}
	m.defs[t.Name()] = nil // recursive types stop here
	properties := object{}
	for _, f := range yamltext.FieldsOf(t) {
		p := m.of(f.Type)
		if f.Name == "share" && f.Type == reflect.TypeFor[credit.Amount]() { // as [rewriteShare] reads it
			p = object{"anyOf": []any{p, object{"type": "string", "pattern": `^[0-9]+%$`}}}
		}
		if doc := m.docs[f.Doc]; doc != "" {
			p["description"] = doc
		}
		properties[f.Name] = p
	}
	def := object{"type": "object", "additionalProperties": false, "properties": properties}
	if keys := requiredKeys[t]; keys != nil {
		def["required"] = keys
	}
	if _, short := Forms()[t]; short {
		def = object{"anyOf": []any{object{"type": []string{"string", "number"}, "description": "short form"}, def}}
	}
	if doc := m.docs[t.Name()]; doc != "" {
		def["description"] = doc
	}
	m.defs[t.Name()] = def
}

func makeSchema(t *testing.T, root reflect.Type, title string) []byte {
	t.Helper()
	m := schemaMaker{docs: typeComments(t), words: vocabularies(), defs: object{
		"Amount": object{
			"description": "Exact credits: a whole number, a decimal with at most nine places, or a fraction such as 8/3.",
			"type":        []string{"number", "string"}, "pattern": `^-?([0-9]+(\.[0-9]+)?|\.[0-9]+|[0-9]+/[0-9]+)$`,
		},
		"Date": object{"description": "A day as YYYY-MM-DD.", "type": "string", "format": "date", "pattern": `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`},
	}}
	m.define(root)
	if root == reflect.TypeFor[ruleset.Set]() {
		m.addLanguage()
	}
	schema := object{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title,
		"$ref": "#/$defs/" + root.Name(), "$defs": m.defs,
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(schema); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// addLanguage describes requirements as they may be written, short forms
// included, and keeps what the comments say.
func (m *schemaMaker) addLanguage() {
	language := languageSchema{words: languageWords(), defs: object{}}
	language.define(reflect.TypeFor[requirement.Program]())
	for name, def := range language.defs {
		from, ok := def.(object)
		if !ok || name == "Program" || name == "Range" || name == "Amount" {
			continue
		}
		if old, ok := m.defs[name].(object); ok && old["description"] != nil {
			from["description"] = old["description"]
		}
		m.defs[name] = from
	}
}

var schemaDir = filepath.Join("..", "..", "..", "docs", "schema")

func TestSchemasAreUpToDate(t *testing.T) {
	t.Parallel()
	golden(t, filepath.Join(schemaDir, "catalogue.schema.json"), makeSchema(t, reflect.TypeFor[ruleset.Set](), "Cairn catalogue"))
	golden(t, filepath.Join(schemaDir, "record.schema.json"), makeSchema(t, reflect.TypeFor[record.Record](), "Cairn record"))
}

func compileSchema(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	s, err := jsonschema.NewCompiler().Compile(filepath.Join(schemaDir, name))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSchemaAcceptsWhatLoads(t *testing.T) {
	t.Parallel()
	schema := compileSchema(t, "catalogue.schema.json")
	small, err := os.ReadFile("testdata/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var written bytes.Buffer
	if err := Write(&written, loadClean(t, "testdata/small.yaml")); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(small), written.String(), "{}"} {
		if err := schema.Validate(plainValue(t, text)); err != nil {
			t.Errorf("%v\n%s", err, text)
		}
	}
}

// The demo world is read by the programs and by editors alike.
func TestSchemaAcceptsTheDemoWorld(t *testing.T) {
	t.Parallel()
	for folder, name := range map[string]string{"catalogue": "catalogue.schema.json", "records": "record.schema.json"} {
		schema := compileSchema(t, name)
		files, err := filepath.Glob(filepath.Join("..", "..", "..", "fixtures", "demo", folder, "*.yaml"))
		if err != nil || len(files) == 0 {
			t.Errorf("no demo %s (%v)", folder, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(plainValue(t, string(text))); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
}

func TestSchemaRefusesWhatDoesNotLoad(t *testing.T) {
	t.Parallel()
	schemas := map[string]*jsonschema.Schema{}
	for _, name := range []string{"catalogue", "record"} {
		schemas[name] = compileSchema(t, name+".schema.json")
	}
	for text, name := range map[string]string{
		"item: []":                         "catalogue",
		"items: {}":                        "catalogue",
		"items: [{id: a/b, kind: course}]": "catalogue",
		"institutions: [{id: a, name: A, kind: collage, unit: semester}]":                                "catalogue",
		"agreements: [{id: a, title: A, kind: hub, lifecycle: draft, rules: [{id: r, when: {itm: x}}]}]": "catalogue",
		"agreements: [{id: a, title: A, kind: hub, lifecycle: draft, effective: {from: 1 May 2020}}]":    "catalogue",
		"attainments: [{credits: many}]": "record",
		"attainments: [{status: done}]":  "record",
		"learner: x":                     "record",
	} {
		if err := schemas[name].Validate(plainValue(t, text)); err == nil {
			t.Errorf("the %s schema accepts %s", name, text)
		}
	}
	ok := "attainments: [{item: a/b, credits: 8/3, attained: 2024-05-31, grade: 4}, {code: 101, institution: C, status: planned}]"
	if err := schemas["record"].Validate(plainValue(t, ok)); err != nil {
		t.Error(err)
	}
}

// plainValue reads text as an editor's YAML support does: dates stay texts.
func plainValue(t *testing.T, text string) any {
	t.Helper()
	docs, problems := yamltext.Parse([]byte(text), "x.yaml", yamltext.Limits{})
	if problems != nil {
		t.Fatal(problems.Error())
	}
	return plainNode(docs[0])
}

func plainNode(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := object{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			out[n.Content[i].Value] = plainNode(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, c := range n.Content {
			out = append(out, plainNode(c))
		}
		return out
	}
	switch n.Tag {
	case "!!int", "!!float":
		return json.Number(n.Value)
	case "!!bool":
		return n.Value == "true"
	}
	return n.Value
}
