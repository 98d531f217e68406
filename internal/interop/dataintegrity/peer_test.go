package dataintegrity

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mr-tron/base58"
)

// peer is the directory of the independent peer with its libraries installed.
func peer(tb testing.TB) string {
	tb.Helper()
	dir := os.Getenv("CAIRN_VC_PEER")
	if dir == "" {
		tb.Skip("CAIRN_VC_PEER does not name a copy of ../shared/tools/vc-peer with its libraries (npm ci)")
	}
	return dir
}

// runPeer runs one of the peer's programs and returns what it prints.
func runPeer(tb testing.TB, args ...string) []byte {
	tb.Helper()
	contexts, err := filepath.Abs(filepath.Join(sharedCredentials, "contexts"))
	if err != nil {
		tb.Fatal(err)
	}
	c := exec.CommandContext(tb.Context(), "node", args...)
	c.Dir, c.Env = peer(tb), append(os.Environ(), "CTX_DIR="+contexts)
	out, err := c.Output()
	if err != nil && len(out) == 0 {
		tb.Fatal(err)
	}
	return out
}

func writeJSON(tb testing.TB, v any) string {
	tb.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	file := filepath.Join(tb.TempDir(), "document.json")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		tb.Fatal(err)
	}
	return file
}

// TestThePeerVerifiesWhatIsSigned: signatures made here are good to other
// people's libraries, and changed ones are not.
func TestThePeerVerifiesWhatIsSigned(t *testing.T) {
	t.Parallel()
	peer(t)
	var files []string
	for _, c := range [][2]string{{EdDSARDFC2022, "ed25519"}, {ECDSARDFC2019, "p256"}, {Ed25519Signature2020, "ed25519"}} {
		document := shared(t, "peer-signed/valid-didkey-eddsa.json")
		delete(document, "proof")
		did, _ := didKey(testKeys[c[1]].Public())
		as[map[string]any](t, document["issuer"])["id"] = did
		if c[0] == Ed25519Signature2020 {
			document["@context"] = append(as[[]any](t, document["@context"]), contextEd25519)
		}
		signed, err := Sign(t.Context(), document, signWithKey(c[0], c[1]))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, writeJSON(t, signed))
		signed["name"] = "changed"
		files = append(files, writeJSON(t, signed))
	}
	for i, file := range files {
		out := string(runPeer(t, "verify.mjs", "--now", "2026-04-01T00:00:00Z", file))
		if want := i%2 == 0; strings.Contains(out, `"verified":true`) != want {
			t.Errorf("document %d: %s", i, out)
		}
	}
}

// TestWhatThePeerSignsVerifies: the peer signs with new keys.
func TestWhatThePeerSignsVerifies(t *testing.T) {
	t.Parallel()
	unsigned := filepath.Join(peer(t), "unsigned-ob3.json")
	for kind, suite := range map[string]string{"ed25519": EdDSARDFC2022, "p256": ECDSARDFC2019} {
		key := filepath.Join(t.TempDir(), "key.json")
		if err := os.WriteFile(key, runPeer(t, "keygen.mjs", kind), 0o600); err != nil {
			t.Fatal(err)
		}
		expectVerified(t, parse(t, runPeer(t, "issue.mjs", key, unsigned, suite)), Options{Keys: fragmentKeys{}})
	}
}

// TestP384WithThePeer: the hash algorithm follows the curve, in the canonical form
// too.
func TestP384WithThePeer(t *testing.T) {
	t.Parallel()
	peer(t)
	document := shared(t, "peer-signed/valid-didkey-eddsa.json")
	delete(document, "proof")
	did, _ := didKey(testKeys["p384"].Public())
	as[map[string]any](t, document["issuer"])["id"] = did
	signed, err := Sign(t.Context(), document, signWithKey(ECDSARDFC2019, "p384"))
	if err != nil {
		t.Fatal(err)
	}
	if out := string(runPeer(t, "verify.mjs", "--now", "2026-04-01T00:00:00Z", writeJSON(t, signed))); !strings.Contains(out, `"verified":true`) {
		t.Error(out)
	}
}

// FuzzProofValue: no proof value panics or verifies.
func FuzzProofValue(f *testing.F) {
	derived := shared(f, "1edtech-validator/sd/derivedcredential.json")
	value := as[string](f, as[map[string]any](f, as[[]any](f, derived["proof"])[0])["proofValue"])
	f.Add(value, true)
	f.Add("z"+base58.Encode(make([]byte, 64)), false)
	f.Add("u2V0BhUAAgKCA", true)
	f.Fuzz(func(t *testing.T, changed string, disclosure bool) {
		document := parse(t, []byte(`{"@context":["https://www.w3.org/ns/credentials/v2"],"type":"VerifiableCredential","issuer":"did:x:y"}`))
		proof := map[string]any{
			"type": TypeDataIntegrity, "cryptosuite": EdDSARDFC2022, "proofPurpose": AssertionMethod,
			"verificationMethod": signOptions("").VerificationMethod, "proofValue": changed,
		}
		if disclosure {
			proof["cryptosuite"], proof["verificationMethod"] = ECDSASD2023, signWithKey("", "p256").VerificationMethod
		}
		document["proof"] = proof
		results, err := Verify(t.Context(), document, Options{Keys: fragmentKeys{}})
		if err != nil || len(results) != 1 || results[0].Verified {
			t.Fatal(err, results)
		}
	})
}
