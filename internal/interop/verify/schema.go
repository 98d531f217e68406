package verify

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/jsonld"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
)

// schema compares the credential with its standards: the data model, the JSON
// Schema of its kind, its contexts, the claims of a JWS, and the schemas that it
// names itself.
func (s *session) schema(ctx context.Context, v *Verdict, in *input, c openbadge.Credential, claims diag.List) {
	check := &v.Checks.Schema
	check.note(openbadge.Structure(c))
	problems, known := openbadge.Schema(c)
	check.note(problems)
	check.note(emptyMembers(in, c))
	check.note(s.contexts(v, in, c))
	check.note(claims)
	check.note(s.ownSchemas(ctx, c))
	v.Schema = truth(!check.failed())
	if !known && v.Schema == Yes {
		check.tell("no_schema", "there is no JSON Schema for this kind of credential; the data model was checked")
	}
}

// emptyMembers finds what says nothing. The signature of a JWS covers every byte,
// so there it is only a departure from the standard.
func emptyMembers(in *input, c openbadge.Credential) diag.List {
	list := openbadge.Empty(c)
	for i := range list {
		if in.token != nil {
			list[i].Severity = diag.Warning
		}
	}
	return list
}

// contexts reads the credential as JSON-LD, unless a proof already did. For a
// JWS, whose signature covers every byte, what the contexts leave undefined is
// only a warning.
func (s *session) contexts(v *Verdict, in *input, c openbadge.Credential) diag.List {
	for i := range v.Proofs {
		if p := &v.Proofs[i]; p.Verified && overGraph[p.Type] {
			return nil
		}
	}
	processor := s.options.Contexts
	if processor == nil {
		processor = jsonld.Default()
	}
	doc := maps.Clone(c.Doc)
	delete(doc, "proof") // its terms are the suite's concern
	_, err := processor.ToRDF(doc)
	list, _ := errors.AsType[diag.List](err)
	list = slices.Clone(list)
	for i := range list {
		direction := list[i].Code == jsonld.CodeDirection // legal; only RDF cannot keep it
		if in.token != nil || direction || list[i].Code == jsonld.CodeUnknownContext && v.Signature == Yes {
			list[i].Severity = diag.Warning
		}
	}
	return list
}

// overGraph are the suites that sign the RDF of a credential.
var overGraph = map[string]bool{
	"eddsa-rdfc-2022": true, "eddsa-2022": true, "ecdsa-rdfc-2019": true, "Ed25519Signature2020": true, "ecdsa-sd-2023": true,
}

// OverText reports whether a good signature of the issuer covers the text of the
// credential, and not only its statements: then every name in it is the issuer's.
func (v *Verdict) OverText() bool {
	return slices.ContainsFunc(v.Proofs, func(p Proof) bool { return p.Verified && p.Bound && !overGraph[p.Type] })
}

// standardSchema are the publisher's names of what is checked already.
var standardSchema = regexp.MustCompile(`^https://purl\.imsglobal\.org/spec/(ob/v3p0|clr/v2p0)/schema/json/`)

// maxOwnSchemas is how many schemas a credential may name.
const maxOwnSchemas = 4

// ownSchemas checks the schemas that the credential names beside the standard's.
// One that cannot be had is a warning.
func (s *session) ownSchemas(ctx context.Context, c openbadge.Credential) diag.List {
	var out diag.List
	all, several := c.Doc["credentialSchema"].([]any)
	if !several && c.Doc["credentialSchema"] != nil {
		all = []any{c.Doc["credentialSchema"]}
	}
	for i, e := range all {
		m, _ := e.(map[string]any)
		id, _ := m["id"].(string)
		typ, _ := m["type"].(string)
		if id == "" || standardSchema.MatchString(id) || i >= maxOwnSchemas {
			continue
		}
		warn := func(why string) {
			out = append(out, diag.Problem{Severity: diag.Warning, Code: "schema_unread", Pointer: "/credentialSchema", Message: "the schema " + id + " was not checked: " + why})
		}
		if typ != "1EdTechJsonSchemaValidator2019" && typ != "JsonSchema" {
			warn("its type is “" + typ + "”")
			continue
		}
		doc, err := s.documents.Get(ctx, id)
		if err != nil {
			warn(documents.Problem(err).Message)
			continue
		}
		valid, err := validate(id, doc.Body, c.Doc)
		switch {
		case err != nil:
			warn(err.Error())
		case !valid:
			out = append(out, diag.Problem{Code: "own_schema", Pointer: "/credentialSchema", Message: "the credential breaks the schema that it names: " + id})
		}
	}
	return out
}
