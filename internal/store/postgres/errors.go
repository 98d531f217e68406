package postgres

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"os"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// ErrBadURL means that the database URL cannot be understood. It never says
// more, because the URL may hold a password.
var ErrBadURL = errors.New("postgres: the database URL cannot be understood " +
	"(expected postgres://user:password@host:port/database?sslmode=…)")

// ErrUnreachable means that no connection could be made: nobody listens, the
// server refused us, or it took too long.
var ErrUnreachable = errors.New("postgres: database unreachable")

// unreachable describes a failed connection by address and reason. The cause is
// left out of the chain on purpose: pgx's message names the user.
func unreachable(cfg *pgx.ConnConfig, cause error) error {
	return fmt.Errorf("%w: %s: %w", ErrUnreachable, address(cfg), reason(cause))
}

// address is the place we tried, without the user.
func address(cfg *pgx.ConnConfig) string {
	return fmt.Sprintf("host %q port %d database %q", cfg.Host, cfg.Port, cfg.Database)
}

var (
	errTimeout  = errors.New("no answer in time")
	errAuth     = errors.New("the server rejected the user or the password (SQLSTATE 28xxx)")
	errNoDB     = errors.New("the database does not exist (SQLSTATE 3D000)")
	errTLS      = errors.New("TLS negotiation failed; check sslmode and the certificates")
	errConnFail = errors.New("the connection failed")
)

// reason keeps the part of a connection error that helps and holds no secret.
func reason(err error) error {
	var (
		pg   *pgconn.PgError
		dns  *net.DNSError
		op   *net.OpError
		cert *tls.CertificateVerificationError
	)
	switch {
	case errors.Is(err, context.Canceled):
		return context.Canceled
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return fmt.Errorf("%w: %w", errTimeout, context.DeadlineExceeded)
	case errors.As(err, &pg):
		return serverReason(pg)
	case errors.As(err, &cert):
		return fmt.Errorf("%w: %w", errTLS, cert.Err)
	case errors.As(err, &dns):
		return dns
	case errors.As(err, &op):
		return op
	default:
		return errConnFail
	}
}

// serverReason turns the server's refusal into words without the user's name.
func serverReason(pg *pgconn.PgError) error {
	switch {
	case len(pg.Code) == 5 && pg.Code[:2] == "28":
		return errAuth
	case pg.Code == "3D000":
		return errNoDB
	default: // e.g. 57P03 "the database system is starting up", 53300 "too many clients"
		return fmt.Errorf("%s (SQLSTATE %s)", pg.Message, pg.Code)
	}
}
