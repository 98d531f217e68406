package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/cairnproject/cairn/internal/fault"
)

// exchange is one request on its way: it sees the status and size of the answer.
type exchange struct {
	http.ResponseWriter

	id     string
	route  string // the pattern, "/v1/records/:id"; empty where none matched
	status int
	bytes  int64
}

// WriteHeader notes the status.
func (x *exchange) WriteHeader(status int) {
	if x.status == 0 {
		x.status = status
	}
	if status == http.StatusServiceUnavailable {
		x.Header().Set("Retry-After", "1")
	}
	x.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (x *exchange) Write(b []byte) (int, error) {
	if x.status == 0 {
		x.status = http.StatusOK
	}
	n, err := x.ResponseWriter.Write(b)
	x.bytes += int64(n)
	return n, err
}

// SetRoute names the route for the log, where the pages know it.
func (x *exchange) SetRoute(route string) { x.route = route }

// Unwrap lets http.ResponseController reach the connection.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }

type contextKey int

const idKey contextKey = iota

// requestID is the id of the request that the context belongs to.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(idKey).(string)
	return id
}

// ServeHTTP answers one request: an id, safe headers, limits, then the router;
// afterwards a log line and the metrics. A panic becomes a problem.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	begin := s.now()
	x := &exchange{ResponseWriter: w, id: s.ids.of(r)}
	safeHeaders(w.Header(), x.id)
	ctx := context.WithValue(r.Context(), idKey, x.id)
	ctx, cancel := context.WithTimeout(ctx, s.limits.RequestTimeout)
	defer cancel()
	r = r.WithContext(ctx)
	if s.meter != nil {
		s.meter.inFlight.Inc()
	}
	defer func() {
		if p := recover(); p != nil {
			s.panicked(x, r, p)
		}
		s.finish(x, r, begin)
		if x.status == statusAborted {
			panic(http.ErrAbortHandler) // half an answer must not look whole
		}
	}()
	if s.pages != nil && !s.owns(r.URL.Path) {
		s.pages.ServeHTTP(x, r)
		return
	}
	if err := s.admit(w, r); err != nil {
		writeProblem(x, s.problem(ctx, err))
		return
	}
	if r.Method == http.MethodHead {
		asked := *r // as GET; package http leaves the body out
		asked.Method = http.MethodGet
		s.router.ServeHTTP(x, &asked)
		return
	}
	s.router.ServeHTTP(x, r)
}

// owns reports whether a path belongs to the API: whether its first segment is
// that of an operation. Everything else is a page.
func (s *Server) owns(path string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return s.roots[first]
}

// firstSegments are the first segments of every address of the API.
func (s *Server) firstSegments() map[string]bool {
	out := map[string]bool{"metrics": true} // not a page either where nobody counts
	add := func(path string) {
		first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		out[first] = true
	}
	for path := range s.plain() {
		add(path)
	}
	for path := range s.api.OpenAPI().Paths {
		add(path)
	}
	return out
}

// statusAborted marks answers that were cut off; it is in the log only.
const statusAborted = 599

// admit refuses what need not be read, and bounds the rest.
func (s *Server) admit(w http.ResponseWriter, r *http.Request) error {
	if r.ContentLength > s.limits.BodyBytes {
		w.Header().Set("Connection", "close") // what follows is not wanted
		return s.tooLarge()
	}
	if err := checkQuery(r.URL.RawQuery); err != nil {
		return err
	}
	if enc := r.Header.Get("Content-Encoding"); enc != "" && enc != "identity" {
		return fault.New(fault.Unsupported, "Compressed bodies are not read; send it without Content-Encoding.")
	}
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = http.MaxBytesReader(w, r.Body, s.limits.BodyBytes)
	}
	return nil
}

func (s *Server) tooLarge() error {
	return fault.New(fault.TooLarge, fmt.Sprintf("The body is larger than %d bytes.", s.limits.BodyBytes))
}

func (s *Server) panicked(x *exchange, r *http.Request, p any) {
	err, _ := p.(error)
	switch {
	case errors.Is(err, http.ErrAbortHandler), r.Context().Err() != nil && x.status != 0:
		x.status = statusAborted // the client is gone, or was too slow
		return
	}
	s.log.LogAttrs(r.Context(), slog.LevelError, "panic", slog.String("request_id", x.id),
		slog.Any("panic", p), slog.String("stack", string(debug.Stack())))
	if x.status != 0 {
		x.status = statusAborted
		return
	}
	writeProblem(x, newProblem(fault.New(fault.Internal, "Internal error.")))
}

func (s *Server) finish(x *exchange, r *http.Request, begin time.Time) {
	took := s.now().Sub(begin)
	route := x.route
	if route == "" {
		route = "unmatched" // never the path itself: it is anybody's text
	}
	if s.meter != nil {
		s.meter.done(r.Method, route, x.status, took)
	}
	level := slog.LevelInfo
	if route == "/healthz" || route == "/readyz" || route == "/metrics" {
		level = slog.LevelDebug
	}
	if !s.log.Enabled(r.Context(), level) {
		return
	}
	s.log.LogAttrs(r.Context(), level, "request",
		slog.String("request_id", x.id), slog.String("method", methodName(r.Method)), slog.String("route", route),
		slog.Int("status", x.status), slog.Int64("bytes", x.bytes), slog.Float64("took_ms", milliseconds(took)))
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func safeHeaders(h http.Header, id string) {
	h.Set("X-Request-ID", id)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Cache-Control", "no-store") // answers are about people
}
