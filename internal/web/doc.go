// Package web answers people: pages of HTML, each with its twins as JSON and CSV,
// from the same services as the API. Handlers put the question, package view draws
// the answer, package message has the words. One file a page.
//
// Adding a page: a handler in a file of its own, a line in routes.go, a templ
// component in view, texts in message/en and message/es.
package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime"
	"sync/atomic"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/web/message"
	"github.com/cairnproject/cairn/internal/web/session"
)

// Options are what a Site stands on.
type Options struct {
	// Service is required.
	Service *app.Service
	// Log is where the site reports what failed inside; nil means silence.
	Log *slog.Logger
	// Demo offers the demo learners, and answers as of the demo's fixed day where
	// nobody states another. The demo world must be in the store.
	Demo bool
	// FormBytes bounds the body of a request; 0 means 2 MiB.
	FormBytes int64
	// Languages are those of the pages, English first; nil means all there are.
	Languages []*message.Locale
	// Sessions are what visitors' sessions may cost.
	Sessions session.Options
}

// Site is the pages as one handler. It is safe for concurrent use.
type Site struct {
	service   *app.Service
	log       *slog.Logger
	sessions  *session.Manager
	learners  []learner
	languages []*message.Locale
	demo      bool
	formBytes int64

	mux     *http.ServeMux
	handler http.Handler
	origin  *http.CrossOriginProtection
	// evaluating bounds how many answers are worked out at once.
	evaluating chan struct{}
	sample     atomic.Pointer[keptSample]
	items      keptItems
	kept       *app.Kept
}

// New makes the pages. With Demo it reads the demo learners. Codes: unavailable,
// internal.
func New(ctx context.Context, o Options) (*Site, error) {
	if o.Service == nil {
		return nil, errors.New("web: a service is required")
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Languages == nil {
		o.Languages = message.Locales()
	}
	if o.FormBytes == 0 {
		o.FormBytes = 2 << 20
	}
	s := &Site{
		service: o.Service, log: o.Log, sessions: session.New(o.Sessions), demo: o.Demo, formBytes: o.FormBytes,
		languages: o.Languages, mux: http.NewServeMux(), origin: http.NewCrossOriginProtection(),
		kept:       app.NewKept(app.KeptOptions{Now: o.Sessions.Now}),
		evaluating: make(chan struct{}, 2*runtime.GOMAXPROCS(0)),
	}
	if o.Demo {
		view, err := o.Service.Current(ctx)
		if err != nil {
			return nil, err
		}
		if s.learners, err = readLearners(&view.Set); err != nil {
			return nil, err
		}
		for i := range s.learners {
			s.service.Vouch(s.learners[i].record)
		}
	}
	s.routes()
	s.handler = s.sessions.Wrap(http.HandlerFunc(s.guarded))
	return s, nil
}

// today is the as-of day where nobody states one.
func (s *Site) today() calendar.Date {
	if s.demo {
		return fixtures.DemoDay()
	}
	return s.service.Today()
}
