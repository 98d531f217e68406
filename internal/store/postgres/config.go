package postgres

import (
	"context"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	defaultConnectTimeout = 5 * time.Second
	// Connections are renewed, so that a server that changed its role behind
	// a load balancer is noticed; the jitter avoids doing all at once.
	maxConnLifetime       = time.Hour
	maxConnLifetimeJitter = 5 * time.Minute
	maxConnIdleTime       = 15 * time.Minute
	healthCheckPeriod     = 30 * time.Second
)

// poolConfig turns the options into pgx's configuration.
func (o Options) poolConfig() (*pgxpool.Config, error) {
	if strings.TrimSpace(o.URL) == "" {
		// pgx would fall back to libpq's defaults and connect to whatever
		// runs on this machine.
		return nil, ErrBadURL
	}
	cfg, err := pgxpool.ParseConfig(o.URL)
	if err != nil {
		return nil, ErrBadURL // the cause may repeat the password
	}
	switch {
	case o.MaxConns > 0:
		cfg.MaxConns = o.MaxConns
	case !strings.Contains(o.URL, "pool_max_conns"):
		cfg.MaxConns = int32(max(8, 4*min(runtime.GOMAXPROCS(0), 64)))
	}
	cfg.MinConns = min(cfg.MinConns, cfg.MaxConns)
	cfg.MaxConnLifetime = maxConnLifetime
	cfg.MaxConnLifetimeJitter = maxConnLifetimeJitter
	cfg.MaxConnIdleTime = maxConnIdleTime
	cfg.HealthCheckPeriod = healthCheckPeriod
	cfg.AfterConnect = timesInUTC
	o.connConfig(cfg.ConnConfig)
	return cfg, nil
}

// connConfig sets what belongs to each connection. Only parameters that
// connection poolers such as PgBouncer know are sent at the start.
func (o Options) connConfig(cfg *pgx.ConnConfig) {
	if o.ConnectTimeout > 0 {
		cfg.ConnectTimeout = o.ConnectTimeout
	} else if cfg.ConnectTimeout <= 0 || !strings.Contains(o.URL, "connect_timeout") {
		cfg.ConnectTimeout = defaultConnectTimeout
	}
	if o.AppName != "" {
		cfg.RuntimeParams["application_name"] = o.AppName
	} else if cfg.RuntimeParams["application_name"] == "" {
		cfg.RuntimeParams["application_name"] = "cairn"
	}
	cfg.RuntimeParams["timezone"] = "UTC"
}

// timesInUTC makes timestamptz values come back in UTC. By default they come
// back in the zone of this machine, and would not equal those from SQLite.
func timesInUTC(_ context.Context, conn *pgx.Conn) error {
	conn.TypeMap().RegisterType(&pgtype.Type{
		Name:  "timestamptz",
		OID:   pgtype.TimestamptzOID,
		Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
	return nil
}
