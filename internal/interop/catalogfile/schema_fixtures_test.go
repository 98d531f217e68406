package catalogfile

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v3"

	"github.com/cairnproject/cairn/internal/interop/yamltext"
)

// schemas are the two published schemas of what people write.
type schemas struct{ catalogue, record *jsonschema.Schema }

// check validates what a text holds of catalogues and records: the whole text,
// or the set and the records of a scenario. It returns how many it looked at.
func (s *schemas) check(t *testing.T, name string, doc *yaml.Node) (seen int) {
	t.Helper()
	validate := func(schema *jsonschema.Schema, what string, n *yaml.Node) {
		seen++
		if err := schema.Validate(plainNode(n)); err != nil {
			t.Errorf("%s:%d: %s: %v", name, n.Line, what, err)
		}
	}
	if has(doc, "attainments") {
		validate(s.record, "record", doc)
		return seen
	}
	for _, key := range sections {
		if has(doc, key) && !has(doc, "name") {
			validate(s.catalogue, "catalogue", doc)
			return seen
		}
	}
	if has(doc, "problems") {
		return seen // its set is refused
	}
	if _, set := find(doc, "set"); set != nil {
		validate(s.catalogue, "set", set)
	}
	list := []*yaml.Node{doc}
	if _, cases := find(doc, "cases"); cases != nil {
		list = append(list, cases.Content...)
	}
	for _, c := range list {
		if _, record := find(c, "record"); record != nil && !has(c, "refused") {
			validate(s.record, "record", record)
		}
	}
	return seen
}

func publishedSchemas(t *testing.T) *schemas {
	t.Helper()
	return &schemas{compileSchema(t, "catalogue.schema.json"), compileSchema(t, "record.schema.json")}
}

// What an editor says with the published schemas is what the programs say: every
// scenario is written as they ask.
func TestSchemasAcceptEveryFixture(t *testing.T) {
	t.Parallel()
	s, seen := publishedSchemas(t), 0
	err := filepath.WalkDir(filepath.Join("..", "..", "..", "fixtures"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".yaml" {
			return err
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		docs, problems := yamltext.Parse(text, name, yamltext.Limits{})
		if problems.HasErrors() {
			t.Error(problems.Error())
		}
		for _, doc := range docs {
			seen += s.check(t, name, doc)
		}
		return nil
	})
	if err != nil || seen < 300 {
		t.Errorf("%d sets and records were looked at (%v)", seen, err)
	}
}

// Every example in the documentation that is a catalogue, a record or a scenario
// is written as the published schemas ask.
func TestSchemasAcceptEveryDocumentedExample(t *testing.T) {
	t.Parallel()
	s, seen := publishedSchemas(t), 0
	block := regexp.MustCompile("(?s)```yaml\n(.*?)```")
	err := filepath.WalkDir(filepath.Join("..", "..", "..", "docs"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		page, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, m := range block.FindAllSubmatchIndex(page, -1) {
			at := fmt.Sprintf("%s:%d", name, 1+bytes.Count(page[:m[2]], []byte("\n")))
			docs, problems := yamltext.Parse(page[m[2]:m[3]], at, yamltext.Limits{})
			if problems.HasErrors() {
				continue // a part of a file, shown without what is around it
			}
			for _, doc := range docs {
				seen += s.check(t, at, doc)
			}
		}
		return nil
	})
	if err != nil || seen < 8 {
		t.Errorf("%d examples were looked at (%v)", seen, err)
	}
}
