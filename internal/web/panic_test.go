package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

// noRules is a store of an empty rule set.
type noRules struct{ store.Store }

func (noRules) Version(context.Context) (ruleset.Version, error) { return "none", nil }

func (noRules) Load(context.Context) (ruleset.Set, ruleset.Version, error) {
	return ruleset.Set{}, "none", nil
}

func emptySite(t *testing.T) *Site {
	t.Helper()
	service, err := app.New(app.Options{Store: noRules{}, Now: time.Now, Recheck: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	s, err := New(t.Context(), Options{Service: service})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestPanicIsACalmPage(t *testing.T) {
	t.Parallel()
	s := emptySite(t)
	s.get("/boom", func(*exchange) (*answer, error) { panic("boom") })
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/boom", http.NoBody))
	if body := rec.Body.String(); rec.Code != http.StatusInternalServerError || strings.Contains(body, "boom\"") || !strings.Contains(body, "What to do next") {
		t.Errorf("%d\n%s", rec.Code, body)
	}
}

func TestWithoutRulesTheFirstPageSaysHowToBegin(t *testing.T) {
	t.Parallel()
	s := emptySite(t)
	for _, path := range []string{"/", "/tour", "/results", "/search?q=x"} {
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
		if rec.Code != http.StatusOK {
			t.Errorf("%s: %d", path, rec.Code)
		}
		if path == "/" && !strings.Contains(rec.Body.String(), "cairn serve --demo") {
			t.Error("the first page does not say how to begin")
		}
	}
}
