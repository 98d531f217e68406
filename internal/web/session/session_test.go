package session

import (
	"errors"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/record"
)

// visit serves what a visitor does, and returns a browser for it.
func visit(t *testing.T, m *Manager, do map[string]func(*http.Request) string) func(path string) (string, []*http.Cookie) {
	t.Helper()
	server := httptest.NewServer(m.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(do[r.URL.Path](r)))
	})))
	t.Cleanup(server.Close)
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	return func(path string) (string, []*http.Cookie) {
		resp, err := client.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		var b strings.Builder
		buf := make([]byte, 512)
		for {
			n, err := resp.Body.Read(buf)
			b.Write(buf[:n])
			if err != nil {
				return b.String(), resp.Cookies()
			}
		}
	}
}

func TestRecordIsKeptAndForgotten(t *testing.T) {
	t.Parallel()
	m := New(Options{})
	want := record.Record{Learner: "ann", Attainments: []record.Attainment{{ID: "a", Code: "CIS 110"}}}
	get := visit(t, m, map[string]func(*http.Request) string{
		"/keep":   func(r *http.Request) string { return errText(m.Keep(r.Context(), want)) },
		"/forget": func(r *http.Request) string { return errText(m.Forget(r.Context())) },
		"/read": func(r *http.Request) string {
			got, ok := m.Record(r.Context())
			if !ok {
				return "nothing"
			}
			return cmp.Diff(want, got) + "kept"
		},
	})
	if text, cookies := get("/read"); text != "nothing" || len(cookies) != 0 {
		t.Errorf("a visitor who has entered nothing has %q and %d cookies", text, len(cookies))
	}
	_, c := get("/keep")
	if len(c) != 1 || !c[0].HttpOnly || c[0].SameSite != http.SameSiteLaxMode || c[0].MaxAge != 0 {
		t.Errorf("cookies %v", c)
	}
	if text, _ := get("/read"); text != "kept" {
		t.Error(text)
	}
	get("/forget")
	if text, _ := get("/read"); text != "nothing" {
		t.Errorf("after forgetting there is %q", text)
	}
}

func errText(err error) string {
	if err != nil {
		return err.Error()
	}
	return ""
}

func TestOneSessionHoldsOnlySoMuch(t *testing.T) {
	t.Parallel()
	m := New(Options{Each: 100})
	get := visit(t, m, map[string]func(*http.Request) string{
		"/": func(r *http.Request) string {
			if err := m.Put(r.Context(), "a", strings.Repeat("x", 60)); err != nil {
				return err.Error()
			}
			err := m.Put(r.Context(), "b", strings.Repeat("x", 60))
			var f *fault.Error
			if !errors.As(err, &f) {
				return "no error"
			}
			m.Drop(r.Context(), "a")
			return string(f.Code) + errText(m.Put(r.Context(), "b", strings.Repeat("x", 60)))
		},
	})
	if text, _ := get("/"); text != "too_large" {
		t.Error(text)
	}
}

// The store holds so much in all, lets the oldest go first, and what has expired
// at once.
func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	m := newMemory(100, func() time.Time { return now })
	later := now.Add(time.Hour)
	put := func(token string, bytes int, until time.Time) {
		t.Helper()
		if err := m.Commit(token, make([]byte, bytes), until); err != nil {
			t.Fatal(err)
		}
	}
	has := func(token string) bool {
		_, found, err := m.Find(token)
		return found && err == nil
	}
	put("a", 40, later)
	put("b", 40, later)
	put("a", 40, later) // written again: now b is the oldest
	put("c", 40, later)
	if !has("a") || has("b") || !has("c") || m.bytes != 80 {
		t.Errorf("a %t, b %t, c %t, %d bytes", has("a"), has("b"), has("c"), m.bytes)
	}
	put("d", 10, now)
	if has("d") {
		t.Error("an expired session is found")
	}
	if err := m.Delete("a"); err != nil || has("a") || m.bytes != 40 {
		t.Errorf("after deleting: %t, %d bytes, %v", has("a"), m.bytes, err)
	}
	now = later
	if has("c") || m.bytes != 0 {
		t.Errorf("after an hour %d bytes are kept", m.bytes)
	}
}
