// Package webtest serves the demo world to tests and drives a browser through it.
package webtest

import (
	"context"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/api"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store/open"
	"github.com/cairnproject/cairn/internal/web"
)

// World is a server of the demo world with a database of its own: pages and API.
type World struct {
	*httptest.Server

	Service *app.Service
	Site    *web.Site
}

// Demo serves the demo world until the test ends.
func Demo(tb testing.TB) *World {
	tb.Helper()
	return DemoAt(tb, time.Now)
}

// DemoWith is Demo with options of its own; the service is made here.
func DemoWith(tb testing.TB, o web.Options) *World {
	tb.Helper()
	o.Demo = true
	return demo(tb, o, time.Now)
}

// DemoAt is Demo with a clock of its own.
func DemoAt(tb testing.TB, now func() time.Time) *World {
	tb.Helper()
	return demo(tb, web.Options{Demo: true}, now)
}

func demo(tb testing.TB, o web.Options, now func() time.Time) *World {
	tb.Helper()
	set, _, problems := catalogfile.LoadFS(context.Background(), fixtures.FS, fixtures.Catalogue, catalogfile.Options{})
	if problems.HasErrors() {
		tb.Fatal(problems)
	}
	return serve(tb, set, o, now)
}

// Serve serves a rule set until the test ends. The service of the options is made
// here.
func Serve(tb testing.TB, set ruleset.Set, o web.Options) *World {
	tb.Helper()
	return serve(tb, set, o, time.Now)
}

func serve(tb testing.TB, set ruleset.Set, o web.Options, now func() time.Time) *World {
	tb.Helper()
	ctx := context.Background()
	data, err := open.Open(ctx, "sqlite::memory:", open.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := data.Close(); err != nil {
			tb.Error(err)
		}
	})
	w := &World{}
	w.Service, err = app.New(app.Options{Store: data, Now: now, Recheck: time.Hour})
	if err != nil {
		tb.Fatal(err)
	}
	if _, _, err := w.Service.Import(ctx, set, app.ImportOptions{Source: "test"}); err != nil {
		tb.Fatal(err)
	}
	o.Service = w.Service
	if w.Site, err = web.New(ctx, o); err != nil {
		tb.Fatal(err)
	}
	server, err := api.New(api.Options{Service: w.Service, Now: now, Pages: w.Site})
	if err != nil {
		tb.Fatal(err)
	}
	w.Server = httptest.NewServer(server)
	tb.Cleanup(w.Close)
	return w
}
