package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
)

// RecordToday returns a stored record as it stands now: a line of a credential
// that was issued here and has been revoked or suspended since is withdrawn. What
// others issued keeps the verdict of the day of its import. Codes: not_found,
// unavailable, internal.
func (s *Service) RecordToday(ctx context.Context, id uuid.UUID) (store.StoredRecord, error) {
	r, err := s.Record(ctx, id)
	if err != nil {
		return r, err
	}
	cloned := false
	for i := range r.Record.Attainments {
		standing, err := s.ownStanding(ctx, &r.Record.Attainments[i])
		if err != nil {
			return r, err
		}
		if standing != store.StandingRevoked && standing != store.StandingSuspended {
			continue
		}
		if !cloned {
			r.Record.Attainments, cloned = slices.Clone(r.Record.Attainments), true
		}
		withdraw(&r.Record.Attainments[i], standing)
	}
	return r, nil
}

// withdraw makes of a line what the import of the credential would make of it now.
func withdraw(a *record.Attainment, standing store.Standing) {
	a.Status, a.Evidence = record.Withdrawn, catalog.SelfReported
	a.Attributes = maps.Clone(a.Attributes)
	a.Attributes[record.CredentialStatus] = string(standing)
	a.Attributes[record.CredentialVerified] = "false"
}

// ownStanding is the standing of the credential behind a line, empty where it was
// not issued here.
func (s *Service) ownStanding(ctx context.Context, a *record.Attainment) (store.Standing, error) {
	text, ok := strings.CutPrefix(a.Attributes[record.CredentialID], "urn:uuid:")
	if !ok {
		return "", nil
	}
	id, err := uuid.Parse(text)
	if err != nil {
		return "", nil //nolint:nilerr // an id of somebody else's making
	}
	c, err := s.store.Credential(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", nil
	case err != nil:
		return "", stored(err, "credential "+id.String())
	}
	// Another issuer may have taken the same id.
	if i, err := s.signers.Of(c.Institution); err == nil && i.ID != a.Attributes[record.CredentialIssuer] {
		return "", nil
	}
	return c.Standing, nil
}
