package vckeys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/mr-tron/base58"
	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/interop/documents"
)

type object = map[string]any

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func ed(tb testing.TB) ed25519.PublicKey {
	tb.Helper()
	k, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	return k
}

func ec(tb testing.TB, curve elliptic.Curve) *ecdsa.PublicKey {
	tb.Helper()
	k, err := ecdsa.GenerateKey(curve, rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	return &k.PublicKey
}

func multikey(tb testing.TB, k crypto.PublicKey) string {
	tb.Helper()
	text, err := EncodeMultikey(k)
	if err != nil {
		tb.Fatal(err)
	}
	return text
}

func jwk(tb testing.TB, k crypto.PublicKey, more object) object {
	tb.Helper()
	text, err := (&jose.JSONWebKey{Key: k}).MarshalJSON()
	if err != nil {
		tb.Fatal(err)
	}
	m := object{}
	if err := json.Unmarshal(text, &m); err != nil {
		tb.Fatal(err)
	}
	maps.Copy(m, more)
	return m
}

func encoded(tb testing.TB, v any) []byte {
	tb.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func code(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	if err == nil {
		return ""
	}
	return documents.Problem(err).Code
}

// TestMultikeyRoundTrip: what is written is read as the same key.
func TestMultikeyRoundTrip(t *testing.T) {
	t.Parallel()
	for _, k := range []crypto.PublicKey{ed(t), ec(t, elliptic.P256()), ec(t, elliptic.P384())} {
		text := multikey(t, k)
		got, err := Multikey(text)
		if err != nil || !Equal(got, k) {
			t.Errorf("%s: %v", text, err)
		}
		raw, _ := base58.Decode(text[1:])
		if got, err := Multikey("u" + base64.RawURLEncoding.EncodeToString(raw)); err != nil || !Equal(got, k) {
			t.Errorf("base64url: %v", err)
		}
	}
	if prefix := multikey(t, ed(t))[:4]; prefix != "z6Mk" {
		t.Errorf("an Ed25519 Multikey begins with %s", prefix)
	}
	if prefix := multikey(t, ec(t, elliptic.P256()))[:4]; prefix != "zDna" {
		t.Errorf("a P-256 Multikey begins with %s", prefix)
	}
}

// TestBadMultikeys: lengths, codes, points that are not on the curve.
func TestBadMultikeys(t *testing.T) {
	t.Parallel()
	z := func(b ...byte) string { return "z" + base58.Encode(b) }
	off := append([]byte{0x80, 0x24, 2}, make([]byte, 32)...)
	for off[34] = 1; ; off[34]++ { // about every second x has no point on the curve
		if x, _ := elliptic.UnmarshalCompressed(elliptic.P256(), off[2:]); x == nil {
			break
		}
	}
	for name, text := range map[string]string{
		"empty": "", "no base": "6Mk", "other base": "f00ff", "not base58": "z0OIl", "no key": "z", "long": "z" + strings.Repeat("1", 300),
		"short key": z(0xed, 1, 2, 3), "long key": z(append([]byte{0xed, 1}, make([]byte, 33)...)...), "X25519": z(append([]byte{0xec, 1}, make([]byte, 32)...)...),
		"private": z(append([]byte{0x80, 0x26}, make([]byte, 32)...)...), "varint not shortest": z(append([]byte{0xed, 0x81, 0}, make([]byte, 32)...)...),
		"not on the curve": z(off...), "uncompressed": z(append([]byte{0x80, 0x24, 4}, make([]byte, 64)...)...), "endless varint": z(0xff, 0xff, 0xff, 0xff),
	} {
		if _, err := Multikey(text); err == nil {
			t.Errorf("%s: %s was read", name, text)
		}
	}
}

// TestKeysForWhichAnybodySigns: every encoding of a point of small order, and with them
// the signature that fits all content.
func TestKeysForWhichAnybodySigns(t *testing.T) {
	t.Parallel()
	for text := range smallOrder {
		for _, sign := range []byte{0, 0x80} {
			raw, err := hex.DecodeString(text)
			if err != nil {
				t.Fatal(err)
			}
			raw[31] |= sign
			if _, err := Multikey("z" + base58.Encode(append([]byte{0xed, 1}, raw...))); err == nil {
				t.Errorf("%x was read", raw)
			}
			if _, err := JWK([]byte(`{"kty":"OKP","crv":"Ed25519","x":"` + base64.RawURLEncoding.EncodeToString(raw) + `"}`)); err == nil {
				t.Errorf("the JWK of %x was read", raw)
			}
		}
	}
	identity := make([]byte, 32)
	identity[0] = 1
	if !ed25519.Verify(identity, []byte("anything"), append(slices.Clone(identity), make([]byte, 32)...)) {
		t.Error("crypto/ed25519 refuses such keys itself now")
	}
}

// TestBadJWKs: private, symmetric, small, for encryption, of other curves.
func TestBadJWKs(t *testing.T) {
	t.Parallel()
	good := jwk(t, ed(t), nil)
	for name, change := range map[string]object{
		"private": {"d": "AAAA"}, "symmetric": {"kty": "oct", "k": "AAAA"}, "for encryption": {"use": "enc"}, "for signing only": {"key_ops": []any{"sign"}},
		"no such curve": {"crv": "Ed448"}, "no x": {"x": ""}, "no kty": {"kty": nil},
	} {
		bad := object{}
		maps.Copy(bad, good)
		maps.Copy(bad, change)
		if _, err := JWK(encoded(t, bad)); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	if _, err := JWK(encoded(t, good)); err != nil {
		t.Error(err)
	}
	p521 := ec(t, elliptic.P521())
	if _, err := JWK(encoded(t, jwk(t, p521, nil))); err == nil {
		t.Error("P-521 was read")
	}
}

// world is a set of documents with a resolver over them.
func world(tb testing.TB, docs map[string]any) *Resolver {
	tb.Helper()
	var f documents.Files
	for at, v := range docs {
		body, ok := v.([]byte)
		if !ok {
			body = encoded(tb, v)
		}
		if err := f.Add(at, body, ""); err != nil {
			tb.Fatal(err)
		}
	}
	return NewResolver(&f)
}

// TestMethodForms: every form of a key in a controller document is read, and an
// ill-matched one is not.
func TestMethodForms(t *testing.T) {
	t.Parallel()
	k := ed(t)
	const did = "did:web:issuer.example"
	raw58 := base58.Encode(k)
	for name, c := range map[string]struct {
		method object
		want   string
	}{
		"Multikey":                     {object{"type": "Multikey", "publicKeyMultibase": multikey(t, k)}, ""},
		"JsonWebKey":                   {object{"type": "JsonWebKey", "publicKeyJwk": jwk(t, k, nil)}, ""},
		"JsonWebKey2020":               {object{"type": "JsonWebKey2020", "publicKeyJwk": jwk(t, k, nil)}, ""},
		"Ed25519VerificationKey2020":   {object{"type": "Ed25519VerificationKey2020", "publicKeyMultibase": multikey(t, k)}, ""},
		"Ed25519VerificationKey2018":   {object{"type": "Ed25519VerificationKey2018", "publicKeyBase58": raw58}, ""},
		"P-256 as JWK":                 {object{"type": "JsonWebKey", "publicKeyJwk": jwk(t, ec(t, elliptic.P256()), nil)}, ""},
		"unknown type":                 {object{"type": "RsaSignature2018", "publicKeyMultibase": multikey(t, k)}, BadKey},
		"two keys":                     {object{"type": "Multikey", "publicKeyMultibase": multikey(t, k), "publicKeyJwk": jwk(t, k, nil)}, BadKey},
		"no key":                       {object{"type": "Multikey"}, BadKey},
		"Multikey as JWK":              {object{"type": "Multikey", "publicKeyJwk": jwk(t, k, nil)}, BadKey},
		"private JWK":                  {object{"type": "JsonWebKey", "publicKeyJwk": jwk(t, k, object{"d": "AAAA"})}, BadKey},
		"a date of revocation is none": {object{"type": "Multikey", "publicKeyMultibase": multikey(t, k), "revoked": "yesterday"}, BadKey},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.method["id"], c.method["controller"] = "#key", did
			r := world(t, map[string]any{"https://issuer.example/.well-known/did.json": object{"id": did, "verificationMethod": []any{c.method}, "assertionMethod": []any{"#key"}}})
			got, err := r.Key(t.Context(), did+"#key")
			if code(err) != c.want || c.want == "" && (got.Public == nil || !got.Assertion || got.Controller != did) {
				t.Errorf("%v, want %q: %+v", err, c.want, got)
			}
		})
	}
}

// TestWebAddresses of did:web.
func TestWebAddresses(t *testing.T) {
	t.Parallel()
	for did, want := range map[string]string{
		"did:web:a.example":                      "https://a.example/.well-known/did.json",
		"did:web:a.example:issuers:reg":          "https://a.example/issuers/reg/did.json",
		"did:web:a.example%3A8443:x":             "https://a.example:8443/x/did.json",
		"did:web:a.example%3A8443":               "https://a.example:8443/.well-known/did.json",
		"did:web:":                               "",
		"did:web:a.example:..:x":                 "",
		"did:web:a.example:%2e%2e:x":             "",
		"did:web:a.example:x%2Fy":                "",
		"did:web:a.example%2Fx":                  "",
		"did:web:user%40a.example":               "",
		"did:web:a.example%3Fx":                  "",
		"did:web:a.example:":                     "",
		"did:web:a.example::x":                   "",
		"did:web:evil.example%5C@victim.example": "",
		"did:web:a.example%zz":                   "",
	} {
		got, err := webAddress(did)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("%s: %q, %v; want %q", did, got, err, want)
		}
	}
}

