package verify_test

import (
	"path/filepath"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// BenchmarkVerify measures whole verdicts: JSON, schema, contexts, signature,
// binding. Read it beside the peer: node bench.mjs FILE SECONDS.
func BenchmarkVerify(b *testing.B) {
	dir := shared(b, "peer-signed")
	var files documents.Files
	if err := files.AddDir(dir); err != nil {
		b.Fatal(err)
	}
	for _, name := range []string{"valid-didkey-eddsa.json", "valid-ecdsa-rdfc-2019.json", "valid-EdDSA.jwt", "valid-RS256.jwt", "valid-clr.json", "status-active.json"} {
		b.Run(name, func(b *testing.B) { measure(b, &files, read(b, filepath.Join(dir, name))) })
	}
	b.Run("1edtech-complete", func(b *testing.B) { measure(b, &files, read(b, shared(b, "1edtech-validator", "complete.json"))) })
}

// BenchmarkCLR50 is a record of 50 credentials, each signed.
func BenchmarkCLR50(b *testing.B) {
	p := newParty(b)
	inner := make([]any, 50)
	for i := range inner {
		inner[i] = string(p.issue(b, nil))
	}
	clr := badge(p.id, func(o object) {
		o["@context"] = []any{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}
		o["type"] = []any{"VerifiableCredential", "ClrCredential"}
		o["credentialSubject"] = object{"id": "did:example:ann", "type": []any{"ClrSubject"}, "verifiableCredential": inner}
	})
	measure(b, nothing(), p.sign(b, object{"kid": p.kid()}, claims(clr)))
}

func measure(b *testing.B, files *documents.Files, data []byte) {
	b.Helper()
	v := verify.New(verify.Options{Documents: files})
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := v.Verify(b.Context(), verify.Question{Data: data, Now: now}); err != nil {
			b.Fatal(err)
		}
	}
}
