// Package api is Cairn over HTTP: the nouns under /v1, the OpenAPI document,
// health and metrics. It translates; what an answer is, internal/app decides.
// Echo is wired in echo.go alone (ADR 0001); operations are huma handlers.
package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/config"
	"github.com/cairnproject/cairn/internal/obs"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// Options are what a server stands on.
type Options struct {
	// Service is required.
	Service *app.Service
	// Now is the clock for request times and idempotency; required.
	Now func() time.Time
	// Limits bound one request; zero fields mean the defaults of package
	// config.
	Limits config.Limits
	// Log receives one line a request and every internal error, never a body,
	// a query string, an address or a path with an id; nil means silence.
	Log *slog.Logger
	// Metrics, where given, counts requests and serves /metrics.
	Metrics *obs.Metrics
	// Build is shown at /v1/version.
	Build obs.Build
	// AdminToken is the bearer token of whoever issues, revokes and renews; empty:
	// those are the programs on this machine.
	AdminToken config.Secret
	// Pages, where given, answer every address that is not the API's.
	Pages http.Handler
}

// Server answers HTTP requests. It is safe for concurrent use.
type Server struct {
	service    *app.Service
	now        func() time.Time
	limits     config.Limits
	log        *slog.Logger
	build      obs.Build
	meter      *meter
	metrics    http.Handler
	ids        *requestIDs
	admins     administrators
	once       *replays
	answered   *answers
	buffers    buffers
	workers    *workers
	api        huma.API
	router     http.Handler
	pages      http.Handler
	roots      map[string]bool
	spec       spec
	records    *strictjson.Reader[record.Record]
	evaluate   *strictjson.Reader[evaluateRequest]
	explaining *strictjson.Reader[explainRequest]
	comparing  *strictjson.Reader[compareRequest]
	differing  *strictjson.Reader[differRequest]
	stacks     *strictjson.Reader[stackRequest]
	stacking   *stackers
	issue      *strictjson.Reader[issueRequest]
	standing   *strictjson.Reader[standingRequest]
	renewal    *strictjson.Reader[renewalRequest]
}

// New makes a server and registers every operation.
func New(o Options) (*Server, error) {
	if o.Service == nil || o.Now == nil {
		return nil, errors.New("api: a service and a clock are required")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{
		admins: newAdministrators(o.AdminToken.Reveal()), service: o.Service, now: o.Now, limits: withDefaults(o.Limits), log: o.Log, build: o.Build, pages: o.Pages,
		records:    strictjson.New[record.Record](strictjson.Options{}),
		evaluate:   strictjson.New[evaluateRequest](strictjson.Options{}),
		explaining: strictjson.New[explainRequest](strictjson.Options{}),
		comparing:  strictjson.New[compareRequest](strictjson.Options{}),
		differing:  strictjson.New[differRequest](strictjson.Options{}),
		issue:      strictjson.New[issueRequest](strictjson.Options{}),
		standing:   strictjson.New[standingRequest](strictjson.Options{}),
		renewal:    strictjson.New[renewalRequest](strictjson.Options{}),
		once:       newReplays(o.Now), answered: newAnswers(), workers: newWorkers(o.Service.EvaluateOn),
		stacks: strictjson.New[stackRequest](strictjson.Options{}), stacking: newStackers(),
	}
	seed, err := uuid.NewRandom()
	if err != nil {
		return nil, fmt.Errorf("api: request ids: %w", err)
	}
	s.ids = newRequestIDs(seed)
	if o.Metrics != nil {
		s.metrics = o.Metrics.Handler()
		if s.meter, err = newMeter(o.Metrics); err != nil {
			return nil, err
		}
	}
	s.router, s.api = s.wire()
	s.register()
	s.roots = s.firstSegments()
	if s.spec, err = s.document(); err != nil {
		return nil, err
	}
	return s, nil
}

// WriteOpenAPI writes the OpenAPI document as YAML.
func (s *Server) WriteOpenAPI(w io.Writer) error {
	_, err := w.Write(s.spec.yaml)
	return err
}

// HTTPServer returns a server for the listener of the caller, with the limits'
// timeouts. ctx is the parent of every request.
func (s *Server) HTTPServer(ctx context.Context) *http.Server {
	return &http.Server{
		Handler:           s,
		BaseContext:       baseContext(ctx),
		ReadHeaderTimeout: s.limits.ReadHeaderTimeout,
		ReadTimeout:       s.limits.ReadTimeout,
		WriteTimeout:      s.limits.WriteTimeout,
		IdleTimeout:       s.limits.IdleTimeout,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
}

func withDefaults(l config.Limits) config.Limits {
	defaults, err := config.Load(func(string) string { return "" })
	if err != nil {
		return l // the defaults of config are valid; its tests say so
	}
	fill := func(d *time.Duration, def time.Duration) {
		if *d <= 0 {
			*d = def
		}
	}
	fill(&l.ReadHeaderTimeout, defaults.Limits.ReadHeaderTimeout)
	fill(&l.ReadTimeout, defaults.Limits.ReadTimeout)
	fill(&l.RequestTimeout, defaults.Limits.RequestTimeout)
	fill(&l.WriteTimeout, defaults.Limits.WriteTimeout)
	fill(&l.IdleTimeout, defaults.Limits.IdleTimeout)
	fill(&l.ShutdownTimeout, defaults.Limits.ShutdownTimeout)
	if l.BodyBytes <= 0 {
		l.BodyBytes = defaults.Limits.BodyBytes
	}
	return l
}
