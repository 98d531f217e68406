package verify_test

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"maps"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// TestNoForgedJWSIsAccepted: whoever holds no key of the issuer cannot make a
// badge that is both signed and bound.
func TestNoForgedJWSIsAccepted(t *testing.T) {
	t.Parallel()
	var files documents.Files
	victim := newHTTPS(t, &files, "victim.example", "RS256")
	thief := newHTTPS(t, &files, "thief.example", "RS256")
	didThief := newParty(t)
	put(t, &files, "https://victim.example/uploads/thief.json", object{"keys": []any{thief.jwk(t, "https://victim.example/uploads/thief.json")}})
	genuine := claims(badge(victim.id, nil))
	der, err := x509.MarshalPKIXPublicKey(victim.signer.Public())
	if err != nil {
		t.Fatal(err)
	}
	private := thief.jwk(t, "")
	private["d"] = b64([]byte("any private exponent"))

	for name, c := range map[string]struct {
		data      []byte
		signature verify.Truth
		bound     bool
		code      string // among the reasons for signature or issuerBound
	}{
		"genuine":                               {victim.sign(t, object{"kid": victim.kid()}, genuine), verify.Yes, true, "key_of_issuer"},
		"genuine, no key named":                 {victim.sign(t, nil, genuine), verify.Yes, true, "key_of_issuer"},
		"genuine, embedded":                     {victim.sign(t, object{"jwk": victim.jwk(t, "")}, genuine), verify.Yes, true, "key_of_issuer"},
		"alg none":                              {unsigned(t, "none", genuine), verify.No, true, "algorithm_refused"},
		"alg None":                              {unsigned(t, "None", genuine), verify.No, true, "algorithm_refused"},
		"HS256 with the key's PEM":              {hs256(t, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}), victim.kid(), genuine), verify.No, true, "algorithm_refused"},
		"HS256 with the key's DER":              {hs256(t, der, victim.kid(), genuine), verify.No, true, "algorithm_refused"},
		"HS256 with the key's JWK":              {hs256(t, text(t, victim.jwk(t, victim.kid())), victim.kid(), genuine), verify.No, true, "algorithm_refused"},
		"embedded key of the thief":             {thief.sign(t, object{"jwk": thief.jwk(t, "")}, genuine), verify.Yes, false, "key_not_of_issuer"},
		"embedded key under the kid":            {thief.sign(t, object{"jwk": thief.jwk(t, victim.kid()), "kid": victim.kid()}, genuine), verify.No, true, "bad_signature"},
		"embedded private key":                  {thief.sign(t, object{"jwk": private}, genuine), verify.No, false, "bad_key"},
		"embedded symmetric key":                {hs256With(t, []byte("secret"), object{"jwk": object{"kty": "oct", "k": b64([]byte("secret"))}}, genuine), verify.No, false, "bad_key"},
		"kid of the thief's did:key":            {didThief.sign(t, object{"kid": didThief.kid()}, genuine), verify.Yes, false, "key_of_another"},
		"kid of the thief's host":               {thief.sign(t, object{"kid": "https://thief.example/.well-known/jwks.json#key-1"}, genuine), verify.Yes, false, "key_not_of_issuer"},
		"kid of an upload on the same host":     {thief.sign(t, object{"kid": "https://victim.example/uploads/thief.json"}, genuine), verify.Yes, false, "key_not_of_issuer"},
		"unknown kid":                           {thief.sign(t, object{"kid": "https://nowhere.example/1"}, genuine), verify.No, false, "document_missing"},
		"kid that no one publishes":             {thief.sign(t, object{"kid": "7"}, genuine), verify.No, false, "no_such_key"},
		"jku":                                   {thief.sign(t, object{"kid": victim.kid(), "jku": "https://thief.example/.well-known/jwks.json"}, genuine), verify.No, true, "jws_header"},
		"crit":                                  {victim.sign(t, object{"kid": victim.kid(), "crit": []any{"exp"}, "exp": 1}, genuine), verify.No, true, "jws_header"},
		"b64":                                   {victim.sign(t, object{"kid": victim.kid(), "crit": []any{"b64"}, "b64": false}, genuine), verify.No, true, "jws_header"},
		"ES256 under an RSA key":                {victim.sign(t, object{"kid": victim.kid(), "alg": "ES256"}, genuine), verify.No, true, "bad_signature"},
		"another kind of token":                 {victim.sign(t, object{"kid": victim.kid(), "typ": "at+jwt"}, genuine), verify.No, true, "jws_header"},
		"iss of the thief":                      {thief.sign(t, object{"kid": thief.kid()}, with(genuine, "iss", thief.id)), verify.No, false, "document_missing"},
		"badge of the thief, iss of the victim": {thief.sign(t, object{"kid": thief.kid()}, with(claims(badge(thief.id, nil)), "iss", victim.id)), verify.Yes, false, "claim_mismatch"},
		"x5c of the thief":                      {thief.sign(t, object{"kid": victim.kid(), "x5c": []any{"MIIB"}}, genuine), verify.No, true, "bad_signature"},
		"broken into lines":                     {[]byte(strings.Replace(string(victim.sign(t, object{"kid": victim.kid()}, genuine)), ".", ".\n", 2)), verify.No, false, "bad_jws"},
		"payload exchanged":                     {exchange(t, victim, genuine), verify.No, true, "bad_signature"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := ask(t, &files, c.data)
			if v.Signature != c.signature || v.IssuerBound != c.bound {
				t.Errorf("signature %s, issuerBound %v; want %s, %v: %+v", v.Signature, v.IssuerBound, c.signature, c.bound, v.Checks)
			}
			if !has(&v.Checks.Signature, c.code) && !has(&v.Checks.IssuerBound, c.code) {
				t.Errorf("no reason %s: %+v %+v", c.code, v.Checks.Signature, v.Checks.IssuerBound)
			}
			if want := strings.HasPrefix(name, "genuine"); v.Verified != want {
				t.Errorf("verified %v, want %v: %+v", v.Verified, want, v.Checks)
			}
		})
	}
}

