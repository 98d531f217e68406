package vcjwt

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"errors"
	"fmt"
	"slices"

	"github.com/go-jose/go-jose/v4"
)

// algorithms are those that Open Badges 3.0 and Cairn accept; "none" and the
// symmetric ones are not among them, so a public key can never be taken for a
// secret.
var algorithms = []jose.SignatureAlgorithm{jose.RS256, jose.ES256, jose.ES384, jose.PS256, jose.EdDSA}

// Supported reports whether tokens of an algorithm can be verified. Ed25519 is
// the new name of EdDSA on that curve (RFC 9864).
func Supported(algorithm string) bool {
	return algorithm == "Ed25519" || slices.Contains(algorithms, jose.SignatureAlgorithm(algorithm))
}

// edwards are the two names of one algorithm.
var edwards = map[string]bool{"EdDSA": true, "Ed25519": true}

// Verify checks the signature with the key. The key decides which algorithms
// may be used: an RSA key RS256 and PS256, a P-256 key ES256, a P-384 key ES384,
// an Ed25519 key EdDSA. only, where not empty, is the one algorithm that the
// key's publisher allows.
func (t *Token) Verify(key crypto.PublicKey, only string) error {
	if t.Refused != nil {
		return errors.New(t.Refused.Message)
	}
	alg := jose.SignatureAlgorithm(t.Header.Algorithm)
	if !Supported(string(alg)) {
		return fmt.Errorf("the algorithm %q is not accepted", t.Header.Algorithm)
	}
	if only != "" && only != t.Header.Algorithm && (!edwards[only] || !edwards[t.Header.Algorithm]) {
		return fmt.Errorf("the key is for %s only, the token is signed with %s", only, t.Header.Algorithm)
	}
	if !fits(key, alg) {
		return errKey
	}
	if alg == "Ed25519" {
		return t.verifyEd25519(key)
	}
	signed, err := jose.ParseSignedCompact(t.compact, []jose.SignatureAlgorithm{alg})
	if err != nil {
		return errors.New("the JWS cannot be read")
	}
	if _, err := signed.Verify(key); err != nil {
		return errors.New("the signature does not fit the content and the key")
	}
	return nil
}

// fits pairs keys and algorithms.
func fits(key crypto.PublicKey, alg jose.SignatureAlgorithm) bool {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return alg == jose.RS256 || alg == jose.PS256
	case *ecdsa.PublicKey:
		return k.Curve.Params().Name == map[jose.SignatureAlgorithm]string{jose.ES256: "P-256", jose.ES384: "P-384"}[alg]
	case ed25519.PublicKey:
		return alg == jose.EdDSA || alg == "Ed25519"
	}
	return false
}

// verifyEd25519 is for the algorithm name that go-jose does not know yet.
func (t *Token) verifyEd25519(key crypto.PublicKey) error {
	message, signature := t.parts()
	k, ok := key.(ed25519.PublicKey)
	if !ok {
		return errKey
	}
	if !ed25519.Verify(k, message, signature) {
		return errors.New("the signature does not fit the content and the key")
	}
	return nil
}
