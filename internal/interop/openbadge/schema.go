package openbadge

import (
	"bytes"
	_ "embed"
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"github.com/cairnproject/cairn/internal/diag"
)

//go:embed schema/openbadge.schema.json
var schemaText []byte

// Schemas are the compiled schemas by kind. They are compiled once, on first
// use; a mistake in the embedded file is a mistake of the build and panics.
var schemas = sync.OnceValue(func() map[Kind]*jsonschema.Schema {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemaText))
	if err != nil {
		panic(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	const at = "urn:cairn:open-badges-3.0-and-clr-2.0"
	if err := c.AddResource(at, doc); err != nil {
		panic(err)
	}
	out := map[Kind]*jsonschema.Schema{}
	for _, k := range []Kind{AchievementKind, EndorsementKind, ClrKind} {
		out[k] = c.MustCompile(at + "#/$defs/" + string(k))
	}
	return out
})

// SchemaOf returns the JSON Schema of Open Badges 3.0 and CLR 2.0 as Cairn reads
// them (JSON Schema 2020-12, one definition a class).
func SchemaOf() []byte { return bytes.Clone(schemaText) }

// Schema compares a credential with the JSON Schema of its kind and returns what
// is wrong, by place. known is false for kinds that Cairn has no schema of: all
// plain credentials.
func Schema(c Credential) (problems diag.List, known bool) {
	s, ok := schemas()[c.Kind()]
	if !ok {
		return nil, false
	}
	err := s.Validate(c.Doc)
	if err == nil {
		return nil, true
	}
	v, ok := errors.AsType[*jsonschema.ValidationError](err)
	if !ok {
		return diag.List{{Code: "schema", Message: err.Error()}}, true
	}
	problems = explain(nil, v)
	problems.Sort()
	return slices.Compact(problems), true
}

// explain turns the tree of a validation error into problems a person can act
// on: one for each place, not one for each branch tried.
func explain(out diag.List, v *jsonschema.ValidationError) diag.List {
	at := pointer(v.InstanceLocation)
	if class, ok := classOf(v.SchemaURL); ok {
		return append(out, diag.Problem{Code: "wrong_class", Pointer: at, Message: "type must include " + class})
	}
	switch k := v.ErrorKind.(type) {
	case *kind.Required:
		for _, name := range k.Missing {
			out = append(out, diag.Problem{Code: "missing_member", Pointer: at, Message: "the member “" + name + "” is missing"})
		}
		return out
	case *kind.AdditionalProperties:
		names := slices.Clone(k.Properties)
		slices.Sort(names)
		for _, name := range names {
			out = append(out, diag.Problem{Code: "unknown_member", Pointer: at + "/" + escape(name), Message: "the standard has no member “" + name + "” here"})
		}
		return out
	case *kind.Type:
		return append(out, diag.Problem{Code: "wrong_type", Pointer: at, Message: "this is a " + k.Got + "; expected " + strings.Join(k.Want, " or ")})
	case *kind.Format:
		if k.Want == "date-time" {
			return append(out, diag.Problem{Code: "bad_date", Pointer: at, Message: "this is no date with time and zone (RFC 3339)"})
		}
		return append(out, diag.Problem{Code: "bad_url", Pointer: at, Message: "this is no absolute URL"})
	case *kind.AnyOf:
		if missing := alternatives(v); len(missing) > 0 {
			return append(out, diag.Problem{Code: "missing_member", Pointer: at, Message: "one of the members “" + strings.Join(missing, "”, “") + "” is needed"})
		}
		if list := nearest(v); list != nil {
			return append(out, list...)
		}
		return append(out, diag.Problem{Code: "bad_value", Pointer: at, Message: "the value is not one that the standard allows"})
	}
	if len(v.Causes) == 0 {
		return append(out, diag.Problem{Code: "bad_value", Pointer: at, Message: "the value is not one that the standard allows"})
	}
	for _, cause := range v.Causes {
		out = explain(out, cause)
	}
	return out
}

// classOf recognises a definition is-Class.
func classOf(url string) (string, bool) {
	_, name, ok := strings.Cut(url, "#/$defs/is-")
	if !ok {
		return "", false
	}
	name, _, _ = strings.Cut(name, "/")
	if name == string(AchievementKind) {
		name += " or OpenBadgeCredential"
	}
	return name, true
}

// alternatives are the members of which one must be there.
func alternatives(v *jsonschema.ValidationError) []string {
	var names []string
	for _, c := range v.Causes {
		r, ok := c.ErrorKind.(*kind.Required)
		if !ok || len(c.InstanceLocation) != len(v.InstanceLocation) || len(r.Missing) != 1 {
			return nil
		}
		names = append(names, r.Missing[0])
	}
	return names
}

// nearest are the problems of the branch that came furthest: the one whose
// problems lie deepest in the document.
func nearest(v *jsonschema.ValidationError) diag.List {
	var best diag.List
	depth := len(v.InstanceLocation)
	for _, c := range v.Causes {
		list := explain(nil, c)
		for _, p := range list {
			if d := strings.Count(p.Pointer, "/"); d > depth || d == depth && best == nil && p.Code == "missing_member" {
				best, depth = list, d
			}
		}
	}
	return best
}

func pointer(path []string) string {
	var b strings.Builder
	for _, p := range path {
		b.WriteString("/" + escape(p))
	}
	return b.String()
}

func escape(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "~", "~0"), "/", "~1")
}
