package verify_test

import (
	"encoding/json"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// publisherTime is a day on which the publisher's samples are in their time.
var publisherTime = time.Date(2024, 11, 21, 0, 0, 0, 0, time.UTC)

// at1EdTech verifies a sample with documents in which its issuers publish the
// keys that its proofs name: in the real world none of them resolves.
func at1EdTech(t *testing.T, parts ...string) *verify.Verdict {
	t.Helper()
	data := read(t, shared(t, parts...))
	var files documents.Files
	publishClaimed(t, &files, data)
	return ask(t, &files, data, func(q *verify.Question) { q.Now = publisherTime })
}

// publishClaimed writes controller documents for every verification method of the
// form ISSUER#z…, in a credential and in those inside it.
func publishClaimed(t *testing.T, files *documents.Files, data []byte) {
	t.Helper()
	if strings.HasPrefix(string(data), "\x89PNG") || data[0] != '{' {
		return
	}
	keys := map[string]map[string]bool{}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case object:
			if m, ok := v["verificationMethod"].(string); ok {
				base, fragment, _ := strings.Cut(m, "#")
				if keys[base] == nil {
					keys[base] = map[string]bool{}
				}
				keys[base][fragment] = true
			}
			for _, e := range v {
				walk(e)
			}
		case []any:
			for _, e := range v {
				walk(e)
			}
		}
	}
	var doc any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	walk(doc)
	for base, fragments := range keys {
		address := base
		if did, ok := strings.CutPrefix(base, "did:web:"); ok {
			address = "https://" + strings.ReplaceAll(did, ":", "/") + "/did.json"
		}
		if !strings.HasPrefix(address, "https://") {
			continue
		}
		var methods, ids []any
		for f := range fragments {
			key := f
			if f[0] != 'z' { // any key will do: what matters is which reason comes first
				key = "z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"
			}
			methods = append(methods, object{"id": base + "#" + f, "type": "Multikey", "controller": base, "publicKeyMultibase": key})
			ids = append(ids, base+"#"+f)
		}
		put(t, files, address, object{"id": base, "verificationMethod": methods, "assertionMethod": ids})
	}
}

// sound is what a valid sample gives: its key is bound or not, and its status.
type sound struct {
	bound  bool
	status verify.Status
}

// publisherValid are the valid samples.
var publisherValid = map[string]sound{
	"1edtech-validator/complete.json":                  {true, verify.StatusUnknown}, // its revocation list is nowhere
	"1edtech-validator/credential-status-revoked.json": {true, verify.StatusUnknown},
	"1edtech-validator/endorsement-valid.json":         {true, verify.StatusNone},
	"1edtech-validator/simple.json":                    {true, verify.StatusNone},
	"1edtech-validator/simple.1ob":                     {true, verify.StatusNone},
	"1edtech-validator/simple_v1.json":                 {true, verify.StatusNone},
	"1edtech-validator/simple-context-alias.json":      {true, verify.StatusNone},
	"1edtech-validator/simple-context-version.json":    {true, verify.StatusNone},
	"1edtech-validator/simple-did-web-method.json":     {true, verify.StatusNone},
	"1edtech-validator/simple-multiple-proofs.json":    {true, verify.StatusNone},
	"1edtech-validator/sd/derivedcredential.json":      {true, verify.StatusNone},
	"1edtech-validator/simple-eddsa-2022.json":         {true, verify.StatusNone},
	"clr/simple.json":                                  {true, verify.StatusNone},
	// The issuer is a urn:uuid, which nobody can resolve: anybody could have
	// made this.
	"1edtech-validator/simple-did-key-method.json": {false, verify.StatusNone},
	"clr/complex.json":   {false, verify.StatusNone},
	"clr/simple_v1.json": {false, verify.StatusNone},
	// Images are not looked into for keys to publish; JWS with embedded keys are
	// bound by nothing.
	"1edtech-validator/simple-json.png":                                            {false, verify.StatusNone},
	"1edtech-validator/simple-json.svg":                                            {false, verify.StatusNone},
	"1edtech-validator/simple-jwt.png":                                             {false, verify.StatusNone},
	"1edtech-validator/simple-jwt.svg":                                             {false, verify.StatusNone},
	"1edtech-validator/simple-jwt_v1.png":                                          {false, verify.StatusNone},
	"1edtech-validator/simple-jwt_v1.svg":                                          {false, verify.StatusNone},
	"1edtech-validator/bit-string-list/credential-status-revoked.json":             {true, verify.StatusUnknown},
	"1edtech-validator/bit-string-list/credential-status-revoked-blank-nodes.json": {true, verify.StatusUnknown},
	"1edtech-validator/bit-string-list/testlist":                                   {true, verify.StatusNone}, // the list itself, signed
}

