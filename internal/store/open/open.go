// Package open opens the store that a database URL names, whichever kind it is,
// with the current schema.
package open

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/migrate"
	"github.com/cairnproject/cairn/internal/store/postgres"
	"github.com/cairnproject/cairn/internal/store/sqlite"
)

// Options says how to open. The zero value is right for most.
type Options struct {
	// Logger receives slow statements, never their values; nil means silence.
	Logger *slog.Logger
	// SlowQuery is the limit for those; 0 means half a second.
	SlowQuery time.Duration
	// MaxConns limits PostgreSQL's pool; 0 means by the number of processors.
	MaxConns int32
	// Migration, if not nil, is called after each schema change.
	Migration func(migrate.Step)
	// Schema says what to do with a schema that is not current.
	Schema Schema
}

// Schema is what becomes of a schema that is not current.
type Schema uint8

// The choices; the zero value brings it up to date.
const (
	Migrate Schema = iota
	// Refuse returns ErrSchemaOld instead.
	Refuse
)

// Errors of Open besides those of [migrate], [postgres] and [sqlite].
var (
	// ErrURL: the database URL is of no kind that Cairn knows. The URL is not
	// repeated, because it may hold a password.
	ErrURL = errors.New("DATABASE_URL names no database that Cairn knows; write sqlite:PATH or postgres://…")
	// ErrSchemaOld: the database waits for a migration.
	ErrSchemaOld = errors.New("the database schema is older than this program; run cairn migrate")
)

// Open opens the database of a URL: "postgres://…" (or "postgresql://…"),
// "sqlite:PATH", "sqlite:///PATH", or "sqlite::memory:" for one that ends with
// Close. It brings the schema up to date unless told otherwise. The context
// bounds the opening only. Errors hold no credentials; a server that does not
// answer gives [store.ErrUnavailable].
func Open(ctx context.Context, databaseURL string, o Options) (store.Store, error) {
	switch {
	case strings.HasPrefix(databaseURL, "sqlite:"):
		path := strings.TrimPrefix(strings.TrimPrefix(databaseURL, "sqlite:"), "//")
		if path == "" {
			return nil, ErrURL
		}
		return openSQLite(ctx, path, o)
	case strings.HasPrefix(databaseURL, "postgres://"), strings.HasPrefix(databaseURL, "postgresql://"):
		return openPostgres(ctx, databaseURL, o)
	}
	return nil, ErrURL
}

func openSQLite(ctx context.Context, path string, o Options) (store.Store, error) {
	db, err := sqlite.Open(ctx, sqlite.Options{Path: path, Logger: o.Logger, SlowQuery: o.SlowQuery})
	if err != nil {
		return nil, err
	}
	if err := o.schema(ctx, db.SQL(), migrate.SQLite); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db.Store(), nil
}

func openPostgres(ctx context.Context, url string, o Options) (store.Store, error) {
	db, err := postgres.Open(ctx, postgres.Options{
		URL: url, MaxConns: o.MaxConns, Logger: o.Logger, SlowQuery: o.SlowQuery,
	})
	if errors.Is(err, postgres.ErrUnreachable) {
		return nil, fmt.Errorf("%w: %w", store.ErrUnavailable, err)
	}
	if err != nil {
		return nil, err
	}
	if err := o.schema(ctx, db.SQL(), migrate.Postgres); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db.Store(), nil
}

// schema brings the schema up to date, or refuses one that is not.
func (o Options) schema(ctx context.Context, db *sql.DB, d migrate.Dialect) error {
	if o.Schema == Migrate {
		_, err := migrate.Up(ctx, db, d, migrate.Options{Progress: o.Migration})
		return err
	}
	list, err := migrate.Status(ctx, db, d, migrate.Options{})
	if err != nil {
		return err
	}
	for _, e := range list {
		if e.Pending() {
			return fmt.Errorf("%w (%s is pending)", ErrSchemaOld, e.Name)
		}
	}
	return nil
}
