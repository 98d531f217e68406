package open_test

import (
	"path/filepath"
	"testing"

	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/open"
	"github.com/cairnproject/cairn/internal/store/storetest"
	"github.com/cairnproject/cairn/internal/testkit/pgtest"
)

// opened opens a database for one test.
func opened(tb testing.TB, url string) store.Store {
	tb.Helper()
	s, err := open.Open(tb.Context(), url, open.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

func file(tb testing.TB) string {
	tb.Helper()
	return "sqlite:" + filepath.Join(tb.TempDir(), "cairn.db")
}

func TestSQLiteFile(t *testing.T) {
	t.Parallel()
	storetest.RunAll(t, func(t *testing.T) store.Store { t.Helper(); return opened(t, file(t)) })
}

func TestSQLiteMemory(t *testing.T) {
	t.Parallel()
	storetest.RunAll(t, func(t *testing.T) store.Store { t.Helper(); return opened(t, "sqlite::memory:") })
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	storetest.RunAll(t, func(t *testing.T) store.Store { t.Helper(); return opened(t, pgtest.New(t)) })
}

// Two programs may have one database open: the handles share nothing but it.
func TestTwoHandlesOfOneDatabase(t *testing.T) {
	t.Parallel()
	for _, backend := range backends {
		t.Run(backend.name, func(t *testing.T) {
			t.Parallel()
			url := backend.url(t)
			a, b := opened(t, url), opened(t, url)
			storetest.NoLostUpdate(t, a, b)
			storetest.EveryApplyIsSeen(t, a, b)
			storetest.TwoNeverTakeOnePlace(t, a, b)
		})
	}
}
