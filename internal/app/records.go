package app

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
)

// CreateRecord stores a new record. Codes: unavailable, internal.
func (s *Service) CreateRecord(ctx context.Context, r record.Record) (store.StoredRecord, error) {
	id, err := s.id()
	if err != nil {
		return store.StoredRecord{}, err
	}
	out, err := s.store.PutRecord(ctx, id, r, store.PutOptions{At: s.stamp()})
	if err == nil {
		s.conferStored(ctx, id)
	}
	return out, stored(err, "record "+id.String())
}

// ReplaceRecord replaces the revision of a record that the caller has seen.
// Codes: not_found, precondition_failed, unavailable, internal.
func (s *Service) ReplaceRecord(ctx context.Context, id uuid.UUID, r record.Record, revision int64) (store.StoredRecord, error) {
	if err := s.expect(ctx, id, revision); err != nil {
		return store.StoredRecord{}, err
	}
	out, err := s.store.PutRecord(ctx, id, r, store.PutOptions{Expect: revision, At: s.stamp()})
	if errors.Is(err, store.ErrConflict) { // between the look and the write
		return out, revisionFault(id, revision, err)
	}
	if err == nil {
		s.conferStored(ctx, id)
	}
	return out, stored(err, "record "+id.String())
}

// DeleteRecord removes the revision of a record that the caller has seen, with
// its evaluations. Codes: not_found, precondition_failed, unavailable, internal.
func (s *Service) DeleteRecord(ctx context.Context, id uuid.UUID, revision int64) error {
	if err := s.expect(ctx, id, revision); err != nil {
		return err
	}
	return stored(s.store.DeleteRecord(ctx, id), "record "+id.String())
}

// Record returns a stored record. Codes: not_found, unavailable, internal.
func (s *Service) Record(ctx context.Context, id uuid.UUID) (store.StoredRecord, error) {
	r, err := s.store.Record(ctx, id)
	return r, stored(err, "record "+id.String())
}

// Records lists stored records in order of id. Codes: unavailable, internal.
func (s *Service) Records(ctx context.Context, page store.Page) ([]store.StoredRecord, string, error) {
	list, next, err := s.store.ListRecords(ctx, page)
	return list, next, stored(err, "list of records")
}

func (s *Service) expect(ctx context.Context, id uuid.UUID, revision int64) error {
	old, err := s.Record(ctx, id)
	if err != nil {
		return err
	}
	if old.Revision != revision {
		return revisionFault(id, revision, nil)
	}
	return nil
}

func revisionFault(id uuid.UUID, revision int64, cause error) error {
	return fault.Wrap(fault.PreconditionFailed,
		fmt.Sprintf("Record %s is no longer at revision %d; read it again.", id, revision), cause)
}
