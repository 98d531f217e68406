// Package pgtest gives a test its own PostgreSQL database.
//
// The first call in a test process starts a throwaway cluster from the installed
// binaries (about a second); each test then gets a copy of a migrated template
// (tens of milliseconds). Nothing needs cleaning up: when the test process ends,
// however it ends, a supervisor stops the server and removes its files.
//
// Environment:
//
//   - TEST_DATABASE_URL: use this server instead of a throwaway one. Its user
//     needs the right to create databases. The template (named
//     cairn_template_…) is kept there for the next run.
//   - CAIRN_REQUIRE_POSTGRES=1: without PostgreSQL the test fails; otherwise it
//     is skipped.
package pgtest

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"
)

// startTimeout bounds the start of a cluster, on a machine that may be busy
// with many test processes.
const startTimeout = 90 * time.Second

// errUnavailable means that this machine has no usable PostgreSQL.
var errUnavailable = errors.New("PostgreSQL is not available")

// New returns the URL of a database with the current schema and no rows. It is
// dropped when the test ends. The test is skipped, or fails, when there is no
// PostgreSQL; see the package comment.
func New(tb testing.TB) string {
	tb.Helper()
	return fresh(tb, func(ctx context.Context, s *server) (string, error) { return s.migratedTemplate(ctx) })
}

// NewEmpty is like [New], but the database has no schema.
func NewEmpty(tb testing.TB) string {
	tb.Helper()
	return fresh(tb, func(context.Context, *server) (string, error) { return "template0", nil })
}

// fresh copies the chosen template for one test.
func fresh(tb testing.TB, template func(context.Context, *server) (string, error)) string {
	tb.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	s, err := theServer()
	if err != nil {
		giveUp(tb, os.Getenv, err)
		return ""
	}
	from, err := template(ctx, s)
	if err != nil {
		tb.Fatalf("pgtest: prepare the template: %v", err)
	}
	name := s.nextName()
	if err := s.create(ctx, name, from); err != nil {
		tb.Fatalf("pgtest: %v", err)
	}
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
		defer cancel()
		if err := s.drop(ctx, name); err != nil {
			tb.Errorf("pgtest: %v", err)
		}
	})
	return s.url(name)
}

// giveUp skips the test if PostgreSQL is merely missing and nobody insists on
// it, and fails it otherwise.
func giveUp(tb testing.TB, getenv func(string) string, err error) {
	tb.Helper()
	if errors.Is(err, errUnavailable) && getenv("CAIRN_REQUIRE_POSTGRES") != "1" {
		tb.Skipf("pgtest: skipped: %v (set TEST_DATABASE_URL or install PostgreSQL; "+
			"CAIRN_REQUIRE_POSTGRES=1 makes this a failure)", err)
	}
	tb.Fatalf("pgtest: %v", err)
}
