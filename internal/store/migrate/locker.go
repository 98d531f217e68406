package migrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/pressly/goose/v3/lock"
)

const (
	// lockID is the advisory lock that every Cairn takes: "cairn" in ASCII.
	lockID          = 0x636169726e
	lockPoll        = 50 * time.Millisecond
	defaultLockWait = 5 * time.Minute
	unlockWait      = 10 * time.Second
)

// ErrLockWait means that another process held the migration lock for longer than
// [Options.LockWait].
var ErrLockWait = errors.New("another process is migrating this database")

// locker is a goose session locker that polls every 50 ms; goose's own cannot
// go below a second. It polls rather than waits in pg_advisory_lock, because a
// waiting statement holds a snapshot, for which CREATE INDEX CONCURRENTLY in
// the process that has the lock would wait for ever.
//
// The lock belongs to the session: behind PgBouncer in transaction mode it does
// not work, so migrate over a direct connection.
type locker struct{ wait time.Duration }

var _ lock.SessionLocker = locker{}

func newLocker(wait time.Duration) locker {
	if wait <= 0 {
		wait = defaultLockWait
	}
	return locker{wait: wait}
}

// SessionLock takes the lock or gives up after the wait.
func (l locker) SessionLock(ctx context.Context, conn *sql.Conn) error {
	ctx, cancel := context.WithTimeoutCause(ctx, l.wait, ErrLockWait)
	defer cancel()
	for {
		var got bool
		err := conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", lockID).Scan(&got)
		if got {
			return nil
		}
		if err != nil && ctx.Err() == nil {
			return fmt.Errorf("take the migration lock: %w", err)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("take the migration lock: %w", context.Cause(ctx))
		case <-time.After(lockPoll):
		}
	}
}

// SessionUnlock gives the lock back.
func (locker) SessionUnlock(ctx context.Context, conn *sql.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, unlockWait)
	defer cancel()
	var released bool
	err := conn.QueryRowContext(ctx, "SELECT pg_advisory_unlock($1)", lockID).Scan(&released)
	if err != nil {
		return fmt.Errorf("release the migration lock: %w", err)
	}
	if !released {
		return errors.New("release the migration lock: this session does not hold it")
	}
	return nil
}
