package issuing_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/baked"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// plainPNG is a small image of the shared data; plainSVG is one of ours.
func plainPNG(tb testing.TB) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", "credentials", "peer-signed", "plain.png"))
	if err != nil {
		tb.Skip("the shared data is not beside the repository")
	}
	return data
}

const plainSVG = `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>`

// TestImagesGoBothWays: the peer takes out what Cairn bakes, and the reverse.
func TestImagesGoBothWays(t *testing.T) {
	t.Parallel()
	peer(t)
	i := issuer(t, httpsID)
	files := published(t, nil, i)
	plain := file(t, "plain.png", plainPNG(t))
	for _, f := range []issuing.Format{issuing.EmbeddedEdDSA, issuing.JWTES256} {
		body := sign(t, i, award(), f).Body
		png, err := baked.BakePNG(plainPNG(t), body)
		if err != nil {
			t.Fatal(err)
		}
		svg, err := baked.BakeSVG([]byte(plainSVG), body)
		if err != nil {
			t.Fatal(err)
		}
		credential := file(t, "credential", body)
		for name, image := range map[string][]byte{"badge.png": png, "badge.svg": svg} {
			if v := judge(t, files, image); !v.Verified || v.Form[0] != name[6:] {
				t.Errorf("%s %s: %s", f, name, show(v))
			}
			if out := runPeer(t, "bake.mjs", "unbake", file(t, name, image)); out != string(body) {
				t.Errorf("%s %s: the peer takes out %.200s", f, name, out)
			}
			theirs, in := filepath.Join(t.TempDir(), name), plain
			if name == "badge.svg" {
				in = file(t, "plain.svg", []byte(plainSVG))
			}
			runPeer(t, "bake.mjs", name[6:], in, credential, theirs)
			data, err := os.ReadFile(theirs)
			if err != nil {
				t.Fatal(err)
			}
			if v := judge(t, files, data); !v.Verified {
				t.Errorf("%s %s baked by the peer: %s", f, name, show(v))
			}
		}
	}
}

// TestWhatThePeerIssuesVerifies: embedded proofs with two kinds of keys, and
// VC-JWT with three.
func TestWhatThePeerIssuesVerifies(t *testing.T) {
	t.Parallel()
	dir := peer(t)
	unsigned := filepath.Join(dir, "unsigned-ob3.json")
	for kind, suite := range map[string]string{"ed25519": "eddsa-rdfc-2022", "p256": "ecdsa-rdfc-2019"} {
		key := file(t, "key.json", []byte(runPeer(t, "keygen.mjs", kind)))
		signed := runPeer(t, "issue.mjs", key, unsigned, suite)
		if v := judge(t, nil, []byte(signed)); !v.Verified {
			t.Errorf("%s: %s", suite, show(v))
		}
		changed := strings.Replace(signed, "Foundations", "Fundamentals", 1)
		if v := judge(t, nil, []byte(changed)); v.Signature != verify.No {
			t.Errorf("%s: a change is not detected", suite)
		}
	}
	peerTokens(t, unsigned)
}

func peerTokens(t *testing.T, unsigned string) {
	t.Helper()
	text, err := os.ReadFile(unsigned)
	if err != nil {
		t.Fatal(err)
	}
	i := issuer(t, httpsID)
	keyFile, err := issuing.MarshalKeys(i.KeySet)
	if err != nil {
		t.Fatal(err)
	}
	var set struct{ Keys []json.RawMessage }
	if err := json.Unmarshal(keyFile, &set); err != nil {
		t.Fatal(err)
	}
	files := published(t, nil, i)
	in := file(t, "unsigned.json", []byte(strings.ReplaceAll(string(text), `"ISSUER"`, `"`+httpsID+`"`)))
	for n, k := range i.KeySet {
		for _, extra := range [][]string{nil, {"--v11"}} {
			args := append([]string{"jwt.mjs", "sign", k.Algorithm, in, "--kid", i.Method(&k), "--priv", file(t, "private.json", set.Keys[n])}, extra...)
			v := judge(t, files, []byte(runPeer(t, args...)))
			if v.Signature != verify.Yes || !v.IssuerBound || v.Time != verify.TimeValid {
				t.Errorf("%s %v: %s", k.Algorithm, extra, show(v))
			}
		}
	}
}