// TestPublisherValid: every valid sample of 1EdTech has a good signature and a
// sound structure; where its issuer can publish a key at all, it is bound.
func TestPublisherValid(t *testing.T) {
	t.Parallel()
	for name, c := range publisherValid {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := at1EdTech(t, filepath.FromSlash(name))
			if v.Signature != verify.Yes || v.IssuerBound != c.bound || v.Schema != verify.Yes || v.Status != c.status || v.Time != verify.TimeValid {
				t.Errorf("signature %s, issuerBound %v, schema %s, status %s, time %s: %+v", v.Signature, v.IssuerBound, v.Schema, v.Status, v.Time, v.Checks)
			}
		})
	}
}

// TestPublisherBitstring: the publisher's revoked credential with its list.
func TestPublisherBitstring(t *testing.T) {
	t.Parallel()
	data := read(t, shared(t, "1edtech-validator", "bit-string-list", "credential-status-revoked.json"))
	list := read(t, shared(t, "1edtech-validator", "bit-string-list", "testlist"))
	var files documents.Files
	publishClaimed(t, &files, data)
	put(t, &files, "https://raw.githubusercontent.com/1EdTech/digital-credentials-public-validator/refs/heads/main/inspector-vc/src/test/resources/ob30/bit-string-list/testlist", list)
	v := ask(t, &files, data, func(q *verify.Question) { q.Now = publisherTime })
	if v.Status != verify.Revoked || v.Verified {
		t.Errorf("status %s: %+v", v.Status, v.Checks.Status)
	}
}

// refusal is a reason of a fact at a place.
type refusal struct{ check, code, pointer string }

// publisherInvalid are the samples that are refused, each for the reason in its
// name or for the one in the comment.
var publisherInvalid = map[string]refusal{
	"1edtech-validator/simple-err-context.json":                                                {"schema", "bad_context", "/@context/0"},
	"1edtech-validator/simple-err-credential-subject-achievement-result-description-type.json": {"schema", "wrong_class", "/credentialSubject/achievement/resultDescription/2/type"},
	"1edtech-validator/simple-err-credential-subject-identifier-type.json":                     {"schema", "wrong_class", "/credentialSubject/identifier/0/type"},
	"1edtech-validator/simple-err-credential-subject-profile-type.json":                        {"schema", "wrong_class", "/credentialSubject/source/type"},
	"1edtech-validator/simple-err-credential-subject-result-type.json":                         {"schema", "wrong_class", "/credentialSubject/result/1/type"},
	"1edtech-validator/simple-err-credential-subject-type.json":                                {"schema", "wrong_class", "/credentialSubject/type"},
	"1edtech-validator/simple-err-evidence-type.json":                                          {"schema", "wrong_class", "/evidence/1/type"},
	"1edtech-validator/simple-err-expired.json":                                                {"time", "expired", ""},
	"1edtech-validator/simple-err-issued.json":                                                 {"time", "not_yet_valid", ""},
	"1edtech-validator/simple-err-issuer-otheridentifier-type.json":                            {"schema", "wrong_class", "/issuer/otherIdentifier/1/type"},
	"1edtech-validator/simple-err-issuer-parentorg-type.json":                                  {"schema", "wrong_class", "/issuer/parentOrg/type"},
	"1edtech-validator/simple-err-issuer-type.json":                                            {"schema", "wrong_class", "/issuer/type"},
	"1edtech-validator/simple-err-issuer.json":                                                 {"schema", "missing_member", ""},
	"1edtech-validator/simple-err-proof-method-no-scheme.json":                                 {"signature", "bad_verification_method", "/proof/0/verificationMethod"},
	"1edtech-validator/simple-err-proof-method-unknown-did-method.json":                        {"signature", "unknown_did_method", "/proof/0/verificationMethod"},
	"1edtech-validator/simple-err-proof-method-unknown-scheme.json":                            {"signature", "bad_verification_method", "/proof/0/verificationMethod"},
	"1edtech-validator/simple-err-proof-method.json":                                           {"signature", "bad_key", "/proof/verificationMethod"},
	"1edtech-validator/simple-err-proof-value.json":                                            {"signature", "proof_signature", "/proof/0/proofValue"},
	"1edtech-validator/simple-err-type.json":                                                   {"schema", "wrong_class", "/type"},
	"1edtech-validator/simple-noproof.json":                                                    {"signature", "no_proof", ""},
	// Not in the name, but the sample is signed with another key.
	"1edtech-validator/endorsement-err-schema-status-refresh.json": {"status", "document_missing", ""},
	// Of the two that verify in no library tried this one cannot: three of its
	// types are defined only in a context that it does not name, so nobody knows
	// what was signed; and its key, #key-1, is published nowhere. The other,
	// simple-eddsa-2022, verifies here.
	"1edtech-validator/complete_v1.json": {"signature", "jsonld_undefined_term", "/credentialSchema/0/type"},

	// A badge of a draft: its second context is a page of 1EdTech's repository,
	// and it is about nothing. No test of the publisher uses it.
	"1edtech-validator/simple.jwt": {"schema", "bad_context", "/@context/1"},
	// A ledger's DID method, and a status on a blockchain; its dates disagree too.
	"1edtech-validator/velocity.jwt": {"signature", "unknown_did_method", ""},
	// Three records on a draft of the CLR context, which no package publishes and
	// the publisher's own validator refuses (it calls it "dev legacy", and has
	// switched off its test of the JWS). The signature of the JWS is good all the
	// same; of the other two the context decides what was signed, if anything was.
	"clr/simple.jwt":                 {"schema", "bad_context", "/@context/1"},
	"clr/simple-noproof.json":        {"signature", "no_proof", ""},
	"clr/simple_old_safesigned.json": {"signature", "jsonld_unknown_context", "/@context"},
}