// TestDocumentsOfOthers: a document counts only for the one whom it is about, and
// not at all where two readers could differ about it.
func TestDocumentsOfOthers(t *testing.T) {
	t.Parallel()
	k := ed(t)
	const id = "https://issuer.example/1"
	method := object{"id": id + "#key", "type": "Multikey", "controller": id, "publicKeyMultibase": multikey(t, k)}
	for name, c := range map[string]struct {
		doc  any
		want string
	}{
		"its own":       {object{"id": id, "verificationMethod": method, "assertionMethod": method["id"]}, ""},
		"of another":    {object{"id": "https://other.example/1", "verificationMethod": []any{method}}, BadController},
		"no id":         {object{"verificationMethod": []any{method}}, BadController},
		"a key twice":   {[]byte(`{"id":"https://other.example/1","id":"` + id + `"}`), BadController},
		"no JSON":       {[]byte("<html>"), BadController},
		"another shape": {[]byte(`{"id":"` + id + `","verificationMethod":7}`), BadController},
		"without it":    {object{"id": id}, NoSuchKey},
		"missing":       {nil, documents.Missing},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs := map[string]any{}
			if c.doc != nil {
				docs[id] = c.doc
			}
			if _, err := world(t, docs).Key(t.Context(), id+"#key"); code(err) != c.want {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

// TestSelfDescribing: did:key and did:jwk.
func TestSelfDescribing(t *testing.T) {
	t.Parallel()
	r := NewResolver(nil)
	text := multikey(t, ed(t))
	asJWK := base64.RawURLEncoding.EncodeToString(encoded(t, jwk(t, ec(t, elliptic.P256()), nil)))
	for method, want := range map[string]string{
		"did:key:" + text + "#" + text: "", "did:key:" + text: "", "did:jwk:" + asJWK + "#0": "", "did:jwk:" + asJWK: "",
		"did:key:" + text + "#other":                 NoSuchKey,
		"did:key:" + text + "#" + multikey(t, ed(t)): NoSuchKey,
		"did:jwk:" + asJWK + "#1":                    NoSuchKey,
		"did:key:z6Mk":                               BadKey,
		"did:jwk:!!!":                                BadKey,
		"did:jwk:" + base64.RawURLEncoding.EncodeToString([]byte(`{"kty":"OKP","kty":"oct"}`)): BadKey,
		"did:example:1#key": UnknownMethod, "z6Mk": BadMethod, "": BadMethod, "urn:uuid:1": BadMethod, "//x": BadMethod,
	} {
		k, err := r.Key(t.Context(), method)
		if code(err) != want || (k.Public == nil) != (want != "") {
			t.Errorf("%s: %v, want %q", method, err, want)
		}
	}
}

// TestClaimedKeys: a key in the name of a method is computed with, and binds
// nobody.
func TestClaimedKeys(t *testing.T) {
	t.Parallel()
	issuer, thief := ed(t), ed(t)
	const id = "https://issuer.example/1"
	mine := object{"id": id + "#" + multikey(t, issuer), "type": "Multikey", "controller": id, "publicKeyMultibase": multikey(t, issuer)}
	r := world(t, map[string]any{id: object{"id": id, "verificationMethod": []any{mine}, "assertionMethod": []any{mine["id"]}}})
	k, err := r.Key(t.Context(), id+"#"+multikey(t, thief))
	if !Equal(k.Public, thief) || code(err) != NoSuchKey || k.Published != "" {
		t.Fatalf("%+v %v", k, err)
	}
	if b := r.Bind(t.Context(), id, &k, now); b.Bound || b.Reason.Code != NotListed {
		t.Errorf("%+v", b)
	}
	if k, err = r.Key(t.Context(), id+"#"+multikey(t, issuer)); err != nil {
		t.Fatal(err)
	}
	if b := r.Bind(t.Context(), id, &k, now); !b.Bound {
		t.Errorf("%+v", b)
	}
}

// TestBinding: only the issuer's own documents bind, for assertions, in force.
func TestBinding(t *testing.T) {
	t.Parallel()
	k := ed(t)
	const id = "https://issuer.example/1"
	method := func(change object) object {
		m := object{"id": id + "#k", "type": "Multikey", "controller": id, "publicKeyMultibase": multikey(t, k)}
		maps.Copy(m, change)
		return m
	}
	lists := func(m object) object {
		return object{"id": id, "verificationMethod": []any{m}, "assertionMethod": []any{id + "#k"}}
	}
	for name, c := range map[string]struct {
		docs map[string]any
		want string
	}{
		"listed":                      {map[string]any{id: lists(method(nil))}, Bound},
		"embedded in assertionMethod": {map[string]any{id: object{"id": id, "assertionMethod": []any{method(nil)}}}, Bound},
		"listed, not for assertions":  {map[string]any{id: object{"id": id, "verificationMethod": []any{method(nil)}, "authentication": []any{id + "#k"}}}, WrongPurpose},
		"of another controller":       {map[string]any{id: lists(method(object{"controller": "https://other.example/"}))}, OtherController},
		"revoked":                     {map[string]any{id: lists(method(object{"revoked": "2026-01-01T00:00:00Z"}))}, KeyRevoked},
		"revoked later":               {map[string]any{id: lists(method(object{"revoked": "2027-01-01T00:00:00Z"}))}, Bound},
		"expired":                     {map[string]any{id: lists(method(object{"expires": "2026-01-01T00:00:00Z"}))}, KeyExpired},
		"in the key set of its host":  {map[string]any{"https://issuer.example/.well-known/jwks.json": object{"keys": []any{jwk(t, k, nil)}}}, Bound},
		"in the set, for the issuer":  {map[string]any{"https://issuer.example/.well-known/jwks.json": object{"keys": []any{jwk(t, k, object{"iss": id})}}}, Bound},
		"in the set, for another":     {map[string]any{"https://issuer.example/.well-known/jwks.json": object{"keys": []any{jwk(t, k, object{"iss": "https://issuer.example/2"})}}}, Unresolved},
		"another key in the set":      {map[string]any{"https://issuer.example/.well-known/jwks.json": object{"keys": []any{jwk(t, ed(t), nil)}}}, NotListed},
		"nothing":                     {nil, Unresolved},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := world(t, c.docs).Bind(t.Context(), id, &Key{Public: k}, now)
			if b.Reason.Code != c.want || b.Bound != (c.want == Bound) {
				t.Errorf("%+v, want %s", b, c.want)
			}
		})
	}
	self := "did:key:" + multikey(t, k)
	if b := NewResolver(nil).Bind(t.Context(), self, &Key{Public: k}, now); !b.Bound {
		t.Errorf("did:key: %+v", b)
	}
	if b := NewResolver(nil).Bind(t.Context(), self, &Key{Public: ed(t)}, now); b.Bound {
		t.Errorf("did:key of another key: %+v", b)
	}
	for _, issuer := range []string{"", "urn:uuid:1", "did:example:1", "http://issuer.example/1"} {
		if b := NewResolver(nil).Bind(t.Context(), issuer, &Key{Public: k}, now); b.Bound || b.Reason.Code != Unresolved {
			t.Errorf("%q: %+v", issuer, b)
		}
	}
}

// TestVarintProperty: what the shortest form of a number below 2^21 says is read
// back.
func TestVarintProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Uint64Range(0, 1<<21-1).Draw(t, "n")
		var b []byte
		for v := n; ; v >>= 7 {
			if v < 0x80 {
				b = append(b, byte(v))
				break
			}
			b = append(b, byte(v)|0x80)
		}
		if got, size := varint(append(b, 0xff)); got != n || size != len(b) {
			t.Fatalf("varint(%x) = %d, %d; want %d, %d", b, got, size, n, len(b))
		}
	})
}

