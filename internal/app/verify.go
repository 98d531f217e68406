package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/config"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/jsonld"
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
	// Now is the clock of the cache; required with a network.
	Now func() time.Time
	// Version is what servers are told about us.
	Version string
}

// NewVerifier makes the verifier that every edge shares. Files that are JSON-LD
// contexts are known to it beside the embedded ones, which they never replace;
// the fault is Usage where one cannot be read.
func NewVerifier(o VerifierOptions) (*verify.Verifier, error) {
	var (
		chain    documents.Chain
		contexts *jsonld.Processor
	)
	if o.Files != nil {
		chain = append(chain, o.Files)
		if own := o.Files.Contexts(); len(own) > 0 {
			p, err := jsonld.New(jsonld.Options{Contexts: own})
			if list, ok := errors.AsType[diag.List](err); ok {
				return nil, fault.List(fault.Usage, "A context cannot be used.", list)
			}
			contexts = p
		}
	}
	if o.Network == config.NetworkPublic || o.Network == config.NetworkPrivate {
		chain = append(chain, webfetch.New(webfetch.Options{
			AllowPrivate: o.Network == config.NetworkPrivate, Now: o.Now, Fresh: freshDocument, UserAgent: "cairn/" + o.Version,
		}))
	}
	return verify.New(verify.Options{Documents: chain, Contexts: contexts}), nil
}

// VerifyCredential says what is known about a credential. The question's moment
// is now where it names none. Data that is no credential gets a verdict too.
func (s *Service) VerifyCredential(ctx context.Context, q verify.Question) (*verify.Verdict, error) {
	if q.Now.IsZero() {
		q.Now = s.now()
	}
	if q.Institution != "" {
		view, err := s.Current(ctx)
		if err != nil {
			return nil, err
		}
		if _, ok := view.Institution(catalog.InstitutionID(q.Institution)); !ok {
			return nil, fault.List(fault.Invalid, "The institution is not known.", diag.List{{
				Code: "unknown_institution", Pointer: "/institution", Message: "no institution has the id " + q.Institution,
			}})
		}
		q.Register = Issuers{view}
	}
	return Verify(ctx, s.verify, q)
}

// Issuers are the registers of the institutions of a view.
type Issuers struct{ *View }

// Trusts implements verify.Register: the entry of the institution's register that
// holds on the day (UTC) of the moment.
func (r Issuers) Trusts(_ context.Context, institution, issuer string, at time.Time) (*verify.Trust, bool, error) {
	in, ok := r.Institution(catalog.InstitutionID(institution))
	if !ok || len(in.Issuers) == 0 {
		return nil, false, nil
	}
	e := in.IssuerOn(issuer, calendar.Of(at.UTC()))
	if e == nil {
		return nil, true, nil
	}
	return &verify.Trust{
		Institution: institution, Issuer: e.ID, Name: e.Name, Tier: string(e.Tier), Refused: e.Tier == catalog.TierRefused,
		By: e.By, Reason: e.Reason, From: day(e.Valid.From), Until: day(e.Valid.To),
	}, true, nil
}

// day is a date as text, empty where it is open.
func day(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
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
