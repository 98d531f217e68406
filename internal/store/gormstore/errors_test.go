package gormstore

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"syscall"
	"testing"

	"github.com/cairnproject/cairn/internal/store"
)

// silent is a backend that recognises no error by itself.
type silent struct{ Backend }

func (silent) Unavailable(error) bool { return false }

func TestALostConnectionIsUnavailable(t *testing.T) {
	t.Parallel()
	s := New(silent{})
	for _, cause := range []error{
		io.EOF, io.ErrUnexpectedEOF, driver.ErrBadConn, net.ErrClosed, syscall.EPIPE, syscall.ECONNRESET,
		&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, fmt.Errorf("failed to receive message: %w", io.ErrUnexpectedEOF),
	} {
		if err := s.fail(t.Context(), "ping", cause); !errors.Is(err, store.ErrUnavailable) {
			t.Errorf("%v gives %v", cause, err)
		}
	}
	if err := s.fail(context.Background(), "ping", errors.New("syntax error")); errors.Is(err, store.ErrUnavailable) {
		t.Errorf("a mistake of ours gives %v", err)
	}
}