// FuzzController: no document makes the reader panic, and what it lists has a
// usable key.
func FuzzController(f *testing.F) {
	f.Add([]byte(`{"id":"https://a.example/1","verificationMethod":[{"id":"#k","type":"Multikey","controller":"https://a.example/1","publicKeyMultibase":"z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi"}],"assertionMethod":["#k"]}`))
	f.Add([]byte(`{"id":"https://a.example/1","assertionMethod":{"publicKeyJwk":{"kty":"OKP"}}}`))
	for _, pattern := range []string{"peer-signed/*-did.json", "peer-signed/*-issuer.json", "peer-signed/jwks.json"} {
		names, err := filepath.Glob(filepath.Join(filepath.FromSlash("../../../../shared/data/credentials"), filepath.FromSlash(pattern)))
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
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := parseController(data, "https://a.example/1", "https://a.example/1")
		if err != nil {
			return
		}
		for i := range c.keys {
			if usable(c.keys[i].Public) != nil {
				t.Errorf("unusable key %+v", c.keys[i])
			}
		}
	})
}

// FuzzMultikey: what is read can be written, as the same key.
func FuzzMultikey(f *testing.F) {
	f.Add("z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi")
	f.Add("zDnaeZGAUwDHvVo8HA7ipyMjgi2daxYaKzvniY3oXrBXARUqh")
	f.Fuzz(func(t *testing.T, text string) {
		k, err := Multikey(text)
		if err != nil {
			return
		}
		if usable(k) != nil {
			t.Fatalf("%s gives an unusable key", text)
		}
		again, err := EncodeMultikey(k)
		if err != nil {
			return // an RSA key in a JWK has no Multikey form
		}
		if back, err := Multikey(again); err != nil || !Equal(back, k) {
			t.Errorf("%s → %s: %v", text, again, err)
		}
	})
}
