package vckeys

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/go-jose/go-jose/v4"

	"github.com/cairnproject/cairn/internal/diag"
)

// The sizes of RSA keys that are accepted: below is forged too easily (RFC 7518,
// 3.3), above verification takes too long.
const (
	minRSABits = 2048
	maxRSABits = 8192
)

// maxKeys is how many keys of one set are read.
const maxKeys = 100

// jwkHead are the members of a JWK (RFC 7517) that go-jose does not keep, or
// that are read before it may see the key.
type jwkHead struct {
	Kty    string   `json:"kty"`
	Kid    string   `json:"kid"`
	Alg    string   `json:"alg"`
	Use    string   `json:"use"`
	KeyOps []string `json:"key_ops"` //nolint:tagliatelle // RFC 7517
	// Iss names the issuer in a set that several share (Open Badges 3.0, 8.2.4).
	Iss string `json:"iss"`
	// Members that only a private or secret key has.
	D any `json:"d"`
	P any `json:"p"`
	K any `json:"k"`
}

// errPrivate is a key that should have stayed at home.
var errPrivate = errors.New("the key is a private or secret key, which must never be published")

// JWK reads one public JSON Web Key: RSA of 2048 to 8192 bits, P-256, P-384 or
// Ed25519. A private or symmetric key is refused.
func JWK(data []byte) (crypto.PublicKey, error) {
	_, key, err := readJWK(data)
	if err != nil {
		return nil, err
	}
	return key, nil
}

// errUse is a key that its JWK keeps for something else than verifying signatures.
var errUse = errors.New("the key is not for verifying signatures")

// publicPart is the public key of a private one that is usable; nil where there is none.
func publicPart(data []byte) crypto.PublicKey {
	var k jose.JSONWebKey
	if err := k.UnmarshalJSON(data); err != nil || !k.Valid() || k.IsPublic() {
		return nil
	}
	public := k.Public().Key
	if public == nil || usable(public) != nil {
		return nil
	}
	return public
}

// readJWK reads a JWK; with an errUse or errPrivate it may give the public key all the
// same, so that it can be barred.
func readJWK(data []byte) (jwkHead, crypto.PublicKey, error) {
	var head jwkHead
	if err := json.Unmarshal(data, &head); err != nil {
		return head, nil, errors.New("the key is not a JWK")
	}
	if head.D != nil || head.P != nil || head.K != nil || head.Kty == "oct" {
		return head, publicPart(data), errPrivate
	}
	var k jose.JSONWebKey
	if err := k.UnmarshalJSON(data); err != nil || !k.Valid() {
		return head, nil, errors.New("the key is not a usable JWK")
	}
	if err := usable(k.Key); err != nil {
		return head, nil, err
	}
	if head.Use != "" && head.Use != "sig" || head.KeyOps != nil && !slices.Contains(head.KeyOps, "verify") {
		return head, k.Key, errUse
	}
	return head, k.Key, nil
}

// usable refuses kinds and sizes of keys that are not accepted.
func usable(key crypto.PublicKey) error {
	switch k := key.(type) {
	case ed25519.PublicKey:
		return sound(k)
	case *ecdsa.PublicKey:
		if name := k.Curve.Params().Name; name != "P-256" && name != "P-384" {
			return fmt.Errorf("keys on %s are not supported", name)
		}
		return nil
	case *rsa.PublicKey:
		if n := k.N.BitLen(); n < minRSABits || n > maxRSABits {
			return fmt.Errorf("an RSA key of %d bits is not accepted; 2048 to 8192 are", n)
		}
		if k.E < 3 || k.E&1 == 0 {
			return errors.New("the RSA exponent is not usable")
		}
		return nil
	}
	return fmt.Errorf("keys of type %T are not supported", key)
}

// Equal reports whether two public keys are the same key.
func Equal(a, b crypto.PublicKey) bool {
	k, ok := a.(interface{ Equal(x crypto.PublicKey) bool })
	return ok && b != nil && k.Equal(b)
}

// keySet reads a JWK set, or one bare JWK; keys that cannot be used are left
// out, as RFC 7517, 5 asks, but for those that are kept for something else, which
// are barred.
func keySet(data []byte, url string) []Key {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if json.Unmarshal(data, &set) != nil {
		return nil
	}
	bare := set.Keys == nil
	if bare {
		set.Keys = []json.RawMessage{data}
	}
	var out []Key
	for i, raw := range set.Keys {
		if i == maxKeys {
			break
		}
		head, public, err := readJWK(raw)
		if err != nil && (public == nil || !errors.Is(err, errUse) && !errors.Is(err, errPrivate)) {
			continue
		}
		id := head.Kid
		if id == "" && bare {
			id = url
		}
		k := Key{ID: id, Type: "JsonWebKey", Controller: head.Iss, Public: public, Algorithm: head.Alg, Published: url}
		switch {
		case errors.Is(err, errPrivate):
			k.barred = diag.Problem{Code: BadKey, Message: "the issuer’s key set gives the private part of the key away"}
		case err != nil:
			k.barred = diag.Problem{Code: WrongPurpose, Message: "the issuer’s key set lists the key, and not for signatures"}
		}
		out = append(out, k)
	}
	return out
}
