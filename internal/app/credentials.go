package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/interop/statuslist"
	"github.com/cairnproject/cairn/internal/store"
)

// Credential returns an issued credential. Codes: not_found, unavailable,
// internal.
func (s *Service) Credential(ctx context.Context, id uuid.UUID) (Issued, error) {
	c, err := s.store.Credential(ctx, id)
	if err != nil {
		return Issued{}, stored(err, "credential "+id.String())
	}
	return s.issued(c), nil
}

// Credentials lists issued credentials, newest first. Codes: usage (the
// cursor), unavailable, internal.
func (s *Service) Credentials(ctx context.Context, f store.CredentialFilter, page store.Page) ([]Issued, string, error) {
	list, next, err := s.store.ListCredentials(ctx, f, page)
	out := make([]Issued, len(list))
	for i := range list {
		out[i] = s.issued(list[i])
	}
	return out, next, stored(err, "list of credentials")
}

// SetStanding revokes, suspends or reinstates a credential; the status list says
// so from now on. A standing that it has already is no error. Codes: not_found,
// invalid (no suspension list), conflict (revoked for good), unavailable,
// internal.
func (s *Service) SetStanding(ctx context.Context, id uuid.UUID, standing store.Standing, reason string) (Issued, error) {
	old, err := s.Credential(ctx, id)
	if err != nil || old.Standing == standing {
		return old, err
	}
	if standing == store.StandingSuspended {
		if err := s.suspendable(&old); err != nil {
			return old, err
		}
	}
	if old.Standing == store.StandingRevoked {
		return old, fault.New(fault.Conflict, "The credential was revoked on "+old.Changed.Format(time.DateOnly)+", which cannot be undone; issue another.")
	}
	c := old.Credential
	c.Standing, c.Reason, c.Changed = standing, reason, s.stamp()
	return s.update(ctx, c)
}

// suspendable refuses to suspend what names no suspension list: nobody would
// see it.
func (s *Service) suspendable(c *Issued) error {
	doc, _, err := issuing.Reopen(issuing.Signed{Body: c.Body, MediaType: c.MediaType})
	if err != nil {
		return fault.From(err)
	}
	entries, _ := statuslist.Entries(doc["credentialStatus"])
	for _, e := range entries {
		if e.Purpose == statuslist.Suspension {
			return nil
		}
	}
	return fault.List(fault.Invalid, "The credential cannot be suspended.", diag.List{{
		Code: "no_suspension_list", Message: "the credential names no status list for suspension",
		Suggestion: "revoke it, or set “suspension” in the issuer file before issuing",
	}})
}

func (s *Service) update(ctx context.Context, c store.Credential) (Issued, error) {
	out, err := s.store.UpdateCredential(ctx, c)
	if errors.Is(err, store.ErrConflict) {
		return Issued{}, fault.Wrap(fault.Conflict, "The credential was changed in the meantime, or is revoked.", err)
	}
	if err != nil {
		return Issued{}, stored(err, "credential "+c.ID.String())
	}
	return s.issued(out), nil
}

// Renew signs the credential again under the same id, valid from now until a
// later moment; readers that ask its refresh service get the new one. Codes:
// not_found, invalid, conflict, unavailable, internal.
func (s *Service) Renew(ctx context.Context, id uuid.UUID, until time.Time) (Issued, error) {
	old, err := s.Credential(ctx, id)
	if err != nil {
		return old, err
	}
	now := s.stamp().Truncate(time.Second)
	if !until.After(now) {
		return old, fault.List(fault.Invalid, "The credential cannot be renewed.", diag.List{{Code: "bad_dates", Pointer: "/until", Message: "the new end lies in the past"}})
	}
	if old.Standing != store.StandingActive {
		return old, fault.New(fault.Conflict, "The credential is "+string(old.Standing)+"; only an active one is renewed.")
	}
	signer, err := s.signers.Of(old.Institution)
	if err != nil {
		return old, err
	}
	doc, format, err := issuing.Reopen(issuing.Signed{Body: old.Body, MediaType: old.MediaType})
	if err != nil {
		return old, fault.From(fmt.Errorf("read credential %s: %w", id, err))
	}
	doc = maps.Clone(doc)
	doc["validFrom"], doc["validUntil"] = now.Format(time.RFC3339), until.UTC().Format(time.RFC3339)
	signed, err := signer.Sign(ctx, doc, format, now)
	if err != nil {
		return old, refused(err)
	}
	c := old.Credential
	c.From, c.Until, c.Changed, c.MediaType, c.Body = now, until.UTC().Truncate(time.Second), now, signed.MediaType, signed.Body
	return s.update(ctx, c)
}

// standingOf is what each list says.
var standingOf = map[string]store.Standing{
	statuslist.Revocation: store.StandingRevoked, statuslist.Suspension: store.StandingSuspended,
}

// PublishedList is a status list, with a tag that changes with what it says and
// with the key that signs it, not with the moment of signing.
type PublishedList struct {
	issuing.Signed

	Tag string
}

// StatusList returns a status list, signed now. Codes: not_found, unavailable,
// internal.
func (s *Service) StatusList(ctx context.Context, slug string, list int64, purpose string) (PublishedList, error) {
	signer, err := s.signers.At(slug)
	if err != nil {
		return PublishedList{}, err
	}
	standing, ok := standingOf[purpose]
	if !ok {
		return PublishedList{}, fault.New(fault.NotFound, "There is no status list for "+purpose+".")
	}
	set, entries, err := s.store.Marked(ctx, signer.Institution, list, standing)
	if err != nil {
		return PublishedList{}, stored(err, fmt.Sprintf("status list %d of %s", list, slug))
	}
	signed, err := signer.StatusList(ctx, list, purpose, entries, set, s.stamp())
	if err != nil {
		return PublishedList{}, fault.From(fmt.Errorf("status list: %w", err))
	}
	return PublishedList{signed, signer.ListTag(list, purpose, entries, set)}, nil
}
