package migrate_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cairnproject/cairn/internal/store/migrate"
	"github.com/cairnproject/cairn/internal/store/postgres"
	"github.com/cairnproject/cairn/internal/store/sqlite"
	"github.com/cairnproject/cairn/internal/testkit/pgtest"
)

// connect opens one more handle to the same database.
type connect func(t *testing.T) *sql.DB

// each runs a test on an empty database of both dialects.
func each(t *testing.T, run func(t *testing.T, d migrate.Dialect, open connect)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		path := filepath.Join(t.TempDir(), "m.db")
		run(t, migrate.SQLite, func(t *testing.T) *sql.DB {
			t.Helper()
			db, err := sqlite.Open(t.Context(), sqlite.Options{Path: path})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			return db.SQL()
		})
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		url := pgtest.NewEmpty(t)
		run(t, migrate.Postgres, func(t *testing.T) *sql.DB {
			t.Helper()
			db, err := postgres.Open(t.Context(), postgres.Options{URL: url})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = db.Close() })
			return db.SQL()
		})
	})
}

// files makes the same migrations for both dialects, one table each.
func files(tables ...string) fstest.MapFS {
	out := fstest.MapFS{}
	for i, table := range tables {
		name := "0000" + string(rune('1'+i)) + "_" + table + ".sql"
		body := "-- +goose Up\nCREATE TABLE " + table + " (id integer PRIMARY KEY);\n" +
			"INSERT INTO " + table + " VALUES (1);\n-- +goose Down\nDROP TABLE " + table + ";\n"
		for _, dir := range []string{"sqlite", "postgres"} {
			out[dir+"/"+name] = &fstest.MapFile{Data: []byte(body)}
		}
	}
	return out
}

// rows counts the rows of a table.
func rows(db *sql.DB, table string) (int, error) {
	var n int
	err := db.QueryRowContext(context.Background(), "SELECT count(*) FROM "+table).Scan(&n)
	return n, err
}

func TestUpThenDownReportsEveryStep(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d migrate.Dialect, open connect) {
		db := open(t)
		var got []migrate.Step
		o := migrate.Options{Files: files("a", "b", "c"), Progress: func(s migrate.Step) { got = append(got, s) }}
		if v, err := migrate.Up(t.Context(), db, d, o); err != nil || v != 3 {
			t.Fatalf("Up = %d, %v; want 3", v, err)
		}
		if v, err := migrate.Up(t.Context(), db, d, o); err != nil || v != 3 {
			t.Fatalf("second Up = %d, %v; want 3 and nothing to do", v, err)
		}
		if v, err := migrate.Down(t.Context(), db, d, 1, o); err != nil || v != 1 {
			t.Fatalf("Down = %d, %v; want 1", v, err)
		}
		want := []migrate.Step{
			{Version: 1, Name: "00001_a.sql", Done: 1, Total: 3},
			{Version: 2, Name: "00002_b.sql", Done: 2, Total: 3},
			{Version: 3, Name: "00003_c.sql", Done: 3, Total: 3},
			{Version: 3, Name: "00003_c.sql", Undone: true, Done: 1, Total: 2},
			{Version: 2, Name: "00002_b.sql", Undone: true, Done: 2, Total: 2},
		}
		if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(migrate.Step{}, "Took")); diff != "" {
			t.Errorf("steps (-want +got):\n%s", diff)
		}
		if n, err := rows(db, "a"); err != nil || n != 1 {
			t.Errorf("table a has %d rows, %v; want 1", n, err)
		}
		if _, err := rows(db, "b"); err == nil {
			t.Error("table b is still there")
		}
	})
}

func TestStatusTellsAppliedFromPending(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d migrate.Dialect, open connect) {
		db := open(t)
		if _, err := migrate.Up(t.Context(), db, d, migrate.Options{Files: files("a")}); err != nil {
			t.Fatal(err)
		}
		got, err := migrate.Status(t.Context(), db, d, migrate.Options{Files: files("a", "b")})
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 2 || got[0].Pending() || !got[1].Pending() || got[1].Name != "00002_b.sql" {
			t.Fatalf("Status = %+v, want a applied and b pending", got)
		}
		if age := time.Since(got[0].AppliedAt); age < -time.Minute || age > 5*time.Minute {
			t.Errorf("AppliedAt = %v, which is %v ago", got[0].AppliedAt, age)
		}
	})
}

func TestEmbeddedMigrationsGoUpAndDown(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d migrate.Dialect, open connect) {
		db := open(t)
		if v, err := migrate.Up(t.Context(), db, d, migrate.Options{}); err != nil || v < 1 {
			t.Fatalf("Up = %d, %v", v, err)
		}
		if _, err := rows(db, "cairn_meta"); err != nil {
			t.Fatal(err)
		}
		if v, err := migrate.Down(t.Context(), db, d, 0, migrate.Options{}); err != nil || v != 0 {
			t.Fatalf("Down = %d, %v; want 0", v, err)
		}
		if v, err := migrate.Up(t.Context(), db, d, migrate.Options{}); err != nil || v < 1 {
			t.Fatalf("Up after Down = %d, %v: Down left something behind", v, err)
		}
	})
}

func TestAFailedMigrationLeavesTheEarlierOnes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d migrate.Dialect, open connect) {
		db := open(t)
		broken := files("a", "b")
		bad := "-- +goose Up\nCREATE TABLE half (id integer);\nCREATE TABLE a (id integer);\n-- +goose Down\nSELECT 1;\n"
		broken[string(d)+"/00002_b.sql"] = &fstest.MapFile{Data: []byte(bad)}
		_, err := migrate.Up(t.Context(), db, d, migrate.Options{Files: broken})
		if err == nil || !strings.Contains(err.Error(), "00002_b.sql") {
			t.Fatalf("error = %v, want one that names 00002_b.sql", err)
		}
		if _, err := rows(db, "half"); err == nil {
			t.Error("the failed migration left a table behind")
		}
		if v, err := migrate.Up(t.Context(), db, d, migrate.Options{Files: files("a", "b")}); err != nil || v != 2 {
			t.Fatalf("Up after the repair = %d, %v; want 2", v, err)
		}
	})
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d migrate.Dialect, open connect) {
		db := open(t)
		if _, err := migrate.Up(t.Context(), db, d, migrate.Options{Files: files("a", "b")}); err != nil {
			t.Fatal(err)
		}
		older := migrate.Options{Files: files("a")}
		if _, err := migrate.Up(t.Context(), db, d, older); !errors.Is(err, migrate.ErrSchemaTooNew) {
			t.Errorf("Up with an older program: %v, want ErrSchemaTooNew", err)
		}
		if list, err := migrate.Status(t.Context(), db, d, older); !errors.Is(err, migrate.ErrSchemaTooNew) || len(list) != 1 {
			t.Errorf("Status with an older program: %d files, %v; want 1 and ErrSchemaTooNew", len(list), err)
		}
		if _, err := migrate.Down(t.Context(), db, d, 9, older); !errors.Is(err, migrate.ErrUnknownVersion) {
			t.Errorf("Down to 9: %v, want ErrUnknownVersion", err)
		}
		if _, err := migrate.Up(t.Context(), db, "mysql", older); !errors.Is(err, migrate.ErrUnknownDialect) {
			t.Errorf("dialect mysql: %v, want ErrUnknownDialect", err)
		}
	})
}
