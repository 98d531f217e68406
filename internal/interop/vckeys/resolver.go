package vckeys

import (
	"context"
	"net/url"
	"strings"
	"sync"

	"github.com/cairnproject/cairn/internal/interop/documents"
)

// Resolver finds keys for one verification and remembers what it found. It is
// safe for concurrent use.
type Resolver struct {
	documents documents.Source

	mu    sync.Mutex
	known map[string]found
}

type found struct {
	keys []Key
	err  error
}

// NewResolver makes a resolver over a source of documents.
func NewResolver(source documents.Source) *Resolver {
	if source == nil {
		source = documents.None{}
	}
	return &Resolver{documents: source, known: map[string]found{}}
}

// Key returns the key that a verification method names. Where its document
// cannot be read or does not list it, and the fragment itself spells out a key
// (https://issuer.example/1#z6Mk…), that key is returned as claimed: its
// Published is empty and the error says why. A caller may compute with it; it
// binds nobody.
func (r *Resolver) Key(ctx context.Context, method string) (Key, error) {
	keys, err := r.once("method "+method, func() ([]Key, error) {
		k, err := r.resolve(ctx, method)
		return []Key{k}, err
	})
	return keys[0], err
}

// once remembers answers; what was not answered for lack of time is asked again.
func (r *Resolver) once(what string, ask func() ([]Key, error)) ([]Key, error) {
	r.mu.Lock()
	f, ok := r.known[what]
	r.mu.Unlock()
	if ok {
		return f.keys, f.err
	}
	f.keys, f.err = ask()
	r.mu.Lock()
	r.known[what] = f
	r.mu.Unlock()
	return f.keys, f.err
}

func (r *Resolver) resolve(ctx context.Context, method string) (Key, error) {
	base, fragment, _ := strings.Cut(method, "#")
	switch {
	case strings.HasPrefix(base, "did:key:"), strings.HasPrefix(base, "did:jwk:"):
		k, err := selfKey(base)
		if err == nil && fragment != "" && method != k.ID {
			return Key{}, problem(NoSuchKey, "the document of "+base+" has no key #"+fragment, "")
		}
		return k, err
	case strings.HasPrefix(base, "did:web:"):
		address, err := webAddress(base)
		if err != nil {
			return Key{}, err
		}
		return r.listed(ctx, address, base, method)
	case strings.HasPrefix(base, "did:"):
		return Key{}, problem(UnknownMethod, "the DID method of "+base+" is not supported", "did:key, did:web and did:jwk are")
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		bad := problem(BadMethod, "“"+method+"” is not a DID URL and not an https URL", "")
		if err == nil && u.IsAbs() {
			return claimed(method, bad)
		}
		return Key{}, bad
	}
	return r.listed(ctx, base, base, method)
}

// claimed is the key that the fragment of a method spells out, with the error
// that says why it is no more than that.
func claimed(method string, why error) (Key, error) {
	if _, fragment, _ := strings.Cut(method, "#"); strings.HasPrefix(fragment, "z") {
		if public, bad := Multikey(fragment); bad == nil {
			return Key{ID: method, Type: "Multikey", Public: public}, why
		}
	}
	return Key{}, why
}

// listed is the key of a method as its controller's document lists it, or as its
// name claims it.
func (r *Resolver) listed(ctx context.Context, address, id, method string) (Key, error) {
	c, err := r.document(ctx, address, id)
	if err == nil {
		k, missing := c.find(method)
		if missing == nil {
			return k, nil
		}
		err = missing
	}
	return claimed(method, err)
}
