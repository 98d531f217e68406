package api

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"github.com/cairnproject/cairn/internal/config"
	"github.com/cairnproject/cairn/internal/store"
)

// spaces is a body of so many bytes that is never in memory.
type spaces struct{ left atomic.Int64 }

func (s *spaces) Read(b []byte) (int, error) {
	n := min(int64(len(b)), s.left.Load())
	if n == 0 {
		return 0, io.EOF
	}
	for i := range b[:n] {
		b[i] = ' '
	}
	s.left.Add(-n)
	return int(n), nil
}

// A body of 1 GB is refused at the limit, in little memory, whether it says its
// length or not.
//
//nolint:paralleltest // it measures the memory of the process
func TestLargeBodiesAreRefusedWhileReading(t *testing.T) {
	w := setup(t, setupOptions{limits: config.Limits{BodyBytes: 1 << 20}})
	answered := 0
	for _, length := range []int64{1 << 30, -1} {
		for _, path := range []string{"/v1/records", "/v1/evaluations", "/v1/imports?format=catalogue"} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			sent := &spaces{}
			sent.left.Store(1 << 30)
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, w.http.URL+path, sent)
			if err != nil {
				t.Fatal(err)
			}
			req.ContentLength = length
			req.Header.Set("Content-Type", jsonType)
			resp, err := w.client.Do(req)
			if err != nil { // the server closed while we were sending
				continue
			}
			body, _ := io.ReadAll(resp.Body)
			resp.Body.Close()
			runtime.ReadMemStats(&after)
			if resp.StatusCode != http.StatusRequestEntityTooLarge || missing(t, problemJSON("too_large", 413), string(body)) != "" {
				t.Errorf("%s: %d %s", path, resp.StatusCode, body)
			}
			if used := after.TotalAlloc - before.TotalAlloc; used > 32<<20 {
				t.Errorf("%s allocated %d MiB", path, used>>20)
			}
			answered++
			if sent.left.Load() < 1<<29 {
				t.Errorf("%s read on after the limit", path)
			}
		}
	}
	if answered == 0 {
		t.Error("no request was answered")
	}
}

func TestABodyOfExactlyTheLimitIsRead(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{limits: config.Limits{BodyBytes: 4096}})
	fits := aRecord + strings.Repeat(" ", 4096-len(aRecord))
	runSteps(t, w, []step{
		{name: "fits", call: "POST /v1/records", body: fits, status: 201},
		{name: "one more", call: "POST /v1/records", body: fits + " ", status: 413, want: problemJSON("too_large", 413)},
	})
}

func TestASlowBodyTimesOut(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{limits: config.Limits{ReadHeaderTimeout: 100 * time.Millisecond, ReadTimeout: 200 * time.Millisecond}})
	for begin, want := range map[string]string{
		"POST /v1/records HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{": "408 ",
		"POST /v1/records HTTP/1.1\r\nHost: x\r\n":                                                               "", // headers that never end are cut off
	} {
		conn, err := net.Dial("tcp", w.http.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if _, err := io.WriteString(conn, begin); err != nil {
			t.Fatal(err)
		}
		_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		line, err := bufio.NewReader(conn).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			t.Errorf("the connection stayed open: %v", err)
		}
		if !strings.Contains(line, want) {
			t.Errorf("answer %q, want %q", line, want)
		}
	}
}

// waiting is a store that waits until the request is given up.
type waiting struct {
	store.Store

	entered chan struct{}
	release chan struct{}
}

func (s *waiting) ListRecords(ctx context.Context, _ store.Page) ([]store.StoredRecord, string, error) {
	s.entered <- struct{}{}
	select {
	case <-ctx.Done():
		return nil, "", fmt.Errorf("list: %w", ctx.Err())
	case <-s.release:
		return nil, "", nil
	}
}

func TestARequestThatTakesTooLongIsGivenUp(t *testing.T) {
	t.Parallel()
	slow := &waiting{entered: make(chan struct{}, 1), release: make(chan struct{})}
	w := setup(t, setupOptions{
		limits: config.Limits{RequestTimeout: 50 * time.Millisecond},
		store:  func(s store.Store) store.Store { slow.Store = s; return slow },
	})
	runSteps(t, w, []step{{call: "GET /v1/records", status: 503, want: problemJSON("timeout", 503)}})
}

func TestShutdownFinishesWhatRuns(t *testing.T) {
	t.Parallel()
	slow := &waiting{entered: make(chan struct{}, 1), release: make(chan struct{})}
	w := setup(t, setupOptions{store: func(s store.Store) store.Store { slow.Store = s; return slow }})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.server.Serve(ctx, l) }()
	status := make(chan int, 1)
	go func() {
		resp, err := http.Get("http://" + l.Addr().String() + "/v1/records")
		if err != nil {
			status <- 0
			return
		}
		resp.Body.Close()
		status <- resp.StatusCode
	}()
	<-slow.entered
	stop()
	select {
	case err := <-ended:
		t.Fatalf("the server ended with a request running: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	close(slow.release)
	if got := <-status; got != http.StatusOK {
		t.Errorf("the running request got %d", got)
	}
	if err := <-ended; err != nil {
		t.Errorf("Serve: %v", err)
	}
	if conn, err := net.Dial("tcp", l.Addr().String()); err == nil {
		conn.Close()
		t.Error("the server still listens")
	}
}

func TestShutdownDoesNotWaitForever(t *testing.T) {
	t.Parallel()
	slow := &waiting{entered: make(chan struct{}, 1), release: make(chan struct{})}
	w := setup(t, setupOptions{
		limits: config.Limits{ShutdownTimeout: 30 * time.Millisecond},
		store:  func(s store.Store) store.Store { slow.Store = s; return slow },
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.server.Serve(ctx, l) }()
	go func() {
		if resp, err := http.Get("http://" + l.Addr().String() + "/v1/records"); err == nil {
			resp.Body.Close()
		}
	}()
	<-slow.entered
	stop()
	if err := <-ended; err == nil || !strings.Contains(err.Error(), "cut off") {
		t.Errorf("Serve = %v, want one that says what was cut off", err)
	}
}

func TestABodyThatBreaksOff(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	if err := w.server.readFault(iotest.ErrTimeout); err == nil {
		t.Error("no fault")
	}
	conn, err := net.Dial("tcp", w.http.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, _ = io.WriteString(conn, "POST /v1/records HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{")
	tcp, _ := conn.(*net.TCPConn)
	_ = tcp.CloseWrite()
	line, _ := bufio.NewReader(conn).ReadString('\n')
	if !strings.Contains(line, "400 ") {
		t.Errorf("answer %q, want 400", line)
	}
}
