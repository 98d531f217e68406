//go:build unix

package pgtest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	clusterUser = "cairn"
	clusterPort = "5432" // only part of the socket's name: nothing listens on TCP
	// maxSocketDir keeps the socket's path below the 104 bytes of macOS.
	maxSocketDir = 80
)

// supervisor makes the cluster, runs the server, and cleans up when its standard
// input ends. That is the other end of a pipe which this test process never
// writes to: the kernel closes it when the process ends, also by SIGKILL. An
// immediate shutdown (QUIT) is enough, as the data goes with it.
//
// $1 is the directory of the binaries, $2 the directory of the cluster. When the
// server does not start, the files stay for the log to be read.
const supervisor = `
exec 3<&0 </dev/null
"$1/initdb" -D "$2/data" -U ` + clusterUser + ` --auth=trust --no-locale --encoding=UTF8 \
	--no-sync --no-instructions 3<&- || exit 1
"$1/postgres" -D "$2/data" -k "$2" -p ` + clusterPort + ` -c listen_addresses= \
	-c fsync=off -c synchronous_commit=off -c full_page_writes=off \
	-c wal_level=minimal -c max_wal_senders=0 -c autovacuum=off \
	-c shared_buffers=64MB -c max_connections=300 -c timezone=UTC 3<&- &
server=$!
( cat <&3 >/dev/null; : >"$2/ended"; kill -QUIT "$server" ) &
watcher=$!
exec 3<&-
wait "$server"
if [ -e "$2/ended" ]; then rm -rf "$2"; else kill "$watcher"; exit 1; fi
`

// startCluster starts a server and returns the directory of its socket.
func startCluster(ctx context.Context) (string, error) {
	bin, err := findBinaries()
	if err != nil {
		return "", err
	}
	owner, err := clusterOwner()
	if err != nil {
		return "", err
	}
	dir, err := makeDir(owner)
	if err != nil {
		return "", err
	}
	exited, err := supervise(bin, dir, owner)
	if err != nil {
		return "", errors.Join(err, os.RemoveAll(dir))
	}
	return dir, awaitServer(ctx, dir, exited)
}

// supervise runs the supervisor as owner in a session of its own, so that Ctrl-C
// or a kill of the test's process group reaches it only through the pipe. The
// channel closes when it has exited.
func supervise(bin, dir string, owner *syscall.Credential) (<-chan struct{}, error) {
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return nil, fmt.Errorf("make the log file: %w", err)
	}
	defer func() { _ = log.Close() }() // the supervisor holds its own copy
	cmd := exec.Command("/bin/sh", "-c", supervisor, "cairn-pgtest", bin, dir)
	cmd.Dir = dir // the owner may not be allowed to be in ours
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	// The log is a file: a pipe held by the server would keep "go test" waiting.
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: owner, Setsid: true}
	// The write end is never closed on purpose; it must live as long as we do.
	if _, err := cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the PostgreSQL supervisor: %w", err)
	}
	exited := make(chan struct{})
	go func() {
		defer close(exited)
		_ = cmd.Wait()
	}()
	return exited, nil
}

// awaitServer returns when the server answers.
func awaitServer(ctx context.Context, dir string, exited <-chan struct{}) error {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if conn, err := pgx.Connect(ctx, clusterURL(dir)); err == nil {
			closeConn(conn)
			return nil
		}
		select {
		case <-tick.C:
		case <-exited:
			err := fmt.Errorf("the throwaway PostgreSQL did not start:\n%s", logTail(dir))
			return errors.Join(err, os.RemoveAll(dir))
		case <-ctx.Done():
			return fmt.Errorf("the throwaway PostgreSQL did not answer: %w\n%s", ctx.Err(), logTail(dir))
		}
	}
}

// clusterURL is the address of the cluster's maintenance database.
func clusterURL(dir string) string {
	q := url.Values{"host": {dir}, "port": {clusterPort}, "sslmode": {"disable"}}
	return "postgres://" + clusterUser + "@/postgres?" + q.Encode()
}

// logTail is the end of what initdb and the server printed.
func logTail(dir string) string {
	out, err := os.ReadFile(filepath.Join(dir, "log"))
	if err != nil {
		return err.Error()
	}
	return string(out[max(0, len(out)-2000):])
}
