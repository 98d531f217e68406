package issuing

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/dataintegrity"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/vcjwt"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// Format is how a credential is secured.
type Format string

// The formats. The zero value means EmbeddedEdDSA.
const (
	EmbeddedEdDSA Format = "eddsa-rdfc-2022"
	EmbeddedECDSA Format = "ecdsa-rdfc-2019"
	JWTRS256      Format = "vc-jwt-rs256"
	JWTES256      Format = "vc-jwt-es256"
	JWTEdDSA      Format = "vc-jwt-eddsa"
)

// formats say which key signs each format.
var formats = map[Format]struct {
	algorithm string
	jwt       bool
}{
	EmbeddedEdDSA: {EdDSA, false}, EmbeddedECDSA: {ES256, false},
	JWTRS256: {RS256, true}, JWTES256: {ES256, true}, JWTEdDSA: {EdDSA, true},
}

// Formats lists the formats.
func Formats() []Format { return []Format{EmbeddedEdDSA, EmbeddedECDSA, JWTRS256, JWTES256, JWTEdDSA} }

// Signed is a signed credential.
type Signed struct {
	// Body is JSON, or a compact JWS.
	Body      []byte
	MediaType string
}

// The media types of signed credentials (VC 2.0, C.1; Open Badges 3.0, 8.2.3).
const (
	MediaJSON = "application/vc"
	MediaJWT  = "text/plain"
)

// Sign secures a document with the newest key that fits the format. The error is
// a diag.List where the format or the document is at fault.
func (i *Issuer) Sign(ctx context.Context, doc map[string]any, f Format, now time.Time) (Signed, error) {
	if f == "" {
		f = EmbeddedEdDSA
	}
	how, ok := formats[f]
	if !ok {
		return Signed{}, diag.List{{Code: "bad_value", Pointer: "/format", Message: fmt.Sprintf("%q is not a format; %v are", f, Formats())}}
	}
	key, ok := i.KeySet.For(how.algorithm)
	if !ok {
		return Signed{}, diag.List{{Code: "no_signing_key", Pointer: "/format", Message: fmt.Sprintf("the issuer has no key for %s, which needs %s", f, how.algorithm), Suggestion: "cairn issuer new-key --algorithm " + how.algorithm}}
	}
	if how.jwt {
		return i.signJWT(doc, key)
	}
	signed, err := dataintegrity.Sign(ctx, doc, dataintegrity.SignOptions{
		Cryptosuite: string(f), Signer: key.Private, VerificationMethod: i.Method(key), Created: now.UTC().Truncate(time.Second),
	})
	if err != nil {
		return Signed{}, err
	}
	body, err := encode(signed)
	return Signed{Body: body, MediaType: MediaJSON}, err
}

// signJWT makes the VC-JWT form of Open Badges 3.0, 8.2: the credential with the
// registered claims beside its members.
func (i *Issuer) signJWT(doc map[string]any, key *Key) (Signed, error) {
	claims := maps.Clone(doc)
	c := openbadge.Credential{Doc: doc}
	claims["iss"], claims["jti"] = i.ID, c.ID()
	if from, ok := c.From(); ok {
		claims["nbf"] = from.Unix()
	}
	if until, ok := c.Until(); ok {
		claims["exp"] = until.Unix()
	}
	if id, ok := c.Subject()["id"].(string); ok {
		claims["sub"] = id
	}
	payload, err := encode(claims)
	if err != nil {
		return Signed{}, err
	}
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.SignatureAlgorithm(key.Algorithm), Key: key.Private},
		(&jose.SignerOptions{}).WithType("JWT").WithHeader("kid", i.Method(key)),
	)
	if err != nil {
		return Signed{}, err
	}
	jws, err := signer.Sign(payload)
	if err != nil {
		return Signed{}, err
	}
	text, err := jws.CompactSerialize()
	return Signed{Body: []byte(text), MediaType: MediaJWT}, err
}

// encode writes JSON as people read it: without escaped ampersands.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// tree reads a document as signatures see it.
func tree(data []byte) (map[string]any, error) {
	v, problems := strictjson.Tree(data, strictjson.TreeOptions{})
	if err := problems.Err(); err != nil {
		return nil, err
	}
	doc, ok := v.(map[string]any)
	if !ok {
		return nil, diag.List{{Code: "wrong_type", Message: "a credential is a JSON object"}}
	}
	return doc, nil
}

// Reopen takes a signed credential apart: the document as it was before it was
// signed, and the format. Nothing is verified.
func Reopen(s Signed) (map[string]any, Format, error) {
	if s.MediaType == MediaJWT {
		t, problems := vcjwt.Parse(s.Body)
		if err := problems.Err(); err != nil {
			return nil, "", err
		}
		for f, how := range formats {
			if how.jwt && how.algorithm == t.Header.Algorithm {
				return t.Credential, f, nil
			}
		}
		return nil, "", fmt.Errorf("no format signs with %s", t.Header.Algorithm)
	}
	doc, err := tree(s.Body)
	if err != nil {
		return nil, "", err
	}
	f := EmbeddedEdDSA
	if list, ok := doc["proof"].([]any); ok && len(list) > 0 {
		if proof, ok := list[0].(map[string]any); ok && proof["cryptosuite"] == string(EmbeddedECDSA) {
			f = EmbeddedECDSA
		}
	}
	delete(doc, "proof")
	return doc, f, nil
}
