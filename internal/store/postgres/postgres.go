// Package postgres opens PostgreSQL: one pgx pool that GORM, COPY and the job
// queue share, so that the number of connections has one limit.
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	gormpg "gorm.io/driver/postgres"
	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/store/gormconfig"
)

// Options says which database to open and how. Only URL is required.
type Options struct {
	// URL is a postgres:// URL or a libpq key=value string. It may hold a
	// password; no error of this package repeats it.
	URL string
	// MaxConns limits the pool. 0 means pool_max_conns of the URL, or else
	// four for each processor, at least 8.
	MaxConns int32
	// ConnectTimeout bounds each attempt to connect; 0 means 5 seconds.
	ConnectTimeout time.Duration
	// AppName is what pg_stat_activity shows; empty means "cairn".
	AppName string
	// Logger receives slow statements; nil means silence.
	Logger *slog.Logger
	// SlowQuery is the limit for those; 0 means [gormconfig.DefaultSlowQuery].
	SlowQuery time.Duration
}

// DB is an open database. It is safe for concurrent use.
type DB struct {
	// Gorm is the handle of the store.
	Gorm *gorm.DB
	// Pool is the pool below it, for COPY, listening and the job queue.
	Pool *pgxpool.Pool

	std *sql.DB
}

// Open connects and checks that the server answers. The context bounds the
// opening only. Errors match [ErrBadURL] or [ErrUnreachable] and carry no
// credentials. Close the result with [DB.Close].
func Open(ctx context.Context, o Options) (*DB, error) {
	cfg, err := o.poolConfig()
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, unreachable(cfg.ConnConfig, err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, unreachable(cfg.ConnConfig, err)
	}
	db := &DB{Pool: pool, std: stdlib.OpenDBFromPool(pool)}
	db.Gorm, err = gorm.Open(gormpg.New(gormpg.Config{Conn: db.std}), gormconfig.New(o.Logger, o.SlowQuery))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("postgres: gorm: %w", err), db.Close())
	}
	return db, nil
}

// SQL is the pool as database/sql sees it, for migrations.
func (db *DB) SQL() *sql.DB { return db.std }

// Close waits for the connections in use and closes the pool.
func (db *DB) Close() error {
	err := db.std.Close()
	db.Pool.Close()
	return err
}
