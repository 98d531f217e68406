package app

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"github.com/cairnproject/cairn/internal/config"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/interop/webfetch"
)

// freshDocument is how long a document from the network is used without asking
// its server again: a revocation is seen at most this much later.
const freshDocument = time.Minute

// VerifierOptions say where a verifier finds documents.
type VerifierOptions struct {
	// Network is how far it reaches; empty means not at all.
	Network config.Network
	// Files are documents given by hand; they go before the network.
	Files *documents.Files
	// Trust is the registers of issuers; nil: none.
	Trust verify.Register
	// Now is the clock of the cache; required with a network.
	Now func() time.Time
	// Version is what servers are told about us.
	Version string
}

// NewVerifier makes the verifier that every edge shares.
func NewVerifier(o VerifierOptions) *verify.Verifier {
	var chain documents.Chain
	if o.Files != nil {
		chain = append(chain, o.Files)
	}
	if o.Network == config.NetworkPublic || o.Network == config.NetworkPrivate {
		chain = append(chain, webfetch.New(webfetch.Options{
			AllowPrivate: o.Network == config.NetworkPrivate, Now: o.Now, Fresh: freshDocument, UserAgent: "cairn/" + o.Version,
		}))
	}
	return verify.New(verify.Options{Documents: chain, Trust: o.Trust})
}

// VerifyCredential says what is known about a credential. The question's moment
// is now where it names none. Data that is no credential gets a verdict too.
func (s *Service) VerifyCredential(ctx context.Context, q verify.Question) (*verify.Verdict, error) {
	if q.Now.IsZero() {
		q.Now = s.now()
	}
	return Verify(ctx, s.verify, q)
}

// Verify asks a verifier and gives faults.
func Verify(ctx context.Context, v *verify.Verifier, q verify.Question) (*verify.Verdict, error) {
	q.Now = q.Now.UTC().Truncate(time.Second)
	if len(q.Data) == 0 {
		return nil, fault.New(fault.Malformed, "There is nothing to verify: the input is empty.")
	}
	out, err := v.Verify(ctx, q)
	if err != nil {
		return nil, fault.From(err)
	}
	return out, nil
}

// EncodeVerdict writes a verdict as one line of JSON: the bytes are the same from
// the command line and the API.
func EncodeVerdict(v *verify.Verdict) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fault.From(err)
	}
	return b.Bytes(), nil
}
