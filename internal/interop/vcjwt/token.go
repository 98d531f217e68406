// Package vcjwt reads credentials that are signed as a compact JWS: the VC-JWT
// form of Open Badges 3.0 (8.2) over VC 2.0 and, in the claim vc, over VC 1.1,
// and W3C "Securing Verifiable Credentials using JOSE" (application/vc+jwt).
//
// Reading and verifying are apart: [Parse] trusts nothing, [Token.Verify] checks
// the signature with a key that the caller has chosen, and [Token.Claims]
// compares the registered claims with the credential.
package vcjwt

import (
	"bytes"
	"encoding/base64"
	"errors"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// MaxSize is the largest compact JWS that is read, in bytes.
const MaxSize = 8 << 20

// Form is how the payload holds the credential.
type Form string

// The forms.
const (
	// FormClaims: the payload is the credential, with registered claims beside
	// its members (Open Badges 3.0 over VC 2.0).
	FormClaims Form = "vc-jwt"
	// FormV1: the credential is in the claim vc (VC 1.1).
	FormV1 Form = "vc-jwt-1.1"
	// FormJOSE: the payload is the credential and nothing else is required (typ vc+jwt).
	FormJOSE Form = "vc+jwt"
)

// Header are the members of the protected header that are read.
type Header struct {
	Algorithm string
	KeyID     string
	Type      string
	Issuer    string // the header iss, where the JOSE form repeats it
	// JWK is the embedded key as JSON text; nil without one.
	JWK []byte
}

// Token is one compact JWS, read and not yet verified.
type Token struct {
	Header Header
	Form   Form
	// Payload is the claims set.
	Payload map[string]any
	// Credential is the credential: the payload without registered claims, or the
	// claim vc.
	Credential map[string]any
	// Refused says why the signature is not even tried: the header asks for what is
	// never done, or the signature cannot be read. Nil where it is tried.
	Refused *diag.Problem
	// Warnings are departures from the standard that do no harm.
	Warnings diag.List

	compact string
}

// registered are the JWT claims that are no members of a credential.
var registered = []string{"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf"}

// decisive are the members that a credential in the claim vc must not have beside it:
// whoever passed them over would take what has ended, or was revoked, for good.
var decisive = []string{"credentialSubject", "credentialStatus", "validUntil", "expirationDate"}

// Looks reports whether text has the shape of a compact JWS.
func Looks(data []byte) bool {
	text := bytes.TrimSpace(data)
	return bytes.HasPrefix(text, []byte("eyJ")) && bytes.Count(text, []byte(".")) == 2 && !bytes.ContainsAny(text, " {\"")
}

// Parse reads a compact JWS. The problems are of the codes bad_jws, bad_claims
// and those of strictjson.Tree; what is wrong with the header or the signature
// alone is in Refused, so that the rest can be looked at.
func Parse(data []byte) (*Token, diag.List) {
	text := string(bytes.TrimSpace(data))
	if len(text) > MaxSize {
		return nil, bad("file_too_large", "the JWS is larger than 8 MiB")
	}
	parts := strings.Split(text, ".")
	if strings.ContainsAny(text, "\r\n") { // which encoding/base64 passes over
		return nil, bad("bad_jws", "a compact JWS has no line breaks")
	}
	if len(parts) != 3 {
		return nil, bad("bad_jws", "a compact JWS has three parts, divided by dots")
	}
	head, problems := part(parts[0], "header")
	if problems != nil {
		return nil, problems
	}
	body, problems := part(parts[1], "payload")
	if problems != nil {
		return nil, problems
	}
	t := &Token{Payload: body, compact: text}
	t.header(head)
	if _, err := base64.RawURLEncoding.Strict().DecodeString(parts[2]); err != nil {
		t.refuse("the signature is not base64url")
	}
	if problems := t.split(); problems != nil {
		return nil, problems
	}
	return t, nil
}

// part decodes the header or the payload.
func part(text, name string) (map[string]any, diag.List) {
	data, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, bad("bad_jws", "the "+name+" is not base64url")
	}
	v, problems := strictjson.Tree(data, strictjson.TreeOptions{})
	if problems.HasErrors() {
		for i := range problems {
			problems[i].Message = "in the " + name + " of the JWS: " + problems[i].Message
		}
		return nil, problems
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, bad("bad_jws", "the "+name+" is not a JSON object")
	}
	return m, nil
}

// split finds the credential in the payload.
func (t *Token) split() diag.List {
	typ := strings.TrimPrefix(strings.ToLower(t.Header.Type), "application/")
	if vc, ok := t.Payload["vc"]; ok {
		c, ok := vc.(map[string]any)
		if !ok {
			return bad("bad_claims", "the claim vc is not an object")
		}
		for _, name := range decisive { // which of the two would a reader take?
			if t.Payload[name] != nil {
				return bad("bad_claims", "the payload holds a credential both in the claim vc and beside it ("+name+")")
			}
		}
		t.Form, t.Credential = FormV1, c
		t.checkType(typ, "jwt", "vc+jwt")
		return nil
	}
	t.Credential = make(map[string]any, len(t.Payload))
	for name, v := range t.Payload {
		if !slices.Contains(registered, name) {
			t.Credential[name] = v
		}
	}
	t.Form = FormClaims
	if typ == "vc+jwt" || typ == "vc+ld+json+jwt" {
		t.Form = FormJOSE
	}
	t.checkType(typ, "jwt", "vc+jwt", "vc+ld+json+jwt", "vp+jwt")
	return nil
}

func bad(code, message string) diag.List {
	return diag.List{{Code: code, Message: message}}
}

// errKey is a key that does not fit the algorithm.
var errKey = errors.New("the key does not fit the algorithm")
