package gormstore

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"os"
	"syscall"

	"gorm.io/gorm"

	"github.com/cairnproject/cairn/internal/store"
)

// opError says which operation failed and how. The database's own words stay in
// the chain for the log; they show in the text only where nothing better is
// known.
type opError struct {
	op    string
	kind  error // a sentinel error or the context's; nil: only the cause is known
	cause error
}

// Error names the operation and the kind of failure.
func (e *opError) Error() string {
	if e.kind != nil {
		return "store: " + e.op + ": " + e.kind.Error()
	}
	return "store: " + e.op + ": " + e.cause.Error()
}

// Unwrap returns the kind and the cause.
func (e *opError) Unwrap() []error {
	if e.kind == nil {
		return []error{e.cause}
	}
	return []error{e.kind, e.cause}
}

// fail gives an error the form that the port promises.
func (s *Store) fail(ctx context.Context, op string, err error) error {
	if err == nil {
		return nil
	}
	return &opError{op: op, kind: s.kind(ctx, err), cause: err}
}

func (s *Store) kind(ctx context.Context, err error) error {
	for _, sentinel := range []error{store.ErrNotFound, store.ErrConflict, store.ErrInvalid, store.ErrUnavailable} {
		if errors.Is(err, sentinel) {
			return sentinel
		}
	}
	switch {
	case s.closed.Load():
		return store.ErrUnavailable
	case ctx.Err() != nil: // the drivers report an interruption in their own words
		return ctx.Err()
	case errors.Is(err, gorm.ErrRecordNotFound):
		return store.ErrNotFound
	case errors.Is(err, gorm.ErrDuplicatedKey):
		return store.ErrConflict
	case lost(err) || s.backend.Unavailable(err):
		return store.ErrUnavailable
	}
	return nil
}

// lost reports whether the connection broke: what database/sql, the network and
// a stream say, whatever the database.
func lost(err error) bool {
	for _, cut := range []error{
		io.EOF, io.ErrUnexpectedEOF, io.ErrClosedPipe, net.ErrClosed, os.ErrDeadlineExceeded, driver.ErrBadConn, sql.ErrConnDone,
		syscall.ECONNREFUSED, syscall.ECONNRESET, syscall.ECONNABORTED, syscall.EPIPE, syscall.ETIMEDOUT,
	} {
		if errors.Is(err, cut) {
			return true
		}
	}
	_, network := errors.AsType[net.Error](err)
	return network
}
