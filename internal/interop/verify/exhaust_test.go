package verify_test

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// TestStrangersSchemasAreBounded: a schema that a credential names is a program of
// a stranger's. What would take long is not run, and said to be unread; without
// the bound the first of these takes years.
func TestStrangersSchemasAreBounded(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	var doubling []string
	for i := range 60 {
		doubling = append(doubling, fmt.Sprintf(`"a%d":{"allOf":[{"$ref":"#/$defs/a%d"},{"$ref":"#/$defs/a%d"}]}`, i, i+1, i+1))
	}
	for name, c := range map[string]struct{ schema, code string }{
		"doubling":           {`{"$defs":{` + strings.Join(doubling, ",") + `,"a60":{}},"$ref":"#/$defs/a0"}`, "schema_unread"},
		"refers to itself":   {`{"allOf":[{"$ref":"#"}]}`, "schema_unread"},
		"hidden by $id":      {`{"$defs":{"b":{"$id":"urn:b","$defs":{"c":{"$ref":"#"}}}},"$ref":"#/$defs/b"}`, "schema_unread"},
		"named elsewhere":    {`{"$ref":"https://riverbend.example/schema.json#/$defs/a"}`, "schema_unread"},
		"dynamic":            {`{"$dynamicRef":"#a"}`, "schema_unread"},
		"a heavy pattern":    {`{"properties":{"name":{"pattern":"((a{0,30}){0,30}){0,30}$"}}}`, "schema_unread"},
		"no reference there": {`{"$ref":"#/$defs/none"}`, "schema_unread"},
		"no schema":          {`{"type":7}`, "schema_unread"},
		"fits":               {`{"$defs":{"n":{"type":"string","pattern":"^Data"}},"properties":{"name":{"$ref":"#/$defs/n"},"type":{"uniqueItems":true}}}`, ""},
		"does not fit":       {`{"$defs":{"n/m":{"type":"string","pattern":"^Law"}},"properties":{"name":{"allOf":[{"$ref":"#/$defs/n~1m"}]}}}`, "own_schema"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var files documents.Files
			put(t, &files, "https://riverbend.example/schema.json", []byte(c.schema))
			v := ask(t, &files, p.issue(t, func(o object) {
				o["credentialSchema"] = []any{object{"id": "https://riverbend.example/schema.json", "type": "JsonSchema"}}
			}))
			if c.code != "" && !has(&v.Checks.Schema, c.code) || c.code == "" && len(v.Checks.Schema.Reasons) > 0 || (v.Schema == verify.No) != (c.code == "own_schema") {
				t.Errorf("schema %s: %+v, want %q", v.Schema, v.Checks.Schema.Reasons, c.code)
			}
		})
	}
}

// TestPoisonInRecordsIsBounded: hundreds of credentials in a record, each of which
// would ask for all the work that one is granted, share one grant.
func TestPoisonInRecordsIsBounded(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	alike := `{"q":[{},{},{},{},{},{},{}]}`
	inner := make([]any, 400)
	for i := range inner {
		inner[i] = object{
			"@context": []any{"https://www.w3.org/ns/credentials/v2", object{"q": object{"@id": "urn:q"}}}, "type": []any{"VerifiableCredential"},
			"issuer": p.id, "credentialSubject": object{"id": "urn:s:" + strconv.Itoa(i), "q": []any{json.RawMessage(alike), json.RawMessage(alike)}},
			"proof": object{"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022", "proofPurpose": "assertionMethod", "verificationMethod": p.kid(), "proofValue": "z3hV"},
		}
	}
	v := ask(t, nothing(), text(t, object{
		"@context": []any{"https://www.w3.org/ns/credentials/v2"}, "type": []any{"VerifiableCredential", "ClrCredential"}, "issuer": p.id,
		"credentialSubject": object{"verifiableCredential": inner},
	}))
	if len(v.Nested) != len(inner) {
		t.Fatal(len(v.Nested), "verdicts")
	}
	for i, n := range v.Nested {
		if n.Verdict.Signature != verify.No || !has(&n.Verdict.Checks.Signature, "rdf_too_complex") {
			t.Fatalf("%d: signature %s: %+v", i, n.Verdict.Signature, n.Verdict.Checks.Signature)
		}
	}
}

// TestIdentitiesAreBounded: all identities are not compared with all identifiers
// without end; what is looked at is found.
func TestIdentitiesAreBounded(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	identifiers := make([]any, 20_000)
	for i := range identifiers {
		identifiers[i] = object{"type": "IdentityObject", "hashed": false, "identityType": "systemId", "identityHash": "S-" + strconv.Itoa(i)}
	}
	badge := p.issue(t, func(o object) { member(o, "credentialSubject")["identifier"] = identifiers })
	who := make([]string, 20_000)
	for i := range who {
		who[i] = "T-" + strconv.Itoa(i)
	}
	for _, c := range []struct {
		last string
		want verify.Truth
	}{{"S-99", verify.Yes}, {"S-15000", verify.No}} {
		identities := append([]string{c.last}, who...)
		v := ask(t, nothing(), badge, func(q *verify.Question) { q.Recipient = identities })
		if v.Recipient != c.want {
			t.Errorf("%s: %s, want %s", c.last, v.Recipient, c.want)
		}
	}
}
