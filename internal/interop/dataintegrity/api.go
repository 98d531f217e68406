package dataintegrity

import (
	"context"
	"crypto"
	"errors"
	"time"

	"github.com/cairnproject/cairn/internal/interop/jsonld"
)

// Options are what verification needs besides the document.
type Options struct {
	Keys KeyResolver
	// Contexts reads JSON-LD; nil means the embedded contexts and no others.
	Contexts *jsonld.Processor
	// Now is when proofs and keys must be in force. Zero: not judged.
	Now time.Time
	// Purpose is what proofs must be made for; empty means assertionMethod.
	Purpose string
}

// Verify checks every proof of a document, in the order in which they stand. The
// document comes from strictjson.Tree and is not changed. No proof gives no
// results. An error means that the member proof holds something that is no proof
// (a diag.List), or that ctx ended; everything else is in the results.
func Verify(_ context.Context, _ map[string]any, _ Options) ([]ProofResult, error) {
	return nil, errors.New("dataintegrity: not built yet")
}

// SignOptions describe the proof to make.
type SignOptions struct {
	// Cryptosuite is a name of this package; ecdsa-sd-2023 cannot be made.
	Cryptosuite string
	// Signer holds the private key: ed25519, or ECDSA on P-256 or P-384.
	Signer             crypto.Signer
	VerificationMethod string
	Created            time.Time
	Expires            time.Time // zero: none
	Purpose            string    // empty: assertionMethod
	ID                 string    // of the proof; empty: none
	Domain             []string
	Challenge, Nonce   string
	// PreviousProof are ids of proofs of the document that this one covers.
	PreviousProof []string
	Contexts      *jsonld.Processor // nil: the embedded contexts
}

// Sign returns a copy of the document with one proof more; proof is always an
// array, as the schema of Open Badges 3.0 wants it. The document comes from
// strictjson.Tree. An error is a diag.List where the document cannot be signed.
func Sign(_ context.Context, _ map[string]any, _ SignOptions) (map[string]any, error) {
	return nil, errors.New("dataintegrity: not built yet")
}
