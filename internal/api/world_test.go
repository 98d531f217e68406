package api

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/config"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/open"
)

// bundle is one server with a database of its own.
type bundle struct {
	store   store.Store
	service *app.Service
	server  *Server
	http    *httptest.Server
	client  *http.Client
}

type setupOptions struct {
	limits config.Limits
	store  func(store.Store) store.Store
	set    *ruleset.Set
	// signers issue credentials; nil: nobody.
	signers app.Signers
	pages   http.Handler
	// token is the administrator's; empty: there is none.
	token config.Secret
}

// noon is when every test takes place.
var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

// countingIDs gives the ids 1, 2, 3, …, so that answers can be compared.
func countingIDs() func() (uuid.UUID, error) {
	var n byte
	return func() (uuid.UUID, error) {
		n++
		return uuid.UUID{6: 0x70, 8: 0x80, 15: n}, nil
	}
}

func setup(tb testing.TB, o setupOptions) *bundle {
	tb.Helper()
	ctx := context.Background()
	data, err := open.Open(ctx, "sqlite::memory:", open.Options{})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { data.Close() })
	if o.store != nil {
		data = o.store(data)
	}
	now := func() time.Time { return noon }
	service, err := app.New(app.Options{Store: data, Now: now, NewID: countingIDs(), Recheck: time.Hour, Signers: o.signers})
	if err != nil {
		tb.Fatal(err)
	}
	if o.set == nil {
		world := readWorld(tb)
		o.set = &world
	}
	if _, _, err := service.Import(ctx, *o.set, app.ImportOptions{Source: "test"}); err != nil {
		tb.Fatal(err)
	}
	server, err := New(Options{Service: service, Now: time.Now, Limits: o.limits, Pages: o.pages, AdminToken: o.token})
	if err != nil {
		tb.Fatal(err)
	}
	hs := httptest.NewUnstartedServer(server)
	hs.Config = server.HTTPServer(ctx)
	hs.Start()
	tb.Cleanup(hs.Close)
	return &bundle{store: data, service: service, server: server, http: hs, client: hs.Client()}
}

// readWorld is the small catalogue of testdata.
func readWorld(tb testing.TB) ruleset.Set {
	tb.Helper()
	text, err := os.ReadFile("testdata/world.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	set, _, problems := catalogfile.Parse("world.yaml", text, catalogfile.Options{})
	if problems.HasErrors() {
		tb.Fatal(problems)
	}
	return set
}
