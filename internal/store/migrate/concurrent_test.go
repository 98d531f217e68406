package migrate_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/store/migrate"
	"github.com/cairnproject/cairn/internal/store/postgres"
	"github.com/cairnproject/cairn/internal/testkit/pgtest"
)

func TestProcessesThatStartAtOnceDoEachStepOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, d migrate.Dialect, open connect) {
		const processes = 4
		var (
			start = make(chan struct{})
			wg    sync.WaitGroup
			mu    sync.Mutex
			times = map[int64]int{}
		)
		o := migrate.Options{Files: files("a", "b", "c", "d"), Progress: func(s migrate.Step) {
			mu.Lock()
			defer mu.Unlock()
			times[s.Version]++
		}}
		for range processes {
			db := open(t)
			wg.Go(func() {
				<-start
				if v, err := migrate.Up(t.Context(), db, d, o); err != nil || v != 4 {
					t.Errorf("Up = %d, %v; want 4", v, err)
				}
			})
		}
		close(start)
		wg.Wait()
		for v := int64(1); v <= 4; v++ {
			if times[v] != 1 {
				t.Errorf("version %d was applied %d times", v, times[v])
			}
		}
		if n, err := rows(open(t), "d"); err != nil || n != 1 {
			t.Errorf("table d has %d rows, %v; want 1", n, err)
		}
	})
}

func TestWaitingForTheLockHasAnEnd(t *testing.T) {
	t.Parallel()
	db, err := postgres.Open(t.Context(), postgres.Options{URL: pgtest.NewEmpty(t)})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	holder, err := db.Pool.Acquire(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Release()
	const cairn = 0x636169726e // the lock is part of the protocol between versions
	if _, err := holder.Exec(t.Context(), "SELECT pg_advisory_lock($1)", int64(cairn)); err != nil {
		t.Fatal(err)
	}
	o := migrate.Options{Files: files("a"), LockWait: 100 * time.Millisecond}
	if _, err := migrate.Up(t.Context(), db.SQL(), migrate.Postgres, o); !errors.Is(err, migrate.ErrLockWait) {
		t.Fatalf("Up = %v, want ErrLockWait", err)
	}
	if _, err := holder.Exec(t.Context(), "SELECT pg_advisory_unlock($1)", int64(cairn)); err != nil {
		t.Fatal(err)
	}
	if v, err := migrate.Up(t.Context(), db.SQL(), migrate.Postgres, o); err != nil || v != 1 {
		t.Fatalf("Up with the lock free = %d, %v; want 1", v, err)
	}
}
