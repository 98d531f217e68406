package api

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/obs"
	"github.com/cairnproject/cairn/internal/store"
)

func TestSystem(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	runSteps(t, w, []step{
		{call: "GET /healthz", status: 200, want: `{"status":"ok"}`},
		{call: "GET /readyz", status: 200, want: `{"status":"ok","rulesVersion":"*"}`},
		{call: "GET /v1/version", status: 200, want: `{"engine":"1","rulesVersion":"*","build":{}}`},
		{name: "own request id", call: "GET /healthz", header: map[string]string{"X-Request-ID": "abc-1"}, status: 200, has: map[string]string{"X-Request-ID": "abc-1"}},
	})
	resp, _ := w.do(t, "GET /healthz", "", map[string]string{"X-Request-ID": "a b<script>"})
	if id := resp.Header.Get("X-Request-ID"); strings.Contains(id, "<") || id == "" {
		t.Errorf("request id %q", id)
	}
}

// What is not the API's belongs to the pages, and the API's stays its own.
func TestPagesAnswerTheRest(t *testing.T) {
	t.Parallel()
	pages := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })
	w := setup(t, setupOptions{pages: pages})
	for call, status := range map[string]int{
		"GET /": http.StatusTeapot, "GET /results?t=a&t=b": http.StatusTeapot, "POST /record": http.StatusTeapot,
		"GET /v1/version": http.StatusOK, "GET /healthz": http.StatusOK, "GET /openapi.yaml": http.StatusOK,
		"GET /v1/nothing": http.StatusNotFound, "GET /metrics": http.StatusNotFound, "DELETE /v1/version": http.StatusMethodNotAllowed,
	} {
		if resp, _ := w.do(t, call, "", nil); resp.StatusCode != status {
			t.Errorf("%s: %d, want %d", call, resp.StatusCode, status)
		}
	}
}

// broken is a store that stops answering.
type broken struct {
	store.Store

	err error
}

func (b *broken) Ping(ctx context.Context) error {
	if b.err != nil {
		return b.err
	}
	return b.Store.Ping(ctx)
}

func (b *broken) ListRecords(ctx context.Context, p store.Page) ([]store.StoredRecord, string, error) {
	if b.err != nil {
		return nil, "", b.err
	}
	return b.Store.ListRecords(ctx, p)
}

func TestCausesStayInside(t *testing.T) {
	t.Parallel()
	var b *broken
	w := setup(t, setupOptions{store: func(s store.Store) store.Store { b = &broken{Store: s}; return b }})
	b.err = errors.New("dial db: password=hunter2")
	runSteps(t, w, []step{
		{call: "GET /healthz", status: 200},
		{call: "GET /readyz", status: 500, want: problemJSON("internal", 500), not: "hunter2"},
		{call: "GET /v1/records", status: 500, want: problemJSON("internal", 500), not: "hunter2"},
	})
	b.err = store.ErrUnavailable
	runSteps(t, w, []step{
		{call: "GET /readyz", status: 503, want: problemJSON("unavailable", 503)},
		{call: "GET /v1/records", status: 503, want: problemJSON("unavailable", 503)},
		{name: "rules are in memory", call: "GET /v1/institutions", status: 200},
	})
}

// observed is a server whose log and metrics are read.
func observed(t *testing.T, s func(store.Store) store.Store) (*Server, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	w := setup(t, setupOptions{store: s})
	metrics, err := obs.NewMetrics(obs.Build{Version: "v1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	server, err := New(Options{
		Service: w.service, Now: time.Now, Metrics: metrics,
		Log: slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	})
	if err != nil {
		t.Fatal(err)
	}
	return server, &log
}

func TestTheLogHoldsNoPersonalData(t *testing.T) {
	t.Parallel()
	server, log := observed(t, nil)
	for _, r := range []*http.Request{
		httptest.NewRequest(http.MethodPost, "/v1/records?learner=secret-1", strings.NewReader(`{"learner":"secret-2"}`)),
		httptest.NewRequest(http.MethodGet, "/v1/records/secret-3", nil),
		httptest.NewRequest(http.MethodGet, "/secret-4", nil),
		httptest.NewRequest("SECRET-5", "/v1/records", nil),
	} {
		r.Header.Set("Content-Type", jsonType)
		server.ServeHTTP(httptest.NewRecorder(), r)
	}
	if text := log.String(); strings.Contains(strings.ToLower(text), "secret") || strings.Contains(text, "192.0.2.1") {
		t.Errorf("the log holds what it must not:\n%s", text)
	}
	for _, want := range []string{`"route":"/v1/records/:id"`, `"route":"unmatched"`, `"status":422`, `"request_id":`} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s:\n%s", want, log)
		}
	}
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	server, _ := observed(t, nil)
	get := func(path string) string {
		rec := httptest.NewRecorder()
		server.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
		return rec.Body.String()
	}
	get("/v1/institutions/ridge")
	get("/v1/institutions/none")
	text := get("/metrics")
	for _, want := range []string{
		`cairn_http_requests_total{method="GET",route="/v1/institutions/:id",status="200"} 1`,
		`cairn_http_requests_total{method="GET",route="/v1/institutions/:id",status="404"} 1`,
		"cairn_http_request_seconds_bucket", "cairn_build_info",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("metrics lack %s", want)
		}
	}
}

// panicking stands for a mistake in Cairn.
type panicking struct{ store.Store }

func (panicking) ListRecords(context.Context, store.Page) ([]store.StoredRecord, string, error) {
	panic("index out of range: secret")
}

func TestAPanicBecomesAProblem(t *testing.T) {
	t.Parallel()
	server, log := observed(t, func(s store.Store) store.Store { return panicking{s} })
	rec := httptest.NewRecorder()
	server.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "/v1/records", nil))
	if rec.Code != http.StatusInternalServerError || missing(t, problemJSON("internal", 500), rec.Body.String()) != "" || strings.Contains(rec.Body.String(), "secret") {
		t.Errorf("%d %s", rec.Code, rec.Body)
	}
	if !strings.Contains(log.String(), "index out of range") || !strings.Contains(log.String(), `"stack"`) {
		t.Errorf("the panic is not in the log: %s", log)
	}
}
