package dataintegrity

import (
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
)

// TestSamples are all signed samples of 1EdTech and the peer: which verify, and
// why the others do not. Keys are taken from the fragment: who owns them is not
// this package's question.
func TestSamples(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"1edtech-validator/bit-string-list/credential-status-revoked.json": "", "1edtech-validator/complete.json": "",
		"1edtech-validator/credential-status-revoked.json": "", "1edtech-validator/endorsement-valid.json": "",
		"1edtech-validator/sd/derivedcredential.json": "", "1edtech-validator/simple-context-alias.json": "",
		"1edtech-validator/simple-context-version.json": "", "1edtech-validator/simple-did-key-method.json": "",
		"1edtech-validator/simple-did-web-method.json": "", "1edtech-validator/simple.json": "",
		"1edtech-validator/simple_v1.json": "", "1edtech-validator/simple-eddsa-2022.json": "",
		"1edtech-validator/simple-multiple-proofs.json": "proof_malformed ", "clr/complex.json": "", "clr/simple.json": "", "clr/simple_v1.json": "",
		"1edtech-validator/complete_v1.json":                "key_unresolved",
		"1edtech-validator/simple-err-proof-value.json":     "proof_signature",
		"1edtech-validator/simple-err-proof-method.json":    "key_unresolved",
		"1edtech-validator/simple-err-type.json":            "jsonld_undefined_term",
		"peer-signed/valid-didkey-eddsa.json":               "",
		"peer-signed/valid-ecdsa-rdfc-2019.json":            "",
		"peer-signed/valid-unicode-escapes.json":            "",
		"peer-signed/valid-inline-context.json":             "",
		"peer-signed/valid-with-endorsement.json":           "",
		"peer-signed/valid-clr.json":                        "",
		"peer-signed/tampered-name.json":                    "proof_signature",
		"peer-signed/tampered-proofvalue.json":              "proof_signature",
		"peer-signed/undefined-term-injected.json":          "jsonld_undefined_term",
		"peer-signed/unknown-suite.json":                    "proof_unknown_suite",
		vectors + "proof-set-chain/proofChainTempDoc2.json": "proof_previous",
	} {
		results, err := Verify(t.Context(), shared(t, name), Options{Keys: fragmentKeys{}})
		if err != nil {
			t.Fatal(name, err)
		}
		var codes []string
		for _, r := range results {
			codes = append(codes, r.Problem.Code)
		}
		if got := strings.Join(codes, " "); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// signedSample is the peer's badge, signed here.
func signedSample(tb testing.TB, o SignOptions) map[string]any {
	tb.Helper()
	document := shared(tb, "peer-signed/valid-didkey-eddsa.json")
	delete(document, "proof")
	signed, err := Sign(tb.Context(), document, o)
	if err != nil {
		tb.Fatal(err)
	}
	return signed
}

func TestWhatIsSignedVerifies(t *testing.T) {
	t.Parallel()
	for _, c := range [][2]string{
		{EdDSARDFC2022, "ed25519"},
		{EdDSAJCS2022, "ed25519"},
		{Ed25519Signature2020, "ed25519"},
		{ECDSARDFC2019, "p256"},
		{ECDSARDFC2019, "p384"},
		{ECDSAJCS2019, "p256"},
		{ECDSAJCS2019, "p384"},
	} {
		o := signWithKey(c[0], c[1])
		o.ID, o.Domain, o.Challenge, o.Expires = "urn:uuid:1", []string{"a.example", "b.example"}, "c", o.Created.Add(time.Hour)
		if c[0] == Ed25519Signature2020 {
			o.Domain = o.Domain[:1]
		}
		signed := signedSample(t, o)
		second := signWithKey(c[0], c[1])
		second.PreviousProof = []string{"urn:uuid:1"}
		if c[0] != Ed25519Signature2020 { // its context does not know previousProof
			var err error
			if signed, err = Sign(t.Context(), signed, second); err != nil {
				t.Fatal(c, err)
			}
		}
		results, err := Verify(t.Context(), signed, Options{Keys: fragmentKeys{}, Now: o.Created})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range results {
			if !r.Verified || r.Key.Controller == "" || !r.Created.Equal(o.Created) {
				t.Errorf("%v: %+v", c, r)
			}
		}
		if r := results[0]; r.Challenge != "c" || len(r.Domain) != len(o.Domain) || !r.Expires.Equal(o.Expires) || r.ID != "urn:uuid:1" {
			t.Errorf("%v: %+v", c, r)
		}
	}
}

func TestSignRefuses(t *testing.T) {
	t.Parallel()
	document := parse(t, []byte(`{"@context":"https://www.w3.org/ns/credentials/v2","type":"VerifiableCredential","issuer":"did:x:y","oops":1}`))
	for want, o := range map[string]SignOptions{
		"jsonld_undefined_term": signOptions(EdDSARDFC2022),
		CodeUnsupportedSign:     signOptions(ECDSASD2023),
		CodeKeyType:             signWithKey(EdDSARDFC2022, "p256"),
		CodePrevious:            {Cryptosuite: EdDSAJCS2022, Signer: testKeys["ed25519"], PreviousProof: []string{"urn:x"}},
	} {
		_, err := Sign(t.Context(), document, o)
		var list diag.List
		if !errors.As(err, &list) || list[0].Code != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, given := document["proof"]; given {
		t.Error("the document was changed")
	}
}

func TestKeysAndDates(t *testing.T) {
	t.Parallel()
	o := signOptions(EdDSARDFC2022)
	o.Expires = o.Created.Add(time.Hour)
	signed := signedSample(t, o)
	good := Key{ID: o.VerificationMethod, Controller: "did:key:x", Public: o.Signer.Public(), Purposes: []string{"assertionMethod"}}
	change := func(f func(*Key)) KeyResolver {
		k := good
		f(&k)
		return namedKeys{o.VerificationMethod: k}
	}
	before, after := o.Created.Add(-time.Hour), o.Created.Add(2*time.Hour)
	for name, c := range map[string]struct {
		o    Options
		want string
	}{
		"good":                {Options{Keys: change(func(*Key) {}), Now: o.Created}, ""},
		"proof expired":       {Options{Keys: change(func(*Key) {}), Now: after}, CodeExpired},
		"expiry not judged":   {Options{Keys: change(func(*Key) {})}, ""},
		"other purpose":       {Options{Keys: change(func(*Key) {}), Purpose: "authentication"}, CodeWrongPurpose},
		"key for other":       {Options{Keys: change(func(k *Key) { k.Purposes = []string{"authentication"} })}, CodeKeyPurpose},
		"key for nothing":     {Options{Keys: change(func(k *Key) { k.Purposes = []string{} })}, CodeKeyPurpose},
		"key revoked before":  {Options{Keys: change(func(k *Key) { k.Revoked = before })}, CodeKeyNotInForce},
		"key revoked later":   {Options{Keys: change(func(k *Key) { k.Revoked = after })}, ""},
		"key expired before":  {Options{Keys: change(func(k *Key) { k.Expires = before })}, CodeKeyNotInForce},
		"no key":              {Options{Keys: namedKeys{}}, CodeKeyUnresolved},
		"ECDSA key":           {Options{Keys: change(func(k *Key) { k.Public = testKeys["p256"].Public() })}, CodeKeyType},
		"short key":           {Options{Keys: change(func(k *Key) { k.Public = ed25519.PublicKey("x") })}, CodeKeyType},
		"no public key":       {Options{Keys: change(func(k *Key) { k.Public = nil })}, CodeKeyType},
		"another key":         {Options{Keys: change(func(k *Key) { k.Public = vectorKey(t).Public() })}, CodeSignature},
		"a resolver's reason": {Options{Keys: refusing{}}, "did_unknown_method"},
	} {
		results, err := Verify(t.Context(), signed, c.o)
		if err != nil || len(results) != 1 || results[0].Problem.Code != c.want || results[0].Verified != (c.want == "") {
			t.Errorf("%s: %v %+v", name, err, results)
		}
	}
}

// refusing is a resolver with a reason.
type refusing struct{}

func (refusing) Key(context.Context, string) (Key, error) {
	return Key{}, diag.List{{Code: "did_unknown_method", Message: "m"}}
}

func TestMalformedProofs(t *testing.T) {
	t.Parallel()
	for proof, want := range map[string]string{
		`"x"`:              "/proof: proof_malformed",
		`[{"type":"x"},1]`: "/proof/1: proof_malformed",
		`{}`:               "/proof/type: proof_malformed",
		`[{"type":1}]`:     "/proof/0/type: proof_malformed",
		`{"type":"DataIntegrityProof","verificationMethod":"u:x","proofPurpose":"assertionMethod","proofValue":"z1"}`:                                                       "/proof/cryptosuite: proof_malformed",
		`{"type":"DataIntegrityProof","cryptosuite":"eddsa-rdfc-2022","verificationMethod":"u:x","proofPurpose":"assertionMethod","proofValue":"z1","created":"yesterday"}`: "/proof/created: proof_malformed",
		`{"type":"Ed25519Signature2020","cryptosuite":"eddsa-jcs-2022","verificationMethod":"u:x","proofPurpose":"assertionMethod"}`:                                        "/proof/proofValue: proof_malformed",
		`{"type":"JsonWebSignature2020","verificationMethod":"u:x","proofPurpose":"assertionMethod","proofValue":"z1"}`:                                                     "/proof/verificationMethod: key_unresolved",
		`[` + strings.Repeat(`{},`, maxProofs) + `{}]`: "/proof: proof_malformed",
	} {
		document := parse(t, []byte(`{"@context":"https://www.w3.org/ns/credentials/v2","type":"VerifiableCredential","proof":`+proof+`}`))
		results, err := Verify(t.Context(), document, Options{Keys: namedKeys{}})
		got := ""
		if err != nil {
			got = err.Error()
		} else if len(results) > 0 {
			got = results[0].Problem.String()
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s\n got %s\nwant %s", proof, got, want)
		}
	}
	if results, err := Verify(t.Context(), map[string]any{"type": "x"}, Options{}); err != nil || len(results) != 0 {
		t.Error("a document without a proof:", results, err)
	}
}

// TestPoisonIsRefused: a short document whose nodes cannot be told apart. Two like
// parents with twelve like children each would mean trying 12! orders.
func TestPoisonIsRefused(t *testing.T) {
	t.Parallel()
	children := strings.TrimSuffix(strings.Repeat(`{"x":1},`, 12), ",")
	document := parse(t, []byte(`{"@context":["https://www.w3.org/ns/credentials/v2","https://www.w3.org/ns/credentials/examples/v2"],
		"type":"VerifiableCredential","issuer":"did:x:y","parent":[{"child":[`+children+`]},{"child":[`+children+`]}]}`))
	_, err := Sign(t.Context(), document, signOptions(EdDSARDFC2022))
	var list diag.List
	if !errors.As(err, &list) || list[0].Code != CodeTooComplex {
		t.Error("signed:", err)
	}
	proof := map[string]any{
		"type": TypeDataIntegrity, "cryptosuite": EdDSARDFC2022, "proofPurpose": AssertionMethod,
		"verificationMethod": signOptions("").VerificationMethod, "proofValue": "z11111111",
	}
	document["proof"] = proof
	results, err := Verify(t.Context(), document, Options{Keys: fragmentKeys{}})
	if err != nil || results[0].Problem.Code != CodeTooComplex {
		t.Error("verified:", err, results)
	}
}
