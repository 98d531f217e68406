package dataintegrity

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/cairnproject/cairn/internal/strictjson"
)

// BenchmarkVerify is a whole verification from the text: guards, expansion,
// canonicalisation, hashing and the signature; contexts are compiled before.
func BenchmarkVerify(b *testing.B) {
	for _, name := range []string{
		"w3c-vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json", "1edtech-validator/simple.json",
		"peer-signed/valid-didkey-eddsa.json", "peer-signed/valid-ecdsa-rdfc-2019.json", "1edtech-validator/complete.json",
	} {
		data := sharedText(b, name)
		b.Run(name, func(b *testing.B) { benchVerify(b, data) })
	}
}

func benchVerify(b *testing.B, data []byte) {
	b.Helper()
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		tree, _ := strictjson.Tree(data, strictjson.TreeOptions{})
		results, err := Verify(b.Context(), as[map[string]any](b, tree), Options{Keys: fragmentKeys{}})
		if err != nil || !results[0].Verified {
			b.Fatal(err, results)
		}
	}
}

// BenchmarkRecord verifies a CLR of 50 badges: the record and every badge in it.
func BenchmarkRecord(b *testing.B) {
	record := parse(b, recordOf(b, 50))
	b.ReportAllocs()
	for b.Loop() {
		verifyAll(b, record)
	}
}

func verifyAll(tb testing.TB, record map[string]any) {
	tb.Helper()
	documents := []map[string]any{record}
	subject := as[map[string]any](tb, record["credentialSubject"])
	for _, inner := range as[[]any](tb, subject["verifiableCredential"]) {
		documents = append(documents, as[map[string]any](tb, inner))
	}
	for _, d := range documents {
		results, err := Verify(tb.Context(), d, Options{Keys: fragmentKeys{}})
		if err != nil || len(results) != 1 || !results[0].Verified {
			tb.Fatal(err, results)
		}
	}
}

// recordOf signs a CLR around n badges.
func recordOf(tb testing.TB, n int) []byte {
	tb.Helper()
	record := shared(tb, "peer-signed/valid-clr.json")
	badge := shared(tb, "peer-signed/valid-didkey-eddsa.json")
	delete(record, "proof")
	delete(badge, "proof")
	inner := make([]any, n)
	for i := range inner {
		badge["id"] = fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", i)
		signed, err := Sign(tb.Context(), badge, signOptions(EdDSARDFC2022))
		if err != nil {
			tb.Fatal(err)
		}
		inner[i] = signed
	}
	as[map[string]any](tb, record["credentialSubject"])["verifiableCredential"] = inner
	signed, err := Sign(tb.Context(), record, signOptions(EdDSARDFC2022))
	if err != nil {
		tb.Fatal(err)
	}
	data, err := json.Marshal(signed)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}
