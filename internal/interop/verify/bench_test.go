package verify_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
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

// BenchmarkCLR50 is a record of 50 credentials, each signed: with embedded proofs,
// where the graph of the record holds those of all credentials inside, and as JWS.
func BenchmarkCLR50(b *testing.B) {
	p := newParty(b)
	b.Run("embedded", func(b *testing.B) {
		inner := func(o object) any { return json.RawMessage(p.embed(b, o, p.kid())) }
		measure(b, nothing(), p.embed(b, p.record(50, inner), p.kid()))
	})
	b.Run("jws", func(b *testing.B) {
		inner := func(o object) any { return string(p.sign(b, object{"kid": p.kid()}, claims(o))) }
		measure(b, nothing(), p.sign(b, object{"kid": p.kid()}, claims(p.record(50, inner))))
	})
}

// record is a CLR of n different badges.
func (p *party) record(n int, sign func(object) any) object {
	inner := make([]any, n)
	for i := range inner {
		inner[i] = sign(badge(p.id, func(o object) {
			o["id"] = fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", i)
			a := member(member(o, "credentialSubject"), "achievement")
			a["id"] = fmt.Sprintf("https://riverbend.example/course-%d", i)
			a["alignment"] = []any{object{"type": []any{"Alignment"}, "targetName": "develop digital content", "targetUrl": "http://data.europa.eu/esco/skill/" + strconv.Itoa(i)}}
			member(o, "credentialSubject")["creditsEarned"] = 3
		}))
	}
	return badge(p.id, func(o object) {
		o["id"] = "urn:uuid:00000000-0000-4000-8000-00000000c1c2"
		o["@context"] = []any{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}
		o["type"] = []any{"VerifiableCredential", "ClrCredential"}
		o["credentialSubject"] = object{"id": "did:example:ann", "type": []any{"ClrSubject"}, "verifiableCredential": inner}
	})
}

func measure(b *testing.B, files *documents.Files, data []byte) {
	b.Helper()
	v := verify.New(verify.Options{Documents: files})
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		out, err := v.Verify(b.Context(), verify.Question{Data: data, Now: now})
		if err != nil || out.Signature != verify.Yes || slices.Contains(out.Inner, false) {
			b.Fatal(err, out)
		}
	}
}
