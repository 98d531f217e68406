package verify_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// TestDataModel: the documents of the W3C data model suite are sound or not, as
// their names say. The suite injects the issuer; so does this test, where a
// document names none and its name does not say that this is the point.
func TestDataModel(t *testing.T) {
	t.Parallel()
	dir := shared(t, "w3c-vcdm2-tests")
	var names []string
	for _, pattern := range []string{"*.json", "*/*.json"} {
		found, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	if len(names) < 97 {
		t.Fatal("only", len(names), "documents")
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			var doc object
			if err := json.Unmarshal(read(t, name), &doc); err != nil {
				t.Fatal(err)
			}
			short := filepath.Base(name)
			if short != "credential-no-issuer-fail.json" && !strings.HasPrefix(short, "presentation-") {
				inject(doc)
			}
			dates := map[any]string{"PAST DATE": "2024-01-01T00:00:00Z", "FUTURE DATE": "2027-01-01T00:00:00Z"}
			for _, member := range []string{"validFrom", "validUntil"} {
				if at, ok := dates[doc[member]]; ok {
					doc[member] = at
				}
			}
			v := ask(t, nothing(), text(t, doc))
			// A mismatch of holder and issuer is for whoever asks for a presentation.
			sound := !strings.Contains(short, "-fail") || strings.Contains(short, "mismatch")
			if (v.Schema == verify.Yes) != sound {
				t.Errorf("schema %s: %+v", v.Schema, v.Checks.Schema.Reasons)
			}
		})
	}
}

func inject(doc object) {
	issuer, there := doc["issuer"]
	if !there {
		doc["issuer"] = "did:example:issuer"
	}
	if o, ok := issuer.(object); ok {
		if _, there := o["id"]; !there {
			o["id"] = "did:example:issuer"
		}
	}
}

// TestVectors: the signed documents of the W3C cryptosuite verify, with the keys
// that come with them.
func TestVectors(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"Ed25519Signature2020/signedEdSig.json", "eddsa-jcs-2022/signedJCS.json", "eddsa-rdfc-2022/signedDataInt.json",
		"eddsa-rdfc-2022/employ/signedDataInt.json",
		"proof-set-chain/signedProofSet1.json", "proof-set-chain/signedProofChain1.json",
		"proof-set-chain/signedProofSet2.json", "proof-set-chain/signedProofChain2.json",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := read(t, shared(t, "w3c-vc-di-eddsa", filepath.FromSlash(name)))
			var files documents.Files
			publishClaimed(t, &files, data)
			v := ask(t, &files, data)
			if v.Signature != verify.Yes {
				t.Errorf("signature %s: %+v", v.Signature, v.Checks.Signature)
			}
		})
	}
	if _, err := os.Stat(shared(t, "w3c-vc-di-eddsa", "keyPair.json")); err != nil {
		t.Error(err)
	}
}
