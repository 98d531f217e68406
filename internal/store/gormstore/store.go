// Package gormstore is the one implementation of the store for both databases.
// It knows GORM and the tables; what differs between the databases it asks of a
// [Backend].
//
// The canonical form of an entry of the rule set is its JSON in the column
// "body"; the columns beside it are taken from it for queries. Records are
// canonical in their columns.
package gormstore

import (
	"context"
	"sync/atomic"
	"time"

	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/store"
)

// Backend is what differs between the databases.
type Backend interface {
	// Read returns a handle for single reading statements.
	Read(ctx context.Context) *gorm.DB
	// View runs fn in one transaction that sees one state of the database and
	// changes nothing.
	View(ctx context.Context, fn func(tx *gorm.DB) error) error
	// Update runs fn in one transaction and commits it when fn returns nil.
	// Inside fn only tx and bulk may be used.
	Update(ctx context.Context, fn func(tx *gorm.DB, bulk BulkInserter) error) error
	// LockRules waits until no other transaction changes the rule set, and
	// keeps others waiting until tx ends.
	LockRules(tx *gorm.DB) error
	// Unavailable reports whether err means that the database does not answer,
	// rather than that it refused.
	Unavailable(err error) bool
	// Close gives up the connections.
	Close() error
}

// BulkInserter adds many rows at once, inside the transaction of
// [Backend.Update].
type BulkInserter interface {
	// Insert adds rows to a table. Values holds them one after another, each
	// with one value for each column: strings, integers, bytes or nil.
	Insert(ctx context.Context, table string, columns []string, values []any) error
}

// Store keeps everything in one database. It is safe for concurrent use. Make
// it with [New].
type Store struct {
	backend Backend
	now     func() time.Time
	closed  atomic.Bool
}

var _ store.Store = (*Store)(nil)

// New returns the store in a database whose schema is current. The store owns
// the backend from now on; end both with [Store.Close].
func New(b Backend) *Store { return &Store{backend: b, now: time.Now} }

// Ping implements [store.Store].
func (s *Store) Ping(ctx context.Context) error {
	var one int
	return s.fail(ctx, "ping", s.backend.Read(ctx).Raw("SELECT 1").Scan(&one).Error)
}

// Close implements [store.Store]. Calls after it return [store.ErrUnavailable].
func (s *Store) Close() error {
	if s.closed.Swap(true) {
		return nil
	}
	return s.fail(context.Background(), "close", s.backend.Close())
}

// view is Backend.View with errors as the port promises them.
func (s *Store) view(ctx context.Context, op string, fn func(tx *gorm.DB) error) error {
	return s.fail(ctx, op, s.backend.View(ctx, fn))
}

// update is Backend.Update with errors as the port promises them.
func (s *Store) update(ctx context.Context, op string, fn func(tx *gorm.DB, bulk BulkInserter) error) error {
	return s.fail(ctx, op, s.backend.Update(ctx, fn))
}

// at is the time of a write: as given, or now. Postgres keeps microseconds, so
// nothing finer is ever handed out.
func (s *Store) at(t time.Time) time.Time {
	if t.IsZero() {
		t = s.now()
	}
	return t.UTC().Truncate(time.Microsecond)
}
