// Package dataintegrity verifies and creates embedded proofs: W3C Verifiable
// Credential Data Integrity 1.0 with the cryptosuites eddsa-rdfc-2022,
// eddsa-jcs-2022, ecdsa-rdfc-2019, ecdsa-jcs-2019, derived ecdsa-sd-2023 proofs,
// and the older Ed25519Signature2020.
//
// It answers one question about each proof: did the holder of the key that the
// proof names sign this document? Whether the key belongs to the issuer, whether
// the issuer is trusted, and whether the credential is in force are other
// questions; what they need is in the [ProofResult].
package dataintegrity

import (
	"context"
	"crypto"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
)

// The cryptosuites by name.
const (
	EdDSARDFC2022        = "eddsa-rdfc-2022"
	EdDSAJCS2022         = "eddsa-jcs-2022"
	ECDSARDFC2019        = "ecdsa-rdfc-2019"
	ECDSAJCS2019         = "ecdsa-jcs-2019"
	ECDSASD2023          = "ecdsa-sd-2023"
	Ed25519Signature2020 = "Ed25519Signature2020" // a proof type; it names no suite
	// EdDSA2022 is what drafts called eddsa-rdfc-2022; it is verified, not made.
	EdDSA2022 = "eddsa-2022"
)

// The proof types.
const (
	TypeDataIntegrity        = "DataIntegrityProof"
	TypeEd25519Signature2020 = "Ed25519Signature2020"
)

// AssertionMethod is the proof purpose of credentials.
const AssertionMethod = "assertionMethod"

// Key is a public key as the document of its controller gives it.
type Key struct {
	// ID is the absolute URL of the verification method.
	ID string
	// Controller is the one whom the document names as the key's controller: a
	// DID or an https URL. A caller compares it with the issuer.
	Controller string
	// Public is an ed25519.PublicKey, or an *ecdsa.PublicKey on P-256 or P-384.
	Public crypto.PublicKey
	// Purposes are the verification relationships of the controller's document
	// that list the key. A proof for another purpose is refused. Nil means that
	// the resolver checked this itself or cannot know.
	Purposes []string
	// Expires and Revoked are zero where nothing is stated. A proof created after
	// either, or without a date where either has passed, is refused.
	Expires, Revoked time.Time
}

// KeyResolver finds keys.
type KeyResolver interface {
	// Key returns the key behind a verification method, an absolute URL that
	// comes from the document and is not to be trusted. An error says why there
	// is none; the first problem of a diag.List in its chain becomes the result's
	// problem, otherwise its code is key_unresolved. Nothing may be taken from the URL but the
	// key that a self-describing method (did:key, did:jwk) spells out.
	Key(ctx context.Context, verificationMethod string) (Key, error)
}

// ProofResult is what is known about one proof.
type ProofResult struct {
	// Index is the place of the proof in the document's array of proofs.
	Index int `json:"index"`
	// Verified: the signature is good, over this whole document, for the purpose
	// stated, in its time, and so is every proof that it builds upon.
	Verified bool `json:"verified"`
	// Problem says why not; its code is empty where Verified.
	Problem diag.Problem `json:"problem,omitzero"`
	// Details are all the problems of the document, where it is the document that
	// cannot be canonicalised; Problem is the first of them.
	Details diag.List `json:"details,omitempty"`

	ID                 string    `json:"id,omitempty"`
	Type               string    `json:"type"`
	Cryptosuite        string    `json:"cryptosuite"`
	VerificationMethod string    `json:"verificationMethod"`
	Purpose            string    `json:"proofPurpose"`
	Created            time.Time `json:"created,omitzero"`
	Expires            time.Time `json:"expires,omitzero"`
	// Domain, Challenge and Nonce are what the proof says; comparing them with
	// what was asked for is the caller's.
	Domain    []string `json:"domain,omitempty"`
	Challenge string   `json:"challenge,omitempty"`
	Nonce     string   `json:"nonce,omitempty"`
	// PreviousProof are the ids of the proofs that this one covers.
	PreviousProof []string `json:"previousProof,omitempty"`
	// Key is the key that was tried; zero where none was found.
	Key Key `json:"-"`
}
