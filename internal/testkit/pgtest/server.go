package pgtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
)

// server is a PostgreSQL server on which this test process makes databases.
type server struct {
	admin    string // URL of a database that always exists
	prefix   string // of this process's database names
	count    atomic.Int64
	template struct {
		sync.Mutex
		name string
	}
	// strategy is " STRATEGY FILE_COPY" from PostgreSQL 15 on: half the time of
	// the default when fsync is off.
	strategy string
}

// theServer starts or finds the server once for the test process. This is the
// one global of the package: a cluster for every test would cost a second each.
var theServer = sync.OnceValues(func() (*server, error) {
	ctx, cancel := context.WithTimeout(context.Background(), startTimeout)
	defer cancel()
	if external := os.Getenv("TEST_DATABASE_URL"); external != "" {
		return newServer(ctx, external)
	}
	dir, err := startCluster(ctx)
	if err != nil {
		return nil, err
	}
	return newServer(ctx, clusterURL(dir))
})

// newServer asks the server for its version and picks names that no other
// process uses.
func newServer(ctx context.Context, admin string) (*server, error) {
	if _, err := url.Parse(admin); err != nil || !strings.Contains(admin, "://") {
		return nil, fmt.Errorf("TEST_DATABASE_URL must be a URL like postgres://user@host/database")
	}
	s := &server{
		admin:  admin,
		prefix: fmt.Sprintf("cairn_test_%d_%s_", os.Getpid(), strings.ToLower(rand.Text()[:8])),
	}
	err := s.do(ctx, func(conn *pgx.Conn) error {
		var version int
		if err := conn.QueryRow(ctx, "SELECT current_setting('server_version_num')::int").Scan(&version); err != nil {
			return err
		}
		if version >= 150000 {
			s.strategy = " STRATEGY FILE_COPY"
		}
		return nil
	})
	return s, err
}

// url is the address of one database on this server.
func (s *server) url(name string) string {
	u, err := url.Parse(s.admin)
	if err != nil {
		panic(err) // newServer has parsed it
	}
	u.Path = "/" + name
	return u.String()
}

func (s *server) nextName() string { return fmt.Sprintf("%s%d", s.prefix, s.count.Add(1)) }

// create copies a database.
func (s *server) create(ctx context.Context, name, template string) error {
	return s.exec(ctx, "CREATE DATABASE "+quote(name)+" TEMPLATE "+quote(template)+s.strategy)
}

// drop removes a database, even if the test left connections open.
func (s *server) drop(ctx context.Context, name string) error {
	return s.exec(ctx, "DROP DATABASE IF EXISTS "+quote(name)+" WITH (FORCE)")
}

func (s *server) exec(ctx context.Context, stmt string) error {
	return s.do(ctx, func(conn *pgx.Conn) error {
		if _, err := conn.Exec(ctx, stmt); err != nil {
			return fmt.Errorf("%s: %w", stmt, err)
		}
		return nil
	})
}

// do runs fn on a connection of its own: such a connection costs 2 ms, and no
// idle one is left to keep the server from stopping.
func (s *server) do(ctx context.Context, fn func(*pgx.Conn) error) error {
	conn, err := pgx.Connect(ctx, s.admin)
	if err != nil {
		return err
	}
	defer closeConn(conn)
	return fn(conn)
}

// closeConn says goodbye, but not for long.
func closeConn(conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = conn.Close(ctx)
}

func quote(name string) string { return pgx.Identifier{name}.Sanitize() }
