// Package sqlite opens the embedded database: SQLite in pure Go (no cgo), with
// a GORM dialect of its own.
//
// SQLite allows one writer at a time. The package therefore hands out two GORM
// handles: Write with exactly one connection, where writers queue in Go rather
// than fail with "database is locked", and Read with several connections that
// refuse to write.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"gorm.io/gorm"
	modernc "modernc.org/sqlite"

	"github.com/cairnproject/cairn/internal/store/gormconfig"
)

// Memory is the Path of a database that lives in memory and ends with Close.
const Memory = ":memory:"

// DefaultBusyTimeout is how long a connection waits for a lock that another
// process holds.
const DefaultBusyTimeout = 5 * time.Second

// Options says which database to open and how. The zero value is a database in
// memory.
type Options struct {
	// Path is the file, made with mode 0600 (and its directory with 0700) if
	// missing. Empty means [Memory].
	Path string
	// Readers is the number of reading connections; 0 means one for each
	// processor, at least 2. In memory there are none: Read is Write.
	Readers int
	// BusyTimeout 0 means [DefaultBusyTimeout].
	BusyTimeout time.Duration
	// Logger receives slow statements; nil means silence.
	Logger *slog.Logger
	// SlowQuery is the limit for those; 0 means [gormconfig.DefaultSlowQuery].
	SlowQuery time.Duration
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	// Write is the handle for everything that changes data. It has one
	// connection: inside a transaction use only the transaction's handle, or
	// the call waits for itself.
	Write *gorm.DB
	// Read is the handle for queries. In memory it is the same as Write.
	Read *gorm.DB

	writer, reader *sql.DB
}

// Open opens or creates the database and checks that it answers. The context
// bounds the opening only. Close it with [DB.Close].
func Open(ctx context.Context, o Options) (_ *DB, err error) {
	o, err = o.prepared()
	if err != nil {
		return nil, err
	}
	db := &DB{}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	if db.writer, db.Write, err = o.open(ctx, 1, false); err != nil {
		return nil, err
	}
	if o.Path == Memory {
		db.Read = db.Write
		return db, nil
	}
	if db.reader, db.Read, err = o.open(ctx, o.Readers, true); err != nil {
		return nil, err
	}
	return db, nil
}

// SQL is the writing connection as database/sql sees it, for migrations.
func (db *DB) SQL() *sql.DB { return db.writer }

// Close closes every connection. A database in memory is gone afterwards.
func (db *DB) Close() error {
	var errs []error
	for _, pool := range []*sql.DB{db.reader, db.writer} {
		if pool != nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// prepared fills in the defaults and makes sure that the file exists.
func (o Options) prepared() (Options, error) {
	if o.BusyTimeout <= 0 {
		o.BusyTimeout = DefaultBusyTimeout
	}
	if o.Readers <= 0 {
		o.Readers = max(2, runtime.GOMAXPROCS(0))
	}
	if o.Path == "" || o.Path == Memory {
		o.Path = Memory
		return o, nil
	}
	abs, err := filepath.Abs(o.Path)
	if err != nil {
		return o, fmt.Errorf("sqlite: path %q: %w", o.Path, err)
	}
	o.Path = abs
	return o, createFile(abs)
}

// createFile makes the file before SQLite does, which would let everybody read
// it: it will hold learners' records.
func createFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("sqlite: create directory: %w", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("sqlite: open file: %w", err)
	}
	return f.Close()
}

// open makes one pool of n connections and its GORM handle.
func (o Options) open(ctx context.Context, n int, readOnly bool) (*sql.DB, *gorm.DB, error) {
	connector, err := modernc.NewConnector(dsn(o.Path, o.BusyTimeout, readOnly))
	if err != nil {
		return nil, nil, fmt.Errorf("sqlite: open %s: %w", o.Path, err)
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(n)
	pool.SetMaxIdleConns(n) // and no lifetime: in memory, the connection is the data
	if err := pool.PingContext(ctx); err != nil {
		return pool, nil, fmt.Errorf("sqlite: open %s: %w", o.Path, err)
	}
	g, err := gorm.Open(dialector{conn: pool}, gormconfig.New(o.Logger, o.SlowQuery))
	if err != nil {
		return pool, nil, fmt.Errorf("sqlite: gorm: %w", err)
	}
	return pool, g, nil
}
