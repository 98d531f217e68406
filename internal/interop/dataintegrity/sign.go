package dataintegrity

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/asn1"
	"fmt"
	"maps"
	"math/big"
	"time"

	"github.com/mr-tron/base58"

	"github.com/cairnproject/cairn/internal/diag"
)

// Sign returns a copy of the document with one proof more; proof is always an
// array, as the schema of Open Badges 3.0 wants it. The document comes from
// strictjson.Tree. An error is a diag.List where the document cannot be signed.
// ECDSA signatures differ from call to call.
func Sign(ctx context.Context, document map[string]any, o SignOptions) (map[string]any, error) {
	s, known := suites[o.Cryptosuite]
	if !known || s.verifyOnly {
		return nil, diag.List{{Code: CodeUnsupportedSign, Message: fmt.Sprintf("proofs of the suite %q cannot be made", o.Cryptosuite)}}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	h, err := s.hasherFor(o.Signer.Public())
	if err != nil {
		return nil, listOf(err)
	}
	proofs, err := proofsOf(document)
	if err != nil {
		return nil, err
	}
	previous, err := pick(proofs, o.PreviousProof)
	if err != nil {
		return nil, listOf(err)
	}
	proof := o.proof(s, document)
	digest, err := s.digest(newSubject(document, o.Contexts, nil).with(previous), proof, h)
	if err != nil {
		return nil, listOf(err)
	}
	signature, err := signWith(o.Signer, h, digest)
	if err != nil {
		return nil, err
	}
	proof["proofValue"] = "z" + base58.Encode(signature)
	signed := maps.Clone(document)
	all := make([]any, 0, len(proofs)+1)
	for _, p := range proofs {
		all = append(all, p)
	}
	signed["proof"] = append(all, proof)
	return signed, nil
}

// listOf turns the error of a check into problems.
func listOf(err error) error {
	problem, details := problemOf(err)
	if len(details) > 0 {
		return details
	}
	return diag.List{problem}
}

// pick finds the proofs to build upon.
func pick(proofs []map[string]any, ids []string) ([]any, error) {
	var out []any
	for _, id := range ids {
		before := len(out)
		for _, p := range proofs {
			if p["id"] == id {
				out = append(out, p)
			}
		}
		if len(out) != before+1 {
			return nil, fail(CodePrevious, "/previousProof", fmt.Sprintf("there is not exactly one proof with the id %q", id))
		}
	}
	return out, nil
}

// proof writes the options down as a proof without a value.
func (o SignOptions) proof(s suite, document map[string]any) map[string]any {
	purpose := o.Purpose
	if purpose == "" {
		purpose = AssertionMethod
	}
	proof := map[string]any{
		"type": s.proofType, "verificationMethod": o.VerificationMethod, "proofPurpose": purpose,
	}
	if s.proofType == TypeDataIntegrity {
		proof["cryptosuite"] = o.Cryptosuite
	}
	if o.Cryptosuite == EdDSAJCS2022 || o.Cryptosuite == ECDSAJCS2019 {
		if context, given := document["@context"]; given {
			proof["@context"] = context
		}
	}
	for name, text := range map[string]string{"id": o.ID, "challenge": o.Challenge, "nonce": o.Nonce} {
		if text != "" {
			proof[name] = text
		}
	}
	for name, t := range map[string]time.Time{"created": o.Created, "expires": o.Expires} {
		if !t.IsZero() {
			proof[name] = t.UTC().Format(time.RFC3339)
		}
	}
	for name, texts := range map[string][]string{"domain": o.Domain, "previousProof": o.PreviousProof} {
		switch len(texts) {
		case 0:
		case 1:
			proof[name] = texts[0]
		default:
			list := make([]any, len(texts))
			for i, text := range texts {
				list[i] = text
			}
			proof[name] = list
		}
	}
	return proof
}

// signWith signs a message in the form of the suites: for ECDSA both numbers in
// full length, one behind the other.
func signWith(signer crypto.Signer, h hasher, message []byte) ([]byte, error) {
	if _, isEd25519 := signer.Public().(ed25519.PublicKey); isEd25519 {
		return signer.Sign(rand.Reader, message, crypto.Hash(0))
	}
	hash := crypto.SHA256
	if h.size == withSHA384.size {
		hash = crypto.SHA384
	}
	der, err := signer.Sign(rand.Reader, h.sum(message), hash)
	if err != nil {
		return nil, err
	}
	var parts struct{ R, S *big.Int }
	if _, err := asn1.Unmarshal(der, &parts); err != nil {
		return nil, fmt.Errorf("the signer's signature is no ECDSA signature: %w", err)
	}
	out := make([]byte, 2*h.size)
	parts.R.FillBytes(out[:h.size])
	parts.S.FillBytes(out[h.size:])
	return out, nil
}
