package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/web/webtest"
)

// A what-if is saved by name in the session, found again, and deleted; what stands
// in its name or address harms nobody.
func TestWhatIfsAreKeptByName(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	state := "target=lakeside%2Fcomputer-science-bs&record=demo-maya&add=lakeside%2Fcse-15l&evil=1&lang=es"
	form := url.Values{"name": {payload}, "state": {state}}
	resp, _ := ask(t, http.MethodPost, world.URL+"/results/keep", form.Encode(), map[string]string{"Content-Type": formType})
	where := resp.Header.Get("Location")
	if resp.StatusCode != http.StatusSeeOther || !strings.HasPrefix(where, "/results?") || strings.Contains(where, "evil") || strings.Contains(where, "lang") {
		t.Fatalf("%d %s", resp.StatusCode, where)
	}
	cookie, _, _ := strings.Cut(resp.Header.Get("Set-Cookie"), ";")
	_, page := ask(t, http.MethodGet, world.URL+where, "", map[string]string{"Cookie": cookie})
	if !strings.Contains(page, "=1+1&#34;&gt;&lt;script&gt;") || strings.Contains(page, "<script>alert") {
		t.Error("the saved what-if is not listed, or not as text")
	}
	if _, other := ask(t, http.MethodGet, world.URL+where, "", nil); strings.Contains(other, "=1+1") {
		t.Error("another session sees it")
	}
	resp, _ = ask(t, http.MethodPost, world.URL+"/results/unkeep", form.Encode(), map[string]string{"Content-Type": formType, "Cookie": cookie})
	if resp.StatusCode != http.StatusSeeOther {
		t.Fatal(resp.StatusCode)
	}
	if _, page := ask(t, http.MethodGet, world.URL+where, "", map[string]string{"Cookie": cookie}); strings.Contains(page, "=1+1") {
		t.Error("it is still listed")
	}
}

// Addresses that lead elsewhere stay on this site.
func TestKeepingLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for _, state := range []string{"//elsewhere.example", "target=https://elsewhere.example", "%0d%0aX: y", "#"} {
		form := url.Values{"name": {"a"}, "state": {state}}
		resp, _ := ask(t, http.MethodPost, world.URL+"/results/keep", form.Encode(), map[string]string{"Content-Type": formType})
		if at := resp.Header.Get("Location"); resp.StatusCode == http.StatusSeeOther && !strings.HasPrefix(at, "/results?") {
			t.Errorf("%q leads to %q", state, at)
		}
	}
}
