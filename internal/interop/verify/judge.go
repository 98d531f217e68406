package verify

import (
	"context"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
)

// judge finds every fact about one credential.
func (s *session) judge(ctx context.Context, in *input, depth int) (*Verdict, error) {
	v := &Verdict{
		Signature: None, IssuerTrusted: Unknown, Time: TimeUnknown, Status: StatusNone, Schema: None, Recipient: None,
		Form: in.form, Document: in.doc,
	}
	for _, c := range v.checks() {
		c.CheckedAt, c.Reasons = s.now, []Reason{}
	}
	v.Checks.Signature.note(in.broken)
	v.Checks.Schema.note(in.broken)
	if in.broken.HasErrors() {
		v.Signature, v.Schema = No, No
		in.doc, v.Document = nil, nil
	}
	if in.doc == nil {
		v.Checks.Signature.note(in.warnings)
		return v, nil
	}
	var claims diag.List
	if in.token != nil {
		claims = in.token.Claims() // first: it completes a VC 1.1 credential
	}
	c := openbadge.Credential{Doc: in.doc}
	v.Credential = summary(c)
	if err := s.signature(ctx, v, in, c); err != nil {
		return nil, err
	}
	v.Checks.Signature.note(in.warnings)
	s.schema(ctx, v, in, c, claims)
	s.time(v, in, c)
	if err := s.trust(ctx, v, c); err != nil {
		return nil, err
	}
	if err := s.status(ctx, v, c, depth); err != nil {
		return nil, err
	}
	s.person(v, c)
	if err := s.inside(ctx, v, c, depth); err != nil {
		return nil, err
	}
	v.sum()
	v.Signals = SignalsOf(v)
	return v, s.refresh(ctx, v, c, depth)
}

func (v *Verdict) checks() []*Check {
	c := &v.Checks
	return []*Check{&c.Signature, &c.IssuerBound, &c.IssuerTrusted, &c.Time, &c.Status, &c.Schema, &c.Recipient}
}

// sum decides whether the credential as a whole is verified.
func (v *Verdict) sum() {
	v.Verified = v.Signature == Yes && v.IssuerBound && v.Schema == Yes && v.Time == TimeValid &&
		(v.Status == StatusNone || v.Status == Active) && v.Recipient != No
}

func summary(c openbadge.Credential) *Summary {
	s := &Summary{
		ID: c.ID(), Kind: c.Kind(), Types: c.Types(), Name: c.Name(), Issuer: c.Issuer(), IssuerName: c.IssuerName(), DataModel: "2.0",
	}
	if s.Types == nil {
		s.Types = []string{}
	}
	if c.V1() {
		s.DataModel = "1.1"
	}
	if at, ok := c.From(); ok {
		s.ValidFrom = at.UTC().Format(rfc3339)
	}
	if at, ok := c.Until(); ok {
		s.ValidUntil = at.UTC().Format(rfc3339)
	}
	s.Subject, _ = c.Subject()["id"].(string)
	return s
}

const rfc3339 = "2006-01-02T15:04:05Z07:00"

// time compares the credential's dates, and those of a JWS, with the moment of
// the question.
func (s *session) time(v *Verdict, in *input, c openbadge.Credential) {
	check := &v.Checks.Time
	from, okFrom := c.From()
	until, okUntil := c.Until()
	begins := c.Doc["validFrom"] != nil || c.Doc["issuanceDate"] != nil
	v.Time = TimeValid
	switch {
	case begins && !okFrom || c.HasUntil() && !okUntil:
		v.Time = TimeUnknown
		check.fail("bad_date", "the dates of the credential cannot be read")
	case okUntil && s.now.After(until):
		v.Time = Expired
		check.fail("expired", "valid until "+until.UTC().Format(rfc3339))
	case okFrom && s.now.Before(from):
		v.Time = NotYetValid
		check.fail("not_yet_valid", "valid from "+from.UTC().Format(rfc3339))
	case !begins:
		check.warn("no_date", "the credential does not say when its validity begins")
	}
	if in.token == nil || v.Time != TimeValid {
		return
	}
	exp, hasExp, okExp := in.token.Moment("exp")
	nbf, hasNbf, okNbf := in.token.Moment("nbf")
	switch {
	case !okExp || !okNbf:
		v.Time = TimeUnknown
		check.fail("bad_date", "the claims exp and nbf of the signature are not both numbers of seconds")
	case hasExp && !s.now.Before(exp):
		v.Time = Expired
		check.fail("expired", "the signature is valid until "+exp.Format(rfc3339))
	case hasNbf && s.now.Before(nbf):
		v.Time = NotYetValid
		check.fail("not_yet_valid", "the signature is valid from "+nbf.Format(rfc3339))
	}
}

// trust asks the institution's register.
func (s *session) trust(ctx context.Context, v *Verdict, c openbadge.Credential) error {
	check := &v.Checks.IssuerTrusted
	if s.institution == "" || s.register == nil {
		check.tell("no_register", "no institution's register of issuers was asked")
		return nil
	}
	entry, known, err := s.register.Trusts(ctx, s.institution, c.Issuer(), s.now)
	if err != nil {
		return err
	}
	switch {
	case !known:
		check.tell("no_register", s.institution+" keeps no register of issuers")
	case entry == nil:
		v.IssuerTrusted = No
		check.fail("issuer_not_listed", "the register of "+s.institution+" does not list the issuer")
	case entry.Refused:
		v.IssuerTrusted, v.Trust = No, entry
		check.fail("issuer_refused", "the register of "+s.institution+" refuses the issuer: "+entry.Reason)
	default:
		v.IssuerTrusted, v.Trust = Yes, entry
		check.tell("issuer_listed", "the register of "+s.institution+" lists the issuer as "+entry.Tier+": "+entry.Reason)
		if !v.IssuerBound {
			check.warn("issuer_not_bound", "the register lists the issuer that the credential names; that it is the issuer is not proved")
		}
	}
	return nil
}

// person compares the recipient with whoever shows the credential.
func (s *session) person(v *Verdict, c openbadge.Credential) {
	v.compare(c, s.recipient)
}

// About compares the recipient with identities of a person after the fact, as if
// they had been in the question, and sums up anew. A verdict without a credential
// stays as it is.
func (v *Verdict) About(identities []string) {
	if v.Document == nil || len(identities) == 0 {
		return
	}
	v.Recipient, v.Checks.Recipient.Reasons = None, []Reason{}
	v.compare(openbadge.Credential{Doc: v.Document}, identities)
	v.sum()
}

func (v *Verdict) compare(c openbadge.Credential, identities []string) {
	check := &v.Checks.Recipient
	m := c.MatchRecipient(identities)
	switch {
	case len(identities) == 0:
		check.tell("nobody_asked", "no person was named to compare the recipient with")
	case m.Matched:
		v.Recipient = Yes
		check.tell("recipient_matches", "the recipient was recognised by "+m.By)
		if m.Weak {
			check.warn("weak_hash", "the recipient is hashed with MD5, which proves little")
		}
	case !m.Named:
		v.Recipient = No
		check.fail("no_recipient", "the credential names no recipient")
	default:
		v.Recipient = No
		check.fail("other_recipient", "the credential is about somebody else")
	}
}
