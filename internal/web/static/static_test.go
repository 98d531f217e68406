package static

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestFilesAreKeptByTheirHash(t *testing.T) {
	t.Parallel()
	get := func(address, tag string) *httptest.ResponseRecorder {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, address, http.NoBody)
		req.Header.Set("If-None-Match", tag)
		rec := httptest.NewRecorder()
		Handler().ServeHTTP(rec, req)
		return rec
	}
	for _, name := range []string{Style, Htmx, Icon, Suggest} {
		resp := get(URL(name), "")
		if c := resp.Header().Get("Cache-Control"); resp.Code != http.StatusOK || !strings.Contains(c, "immutable") {
			t.Errorf("%s: %d, %q", name, resp.Code, c)
		}
		if again := get(URL(name), resp.Header().Get("ETag")); again.Code != http.StatusNotModified {
			t.Errorf("%s again: %d", name, again.Code)
		}
		if old := get(Prefix+name+"?v=old", ""); strings.Contains(old.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s is kept for good under another hash", name)
		}
	}
	if resp := get(Prefix+"none.css", ""); resp.Code != http.StatusNotFound {
		t.Errorf("a file that is not there: %d", resp.Code)
	}
}

// The sheet asks for nothing from elsewhere, and its braces close.
func TestStyleSheet(t *testing.T) {
	t.Parallel()
	text := string(style())
	if strings.Contains(text, "url(") || strings.Contains(text, "@import") {
		t.Error("the style sheet loads something")
	}
	if a, b := strings.Count(text, "{"), strings.Count(text, "}"); a != b || a == 0 {
		t.Errorf("%d braces open and %d close", a, b)
	}
}
