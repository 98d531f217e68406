package vckeys

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// The codes of a Binding's reason.
const (
	// Bound: the issuer publishes the key for assertions.
	Bound = "key_of_issuer"
	// NotListed: the issuer's documents were read and do not list the key.
	NotListed = "key_not_of_issuer"
	// OtherController: the key belongs to somebody else.
	OtherController = "key_of_another"
	// WrongPurpose: the issuer lists the key, but not for assertions.
	WrongPurpose = "key_not_for_assertions"
	// KeyExpired and KeyRevoked: the issuer has withdrawn the key.
	KeyExpired = "key_expired"
	KeyRevoked = "key_revoked"
	// Unresolved: the issuer's documents cannot be read, so nothing is known.
	Unresolved = "issuer_unresolved"
)

// Published returns the keys that an issuer itself publishes for assertions. The
// errors say which of its documents could not be read; keys from the others are
// returned all the same.
func (r *Resolver) Published(ctx context.Context, issuer string) ([]Key, error) {
	keys, err := r.listing(ctx, issuer)
	return usableOnly(keys), err
}

// listing are the keys of Published and those that its documents bar.
func (r *Resolver) listing(ctx context.Context, issuer string) ([]Key, error) {
	return r.once("issuer "+issuer, func() ([]Key, error) { return r.published(ctx, issuer) })
}

func (r *Resolver) published(ctx context.Context, issuer string) ([]Key, error) {
	switch {
	case strings.HasPrefix(issuer, "did:key:"), strings.HasPrefix(issuer, "did:jwk:"):
		k, err := selfKey(issuer)
		if err != nil {
			return nil, err
		}
		return []Key{k}, nil
	case strings.HasPrefix(issuer, "did:web:"):
		address, err := webAddress(issuer)
		if err != nil {
			return nil, err
		}
		c, err := r.document(ctx, address, issuer)
		if err != nil {
			return nil, err
		}
		return c.all(), nil
	case strings.HasPrefix(issuer, "did:"):
		return nil, problem(UnknownMethod, "the DID method of "+issuer+" is not supported", "did:key, did:web and did:jwk are")
	}
	return r.ofHTTPS(ctx, issuer)
}

