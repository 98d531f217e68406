package dataintegrity

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"maps"
	"math/big"
	"slices"

	"github.com/mr-tron/base58"

	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
)

// suite is one way of making and checking signatures.
type suite struct {
	proofType string
	// digest is what is signed: the hash of the proof's options and the hash of
	// the document. Nil: the suite has a check of its own.
	digest func(s *subject, proof map[string]any, h hasher) ([]byte, error)
	// curve is "ed25519" or "ecdsa".
	curve      string
	verifyOnly bool
	check      func(s *subject, proof map[string]any, key Key) error
}

var suites = map[string]suite{
	EdDSARDFC2022:        {proofType: TypeDataIntegrity, digest: rdfcDigest, curve: "ed25519"},
	EdDSAJCS2022:         {proofType: TypeDataIntegrity, digest: jcsDigest, curve: "ed25519"},
	ECDSARDFC2019:        {proofType: TypeDataIntegrity, digest: rdfcDigest, curve: "ecdsa"},
	ECDSAJCS2019:         {proofType: TypeDataIntegrity, digest: jcsDigest, curve: "ecdsa"},
	Ed25519Signature2020: {proofType: TypeEd25519Signature2020, digest: rdfcDigest, curve: "ed25519"},
	EdDSA2022:            {proofType: TypeDataIntegrity, digest: rdfcDigest, curve: "ed25519", verifyOnly: true},
	ECDSASD2023:          {proofType: TypeDataIntegrity, curve: "ecdsa", verifyOnly: true, check: checkDisclosure},
}

// hasher is the hash algorithm that goes with a key.
type hasher struct {
	sum  func([]byte) []byte
	rdfc rdfcanon.Hash
	size int // bytes of each half of an ECDSA signature
}

var (
	withSHA256 = hasher{func(b []byte) []byte { h := sha256.Sum256(b); return h[:] }, rdfcanon.SHA256, 32}
	withSHA384 = hasher{func(b []byte) []byte { h := sha512.Sum384(b); return h[:] }, rdfcanon.SHA384, 48}
)

// hasherFor finds the hash for a key, and refuses keys of another kind.
func (s suite) hasherFor(key crypto.PublicKey) (hasher, error) {
	switch k := key.(type) {
	case ed25519.PublicKey:
		if s.curve == "ed25519" && len(k) == ed25519.PublicKeySize {
			return withSHA256, nil
		}
	case *ecdsa.PublicKey:
		switch {
		case s.curve != "ecdsa" || k == nil:
		case k.Curve == elliptic.P256():
			return withSHA256, nil
		case k.Curve == elliptic.P384():
			return withSHA384, nil
		}
	}
	return hasher{}, fail(CodeKeyType, "/verificationMethod", fmt.Sprintf("the suite needs another kind of key (%s)", s.curve))
}

func (s suite) verify(subject *subject, proof map[string]any, key Key) error {
	if s.check != nil {
		return s.check(subject, proof, key)
	}
	h, err := s.hasherFor(key.Public)
	if err != nil {
		return err
	}
	value, _ := proof["proofValue"].(string)
	signature, err := decodeBase58(value)
	if err != nil {
		return err
	}
	digest, err := s.digest(subject, proof, h)
	if err != nil {
		return err
	}
	if !signedBy(key.Public, h, digest, signature) {
		return fail(CodeSignature, "/proofValue", "the signature does not match the document and the key")
	}
	return nil
}

// maxProofValue bounds what is decoded; a P-384 signature has 132 letters.
const maxProofValue = 200

func decodeBase58(value string) ([]byte, error) {
	if len(value) < 2 || len(value) > maxProofValue || value[0] != 'z' {
		return nil, fail(CodeBadValue, "/proofValue", "the proof value is not in base58 (multibase z)")
	}
	data, err := base58.Decode(value[1:])
	if err != nil {
		return nil, fail(CodeBadValue, "/proofValue", "the proof value is not in base58")
	}
	return data, nil
}

func signedBy(key crypto.PublicKey, h hasher, message, signature []byte) bool {
	switch k := key.(type) {
	case ed25519.PublicKey:
		return len(signature) == ed25519.SignatureSize && ed25519.Verify(k, message, signature)
	case *ecdsa.PublicKey:
		if len(signature) != 2*h.size {
			return false
		}
		r, s := new(big.Int).SetBytes(signature[:h.size]), new(big.Int).SetBytes(signature[h.size:])
		return ecdsa.Verify(k, h.sum(message), r, s)
	}
	return false
}

// rdfcDigest is the hash of eddsa-rdfc-2022, section 3.2.4.
func rdfcDigest(s *subject, proof map[string]any, h hasher) ([]byte, error) {
	document, err := s.rdfc(h.rdfc)
	if err != nil {
		return nil, err
	}
	config, err := s.configRDFC(proof, h.rdfc)
	if err != nil {
		return nil, err
	}
	return slices.Concat(h.sum(config), h.sum(document)), nil
}

// jcsDigest is the hash of eddsa-jcs-2022, section 3.3.4. Nothing is expanded: a
// term that no context defines is signed like any other.
func jcsDigest(s *subject, proof map[string]any, h hasher) ([]byte, error) {
	unsecured := s.unsecured
	if own, given := proof["@context"]; given {
		// Section 3.3.2: the document may have been given more contexts since.
		secured, signed := asList(s.document["@context"]), asList(own)
		if len(signed) > len(secured) || !sameJSON(signed, secured[:len(signed)]) {
			return nil, fail(CodeContext, "/@context", "the context of the document does not begin with the one that was signed")
		}
		unsecured = maps.Clone(unsecured)
		unsecured["@context"] = own
	}
	document, err := canonicalJSON(unsecured)
	if err != nil {
		return nil, err
	}
	config := maps.Clone(proof)
	delete(config, "proofValue")
	options, err := canonicalJSON(config)
	if err != nil {
		return nil, err
	}
	return slices.Concat(h.sum(options), h.sum(document)), nil
}
