package open

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/migrate"
	"github.com/cairnproject/cairn/internal/store/postgres"
	"github.com/cairnproject/cairn/internal/store/sqlite"
)

// SchemaStatus lists the migrations of the database that a URL names, by
// ascending version. Errors are those of [Open].
func SchemaStatus(ctx context.Context, databaseURL string) (list []migrate.Entry, err error) {
	err = withSQL(ctx, databaseURL, func(db *sql.DB, d migrate.Dialect) error {
		list, err = migrate.Status(ctx, db, d, migrate.Options{})
		return err
	})
	return list, err
}

// SchemaUp applies every pending migration and returns the version reached.
func SchemaUp(ctx context.Context, databaseURL string, o migrate.Options) (version int64, err error) {
	err = withSQL(ctx, databaseURL, func(db *sql.DB, d migrate.Dialect) error {
		version, err = migrate.Up(ctx, db, d, o)
		return err
	})
	return version, err
}

// SchemaDown undoes migrations until the version is reached, and returns it.
func SchemaDown(ctx context.Context, databaseURL string, version int64, o migrate.Options) (reached int64, err error) {
	err = withSQL(ctx, databaseURL, func(db *sql.DB, d migrate.Dialect) error {
		reached, err = migrate.Down(ctx, db, d, version, o)
		return err
	})
	return reached, err
}

// withSQL opens the database without touching its schema.
func withSQL(ctx context.Context, databaseURL string, f func(*sql.DB, migrate.Dialect) error) error {
	switch {
	case strings.HasPrefix(databaseURL, "sqlite:"):
		path := strings.TrimPrefix(strings.TrimPrefix(databaseURL, "sqlite:"), "//")
		if path == "" {
			return ErrURL
		}
		db, err := sqlite.Open(ctx, sqlite.Options{Path: path})
		if err != nil {
			return err
		}
		return errors.Join(f(db.SQL(), migrate.SQLite), db.Close())
	case strings.HasPrefix(databaseURL, "postgres://"), strings.HasPrefix(databaseURL, "postgresql://"):
		db, err := postgres.Open(ctx, postgres.Options{URL: databaseURL})
		if errors.Is(err, postgres.ErrUnreachable) {
			return fmt.Errorf("%w: %w", store.ErrUnavailable, err)
		}
		if err != nil {
			return err
		}
		return errors.Join(f(db.SQL(), migrate.Postgres), db.Close())
	}
	return ErrURL
}
