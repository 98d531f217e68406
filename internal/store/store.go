// Package store is what Cairn keeps: the rule set with its history, records,
// saved evaluations and issued credentials. Backends implement Store; storetest holds the one
// suite that every backend must pass.
package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Store is everything a backend offers. Every method honours its context, and
// every error is one of the sentinel errors of this package or wraps the
// backend's own.
type Store interface {
	Catalog
	History
	Records
	Evaluations
	Credentials
	Shares
	// Ping returns nil when the backend answers.
	Ping(ctx context.Context) error
	Close() error
}

// Catalog is the rule set as data.
type Catalog interface {
	// Version returns the current rules version, cheaply. It equals
	// Set.Version of what Load returns; an empty store has the version of the
	// empty set.
	Version(ctx context.Context) (ruleset.Version, error)
	// Load returns the whole current set, sorted, with its version.
	Load(ctx context.Context) (ruleset.Set, ruleset.Version, error)
	// Apply merges a valid update into the set in one transaction: what is new
	// is added, what differs is changed, nothing is removed. It returns what
	// changes; with DryRun nothing is written. ErrConflict: the current version
	// is not opts.Expect. ErrInvalid: an id that no database keeps. After an
	// error nothing has changed.
	Apply(ctx context.Context, update ruleset.Set, opts ApplyOptions) (ruleset.Change, error)
}

// ApplyOptions says how an update is applied.
type ApplyOptions struct {
	// DryRun reports the difference and writes nothing.
	DryRun bool
	// Expect is the version the caller has seen; empty means any.
	Expect ruleset.Version
	// Source says where the update came from ("assist smc_to_ucsd"), for the
	// history.
	Source string
	// At is the time of the change, for the history.
	At time.Time
	// Progress, where given, is called with entries and rules written, and
	// those in all. It runs inside the transaction and must not call the store.
	Progress func(done, total int)
}

// Page asks for a slice of a list.
type Page struct {
	// Limit is the most entries to return; the backend bounds it to MaxPage.
	Limit int
	// After is the cursor of the last entry seen; empty starts at the beginning.
	After string
}

// MaxPage is the most entries that one page holds.
const MaxPage = 200

// StoredRecord is a learner's record as kept.
type StoredRecord struct {
	ID      uuid.UUID
	Record  record.Record
	Created time.Time
	Updated time.Time
	// Revision counts the writes, from 1; it is the entity tag.
	Revision int64
}

// Records keeps learners' records.
type Records interface {
	// PutRecord creates the record (Expect 0) or replaces revision Expect.
	// ErrConflict: the stored revision is another, or the id exists already.
	// ErrInvalid: the zero id, or text with NUL or invalid UTF-8.
	PutRecord(ctx context.Context, id uuid.UUID, r record.Record, opts PutOptions) (StoredRecord, error)
	// Record returns one record; its list of attainments is never nil.
	// ErrNotFound.
	Record(ctx context.Context, id uuid.UUID) (StoredRecord, error)
	// ListRecords returns records in order of id, with the next cursor, which
	// is empty at the end. ErrInvalid: the cursor is not one of this list.
	ListRecords(ctx context.Context, page Page) (list []StoredRecord, next string, err error)
	// DeleteRecord removes a record with its evaluations. ErrNotFound.
	DeleteRecord(ctx context.Context, id uuid.UUID) error
}

// PutOptions says how a record is written.
type PutOptions struct {
	Expect int64     // the revision replaced; 0 creates
	At     time.Time // the time of the write
}

// Evaluation is a saved answer, kept as the bytes that were given.
type Evaluation struct {
	ID           uuid.UUID
	RecordID     uuid.UUID // zero for an evaluation of an unsaved record
	Created      time.Time
	AsOf         string
	RulesVersion ruleset.Version
	InputHash    string
	Query        json.RawMessage
	Result       json.RawMessage
}

// Evaluations keeps saved answers.
type Evaluations interface {
	// SaveEvaluation stores an answer. ErrConflict: the id exists. ErrNotFound:
	// the record does not.
	SaveEvaluation(ctx context.Context, e Evaluation) error
	// Evaluation returns one answer. ErrNotFound.
	Evaluation(ctx context.Context, id uuid.UUID) (Evaluation, error)
	// ListEvaluations returns the answers for a record, newest first; a zero
	// record id lists all. ErrInvalid: the cursor is not one of this list.
	ListEvaluations(ctx context.Context, recordID uuid.UUID, page Page) (list []Evaluation, next string, err error)
}

// Count says how many entries a change added and changed.
type Count struct {
	Added   int `json:"added"`
	Changed int `json:"changed"`
}

// Revision is one change in the history of the rule set.
type Revision struct {
	Seq      int64           `json:"seq"` // from 1
	Version  ruleset.Version `json:"version"`
	Previous ruleset.Version `json:"previous"`
	At       time.Time       `json:"at"`
	Source   string          `json:"source"`
	Count
	// ByKind counts by kind of entry (ruleset.WhatItem, …).
	ByKind map[string]Count `json:"byKind"`
}

// History is how the rule set came to be.
type History interface {
	// History returns the changes of the rule set, newest first, with the next
	// cursor, which is empty at the end. ErrInvalid: the cursor is not one of
	// this list.
	History(ctx context.Context, page Page) (list []Revision, next string, err error)
}
