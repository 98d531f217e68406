// Package vckeys finds the public keys that credentials are signed with, and
// says whose they are. Two questions are kept apart: which key does a proof
// name, and does the issuer itself publish that key for assertions. Anybody can
// name a key; only the second answer binds it.
//
// Methods: did:key, did:jwk (self-describing), did:web and https (documents of
// the controller), and the JWK sets of https issuers (Open Badges 3.0, 8.2.4).
// Standards: W3C Controlled Identifiers 1.0, DID Core 1.0, the did:key, did:web
// and did:jwk method specifications, RFC 7517.
package vckeys

import (
	"crypto"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
)

// Key is one public key and what its publisher says of it.
type Key struct {
	// ID is the absolute URL of the verification method, or a JWK's kid.
	ID string
	// Type is that of the method: Multikey, JsonWebKey and so on.
	Type string
	// Controller is whose key its document says it is: a DID or URL. In a JWK set
	// it is the member iss, often empty.
	Controller string
	// Public is an ed25519.PublicKey, *ecdsa.PublicKey (P-256, P-384) or
	// *rsa.PublicKey.
	Public crypto.PublicKey
	// Algorithm is the only JWS algorithm that the key is for; empty: any that fits.
	Algorithm string
	// Published is the address of the document that lists the key, or the DID
	// that spells it out; empty where the key is only claimed: named by whoever
	// signed and published by nobody.
	Published string
	// Assertion: the document lists the key for assertions.
	Assertion bool
	// Expires and Revoked are zero where nothing is stated.
	Expires, Revoked time.Time

	// barred says why the document lists the key and it is no key to use. Such keys
	// never leave the package: they only keep Bind from binding what another document
	// of the issuer lists without saying so.
	barred diag.Problem
}

// usableOnly leaves out the keys that are barred.
func usableOnly(keys []Key) []Key {
	var out []Key
	for i := range keys {
		if keys[i].barred.Code == "" {
			out = append(out, keys[i])
		}
	}
	return out
}

// Error says why there is no key; Code is stable.
type Error struct{ diag.Problem }

// Error is the message for people.
func (e *Error) Error() string { return e.Message }

func problem(code, message, suggestion string) *Error {
	return &Error{diag.Problem{Code: code, Message: message, Suggestion: suggestion}}
}

// The codes of an Error.
const (
	// BadMethod: the verification method is not an absolute URL of a known form.
	BadMethod = "bad_verification_method"
	// UnknownMethod: a DID method that is not supported.
	UnknownMethod = "unknown_did_method"
	// BadKey: the key cannot be read or is not accepted.
	BadKey = "bad_key"
	// BadController: the document is not that of the one who is asked for.
	BadController = "bad_controller_document"
	// NoSuchKey: the document does not list the key.
	NoSuchKey = "no_such_key"
)