func with(m object, key string, value any) object {
	out := object{}
	maps.Copy(out, m)
	out[key] = value
	return out
}

func unsigned(t *testing.T, alg string, payload object) []byte {
	t.Helper()
	return []byte(b64(text(t, object{"alg": alg})) + "." + b64(text(t, payload)) + ".")
}

func hs256(t *testing.T, secret []byte, kid string, payload object) []byte {
	t.Helper()
	return hs256With(t, secret, object{"kid": kid}, payload)
}

func hs256With(t *testing.T, secret []byte, header, payload object) []byte {
	t.Helper()
	message := b64(text(t, with(header, "alg", "HS256"))) + "." + b64(text(t, payload))
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(message))
	return []byte(message + "." + b64(mac.Sum(nil)))
}

// exchange puts another payload under a good signature.
func exchange(t *testing.T, p *party, payload object) []byte {
	t.Helper()
	parts := strings.Split(string(p.sign(t, object{"kid": p.kid()}, payload)), ".")
	parts[1] = b64(text(t, with(payload, "name", "Doctor of Everything")))
	return []byte(strings.Join(parts, "."))
}

// TestSmallKeysAreRefused: an RSA key that can be factored proves nothing.
func TestSmallKeysAreRefused(t *testing.T) {
	t.Parallel()
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Skip("the library makes no small key:", err)
	}
	p := &party{id: "https://small.example/issuer", alg: "RS256", signer: key}
	v := ask(t, nothing(), p.sign(t, object{"jwk": p.jwk(t, "")}, claims(badge(p.id, nil))))
	if v.Signature != verify.No || !has(&v.Checks.Signature, "bad_key") {
		t.Errorf("signature %s: %+v", v.Signature, v.Checks.Signature)
	}
}

// nothing is an empty set of documents.
func nothing() *documents.Files { return &documents.Files{} }

// TestUnsoundDataGetsAVerdict: what cannot be read is not verified, and says why.
func TestUnsoundDataGetsAVerdict(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	good := string(text(t, badge(p.id, nil)))
	for name, c := range map[string]struct{ data, code string }{
		"a key twice":       {strings.Replace(good, `"name"`, `"name":"x","name"`, 1), "duplicate_key"},
		"deep":              {strings.Repeat("[", 5000) + strings.Repeat("]", 5000), "too_deep"},
		"no JSON":           {"hello", "syntax"},
		"a list":            {"[]", "wrong_type"},
		"two values":        {good + good, "syntax"},
		"a number too long": {strings.Replace(good, `"name"`, `"creditsAvailable":1.00000000000000000001,"name"`, 1), "inexact_number"},
		"damaged image":     {"\x89PNG\r\n\x1a\n\x00\x00\x00", "bad_image"},
		"entities":          {`<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>`, "bad_image"},
		"a JWS of nothing":  {"eyJ.eyJ.", "bad_jws"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := ask(t, nothing(), []byte(c.data))
			if v.Verified || v.Signature != verify.No || v.Schema != verify.No || !has(&v.Checks.Signature, c.code) {
				t.Errorf("verified %v, signature %s, %+v; want the reason %s", v.Verified, v.Signature, v.Checks.Signature, c.code)
			}
		})
	}
}

// TestKeysOfOneName: keys of different kinds may share a kid; the one that fits is found,
// and another's of the same name is not the issuer's.
func TestKeysOfOneName(t *testing.T) {
	t.Parallel()
	var files documents.Files
	old, now := newHTTPS(t, &files, "two.example", "ES256"), newHTTPS(t, &files, "two.example", "EdDSA")
	thief := newHTTPS(t, &files, "thief.example", "EdDSA")
	put(t, &files, "https://two.example/.well-known/jwks.json", object{"keys": []any{old.jwk(t, "k"), now.jwk(t, "k")}})
	for name, c := range map[string]struct {
		by   *party
		want bool
	}{"the first": {old, true}, "the second": {now, true}, "a thief": {thief, false}} {
		v := ask(t, &files, c.by.sign(t, object{"kid": "k"}, claims(badge(now.id, nil))))
		if v.Verified != c.want {
			t.Errorf("%s: verified %v: %+v", name, v.Verified, v.Checks.Signature.Reasons)
		}
	}
}
