package verify_test

import (
	"bytes"
	"compress/gzip"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/vckeys"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// shared finds a file or folder of the shared data, or skips.
func shared(tb testing.TB, parts ...string) string {
	tb.Helper()
	path := filepath.Join(append([]string{"..", "..", "..", "..", "shared", "data", "credentials"}, parts...)...)
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("%s is not beside the repository; only invented credentials are tested", path)
	}
	return path
}

// now is the moment of every question.
var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

type object = map[string]any

// party is somebody who signs.
type party struct {
	id     string
	signer crypto.Signer
	alg    string
}

// newParty makes an issuer with a did:key.
func newParty(tb testing.TB) *party {
	tb.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	text, err := vckeys.EncodeMultikey(public)
	if err != nil {
		tb.Fatal(err)
	}
	return &party{id: "did:key:" + text, signer: private, alg: "EdDSA"}
}

// newHTTPS makes an https issuer who signs with RSA or P-256 and publishes its
// keys in files.
func newHTTPS(tb testing.TB, files *documents.Files, host, alg string) *party {
	tb.Helper()
	p := &party{id: "https://" + host + "/issuer", alg: alg}
	var err error
	switch alg {
	case "RS256":
		p.signer, err = rsa.GenerateKey(rand.Reader, 2048)
	case "ES256":
		p.signer, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	default:
		_, p.signer, err = ed25519.GenerateKey(rand.Reader)
	}
	if err != nil {
		tb.Fatal(err)
	}
	put(tb, files, "https://"+host+"/.well-known/jwks.json", object{"keys": []any{p.jwk(tb, p.kid())}})
	return p
}

func (p *party) kid() string {
	if p.id[:4] == "did:" {
		return p.id + "#" + p.id[8:]
	}
	return p.id + "#key-1"
}

// jwk is the public key.
func (p *party) jwk(tb testing.TB, kid string) object {
	tb.Helper()
	k := jose.JSONWebKey{Key: p.signer.Public(), KeyID: kid}
	text, err := k.MarshalJSON()
	if err != nil {
		tb.Fatal(err)
	}
	var m object
	if err := json.Unmarshal(text, &m); err != nil {
		tb.Fatal(err)
	}
	return m
}

func put(tb testing.TB, files *documents.Files, address string, v any) {
	tb.Helper()
	body, ok := v.([]byte)
	if !ok {
		body = text(tb, v)
	}
	if err := files.Add(address, body, ""); err != nil {
		tb.Fatal(err)
	}
}

func text(tb testing.TB, v any) []byte {
	tb.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

// sign makes a compact JWS with the header given; alg is filled in where it is
// missing.
func (p *party) sign(tb testing.TB, header, payload object) []byte {
	tb.Helper()
	h := object{"alg": p.alg, "typ": "JWT"}
	for k, v := range header {
		h[k] = v
		if v == nil {
			delete(h, k)
		}
	}
	message := b64(text(tb, h)) + "." + b64(text(tb, payload))
	return []byte(message + "." + b64(p.raw(tb, message)))
}

func (p *party) raw(tb testing.TB, message string) []byte {
	tb.Helper()
	sum := sha256.Sum256([]byte(message))
	var out []byte
	var err error
	switch k := p.signer.(type) {
	case ed25519.PrivateKey:
		out = ed25519.Sign(k, []byte(message))
	case *rsa.PrivateKey:
		out, err = k.Sign(rand.Reader, sum[:], crypto.SHA256)
	case *ecdsa.PrivateKey:
		r, s, e := ecdsa.Sign(rand.Reader, k, sum[:])
		out, err = make([]byte, 64), e
		r.FillBytes(out[:32])
		s.FillBytes(out[32:])
	}
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// badge is a sound Open Badge; change edits it.
func badge(issuer string, change func(object)) object {
	b := object{
		"@context":  []any{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
		"id":        "urn:uuid:00000000-0000-4000-8000-000000000001",
		"type":      []any{"VerifiableCredential", "OpenBadgeCredential"},
		"name":      "Data Analytics I",
		"issuer":    object{"id": issuer, "type": []any{"Profile"}, "name": "Riverbend Community College"},
		"validFrom": "2026-01-15T00:00:00Z",
		"credentialSubject": object{
			"id": "did:example:ann", "type": []any{"AchievementSubject"},
			"achievement": object{
				"id": "https://riverbend.example/da-101", "type": []any{"Achievement"}, "name": "Data Analytics I",
				"description": "Data analysis with SQL.", "criteria": object{"narrative": "Two assessed projects."},
			},
		},
	}
	if change != nil {
		change(b)
	}
	return b
}

// claims are the badge with the registered claims that Open Badges wants.
func claims(b object) object {
	out := object{"iss": member(b, "issuer")["id"], "jti": b["id"], "nbf": 1768435200}
	maps.Copy(out, b)
	if sub := member(b, "credentialSubject")["id"]; sub != nil {
		out["sub"] = sub
	}
	return out
}

// member is an object inside another, nil where there is none.
func member(o object, name string) object {
	m, _ := o[name].(object)
	return m
}

// issue signs a badge as the issuer itself would.
func (p *party) issue(tb testing.TB, change func(object)) []byte {
	tb.Helper()
	return p.sign(tb, object{"kid": p.kid()}, claims(badge(p.id, change)))
}

// ask verifies with documents from files.
func ask(tb testing.TB, files *documents.Files, data []byte, change ...func(*verify.Question)) *verify.Verdict {
	tb.Helper()
	q := verify.Question{Data: data, Now: now}
	for _, c := range change {
		c(&q)
	}
	v, err := verify.New(verify.Options{Documents: files}).Verify(tb.Context(), q)
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

// has reports whether a check has a reason of a code.
func has(c *verify.Check, code string) bool {
	for _, r := range c.Reasons {
		if r.Code == code {
			return true
		}
	}
	return false
}

// bitstring packs bits as a list does.
func bitstring(tb testing.TB, bits []byte) string {
	tb.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(bits); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return "u" + b64(b.Bytes())
}
