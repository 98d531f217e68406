package verify

import (
	"context"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/vcjwt"
	"github.com/cairnproject/cairn/internal/interop/vckeys"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// maxTried is how many keys of an issuer are tried where a JWS names none.
const maxTried = 16

// jws checks the signature of a JWS. Whose the key is, is decided by what the
// issuer publishes, never by the header: an embedded jwk proves only that
// whoever signed had some key.
func (s *session) jws(ctx context.Context, t *vcjwt.Token, issuer string) ([]Proof, error) {
	p := Proof{Type: t.Header.Algorithm, VerificationMethod: t.Header.KeyID}
	keys, err := s.candidates(ctx, t, issuer)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if len(keys) == 0 {
		problem := problemIn(err)
		p.Problem = reasonOf(problem)
		p.binding = diag.Problem{Code: vckeys.Unresolved, Message: "the key cannot be found: " + problem.Message}
		return []Proof{p}, nil
	}
	chosen, failure := 0, error(nil)
	for i := range keys {
		failure = t.Verify(keys[i].Public, keys[i].Algorithm)
		if failure == nil {
			chosen, p.Verified = i, true
			break
		}
	}
	if !p.Verified {
		code := "bad_signature"
		switch {
		case t.Refused != nil:
			code = t.Refused.Code
		case !vcjwt.Supported(t.Header.Algorithm):
			code = "algorithm_refused"
		}
		p.Problem = &Reason{Severity: SeverityError, Code: code, Message: failure.Error()}
	}
	if p.VerificationMethod == "" {
		p.VerificationMethod = keys[chosen].ID
	}
	b := s.keys.Bind(ctx, issuer, &keys[chosen], s.now)
	p.Bound, p.binding = b.Bound, b.Reason
	if b.Bound && t.Header.KeyID == "" && t.Header.JWK == nil {
		p.binding.Message = "the JWS names no key, so that only those count that the issuer publishes at " + keys[chosen].Published
	}
	if iss, ok := t.Payload["iss"]; p.Bound && ok && iss != issuer {
		p.Bound, p.binding = false, diag.Problem{Code: "claim_mismatch", Message: "the claim iss names another issuer than the credential"}
	}
	return []Proof{p}, nil
}

// tree reads a document that came from elsewhere.
func tree(data []byte) (map[string]any, diag.List) {
	v, problems := strictjson.Tree(data, strictjson.TreeOptions{})
	if problems.HasErrors() {
		return nil, problems
	}
	m, ok := v.(map[string]any)
	if !ok {
		return nil, diag.List{{Code: "wrong_type", Message: "this is not a JSON object"}}
	}
	return m, nil
}
