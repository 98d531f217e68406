//go:build unix

package pgtest_test

import (
	"bufio"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/cairnproject/cairn/internal/testkit/pgtest"
)

const holdVariable = "CAIRN_PGTEST_HOLD"

// TestHold is the child of the next test: it makes a database, prints its
// address, and waits to be killed.
func TestHold(t *testing.T) { //nolint:paralleltest // does nothing in a normal run
	if os.Getenv(holdVariable) == "" {
		t.Skip("helper of TestNothingIsLeftWhenTheTestProcessIsKilled")
	}
	if _, err := os.Stdout.WriteString("\nurl " + pgtest.NewEmpty(t) + "\n"); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Minute)
}

func TestNothingIsLeftWhenTheTestProcessIsKilled(t *testing.T) {
	t.Parallel()
	if os.Getenv("TEST_DATABASE_URL") != "" {
		t.Skip("there is no throwaway cluster with TEST_DATABASE_URL")
	}
	pgtest.NewEmpty(t) // skips without PostgreSQL
	address := holdThenKill(t)
	parsed, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	dir := parsed.Query().Get("host")
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("the cluster's directory %s is still there", dir)
		}
	}
	if conn, err := pgx.Connect(t.Context(), address); err == nil {
		_ = conn.Close(t.Context())
		t.Fatal("the server is still running")
	}
}

// holdThenKill runs TestHold in a process of its own, kills it with SIGKILL once
// its database answers, and returns the address.
func holdThenKill(t *testing.T) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestHold$", "-test.v")
	cmd.Env = append(os.Environ(), holdVariable+"=1")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait() // reports the kill
	}()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		address, found := strings.CutPrefix(lines.Text(), "url ")
		if !found {
			continue
		}
		conn, err := pgx.Connect(t.Context(), address)
		if err != nil {
			t.Fatalf("the child's database does not answer: %v", err)
		}
		_ = conn.Close(t.Context())
		return address
	}
	t.Fatal("the child printed no address")
	return ""
}
