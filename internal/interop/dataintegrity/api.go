package dataintegrity

import (
	"context"
	"crypto"
	"time"

	"github.com/cairnproject/cairn/internal/interop/jsonld"
	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
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
	// Work bounds the canonicalisation of several documents together; nil: each
	// has rdfcanon.DefaultSteps of its own.
	Work *Work
}

// Work is what several documents together may spend on telling blank nodes apart:
// each of hundreds of credentials in a record could ask for all that one is
// granted. It is not safe for concurrent use.
type Work struct{ left int }

// NewWork grants a number of steps of rdfcanon.
func NewWork(steps int) *Work { return &Work{steps} }

// canonicalize runs within what is left and within the limit of one document.
func (w *Work) canonicalize(quads []rdfcanon.Quad, o rdfcanon.Options) (rdfcanon.Result, error) {
	if w == nil {
		return rdfcanon.Canonicalize(quads, o)
	}
	o.Steps = max(1, min(w.left, rdfcanon.DefaultSteps)) // 0 would mean the default
	result, err := rdfcanon.Canonicalize(quads, o)
	w.left = max(0, w.left-result.Steps)
	return result, err
}

// Verify checks every proof of a document, in the order in which they stand. The
// document comes from strictjson.Tree and is not changed. No proof gives no
// results. An error means that the member proof holds something that is no proof
// (a diag.List), or that ctx ended; everything else is in the results.
func Verify(ctx context.Context, document map[string]any, o Options) ([]ProofResult, error) {
	proofs, err := proofsOf(document)
	if err != nil {
		return nil, err
	}
	if o.Purpose == "" {
		o.Purpose = AssertionMethod
	}
	v := verifier{options: o, proofs: proofs, subject: newSubject(document, o.Contexts, o.Work)}
	return v.all(ctx)
}

// SignOptions describe the proof to make.
type SignOptions struct {
	// Cryptosuite is a name of this package; ecdsa-sd-2023 cannot be made.
	Cryptosuite string
	// Signer holds the private key: ed25519, or ECDSA on P-256 or P-384.
	Signer             crypto.Signer
	VerificationMethod string
	Created            time.Time // zero: not stated
	Expires            time.Time // zero: none
	Purpose            string    // empty: assertionMethod
	ID                 string    // of the proof; empty: none
	Domain             []string
	Challenge, Nonce   string
	// PreviousProof are ids of proofs of the document that this one covers.
	PreviousProof []string
	Contexts      *jsonld.Processor // nil: the embedded contexts
}

// The codes of problems; those of jsonld and of key resolvers come besides.
const (
	CodeMalformed       = "proof_malformed"        // a member of the proof is missing or of the wrong kind
	CodeUnknownSuite    = "proof_unknown_suite"    // a type or cryptosuite that Cairn does not know
	CodeBadValue        = "proof_bad_value"        // proofValue cannot be decoded
	CodeWrongPurpose    = "proof_wrong_purpose"    // made for something else
	CodeExpired         = "proof_expired"          // the proof's own expiry has passed
	CodeContext         = "proof_context"          // the context of the proof is not the document's
	CodeSignature       = "proof_signature"        // the signature does not match the document and the key
	CodePrevious        = "proof_previous"         // a proof that it builds upon is missing or bad
	CodeTooComplex      = "rdf_too_complex"        // the document cannot be canonicalised within the work limit
	CodeKeyUnresolved   = "key_unresolved"         // there is no such key, or it cannot be had
	CodeKeyType         = "key_wrong_type"         // the suite needs another kind of key
	CodeKeyPurpose      = "key_not_for_purpose"    // its controller does not allow it for this purpose
	CodeKeyNotInForce   = "key_not_in_force"       // the key was revoked or had expired
	CodeUnsupportedSign = "proof_unsupported_sign" // Sign cannot make this proof
)
