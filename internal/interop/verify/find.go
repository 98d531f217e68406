package verify

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/vcjwt"
	"github.com/cairnproject/cairn/internal/interop/vckeys"
)

// candidates are the keys that may have signed: the one that kid names, else the
// one in the header, else those that the issuer publishes.
func (s *session) candidates(ctx context.Context, t *vcjwt.Token, issuer string) ([]vckeys.Key, error) {
	var failed error
	if kid := t.Header.KeyID; kid != "" {
		keys, err := s.named(ctx, kid, issuer)
		if len(keys) > 0 {
			return keys, nil
		}
		failed = err
	}
	if t.Header.JWK != nil {
		public, err := vckeys.JWK(t.Header.JWK)
		if err != nil {
			return nil, &vckeys.Error{Problem: diag.Problem{Code: vckeys.BadKey, Message: "the key in the header: " + err.Error()}}
		}
		return []vckeys.Key{{Type: "JsonWebKey", Public: public}}, nil
	}
	if failed != nil {
		return nil, failed
	}
	keys, err := s.keys.Published(ctx, issuer)
	var fit []vckeys.Key
	for i := range keys {
		if keys[i].Assertion && len(fit) < maxTried {
			fit = append(fit, keys[i])
		}
	}
	if len(fit) == 0 && err == nil {
		err = &vckeys.Error{Problem: diag.Problem{Code: vckeys.NoSuchKey, Message: "the issuer publishes no key"}}
	}
	return fit, err
}

// named finds the key behind a kid: a DID URL, a URL of a key or key set, or a
// name that only the issuer's own keys explain.
func (s *session) named(ctx context.Context, kid, issuer string) ([]vckeys.Key, error) {
	full := kid
	if strings.HasPrefix(kid, "#") {
		full = issuer + kid
	}
	if strings.HasPrefix(full, "did:") {
		k, err := s.keys.Key(ctx, full)
		if k.Public == nil {
			return nil, err
		}
		return []vckeys.Key{k}, nil
	}
	var first error
	if u, err := url.Parse(full); err == nil && u.Host != "" {
		plain, fragment, _ := strings.Cut(full, "#")
		set, err := s.keys.Set(ctx, plain)
		if found := pick(set, full, fragment); found != nil {
			return found, nil
		}
		first = err
		if k, err := s.keys.Key(ctx, full); k.Public != nil && err == nil {
			return []vckeys.Key{k}, nil
		}
	}
	published, err := s.keys.Published(ctx, issuer)
	if found := pick(published, full, kid); found != nil {
		return found, nil
	}
	if err == nil {
		err = &vckeys.Error{Problem: diag.Problem{Code: vckeys.NoSuchKey, Message: fmt.Sprintf("no key “%s” is published", kid)}}
	}
	if first != nil {
		err = first
	}
	return nil, err
}

// pick finds keys by their whole id or its last part: keys of different kinds may have
// one name (RFC 7517, 4.5). A set of one key at the address of the key itself is that key.
func pick(keys []vckeys.Key, full, short string) []vckeys.Key {
	var out []vckeys.Key
	for i := range keys {
		if id := keys[i].ID; id != "" && (id == full || short != "" && (id == short || strings.HasSuffix(id, "#"+short))) && len(out) < maxTried {
			out = append(out, keys[i])
		}
	}
	if out != nil {
		return out
	}
	if len(keys) == 1 && keys[0].Published == full && (keys[0].ID == "" || keys[0].ID == full) {
		return keys
	}
	return nil
}

// problemIn is an error of the search for a key, as a problem.
func problemIn(err error) diag.Problem {
	if j, ok := err.(interface{ Unwrap() []error }); ok && len(j.Unwrap()) > 0 {
		err = j.Unwrap()[0]
	}
	if e, ok := errors.AsType[*vckeys.Error](err); ok {
		return e.Problem
	}
	return documents.Problem(err)
}

// keyError carries the code of a problem to the verification of proofs.
type keyError struct{ problem diag.Problem }

func (e keyError) Error() string { return e.problem.Message }

// Unwrap gives the problem, whose code becomes that of the proof.
func (e keyError) Unwrap() error { return diag.List{e.problem} }

func problemOf(err error) error { return keyError{problemIn(err)} }
