package verify_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// FuzzVerify: whatever comes in gets a verdict that agrees with itself, and
// nothing is verified that no known issuer signed.
func FuzzVerify(f *testing.F) {
	dir := filepath.Join("..", "..", "..", "..", "shared", "data", "credentials", "peer-signed")
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"type":["VerifiableCredential"],"proof":[{}]}`))
	f.Add([]byte("eyJhbGciOiJub25lIn0.e30."))
	var files documents.Files
	if len(names) > 0 {
		if err := files.AddDir(dir); err != nil {
			f.Fatal(err)
		}
	}
	v := verify.New(verify.Options{Documents: &files})
	f.Fuzz(func(t *testing.T, data []byte) {
		out, err := v.Verify(t.Context(), verify.Question{Data: data, Now: now})
		if err != nil {
			t.Fatal(err)
		}
		if out.Verified && (out.Signature != verify.Yes || !out.IssuerBound || out.Schema != verify.Yes || out.Credential == nil || len(out.Proofs) == 0) {
			t.Errorf("verified, and yet %+v", out)
		}
		if out.Signature == verify.No && len(out.Checks.Signature.Reasons) == 0 {
			t.Error("the signature is not good, and nobody says why")
		}
	})
}
