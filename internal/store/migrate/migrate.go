// Package migrate brings a database's schema to a version and back, with the
// numbered SQL files of package migrations. It keeps no global state.
//
// Several processes may start at once: on PostgreSQL an advisory lock lets one
// work at a time; on SQLite the file's own write lock does, and a process that
// finds its step already done goes on to the next.
package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/cairnproject/cairn/migrations"
)

// Dialect is a kind of database, and the directory of its migration files.
type Dialect string

// The dialects.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// VersionTable is where the applied versions are recorded.
const VersionTable = "cairn_schema_version"

// Errors that callers can test for.
var (
	// ErrSchemaTooNew means that a newer Cairn has migrated the database.
	ErrSchemaTooNew = errors.New("the database schema is newer than this program; use a newer Cairn")
	// ErrUnknownVersion means that there is no migration of that number.
	ErrUnknownVersion = errors.New("there is no such schema version")
	// ErrUnknownDialect means that the dialect is neither SQLite nor Postgres.
	ErrUnknownDialect = errors.New("unknown database dialect")
)

// Options changes how migrations run. The zero value is right for production.
type Options struct {
	// Files holds one directory for each dialect; nil means the embedded ones.
	Files fs.FS
	// Progress, if not nil, is called after each migration, from the
	// goroutine that called Up or Down.
	Progress func(Step)
	// LockWait is how long to wait for another process that migrates the same
	// PostgreSQL database; 0 means 5 minutes.
	LockWait time.Duration
}

// Step is one migration that has been applied or undone.
type Step struct {
	Version int64
	Name    string        // the file's name, e.g. "00001_init.sql"
	Undone  bool          // true for a step of Down
	Done    int           // steps done by this call, this one included
	Total   int           // steps that this call set out to do
	Took    time.Duration // time of this step alone
}

// Entry is the state of one migration file.
type Entry struct {
	Version int64
	Name    string
	// AppliedAt is zero while the migration is pending.
	AppliedAt time.Time
}

// Pending reports whether the migration has not been applied.
func (e Entry) Pending() bool { return e.AppliedAt.IsZero() }

// Status lists every migration by ascending version. It makes the version table
// if it is missing and changes nothing else. Where the database is ahead of the
// files the list comes with [ErrSchemaTooNew].
func Status(ctx context.Context, db *sql.DB, d Dialect, o Options) ([]Entry, error) {
	p, err := provider(db, d, o)
	if err != nil {
		return nil, err
	}
	states, err := p.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrate: status: %w", err)
	}
	out := make([]Entry, 0, len(states))
	for _, s := range states {
		e := Entry{Version: s.Source.Version, Name: path.Base(s.Source.Path)}
		if s.State == goose.StateApplied {
			e.AppliedAt = s.AppliedAt.UTC()
		}
		out = append(out, e)
	}
	current, target, err := p.GetVersions(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrate: read version: %w", err)
	}
	if current > target {
		return out, fmt.Errorf("migrate: %w (database %d, program %d)", ErrSchemaTooNew, current, target)
	}
	return out, nil
}

// provider binds the files of one dialect to a database.
func provider(db *sql.DB, d Dialect, o Options) (*goose.Provider, error) {
	if o.Files == nil {
		o.Files = migrations.FS()
	}
	opts := []goose.ProviderOption{
		goose.WithTableName(VersionTable),
		goose.WithDisableGlobalRegistry(true),
		goose.WithLogger(goose.NopLogger()),
	}
	var dialect goose.Dialect
	switch d {
	case SQLite:
		dialect = goose.DialectSQLite3
	case Postgres:
		dialect = goose.DialectPostgres
		opts = append(opts, goose.WithSessionLocker(newLocker(o.LockWait)))
	default:
		return nil, fmt.Errorf("migrate: %w: %q", ErrUnknownDialect, d)
	}
	dir, err := fs.Sub(o.Files, string(d))
	if err != nil {
		return nil, fmt.Errorf("migrate: files: %w", err)
	}
	p, err := goose.NewProvider(dialect, db, dir, opts...)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	return p, nil
}
