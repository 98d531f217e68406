package static

import (
	"bytes"
	"compress/gzip"
	"io"
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

// Files are packed for those who accept it, and say the same either way.
func TestFilesArePacked(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]bool{
		"gzip": true, "br, GZIP;q=0.5": true, "": false, "br": false, "gzip;q=0": false, "gzip; q=0.0": false, "deflate, gzip": true,
	} {
		req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, URL(Style), http.NoBody)
		req.Header.Set("Accept-Encoding", accept)
		rec := httptest.NewRecorder()
		Handler().ServeHTTP(rec, req)
		data := rec.Body.Bytes()
		if got := rec.Header().Get("Content-Encoding") == "gzip"; got != want || rec.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: packed is %t, want %t", accept, got, want)
			continue
		}
		if want {
			r, err := gzip.NewReader(bytes.NewReader(data))
			if err != nil {
				t.Fatal(err)
			}
			if data, err = io.ReadAll(r); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(data, style()) {
			t.Errorf("%q: %d bytes of %d", accept, len(data), len(style()))
		}
	}
}

// What is left out of the sheet is comments and space between rules.
func TestCompact(t *testing.T) {
	t.Parallel()
	got := string(compact([]byte("/* a\n { */\n.a,\n  .b { color: red; }\n\n  .c {\n    margin: 0 1px\n      2px;\n  }\n")))
	if want := ".a, .b { color: red; }.c {margin: 0 1px 2px;}\n"; got != want {
		t.Errorf("%q, want %q", got, want)
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
