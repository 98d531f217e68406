package issuing

import (
	"encoding/json"
	"maps"
	"net/url"
	"strings"
	"time"

	"github.com/cairnproject/cairn/internal/interop/vckeys"
)

// Document addresses; the others hang on the issuer's id and base.
const (
	KeySetPath = "/.well-known/jwks.json"
	DIDPath    = "/.well-known/did.json"
)

// Profile and controller contexts.
const (
	contextDID      = "https://www.w3.org/ns/did/v1"
	contextMultikey = "https://w3id.org/security/multikey/v1"
	contextJWK      = "https://w3id.org/security/jwk/v1"
)

// Controller is the document under the issuer's id: for an https id its profile,
// for a did:web its DID document. It lists every key, retired ones too, so that
// what they signed still verifies; a revoked key carries its date.
func (i *Issuer) Controller() ([]byte, error) {
	methods, asserts, jwks := []any{}, []any{}, false
	for n := range i.KeySet {
		k := &i.KeySet[n]
		m := object{"id": i.Method(k), "controller": i.ID}
		if text, err := vckeys.EncodeMultikey(k.Public); err == nil {
			m["type"], m["publicKeyMultibase"] = "Multikey", text
		} else {
			jwk, err := k.public()
			if err != nil {
				return nil, err
			}
			m["type"], m["publicKeyJwk"], jwks = "JsonWebKey", jwk, true
		}
		if !k.Revoked.IsZero() {
			m["revoked"] = k.Revoked.UTC().Format(time.RFC3339)
		}
		methods, asserts = append(methods, m), append(asserts, i.Method(k))
	}
	contexts := []any{contextDID, contextMultikey}
	if jwks {
		contexts = append(contexts, contextJWK)
	}
	doc := object{"@context": contexts, "id": i.ID, "verificationMethod": methods, "assertionMethod": asserts}
	if strings.HasPrefix(i.ID, "https:") {
		maps.Copy(doc, i.profile())
		doc["@context"] = append(contexts, contextOB)
	}
	out, err := json.MarshalIndent(doc, "", "  ")
	return append(out, '\n'), err
}

// public is the key as a public JWK without times.
func (k *Key) public() (map[string]any, error) {
	bare := *k
	bare.Created, bare.Revoked = time.Time{}, time.Time{}
	return bare.jwk(k.Public)
}

// KeySet is the JWK set of several issuers of one host (Open Badges 3.0, 8.2.4):
// each key names its issuer. Revoked keys are left out: a set has no word for
// them.
func KeySet(issuers []*Issuer) ([]byte, error) {
	keys := []any{}
	for _, i := range issuers {
		for n := range i.KeySet {
			k := &i.KeySet[n]
			if !k.Revoked.IsZero() {
				continue
			}
			jwk, err := k.public()
			if err != nil {
				return nil, err
			}
			jwk["kid"], jwk["iss"] = i.Method(k), i.ID
			keys = append(keys, jwk)
		}
	}
	out, err := json.MarshalIndent(object{"keys": keys}, "", "  ")
	return append(out, '\n'), err
}

// ControllerURL is the address at which readers look for the document: the id
// itself, or what did:web makes of it.
func (i *Issuer) ControllerURL() string {
	rest, ok := strings.CutPrefix(i.ID, "did:web:")
	if !ok {
		return i.ID
	}
	parts := strings.Split(rest, ":")
	for n, p := range parts {
		if plain, err := url.PathUnescape(p); err == nil {
			parts[n] = plain
		}
	}
	if len(parts) == 1 {
		return "https://" + parts[0] + DIDPath
	}
	return "https://" + strings.Join(parts, "/") + "/did.json"
}
