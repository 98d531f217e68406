package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"gorm.io/gorm"
	modernc "modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/gormstore"
)

// Store returns the store in the database, whose schema must be current. The
// store owns the database from now on: close the store instead.
func (db *DB) Store() store.Store { return gormstore.New(backend{db}) }

// backend is what SQLite does in its own way.
type backend struct{ db *DB }

var _ gormstore.Backend = backend{}

// Read implements [gormstore.Backend].
func (b backend) Read(ctx context.Context) *gorm.DB { return b.db.Read.WithContext(ctx) }

// View implements [gormstore.Backend]. In WAL mode a reading transaction sees
// the state at its first read, whatever is written meanwhile.
func (b backend) View(ctx context.Context, fn func(*gorm.DB) error) error {
	return b.db.Read.WithContext(ctx).Transaction(fn, &sql.TxOptions{ReadOnly: true})
}

// Update implements [gormstore.Backend]. The transaction has the write lock from
// its beginning.
func (b backend) Update(ctx context.Context, fn func(*gorm.DB, gormstore.BulkInserter) error) error {
	return b.db.Write.WithContext(ctx).Transaction(func(tx *gorm.DB) error { return fn(tx, inserter{tx}) })
}

// LockRules implements [gormstore.Backend]: there is one writer anyway.
func (backend) LockRules(*gorm.DB) error { return nil }

// Unavailable implements [gormstore.Backend].
func (backend) Unavailable(err error) bool {
	if IsBusy(err) {
		return true
	}
	var cause *modernc.Error
	if !errors.As(err, &cause) {
		return false
	}
	switch cause.Code() & 0xff {
	case lib.SQLITE_LOCKED, lib.SQLITE_IOERR, lib.SQLITE_FULL, lib.SQLITE_CANTOPEN, lib.SQLITE_PROTOCOL,
		lib.SQLITE_READONLY, lib.SQLITE_PERM, lib.SQLITE_NOMEM, lib.SQLITE_NOLFS:
		return true
	}
	return false
}

// Close implements [gormstore.Backend].
func (b backend) Close() error { return b.db.Close() }
