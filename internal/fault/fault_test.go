package fault

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/diag"
)

func TestEveryErrorBecomesAFault(t *testing.T) {
	t.Parallel()
	problems := diag.List{{Code: "unknown_unit", Message: "no unit x", Pointer: "/unit"}}
	for _, c := range []struct {
		err    error
		code   Code
		status int
		exit   int
	}{
		{nil, "", 200, 0},
		{New(NotFound, "no such item"), NotFound, 404, 2},
		{fmt.Errorf("reading: %w", New(Conflict, "taken")), Conflict, 409, 2},
		{problems, Invalid, 422, 2},
		{fmt.Errorf("x: %w", problems), Invalid, 422, 2},
		{fmt.Errorf("x: %w", context.DeadlineExceeded), Timeout, 503, 1},
		{context.Canceled, Canceled, 499, 1},
		{io.ErrUnexpectedEOF, Internal, 500, 1},
		{New(NotMet, "not complete"), NotMet, 200, 3},
		{New("nonsense", "?"), "nonsense", 500, 1},
	} {
		if got := HTTPStatus(c.err); got != c.status {
			t.Errorf("HTTPStatus(%v) = %d, want %d", c.err, got, c.status)
		}
		if got := ExitCode(c.err); got != c.exit {
			t.Errorf("ExitCode(%v) = %d, want %d", c.err, got, c.exit)
		}
		if c.err != nil && From(c.err).Code != c.code {
			t.Errorf("From(%v).Code = %s, want %s", c.err, From(c.err).Code, c.code)
		}
	}
	if From(nil) != nil {
		t.Error("From(nil) is not nil")
	}
}

func TestTheCauseStaysInside(t *testing.T) {
	t.Parallel()
	cause := errors.New("password=hunter2")
	for _, err := range []error{Wrap(Unavailable, "The database does not answer.", cause), From(cause)} {
		if !errors.Is(err, cause) {
			t.Errorf("%v lost its cause", err)
		}
		if strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v shows its cause", err)
		}
	}
}

func TestCodesAreDistinctAndTitled(t *testing.T) {
	t.Parallel()
	seen := map[Code]bool{}
	for _, c := range Codes() {
		if seen[c] || c.Title() == "" {
			t.Errorf("code %s is listed twice or has no title", c)
		}
		seen[c] = true
	}
	if !seen[Internal] || !seen[NotMet] {
		t.Error("codes are missing from the table")
	}
}
