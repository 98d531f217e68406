package issuing

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/cairnproject/cairn/internal/interop/vckeys"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// The algorithms of keys, by their JWS names (RFC 7518, RFC 8037).
const (
	EdDSA = "EdDSA" // Ed25519: eddsa-rdfc-2022 and VC-JWT
	ES256 = "ES256" // P-256: ecdsa-rdfc-2019 and VC-JWT
	RS256 = "RS256" // RSA: VC-JWT
)

// Algorithms lists the algorithms that keys can be made for.
func Algorithms() []string { return []string{EdDSA, ES256, RS256} }

// rsaBits is the size of the RSA keys that are made.
const rsaBits = 3072

// Key is one key of an issuer.
type Key struct {
	// ID is the fragment under which the issuer publishes the key.
	ID        string
	Algorithm string
	// Private signs; nil for a key that was retired and is only published.
	Private crypto.Signer
	Public  crypto.PublicKey
	Created time.Time
	// Revoked is when the key stopped to be the issuer's; zero: it has not.
	Revoked time.Time
}

// Keys are the keys of an issuer, oldest first.
type Keys []Key

// For returns the newest key that may sign with an algorithm.
func (k Keys) For(algorithm string) (*Key, bool) {
	for i := len(k) - 1; i >= 0; i-- {
		if k[i].Algorithm == algorithm && k[i].Private != nil && k[i].Revoked.IsZero() {
			return &k[i], true
		}
	}
	return nil, false
}

// Find returns the key with an id, nil where there is none.
func (k Keys) Find(id string) *Key {
	for i := range k {
		if k[i].ID == id {
			return &k[i]
		}
	}
	return nil
}

// NewKey makes a key; random is crypto/rand.Reader outside tests.
func NewKey(random io.Reader, id, algorithm string, created time.Time) (Key, error) {
	k := Key{ID: id, Algorithm: algorithm, Created: created.UTC().Truncate(time.Second)}
	if err := checkID(id); err != nil {
		return k, err
	}
	var err error
	switch algorithm {
	case EdDSA:
		_, k.Private, err = ed25519.GenerateKey(random)
	case ES256:
		k.Private, err = ecdsa.GenerateKey(elliptic.P256(), random)
	case RS256:
		k.Private, err = rsa.GenerateKey(random, rsaBits)
	default:
		return k, fmt.Errorf("%q is not an algorithm of keys; %s are", algorithm, strings.Join(Algorithms(), ", "))
	}
	if err != nil {
		return k, err
	}
	k.Public = k.Private.Public()
	return k, nil
}

// checkID refuses ids that are no fragment of a URL.
func checkID(id string) error {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
	if strings.ContainsFunc(id, func(r rune) bool { return !strings.ContainsRune(allowed, r) }) {
		return fmt.Errorf("the key id %q may hold letters, digits, '-', '_' and '.' only", id)
	}
	if id == "" || len(id) > 100 {
		return errors.New("a key needs an id of 1 to 100 characters")
	}
	return nil
}

// keyMore are the members of a JWK that go-jose does not keep. RFC 7517, 4
// allows more members than it names.
type keyMore struct {
	Created string `json:"created,omitempty"`
	Revoked string `json:"revoked,omitempty"`
	D       any    `json:"d,omitempty"`
}

// ParseKeys reads a JWK set (RFC 7517) with private keys, as MarshalKeys wrote
// it. Errors never repeat the content.
func ParseKeys(data []byte) (Keys, error) {
	if _, problems := strictjson.Tree(data, strictjson.TreeOptions{Size: 1 << 20}); problems.HasErrors() {
		return nil, errors.New("the keys are not sound JSON: " + problems[0].Code)
	}
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if json.Unmarshal(data, &set) != nil || len(set.Keys) == 0 {
		return nil, errors.New(`the keys are no JWK set: {"keys": […]}`)
	}
	out := make(Keys, 0, len(set.Keys))
	for i, raw := range set.Keys {
		k, err := parseKey(raw)
		if err != nil {
			return nil, fmt.Errorf("key %d: %w", i+1, err)
		}
		if out.Find(k.ID) != nil {
			return nil, fmt.Errorf("key %d: the id %s is taken", i+1, k.ID)
		}
		out = append(out, k)
	}
	return out, nil
}

func parseKey(raw []byte) (Key, error) {
	var (
		jwk  jose.JSONWebKey
		more keyMore
	)
	if jwk.UnmarshalJSON(raw) != nil || json.Unmarshal(raw, &more) != nil || !jwk.Valid() {
		return Key{}, errors.New("it is no usable JWK")
	}
	k := Key{ID: jwk.KeyID, Algorithm: jwk.Algorithm}
	if err := checkID(k.ID); err != nil {
		return k, err
	}
	var err error
	if k.Created, err = moment(more.Created); err == nil {
		k.Revoked, err = moment(more.Revoked)
	}
	if err != nil {
		return k, errors.New("created and revoked are moments such as 2026-11-21T12:00:00Z")
	}
	if signer, ok := jwk.Key.(crypto.Signer); ok {
		k.Private, k.Public = signer, signer.Public()
	} else {
		k.Public = jwk.Key
	}
	fits, err := algorithmOf(k.Public)
	if err != nil {
		return k, err
	}
	if k.Algorithm == "" {
		k.Algorithm = fits
	}
	if k.Algorithm != fits {
		return k, fmt.Errorf("alg %s does not fit the key, which is for %s", k.Algorithm, fits)
	}
	return k, nil
}

func moment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339, text)
}

// algorithmOf is the one algorithm that a public key is used with; the same
// kinds and sizes are accepted as in verification.
func algorithmOf(key crypto.PublicKey) (string, error) {
	text, err := (&jose.JSONWebKey{Key: key}).MarshalJSON()
	if err != nil {
		return "", errors.New("the key is of an unknown kind")
	}
	if _, err := vckeys.JWK(text); err != nil {
		return "", err
	}
	switch k := key.(type) {
	case ed25519.PublicKey:
		return EdDSA, nil
	case *rsa.PublicKey:
		return RS256, nil
	case *ecdsa.PublicKey:
		if k.Curve == elliptic.P256() {
			return ES256, nil
		}
	}
	return "", errors.New("keys of this kind are not used for issuing")
}

// MarshalKeys writes the keys as a JWK set, private parts included.
func MarshalKeys(keys Keys) ([]byte, error) {
	set := struct {
		Keys []map[string]any `json:"keys"`
	}{Keys: []map[string]any{}}
	for i := range keys {
		var content any = keys[i].Public
		if keys[i].Private != nil {
			content = keys[i].Private
		}
		m, err := keys[i].jwk(content)
		if err != nil {
			return nil, err
		}
		set.Keys = append(set.Keys, m)
	}
	out, err := json.MarshalIndent(set, "", "  ")
	return append(out, '\n'), err
}

// jwk is the key as a JWK, private or public as content is.
func (k *Key) jwk(content any) (map[string]any, error) {
	text, err := (&jose.JSONWebKey{Key: content, KeyID: k.ID, Algorithm: k.Algorithm, Use: "sig"}).MarshalJSON()
	if err != nil {
		return nil, err
	}
	var m map[string]any
	if err := json.Unmarshal(text, &m); err != nil {
		return nil, err
	}
	if !k.Created.IsZero() {
		m["created"] = k.Created.UTC().Format(time.RFC3339)
	}
	if !k.Revoked.IsZero() {
		m["revoked"] = k.Revoked.UTC().Format(time.RFC3339)
	}
	return m, nil
}
