package vckeys

import (
	"crypto/ed25519"
	"crypto/rand"
	"maps"
	"testing"
)

// TestOneDocumentMakesGoodNoOther: a key that the issuer's document withdraws or keeps
// for something else is not bound because the key set of the host, or a second entry
// of the document, still lists it.
func TestOneDocumentMakesGoodNoOther(t *testing.T) {
	t.Parallel()
	k, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	private := jwk(t, secret, object{"kid": "k"})
	const id = "https://issuer.example/1"
	method := func(fragment string, change object) object {
		m := object{"id": id + fragment, "type": "Multikey", "controller": id, "publicKeyMultibase": multikey(t, k)}
		maps.Copy(m, change)
		return m
	}
	asserts := []any{id + "#k", id + "#k2"}
	doc := func(methods ...any) object {
		return object{"id": id, "verificationMethod": methods, "assertionMethod": asserts}
	}
	revoked, expired := object{"revoked": "2026-01-01T00:00:00Z"}, object{"expires": "2026-01-01T00:00:00Z"}
	other := object{"controller": "https://other.example/"}
	enc := object{"id": id + "#k", "type": "JsonWebKey", "controller": id, "publicKeyJwk": jwk(t, k, object{"use": "enc"})}
	set := object{"keys": []any{jwk(t, k, object{"kid": "k"})}}
	for name, c := range map[string]struct {
		doc, set any
		want     string
	}{
		"both list it":                  {doc(method("#k", nil)), set, Bound},
		"revoked, in the set":           {doc(method("#k", revoked)), set, KeyRevoked},
		"expired, in the set":           {doc(method("#k", expired)), set, KeyExpired},
		"another's, in the set":         {doc(method("#k", other)), set, OtherController},
		"a date that is none":           {doc(method("#k", object{"revoked": "yesterday"})), set, BadKey},
		"the private part beside it":    {doc(method("#k", object{"secretKeyMultibase": "z3u2"})), nil, BadKey},
		"the private part in the set":   {doc(method("#k", nil)), object{"keys": []any{private}}, BadKey},
		"a private JWK in the document": {doc(object{"id": id + "#k", "type": "JsonWebKey", "controller": id, "publicKeyJwk": private}), set, BadKey},
		"for encryption, in the set":    {doc(enc), set, WrongPurpose},
		"not for assertions":            {object{"id": id, "verificationMethod": []any{method("#k", nil)}, "authentication": []any{id + "#k"}}, set, WrongPurpose},
		"written under authentication":  {object{"id": id, "authentication": []any{method("#k", nil)}}, set, WrongPurpose},
		"revoked, under keyAgreement":   {object{"id": id, "keyAgreement": method("#x", revoked)}, set, KeyRevoked},
		"twice, the second revoked":     {doc(method("#k", nil), method("#k2", revoked)), nil, KeyRevoked},
		"twice, the first revoked":      {doc(method("#k", revoked), method("#k2", nil)), nil, KeyRevoked},
		"one id twice, one revoked":     {doc(method("#k", nil), method("#k", revoked)), nil, KeyRevoked},
		"twice, once to log in":         {doc(method("#k", nil), method("#k3", nil)), set, Bound},
		"revoked, other purpose":        {doc(method("#k", nil), method("#k3", revoked)), set, KeyRevoked},
		"the set has it for secrets":    {doc(method("#k", nil)), object{"keys": []any{jwk(t, k, object{"use": "enc"})}}, WrongPurpose},
		"the set has it for both":       {nil, object{"keys": []any{jwk(t, k, nil), jwk(t, k, object{"key_ops": []any{"sign"}})}}, WrongPurpose},
		"revoked is another's key":      {doc(method("#k", nil), method("#k2", object{"publicKeyMultibase": multikey(t, ed(t)), "revoked": "2026-01-01T00:00:00Z"})), set, Bound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			docs := map[string]any{}
			if c.doc != nil {
				docs[id] = c.doc
			}
			if c.set != nil {
				docs["https://issuer.example/.well-known/jwks.json"] = c.set
			}
			r := world(t, docs)
			b := r.Bind(t.Context(), id, &Key{Public: k}, now)
			if b.Reason.Code != c.want || b.Bound != (c.want == Bound) {
				t.Errorf("%+v, want %s", b, c.want)
			}
			keys, _ := r.Published(t.Context(), id)
			for i := range keys {
				if keys[i].barred.Code != "" {
					t.Errorf("a barred key is published: %+v", keys[i])
				}
			}
		})
	}
}
