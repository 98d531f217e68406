package dataintegrity

import (
	"crypto/ed25519"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/mr-tron/base58"

	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
)

// vectors is the folder of the W3C's test vectors for EdDSA.
const vectors = "w3c-vc-di-eddsa/"

func text(tb testing.TB, name string) string {
	tb.Helper()
	return strings.TrimSpace(string(sharedText(tb, vectors+name)))
}

// vectorKey is the private key that the vectors give.
func vectorKey(tb testing.TB) ed25519.PrivateKey {
	tb.Helper()
	pair := shared(tb, vectors+"keyPair.json")
	secret, err := base58.Decode(as[string](tb, pair["privateKeyMultibase"])[1:])
	if err != nil || len(secret) != 34 {
		tb.Fatal(len(secret), err)
	}
	return ed25519.NewKeyFromSeed(secret[2:])
}

// TestW3CVectors checks every step against the published intermediate results,
// byte for byte, and makes the published signature again.
func TestW3CVectors(t *testing.T) {
	t.Parallel()
	for _, v := range []struct{ folder, tail, suite string }{
		{"eddsa-rdfc-2022", "DataInt", EdDSARDFC2022},
		{"Ed25519Signature2020", "EdSig", Ed25519Signature2020},
		{"eddsa-jcs-2022", "JCS", EdDSAJCS2022},
	} {
		t.Run(v.suite, func(t *testing.T) {
			t.Parallel()
			file := func(name, ext string) string { return v.folder + "/" + name + v.tail + ext }
			signed := shared(t, vectors+file("signed", ".json"))
			proof := as[map[string]any](t, signed["proof"])
			s := newSubject(signed, nil, nil)
			var document, config []byte
			var errDocument, errConfig error
			if v.suite == EdDSAJCS2022 {
				document, errDocument = canonicalJSON(s.unsecured)
				config, errConfig = canonicalJSON(shared(t, vectors+file("proofConfig", ".json")))
			} else {
				document, errDocument = s.rdfc(rdfcanon.SHA256)
				config, errConfig = s.configRDFC(proof, rdfcanon.SHA256)
			}
			if errDocument != nil || errConfig != nil {
				t.Fatal(errDocument, errConfig)
			}
			digest, err := suites[v.suite].digest(s, proof, withSHA256)
			if err != nil {
				t.Fatal(err)
			}
			signature := ed25519.Sign(vectorKey(t), digest)
			for name, got := range map[string]string{
				file("canonDoc", ".txt"): strings.TrimSpace(string(document)), file("proofCanon", ".txt"): strings.TrimSpace(string(config)),
				file("docHash", ".txt"): hex.EncodeToString(withSHA256.sum(document)), file("proofHash", ".txt"): hex.EncodeToString(withSHA256.sum(config)),
				file("combinedHash", ".txt"): hex.EncodeToString(digest), file("sigHex", ".txt"): hex.EncodeToString(signature),
				file("sigBTC58", ".txt"): "z" + base58.Encode(signature),
			} {
				if diff := cmp.Diff(text(t, name), got); diff != "" {
					t.Errorf("%s: %s", name, diff)
				}
			}
			if proof["proofValue"] != "z"+base58.Encode(signature) {
				t.Error("another proof value than in the signed document")
			}
			expectVerified(t, signed, Options{Keys: fragmentKeys{}})
		})
	}
}

func expectVerified(tb testing.TB, document map[string]any, o Options) {
	tb.Helper()
	results, err := Verify(tb.Context(), document, o)
	if err != nil || len(results) == 0 {
		tb.Fatal(results, err)
	}
	for _, r := range results {
		if !r.Verified || r.Problem.Code != "" {
			tb.Errorf("proof %d: %v", r.Index, r.Problem)
		}
	}
}

// TestW3CEmployment: the other vector of the suite, in the vocabulary of
// citizenship; its canonical forms and hash are those that stand beside it.
func TestW3CEmployment(t *testing.T) {
	t.Parallel()
	const folder = "eddsa-rdfc-2022/employ/"
	signed := shared(t, vectors+folder+"signedDataInt.json")
	subject := newSubject(signed, nil, nil)
	document, err := subject.rdfc(rdfcanon.SHA256)
	if err != nil || strings.TrimSpace(string(document)) != text(t, folder+"canonDocDataInt.txt") {
		t.Fatalf("%v: another canonical form:\n%s", err, document)
	}
	proof := as[map[string]any](t, signed["proof"])
	config, err := subject.configRDFC(proof, rdfcanon.SHA256)
	if err != nil || strings.TrimSpace(string(config)) != text(t, folder+"proofCanonDataInt.txt") {
		t.Fatal(err, string(config))
	}
	digest := append(withSHA256.sum(config), withSHA256.sum(document)...)
	if hex.EncodeToString(digest) != text(t, folder+"combinedHashDataInt.txt") {
		t.Error("another hash")
	}
	results, err := Verify(t.Context(), signed, Options{Keys: fragmentKeys{}})
	if err != nil || len(results) != 1 || !results[0].Verified {
		t.Error(err, results)
	}
}

func TestProofSetsAndChains(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"signedProofSet1", "signedProofSet2", "signedProofChain1", "signedProofChain2"} {
		expectVerified(t, shared(t, vectors+"proof-set-chain/"+name+".json"), Options{Keys: fragmentKeys{}})
	}
	chain := func() (map[string]any, []any) {
		d := shared(t, vectors+"proof-set-chain/signedProofChain2.json")
		return d, as[[]any](t, d["proof"])
	}
	codes := func(d map[string]any) (out []string) {
		results, err := Verify(t.Context(), d, Options{Keys: fragmentKeys{}})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range results {
			out = append(out, r.Problem.Code)
		}
		return out
	}
	d, proofs := chain()
	as[map[string]any](t, proofs[0])["created"] = "2023-02-24T23:36:39Z"
	if diff := cmp.Diff([]string{CodeSignature, "", CodePrevious, CodePrevious}, codes(d)); diff != "" {
		t.Error("a changed first proof:", diff)
	}
	d, proofs = chain()
	d["proof"] = proofs[1:]
	if diff := cmp.Diff([]string{"", CodePrevious, CodePrevious}, codes(d)); diff != "" {
		t.Error("a missing first proof:", diff)
	}
	d, proofs = chain()
	d["proof"] = append(proofs, proofs[0])
	if diff := cmp.Diff([]string{"", "", CodePrevious, CodePrevious, ""}, codes(d)); diff != "" {
		t.Error("a proof twice:", diff)
	}
	d, proofs = chain()
	as[map[string]any](t, proofs[0])["previousProof"] = as[map[string]any](t, proofs[2])["id"]
	if diff := cmp.Diff([]string{CodePrevious, "", CodePrevious, CodePrevious}, codes(d)); diff != "" {
		t.Error("a circle:", diff)
	}
}
