package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/scenario"
	"github.com/cairnproject/cairn/internal/store"
)

// overHTTP runs scenarios through POST /v1/evaluations, and holds each answer
// against the engine's own bytes.
type overHTTP struct {
	mu      sync.Mutex
	servers map[*ruleset.Set]*Server
}

// fixedRules is a store of one rule set: what a database does to it is tested
// elsewhere.
type fixedRules struct {
	store.Store

	set *ruleset.Set
}

func (f fixedRules) Version(context.Context) (ruleset.Version, error) { return f.set.Version(), nil }

func (f fixedRules) Load(context.Context) (ruleset.Set, ruleset.Version, error) {
	return *f.set, f.set.Version(), nil
}

func (r *overHTTP) server(set *ruleset.Set) (*Server, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.servers[set]; s != nil {
		return s, nil
	}
	service, err := app.New(app.Options{Store: fixedRules{set: set}, Now: func() time.Time { return noon }, Recheck: time.Hour, TrustStated: true})
	if err != nil {
		return nil, err
	}
	s, err := New(Options{Service: service, Now: time.Now})
	r.servers[set] = s
	return s, err
}

// Evaluate implements scenario.Runner.
func (r *overHTTP) Evaluate(ctx context.Context, set *ruleset.Set, q engine.Query) ([]byte, error) {
	want, engineErr := scenario.Engine{}.Evaluate(ctx, set, q)
	return r.post(ctx, set, "/v1/evaluations", evaluateRequest{Record: &q.Record, Targets: q.Targets, AsOf: q.AsOf, Together: q.Together, MaxUses: q.MaxUses}, want, engineErr)
}

// Stacks implements scenario.Runner.
func (r *overHTTP) Stacks(ctx context.Context, set *ruleset.Set, q engine.StackQuery) ([]byte, error) {
	want, engineErr := scenario.Engine{}.Stacks(ctx, set, q)
	return r.post(ctx, set, "/v1/stacks", stackRequest{Record: &q.Record, Institutions: q.Institutions, AsOf: q.AsOf, Near: q.Near}, want, engineErr)
}

func (r *overHTTP) post(ctx context.Context, set *ruleset.Set, path string, ask any, want []byte, engineErr error) ([]byte, error) {
	s, err := r.server(set)
	if err != nil {
		return nil, err
	}
	body, err := json.Marshal(ask)
	if err != nil {
		return nil, err
	}
	req := httptest.NewRequestWithContext(ctx, http.MethodPost, path, bytes.NewReader(body))
	req.Header.Set("Content-Type", jsonType)
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, req)
	switch {
	case rec.Code == http.StatusOK && !bytes.Equal(bytes.TrimSpace(want), bytes.TrimSpace(rec.Body.Bytes())):
		return nil, errors.New("the API's bytes are not the engine's")
	case rec.Code == http.StatusOK:
		return rec.Body.Bytes(), nil
	case rec.Code < http.StatusInternalServerError && engineErr != nil:
		return nil, engineErr
	}
	return nil, errors.New(rec.Body.String())
}

func TestScenariosThroughTheAPI(t *testing.T) {
	t.Parallel()
	files, problems := scenario.Load(t.Context(), []string{filepath.Join("..", "..", "fixtures", "scenarios")})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	outcomes, err := scenario.Run(t.Context(), &overHTTP{servers: map[*ruleset.Set]*Server{}}, files)
	if err != nil || len(outcomes) == 0 {
		t.Fatal(len(outcomes), err)
	}
	for _, o := range outcomes {
		if !o.Pass {
			t.Errorf("%s:%d: %s\n%s", o.File, o.Line, o.Case, scenario.Report(o))
		}
	}
}

// The reference page's examples are real: every path it shows exists.
func TestTheReferencePageNamesEveryOperation(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/reference/api.md")
	if err != nil {
		t.Fatal(err)
	}
	s := setup(t, setupOptions{}).server
	for path := range s.api.OpenAPI().Paths {
		if !strings.Contains(string(page), "`"+path) {
			t.Errorf("docs/reference/api.md does not mention %s", path)
		}
	}
}
