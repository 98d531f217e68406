package verify

import (
	"context"
	"slices"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/dataintegrity"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/vckeys"
)

// signature checks every proof and whose the keys are.
func (s *session) signature(ctx context.Context, v *Verdict, in *input, c openbadge.Credential) error {
	var err error
	if in.token != nil {
		v.Proofs, err = s.jws(ctx, in.token, c.Issuer())
		if c.Doc["proof"] != nil {
			v.Checks.Signature.warn("inner_proof", "the credential inside the JWS has a proof of its own, which is not read")
		}
	} else {
		v.Proofs, err = s.embedded(ctx, c)
	}
	if err != nil {
		return err
	}
	v.conclude()
	return nil
}

// conclude draws the two facts from the proofs. Every proof that is understood
// must verify; one of an unknown kind beside a good one is ignored. Only a key
// whose signature is good binds the issuer, where there is such a key.
func (v *Verdict) conclude() {
	good := slices.ContainsFunc(v.Proofs, func(p Proof) bool { return p.Verified })
	sign, bound := &v.Checks.Signature, &v.Checks.IssuerBound
	if len(v.Proofs) == 0 {
		sign.fail("no_proof", "the credential has no proof")
		bound.fail("no_proof", "without a proof there is no key to bind")
		return
	}
	v.Signature = truth(good)
	for i := range v.Proofs {
		p := &v.Proofs[i]
		p.Ignored = good && !p.Verified && p.unknown
		switch {
		case p.Ignored:
			sign.warn(p.Problem.Code, "ignored: "+p.Problem.Message)
			continue
		case p.Verified:
			sign.tell("signature_good", "the "+p.Type+" signature is good")
		case p.Problem != nil:
			v.Signature = No
			sign.put(*p.Problem)
		}
		if p.Verified || !good {
			v.IssuerBound = v.IssuerBound || p.Bound
		}
	}
	for i := range v.Proofs {
		if p := &v.Proofs[i]; !p.Ignored && (p.Verified || !good) && p.Bound == v.IssuerBound {
			if p.Bound {
				bound.tell(p.binding.Code, p.binding.Message)
			} else {
				bound.note(diag.List{p.binding})
			}
		}
	}
}

// embedded checks Data Integrity proofs.
func (s *session) embedded(ctx context.Context, c openbadge.Credential) ([]Proof, error) {
	source := &keySource{session: s, claimed: map[string]vckeys.Key{}, failed: map[string]error{}}
	purpose := dataintegrity.AssertionMethod
	if c.Kind() == openbadge.PresentationKind {
		purpose = "authentication"
	}
	results, err := dataintegrity.Verify(ctx, c.Doc, dataintegrity.Options{Keys: source, Contexts: s.options.Contexts, Now: s.now, Purpose: purpose, Work: s.work})
	if list, ok := err.(diag.List); ok { //nolint:errorlint // returned as it is
		return []Proof{{Type: "unknown", Problem: reasonOf(list[0]), binding: diag.Problem{Code: vckeys.Unresolved, Message: "the proof cannot be read"}}}, nil
	}
	if err != nil {
		return nil, err
	}
	out := make([]Proof, 0, len(results))
	for i := range results {
		out = append(out, s.proof(ctx, &results[i], source, c.Issuer()))
	}
	return out, nil
}

func (s *session) proof(ctx context.Context, r *dataintegrity.ProofResult, source *keySource, issuer string) Proof {
	p := Proof{Type: r.Cryptosuite, VerificationMethod: r.VerificationMethod, Verified: r.Verified}
	if p.Type == "" {
		p.Type = r.Type
	}
	if !r.Created.IsZero() {
		p.Created = r.Created.UTC().Format(rfc3339)
	}
	if !r.Verified {
		p.Problem = reasonOf(r.Problem)
	}
	p.unknown = r.Problem.Code == dataintegrity.CodeUnknownSuite || r.Type != dataintegrity.TypeDataIntegrity && r.Type != dataintegrity.TypeEd25519Signature2020
	key, err := source.lookup(ctx, r.VerificationMethod)
	b := s.keys.Bind(ctx, issuer, &key, s.now)
	if key.Public == nil && err != nil {
		b.Reason = diag.Problem{Code: vckeys.Unresolved, Message: "the key cannot be found: " + err.Error()}
	}
	p.Bound, p.binding = b.Bound, b.Reason
	return p
}

// keySource gives the keys that proofs name to the verification of proofs: the
// listed ones, and those that are only claimed, whose signatures are computed
// and bind nobody.
type keySource struct {
	session *session
	claimed map[string]vckeys.Key
	failed  map[string]error
}

// lookup finds a key once.
func (k *keySource) lookup(ctx context.Context, method string) (vckeys.Key, error) {
	if key, ok := k.claimed[method]; ok {
		return key, k.failed[method]
	}
	key, err := k.session.keys.Key(ctx, method)
	k.claimed[method], k.failed[method] = key, err
	return key, err
}

// Key implements dataintegrity.KeyResolver.
func (k *keySource) Key(ctx context.Context, method string) (dataintegrity.Key, error) {
	key, err := k.lookup(ctx, method)
	if key.Public == nil {
		return dataintegrity.Key{}, problemOf(err)
	}
	out := dataintegrity.Key{ID: key.ID, Controller: key.Controller, Public: key.Public}
	for _, m := range []struct {
		from time.Time
		to   *time.Time
	}{{key.Expires, &out.Expires}, {key.Revoked, &out.Revoked}} {
		*m.to = m.from
	}
	return out, nil
}
