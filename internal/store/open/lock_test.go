package open_test

import (
	"testing"

	"github.com/cairnproject/cairn/internal/store/sqlite"
)

// lockFile takes the write lock of a database, as another program would.
func lockFile(t *testing.T, path string) (unlock func()) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), sqlite.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	tx := db.Write.Begin() // immediate: it has the lock from here
	if tx.Error != nil {
		t.Fatal(tx.Error)
	}
	return func() {
		if err := tx.Rollback().Error; err != nil {
			t.Error(err)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}