// ofHTTPS reads the document of an https issuer and the key set of its host
// (Open Badges 3.0, 8.2.4). A key of the set that names another issuer is left
// out.
func (r *Resolver) ofHTTPS(ctx context.Context, issuer string) ([]Key, error) {
	u, err := url.Parse(issuer)
	if err != nil || u.Host == "" || u.Scheme != "https" {
		return nil, problem(BadMethod, "the issuer “"+issuer+"” is neither a DID nor an https URL", "")
	}
	plain, _, _ := strings.Cut(issuer, "#")
	var keys []Key
	c, first := r.document(ctx, plain, issuer)
	if first == nil {
		keys = append(keys, c.all()...)
	}
	set, second := r.set(ctx, "https://"+u.Host+"/.well-known/jwks.json")
	for _, k := range set {
		if k.Controller == "" || k.Controller == issuer {
			k.Controller = issuer
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return nil, errors.Join(first, second)
	}
	return keys, nil
}

// Set reads the JWK set, or the one JWK, at an address. Its keys count as listed
// for assertions: a set has no purposes beyond "use".
func (r *Resolver) Set(ctx context.Context, address string) ([]Key, error) {
	keys, err := r.set(ctx, address)
	return usableOnly(keys), err
}

func (r *Resolver) set(ctx context.Context, address string) ([]Key, error) {
	return r.once("set "+address, func() ([]Key, error) {
		doc, err := r.documents.Get(ctx, address)
		if err != nil {
			return nil, err
		}
		if _, problems := strictjson.Tree(doc.Body, strictjson.TreeOptions{Size: 1 << 20}); problems.HasErrors() {
			return nil, problem(BadController, "the key set at "+address+" is not sound JSON: "+problems[0].Message, "")
		}
		keys := keySet(doc.Body, address)
		for i := range keys {
			keys[i].Assertion = true
		}
		if len(keys) == 0 {
			return nil, problem(NoSuchKey, "the document at "+address+" holds no usable key", "")
		}
		return keys, nil
	})
}

// Binding is the answer to "is this key the issuer's".
type Binding struct {
	Bound bool
	// Reason says why, or why not.
	Reason diag.Problem
}

// Bind decides whether a key belongs to the issuer: the issuer's own documents
// list this very public key for assertions, and it is in force at the moment
// now. Where the key came from does not matter; who says that it is theirs does.
// Where the documents contradict one another the key is not bound: what one of them
// says was revoked, has expired or is for another purpose, no other makes good.
func (r *Resolver) Bind(ctx context.Context, issuer string, key *Key, now time.Time) Binding {
	switch {
	case issuer == "":
		return no(Unresolved, "the credential names no issuer")
	case key.Public == nil:
		return no(Unresolved, "the proof names no key that can be read")
	}
	keys, err := r.listing(ctx, issuer)
	b := agreed(issuer, slices.DeleteFunc(slices.Clone(keys), func(k Key) bool { return !Equal(k.Public, key.Public) }), now)
	switch {
	case len(keys) > 0 || err == nil:
		if b.Reason.Code == NotListed && key.Published != "" && key.Controller != "" && key.Controller != issuer {
			return no(OtherController, "the key is that of "+key.Controller+", not of the issuer "+issuer)
		}
		return b
	case key.Published != "" && key.Controller != "" && key.Controller != issuer:
		return no(OtherController, "the key is that of "+key.Controller+", not of the issuer "+issuer)
	}
	return no(Unresolved, "what the issuer publishes cannot be read: "+describe(err))
}

// agreed judges the entries of one key in all documents of the issuer. An entry for
// another purpose does no harm where the same document has one for assertions.
func agreed(issuer string, entries []Key, now time.Time) Binding {
	b := no(NotListed, "the issuer's own documents do not list the key")
	asserts := map[string]bool{}
	for i := range entries {
		k := &entries[i]
		one := force(issuer, k, now)
		switch {
		case one.Bound:
			asserts[k.Published] = true
			if b.Reason.Code == NotListed {
				b = one
			}
		case k.barred.Code != "" || one.Reason.Code != WrongPurpose:
			return one
		}
	}
	for i := range entries {
		if !asserts[entries[i].Published] {
			return no(WrongPurpose, "the issuer lists the key, but not under assertionMethod")
		}
	}
	return b
}

// force judges one entry of a key that the issuer lists.
func force(issuer string, k *Key, now time.Time) Binding {
	switch {
	case k.barred.Code != "":
		return Binding{Reason: k.barred}
	case k.Controller != issuer:
		return no(OtherController, "the issuer lists the key, but as that of “"+k.Controller+"”")
	case !k.Revoked.IsZero() && !now.Before(k.Revoked):
		return no(KeyRevoked, "the issuer revoked the key on "+k.Revoked.Format(time.DateOnly))
	case !k.Expires.IsZero() && !now.Before(k.Expires):
		return no(KeyExpired, "the key expired on "+k.Expires.Format(time.DateOnly))
	case !k.Assertion:
		return no(WrongPurpose, "the issuer lists the key, but not under assertionMethod")
	}
	return Binding{Bound: true, Reason: diag.Problem{Severity: diag.Warning, Code: Bound, Message: "the issuer publishes the key at " + k.Published}}
}

func no(code, message string) Binding {
	return Binding{Reason: diag.Problem{Code: code, Message: message}}
}

// describe says in one line why documents are missing.
func describe(err error) string {
	if j, ok := err.(interface{ Unwrap() []error }); ok && len(j.Unwrap()) > 0 {
		err = j.Unwrap()[0]
	}
	if e, ok := errors.AsType[*documents.Error](err); ok {
		return e.Error()
	}
	return err.Error()
}
