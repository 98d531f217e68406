package pgtest_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/cairnproject/cairn/internal/testkit/pgtest"
)

func connect(t *testing.T, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func count(t *testing.T, conn *pgx.Conn, query string, args ...any) int {
	t.Helper()
	var n int
	if err := conn.QueryRow(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestNewIsMigratedAndSeparate(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"one", "two", "three"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := connect(t, pgtest.New(t))
			if n := count(t, conn, "SELECT count(*) FROM cairn_meta"); n != 0 {
				t.Fatalf("cairn_meta has %d rows, want none", n)
			}
			if _, err := conn.Exec(t.Context(), "INSERT INTO cairn_meta VALUES ('k', $1)", name); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestNewEmptyHasNoTables(t *testing.T) {
	t.Parallel()
	conn := connect(t, pgtest.NewEmpty(t))
	if n := count(t, conn, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"); n != 0 {
		t.Fatalf("there are %d tables, want none", n)
	}
}

//nolint:tparallel // the inner test must end before the check
func TestDatabaseIsDroppedAtTheEndOfTheTest(t *testing.T) {
	t.Parallel()
	var name string
	t.Run("inner", func(t *testing.T) {
		conn := connect(t, pgtest.New(t))
		if err := conn.QueryRow(t.Context(), "SELECT current_database()").Scan(&name); err != nil {
			t.Fatal(err)
		}
	})
	conn := connect(t, pgtest.NewEmpty(t))
	if n := count(t, conn, "SELECT count(*) FROM pg_database WHERE datname = $1", name); name == "" || n != 0 {
		t.Fatalf("database %q is still there", name)
	}
}
