package web

import (
	"context"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/wording"
)

const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; connect-src 'self'"

type contextKey int

const formatKey contextKey = iota

// ServeHTTP answers one request: safe headers, its twin, its session; then, where
// an error page can be drawn, its origin, its size and the page.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store") // pages are about people
	r = twin(r)
	s.nameRoute(w, r)
	s.handler.ServeHTTP(w, r)
}

// guarded answers inside a session. A panic becomes an error page.
func (s *Site) guarded(w http.ResponseWriter, r *http.Request) {
	sent := &sentNote{ResponseWriter: w}
	defer func() {
		if p := recover(); p != nil {
			s.panicked(sent, r, p)
		}
	}()
	if err := s.admit(w, r); err != nil {
		s.refuse(sent, r, err)
		return
	}
	s.dispatch(sent, r)
}

// twin takes ".json", ".csv" or ".svg" off the path and remembers it: every page has its
// twins under the page's own pattern.
func twin(r *http.Request) *http.Request {
	if strings.HasPrefix(r.URL.Path, "/static/") {
		return r
	}
	for _, format := range [...]string{"json", "csv", "svg"} {
		path, ok := strings.CutSuffix(r.URL.Path, "."+format)
		if !ok || path == "" || strings.HasSuffix(path, "/") {
			continue
		}
		u := *r.URL
		u.Path, u.RawPath = path, strings.TrimSuffix(u.RawPath, "."+format)
		r = r.WithContext(context.WithValue(r.Context(), formatKey, format))
		r.URL = &u
		return r
	}
	return r
}

// formatOf is "json", "csv", "svg", or "" for the page itself.
func formatOf(r *http.Request) string {
	format, _ := r.Context().Value(formatKey).(string)
	return format
}

// nameRoute tells the request log which page it is, never the address itself.
func (s *Site) nameRoute(w http.ResponseWriter, r *http.Request) {
	if log, ok := w.(interface{ SetRoute(route string) }); ok {
		_, pattern := s.mux.Handler(r)
		_, path, _ := strings.Cut(pattern, " ")
		log.SetRoute(path)
	}
}

// admit refuses changes that another site has sent, and what is too large.
func (s *Site) admit(w http.ResponseWriter, r *http.Request) error {
	if err := s.origin.Check(r); err != nil {
		return errForeign
	}
	if r.ContentLength > s.formBytes {
		w.Header().Set("Connection", "close") // what follows is not wanted
		return s.tooLarge()
	}
	if enc := r.Header.Get("Content-Encoding"); enc != "" && enc != "identity" {
		return fault.Say(fault.Unsupported, wording.Of("fault.compressed", "Compressed bodies are not read; send it without Content-Encoding."))
	}
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = http.MaxBytesReader(w, r.Body, s.formBytes)
	}
	return nil
}

// dispatch finds the page.
func (s *Site) dispatch(w http.ResponseWriter, r *http.Request) {
	if _, pattern := s.mux.Handler(r); pattern != "" {
		s.mux.ServeHTTP(w, r)
		return
	}
	var allowed []string
	for _, method := range [...]string{http.MethodGet, http.MethodPost} {
		other := *r
		other.Method = method
		if _, pattern := s.mux.Handler(&other); pattern != "" {
			allowed = append(allowed, method)
		}
	}
	if allowed == nil {
		s.refuse(w, r, fault.New(fault.NotFound, ""))
		return
	}
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	s.refuse(w, r, fault.New(fault.MethodNotAllowed, ""))
}

// sentNote knows whether an answer has begun.
type sentNote struct {
	http.ResponseWriter

	begun bool
}

// WriteHeader notes that it has.
func (n *sentNote) WriteHeader(status int) {
	n.begun = true
	n.ResponseWriter.WriteHeader(status)
}

// Write notes that it has.
func (n *sentNote) Write(b []byte) (int, error) {
	n.begun = true
	return n.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (n *sentNote) Unwrap() http.ResponseWriter { return n.ResponseWriter }

// panicked logs a panic and says calmly that something went wrong; half a page
// is cut off instead.
func (s *Site) panicked(w *sentNote, r *http.Request, p any) {
	if p == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
		panic(p)
	}
	s.log.LogAttrs(r.Context(), slog.LevelError, "panic in a page", slog.String("request_id", w.Header().Get("X-Request-ID")),
		slog.Any("panic", p), slog.String("stack", string(debug.Stack())))
	if w.begun {
		panic(http.ErrAbortHandler)
	}
	s.refuse(w, r, fault.New(fault.Internal, ""))
}