// TestPublisherInvalid: every invalid sample is rejected for the reason in its
// name. Most of them were edited after they were signed: the reason is asked for,
// so that a bad signature cannot hide a check that is missing.
func TestPublisherInvalid(t *testing.T) {
	t.Parallel()
	for name, want := range publisherInvalid {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := at1EdTech(t, filepath.FromSlash(name))
			if v.Verified {
				t.Error("verified")
			}
			check := map[string]*verify.Check{"schema": &v.Checks.Schema, "time": &v.Checks.Time, "signature": &v.Checks.Signature, "status": &v.Checks.Status}[want.check]
			for _, r := range check.Reasons {
				if r.Code == want.code && r.Pointer == want.pointer && r.Severity == verify.SeverityError {
					return
				}
			}
			t.Errorf("no reason %+v: %+v", want, check.Reasons)
		})
	}
}

// TestPublisherComplete: no sample of the folders is left out.
func TestPublisherComplete(t *testing.T) {
	t.Parallel()
	root := shared(t)
	count := 0
	for _, dir := range []string{"1edtech-validator", "clr"} {
		err := filepath.WalkDir(filepath.Join(root, dir), func(path string, e fs.DirEntry, err error) error {
			if err != nil || e.IsDir() || strings.HasPrefix(e.Name(), "LICENSE") {
				return err
			}
			name, err := filepath.Rel(root, path)
			name = filepath.ToSlash(name)
			_, valid := publisherValid[name]
			_, invalid := publisherInvalid[name]
			if valid == invalid {
				t.Errorf("%s: valid %v, invalid %v", name, valid, invalid)
			}
			count++
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if count < len(publisherValid)+len(publisherInvalid) {
		t.Errorf("%d files, %d expectations", count, len(publisherValid)+len(publisherInvalid))
	}
}

// TestDraftRecord: the JWS of the record on the draft context has a good
// signature, and so has the badge inside; what is wrong is the structure.
func TestDraftRecord(t *testing.T) {
	t.Parallel()
	v := at1EdTech(t, "clr", "simple.jwt")
	if v.Signature != verify.Yes || len(v.Nested) != 1 || v.Nested[0].Verdict.Signature != verify.Yes || v.Verified {
		t.Errorf("%+v", v)
	}
}
