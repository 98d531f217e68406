package postgres

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/gormstore"
)

// rulesLock is the advisory lock of whoever changes the rule set: "rules" in
// ASCII.
const rulesLock = 0x72756c6573

// Store returns the store in the database, whose schema must be current. The
// store owns the database from now on: close the store instead.
func (db *DB) Store() store.Store { return gormstore.New(backend{db}) }

// backend is what PostgreSQL does in its own way.
type backend struct{ db *DB }

var _ gormstore.Backend = backend{}

// Read implements [gormstore.Backend].
func (b backend) Read(ctx context.Context) *gorm.DB { return b.db.Gorm.WithContext(ctx) }

// View implements [gormstore.Backend].
func (b backend) View(ctx context.Context, fn func(*gorm.DB) error) error {
	return b.db.Gorm.WithContext(ctx).Transaction(fn, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
}

// Update implements [gormstore.Backend]. The transaction keeps one connection,
// on which COPY runs too.
func (b backend) Update(ctx context.Context, fn func(*gorm.DB, gormstore.BulkInserter) error) (err error) {
	conn, err := b.db.std.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, conn.Close()) }()
	handle := b.db.Gorm.Session(&gorm.Session{Context: ctx})
	handle.Statement.ConnPool = conn
	return handle.Transaction(func(tx *gorm.DB) error { return fn(tx, copier{conn}) })
}

// LockRules implements [gormstore.Backend]. Statements after it see what the
// transaction before us has committed, because READ COMMITTED looks anew at
// each statement.
func (backend) LockRules(tx *gorm.DB) error {
	return tx.Exec("SELECT pg_advisory_xact_lock(?)", int64(rulesLock)).Error
}

// Unavailable implements [gormstore.Backend].
func (backend) Unavailable(err error) bool {
	var (
		connect *pgconn.ConnectError
		server  *pgconn.PgError
	)
	if errors.As(err, &server) {
		return unavailableStates[server.Code] || len(server.Code) == 5 && unavailableClasses[server.Code[:2]]
	}
	// What is safe to send again was not sent: the connection was closed or busy.
	return errors.As(err, &connect) || pgconn.SafeToRetry(err)
}

// unavailableClasses are the classes of SQLSTATEs of the same kind.
var unavailableClasses = map[string]bool{
	"08": true, // connection exception
	"53": true, // insufficient resources: disk, memory, connections
	"58": true, // system error: its files cannot be read or written
}

// unavailableStates are the SQLSTATEs of a server that cannot answer now.
var unavailableStates = map[string]bool{
	"25006": true, // read-only: a standby
	"57P01": true, // shut down by the administrator
	"57P02": true, // crashed
	"57P03": true, // starting up
	"57P04": true, // the database was dropped
	"57P05": true, // idle for too long
}

// Close implements [gormstore.Backend].
func (b backend) Close() error { return b.db.Close() }

// copier adds rows by COPY on the transaction's connection.
type copier struct{ conn *sql.Conn }

// Insert implements [gormstore.BulkInserter].
func (c copier) Insert(ctx context.Context, table string, columns []string, values []any) error {
	return c.conn.Raw(func(driver any) error {
		conn, ok := driver.(*stdlib.Conn)
		if !ok {
			return errors.ErrUnsupported
		}
		_, err := conn.Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, &copyRows{width: len(columns), rest: values})
		return err
	})
}

// copyRows hands out rows of one width.
type copyRows struct {
	width     int
	row, rest []any
}

// Next implements [pgx.CopyFromSource].
func (r *copyRows) Next() bool {
	if len(r.rest) == 0 {
		return false
	}
	r.row, r.rest = r.rest[:r.width], r.rest[r.width:]
	return true
}

// Values implements [pgx.CopyFromSource].
func (r *copyRows) Values() ([]any, error) { return r.row, nil }

// Err implements [pgx.CopyFromSource].
func (*copyRows) Err() error { return nil }
