package api

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/config"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
)

// stuck makes every evaluation of a server wait until the test ends.
func stuck(t *testing.T, w *bundle) (entered chan struct{}) {
	t.Helper()
	entered, end := make(chan struct{}, 10_000), make(chan struct{})
	t.Cleanup(func() { close(end) })
	w.server.workers.evaluate = func(*app.View, app.Query) (engine.Result, error) {
		entered <- struct{}{}
		<-end
		return engine.Result{}, nil
	}
	return entered
}

const anEvaluation = `{"record":{"attainments":[]},"targets":[{"institution":"hilltop"}]}`

// The time of a request ends it although its evaluation goes on.
func TestAnEvaluationThatTakesTooLongIsGivenUp(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{limits: config.Limits{RequestTimeout: 50 * time.Millisecond}})
	stuck(t, w)
	resp, err := http.Post(w.http.URL+"/v1/evaluations", jsonType, strings.NewReader(anEvaluation))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusServiceUnavailable || resp.Header.Get("Retry-After") == "" {
		t.Errorf("status %d, Retry-After %q", resp.StatusCode, resp.Header.Get("Retry-After"))
	}
}

// Shutdown waits for requests, not for evaluations that nobody waits for.
func TestShutdownDoesNotWaitForAbandonedEvaluations(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{limits: config.Limits{ShutdownTimeout: time.Minute}})
	entered := stuck(t, w)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.server.Serve(ctx, l) }()
	asked, giveUp := context.WithCancel(t.Context())
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		req, _ := http.NewRequestWithContext(asked, http.MethodPost, "http://"+l.Addr().String()+"/v1/evaluations", strings.NewReader(anEvaluation))
		req.Header.Set("Content-Type", jsonType)
		if resp, err := http.DefaultClient.Do(req); err == nil {
			resp.Body.Close()
		}
	}()
	<-entered
	giveUp()
	<-gone
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(20 * time.Second):
		t.Error("the server waits for an evaluation that nobody waits for")
	}
}

// Only so many evaluations run and wait; the next is told to come again, and a
// request that was given up in the queue never runs.
func TestEvaluationsAreBounded(t *testing.T) {
	t.Parallel()
	release, entered := make(chan struct{}), make(chan struct{}, 10_000)
	ws := newWorkers(func(*app.View, app.Query) (engine.Result, error) {
		entered <- struct{}{}
		<-release
		return engine.Result{InputHash: "x"}, nil
	})
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	ask := func() {
		wg.Go(func() {
			if _, err := ws.do(ctx, nil, app.Query{}); !errors.Is(err, context.Canceled) {
				t.Errorf("a request that was given up got %v", err)
			}
		})
	}
	for range ws.most {
		ask()
		<-entered
	}
	for range cap(ws.jobs) {
		ask()
	}
	for len(ws.jobs) < cap(ws.jobs) {
		time.Sleep(time.Millisecond)
	}
	if _, err := ws.do(t.Context(), nil, app.Query{}); fault.From(err).Code != fault.Unavailable {
		t.Errorf("one too many got %v", err)
	}
	cancel()
	wg.Wait()
	close(release)
	r, err := ws.do(t.Context(), nil, app.Query{})
	for err != nil { // the queue empties
		r, err = ws.do(t.Context(), nil, app.Query{})
	}
	if r.InputHash != "x" || len(entered) != 1 {
		t.Errorf("%d evaluations ran after the end (%q), want the last alone", len(entered), r.InputHash)
	}
}

func TestAPanicOfAnEvaluationIsTheRequests(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	w.server.workers.evaluate = func(*app.View, app.Query) (engine.Result, error) { panic("boom") }
	for range 2 * int(w.server.workers.most) { // the workers stay
		resp, err := http.Post(w.http.URL+"/v1/evaluations", jsonType, strings.NewReader(anEvaluation))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusInternalServerError {
			t.Errorf("status %d", resp.StatusCode)
		}
	}
}
