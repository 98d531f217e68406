package gormconfig

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

func TestSlowStatementsAreLoggedAndFastOnesAreNot(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	cfg := New(slog.New(slog.NewTextHandler(&out, nil)), time.Minute)
	stmt := func() (string, int64) { return "SELECT 1", 1 }

	cfg.Logger.Trace(context.Background(), time.Now(), stmt, errors.New("boom"))
	if out.Len() != 0 {
		t.Fatalf("a fast statement was logged: %s", out.String())
	}
	cfg.Logger.Trace(context.Background(), time.Now().Add(-time.Hour), stmt, nil)
	if got := out.String(); !strings.Contains(got, "slow SQL statement") || !strings.Contains(got, "SELECT 1") {
		t.Fatalf("log = %q, want a slow statement", got)
	}
}

func TestNowIsInUTCAndWholeMicroseconds(t *testing.T) {
	t.Parallel()
	for range 100 {
		got := New(nil, 0).NowFunc()
		if got.Location() != time.UTC || got.Nanosecond()%1000 != 0 {
			t.Fatalf("NowFunc() = %v, want UTC and whole microseconds", got)
		}
	}
}
