package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type school struct {
	ID   int64
	Code string
	Seen time.Time
}

type course struct {
	ID       int64
	SchoolID int64
	Credits  int64
}

const testSchema = `
CREATE TABLE schools (id integer PRIMARY KEY, code text NOT NULL UNIQUE, seen datetime);
CREATE TABLE courses (
    id        integer PRIMARY KEY,
    school_id integer NOT NULL REFERENCES schools (id),
    credits   integer NOT NULL CHECK (credits > 0)
);`

// open returns a database with the test schema at the given path.
func open(t *testing.T, path string) *DB {
	t.Helper()
	db, err := Open(t.Context(), Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.Write.Exec(testSchema).Error; err != nil {
		t.Fatal(err)
	}
	return db
}

// each runs a test on a file and in memory.
func each(t *testing.T, run func(t *testing.T, db *DB)) {
	t.Helper()
	t.Run("file", func(t *testing.T) {
		t.Parallel()
		run(t, open(t, filepath.Join(t.TempDir(), "odd name?%41#.db")))
	})
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		run(t, open(t, ""))
	})
}

func TestCreateReadsGeneratedKeysBackAndKeepsTimes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *DB) {
		seen := time.Date(2026, 3, 1, 13, 0, 0, 123456000, time.FixedZone("", 2*3600))
		in := []school{{Code: "a", Seen: seen}, {Code: "b", Seen: seen.Add(time.Second)}}
		if err := db.Write.Create(&in).Error; err != nil {
			t.Fatal(err)
		}
		if in[0].ID == 0 || in[1].ID == in[0].ID {
			t.Fatalf("ids = %d and %d, want two different ones", in[0].ID, in[1].ID)
		}
		var got school
		if err := db.Read.Where("code = ?", "a").Take(&got).Error; err != nil {
			t.Fatal(err)
		}
		want := school{ID: in[0].ID, Code: "a", Seen: seen.UTC()}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}

func TestTimesCompareInTimeOrder(t *testing.T) {
	t.Parallel()
	db := open(t, "")
	at := func(hour, offset, ns int) time.Time {
		return time.Date(2026, 3, 1, hour, 0, 0, ns, time.FixedZone("", offset*3600))
	}
	rows := []school{
		{Code: "third", Seen: at(12, 0, 510_000_000)},
		{Code: "first", Seen: at(13, 1, 0)}, // 12:00:00 UTC
		{Code: "second", Seen: at(9, -3, 500_000_000)},
	}
	if err := db.Write.Create(&rows).Error; err != nil {
		t.Fatal(err)
	}
	var got []string
	if err := db.Read.Model(&school{}).Order("seen").Pluck("code", &got).Error; err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"first", "second", "third"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestConstraintErrorsAreTranslated(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *DB) {
		if err := db.Write.Create(&school{ID: 1, Code: "a"}).Error; err != nil {
			t.Fatal(err)
		}
		cases := []struct {
			name string
			row  any
			want error
		}{
			{"unique", &school{ID: 2, Code: "a"}, gorm.ErrDuplicatedKey},
			{"primary key", &school{ID: 1, Code: "c"}, gorm.ErrDuplicatedKey},
			{"foreign key", &course{SchoolID: 99, Credits: 5}, gorm.ErrForeignKeyViolated},
			{"check", &course{SchoolID: 1, Credits: -5}, gorm.ErrCheckConstraintViolated},
		}
		for _, c := range cases {
			if err := db.Write.Create(c.row).Error; !errors.Is(err, c.want) {
				t.Errorf("%s: error = %v, want %v", c.name, err, c.want)
			}
		}
	})
}

func TestUpsertAndReturning(t *testing.T) {
	t.Parallel()
	db := open(t, "")
	upsert := db.Write.Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "id"}},
		DoUpdates: clause.AssignmentColumns([]string{"code"}),
	})
	for _, code := range []string{"old", "new"} {
		if err := upsert.Create(&school{ID: 7, Code: code}).Error; err != nil {
			t.Fatal(err)
		}
	}
	var gone []school
	if err := db.Write.Clauses(clause.Returning{}).Where("id = ?", 7).Delete(&gone).Error; err != nil {
		t.Fatal(err)
	}
	if len(gone) != 1 || gone[0].Code != "new" {
		t.Fatalf("DELETE … RETURNING = %+v, want the updated row", gone)
	}
}

