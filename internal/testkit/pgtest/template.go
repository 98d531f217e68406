package pgtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/cairnproject/cairn/internal/store/migrate"
	"github.com/cairnproject/cairn/migrations"
)

// templateLock is the advisory lock for making the template: "cairntpl".
const templateLock = 0x636169726e74706c

// migratedTemplate makes the template unless it exists. Its name contains the
// hash of the migrations: with TEST_DATABASE_URL several processes share it, and
// a changed schema gets a new one.
func (s *server) migratedTemplate(ctx context.Context) (string, error) {
	s.template.Lock()
	defer s.template.Unlock()
	if s.template.name != "" {
		return s.template.name, nil
	}
	hash, err := schemaHash(migrations.FS())
	if err != nil {
		return "", err
	}
	name := "cairn_template_" + hash
	err = s.do(ctx, func(conn *pgx.Conn) error {
		// The lock ends with the connection.
		if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(templateLock)); err != nil {
			return err
		}
		return s.ensureTemplate(ctx, conn, name)
	})
	if err == nil {
		s.template.name = name
	}
	return name, err
}

// ensureTemplate migrates under another name and renames at the end, so that a
// killed process leaves no half-made template.
func (s *server) ensureTemplate(ctx context.Context, conn *pgx.Conn, name string) error {
	var exists bool
	const query = "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)"
	if err := conn.QueryRow(ctx, query, name).Scan(&exists); err != nil || exists {
		return err
	}
	draft := s.nextName()
	if err := s.create(ctx, draft, "template0"); err != nil {
		return err
	}
	err := migrateUp(ctx, s.url(draft))
	if err == nil {
		err = s.exec(ctx, "ALTER DATABASE "+quote(draft)+" RENAME TO "+quote(name))
	}
	if err != nil {
		return errors.Join(err, s.drop(ctx, draft))
	}
	return nil
}

// migrateUp applies every migration and leaves no connection behind, because a
// database in use cannot be copied.
func migrateUp(ctx context.Context, url string) error {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return err
	}
	db := stdlib.OpenDB(*cfg)
	_, err = migrate.Up(ctx, db, migrate.Postgres, migrate.Options{})
	return errors.Join(err, db.Close())
}

// schemaHash covers the names and the contents of the PostgreSQL migrations.
func schemaHash(files fs.FS) (string, error) {
	h := sha256.New()
	err := fs.WalkDir(files, "postgres", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, path)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(h, "%s %d\n%s", path, len(body), body)
		return err
	})
	return hex.EncodeToString(h.Sum(nil))[:12], err
}