func TestSavepointUndoesOnlyTheInnerTransaction(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *DB) {
		inner := errors.New("inner")
		err := db.Write.Transaction(func(tx *gorm.DB) error {
			if err := tx.Create(&school{Code: "kept"}).Error; err != nil {
				return err
			}
			got := tx.Transaction(func(tx *gorm.DB) error {
				if err := tx.Create(&school{Code: "undone"}).Error; err != nil {
					return err
				}
				return inner
			})
			if !errors.Is(got, inner) {
				return errors.Join(errors.New("inner transaction"), got)
			}
			return tx.Clauses(clause.Locking{Strength: "UPDATE"}).Take(&school{}).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		if err := db.Read.Model(&school{}).Pluck("code", &got).Error; err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"kept"}, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}

func TestManyWritersAndReadersNeverSeeALock(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "busy.db"))
	if err := db.Write.Create(&school{ID: 1, Code: "a"}).Error; err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				err := db.Write.Transaction(func(tx *gorm.DB) error {
					var s school
					if err := tx.Take(&s, 1).Error; err != nil {
						return err
					}
					return tx.Create(&course{SchoolID: s.ID, Credits: 1}).Error
				})
				if err := errors.Join(err, db.Read.Take(&school{}, 1).Error); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	var n int64
	if err := db.Read.Model(&course{}).Count(&n).Error; err != nil || n != 160 {
		t.Fatalf("courses = %d, %v; want 160", n, err)
	}
}

func TestASecondProcessWaitsThenReportsBusy(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "two.db")
	first := open(t, path)
	second, err := Open(t.Context(), Options{Path: path, BusyTimeout: 20 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	err = first.Write.Transaction(func(*gorm.DB) error { // holds the write lock, writes nothing
		return second.Write.Create(&school{Code: "late"}).Error
	})
	if !IsBusy(err) {
		t.Fatalf("error = %v, want busy", err)
	}
	if err := second.Write.Create(&school{Code: "late"}).Error; err != nil {
		t.Fatalf("after the lock is free: %v", err)
	}
}

func TestReadHandleRefusesToWrite(t *testing.T) {
	t.Parallel()
	db := open(t, filepath.Join(t.TempDir(), "ro.db"))
	if err := db.Read.Create(&school{Code: "x"}).Error; err == nil {
		t.Fatal("the reading handle wrote")
	}
}

func TestMemoryOutlivesACancelledStatement(t *testing.T) {
	t.Parallel()
	db := open(t, "")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	const endless = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n`
	if err := db.Read.WithContext(ctx).Exec(endless).Error; err == nil {
		t.Fatal("the endless statement ended without an error")
	}
	if err := db.Write.Create(&school{Code: "x"}).Error; err != nil {
		t.Fatalf("the schema is gone: %v", err)
	}
}

func TestFileIsPrivateAndUsesWAL(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "sub", "cairn.db")
	db := open(t, path)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode = %v, want 0600", info.Mode().Perm())
	}
	pragmas := map[string]string{"journal_mode": "wal", "foreign_keys": "1", "busy_timeout": "5000", "synchronous": "1"}
	for name, want := range pragmas {
		for _, g := range []*gorm.DB{db.Write, db.Read} {
			var got string
			if err := g.Raw("PRAGMA " + name).Scan(&got).Error; err != nil || got != want {
				t.Errorf("PRAGMA %s = %q, %v; want %q", name, got, err, want)
			}
		}
	}
}

func TestMisspeltColumnIsAnError(t *testing.T) {
	t.Parallel()
	db := open(t, "")
	if err := db.Read.Exec(`SELECT "no_such_column" FROM schools`).Error; err == nil {
		t.Fatal("SQLite read a misspelt column as a string")
	}
}

func TestGORMMustNotChangeTheSchema(t *testing.T) {
	t.Parallel()
	db := open(t, "")
	if err := db.Write.AutoMigrate(&school{}); !errors.Is(err, ErrNoAutoMigrate) {
		t.Fatalf("AutoMigrate = %v, want ErrNoAutoMigrate", err)
	}
}

func TestOpenReportsAPathThatCannotBe(t *testing.T) {
	t.Parallel()
	if db, err := Open(t.Context(), Options{Path: t.TempDir()}); err == nil {
		db.Close()
		t.Fatal("Open accepted a directory")
	}
}
