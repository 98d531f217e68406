package web_test

import (
	"context"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/web/webtest"
)

// reply is the head of an answer whose body has been read.
type reply struct {
	StatusCode int
	Header     http.Header
}

// ask sends a request and reads the answer; redirects are not followed.
func ask(t *testing.T, method, address, body string, header map[string]string) (reply, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(context.Background(), method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range header {
		req.Header.Set(name, value)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reply{resp.StatusCode, resp.Header}, string(data)
}

const formType = "application/x-www-form-urlencoded"

func TestChangesFromElsewhereAreRefused(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for name, c := range map[string]struct {
		header map[string]string
		want   int
	}{
		"same origin":       {map[string]string{"Sec-Fetch-Site": "same-origin"}, http.StatusSeeOther},
		"another site":      {map[string]string{"Sec-Fetch-Site": "cross-site"}, http.StatusForbidden},
		"a sibling":         {map[string]string{"Sec-Fetch-Site": "same-site"}, http.StatusForbidden},
		"old browser":       {map[string]string{"Origin": "https://elsewhere.example"}, http.StatusForbidden},
		"old browser, here": {map[string]string{"Origin": world.URL}, http.StatusSeeOther},
		"no browser":        {nil, http.StatusSeeOther},
	} {
		header := map[string]string{"Content-Type": formType}
		maps.Copy(header, c.header)
		resp, body := ask(t, http.MethodPost, world.URL+"/record/forget", "", header)
		if resp.StatusCode != c.want {
			t.Errorf("%s: %d, want %d", name, resp.StatusCode, c.want)
		}
		if c.want == http.StatusForbidden && !strings.Contains(body, "Nothing was changed") {
			t.Errorf("%s: the page does not say that nothing was changed", name)
		}
	}
}

func TestWhatCannotBeAnsweredSaysWhatToDo(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	large := strings.Repeat("a=b&", 1<<20)
	for _, c := range []struct {
		call, body string
		want       int
		says       string
	}{
		{"GET /nothing", "", 404, "There is nothing here"},
		{"GET /results?as_of=tomorrow", "", 400, "YYYY-MM-DD"},
		{"GET /results?x=%zz", "", 400, "cannot be read"},
		{"GET /results?record=demo-nobody&target=lakeside", "", 404, "There is nothing here"},
		{"GET /results?record=demo-maya&target=lakesid", "", 422, "lakeside"},
		{"GET /record/forget", "", 405, "does not do that"},
		{"DELETE /tour", "", 405, "does not do that"},
		{"POST /record/forget", large, 413, "too large"},
		{"GET /results?record=demo-maya&target=lakeside&against=soon", "", 400, "YYYY-MM-DD"},
		{"GET /results?record=demo-maya&target=lakeside&entered=soon", "", 400, "YYYY-MM-DD"},
		{"POST /results/keep", "name=&state=target%3Dlakeside", 422, "short name"},
		{"POST /results/keep", "name=a&state=%25zz", 400, "cannot be read"},
		{"GET /compare?record=demo-maya&t=lakesid", "", 422, "lakeside"},
		{"GET /compare?record=demo-nobody&t=lakeside", "", 404, "There is nothing here"},
		{"GET /tour.json", "", 404, `"code":"not_found"`},
		{"GET /results.json?record=demo-maya&target=nowhere", "", 422, `"code":"unknown_institution"`},
	} {
		method, path, _ := strings.Cut(c.call, " ")
		resp, body := ask(t, method, world.URL+path, c.body, map[string]string{"Content-Type": formType})
		if resp.StatusCode != c.want || !strings.Contains(body, c.says) {
			t.Errorf("%s: %d, want %d with %q:\n%s", c.call, resp.StatusCode, c.want, c.says, body[:min(len(body), 600)])
		}
	}
}

func TestHeadersKeepEverythingIn(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for _, path := range append([]string{"/static/cairn.css"}, demoPages...) {
		resp, body := ask(t, http.MethodGet, world.URL+path, "", nil)
		csp := resp.Header.Get("Content-Security-Policy")
		if !strings.HasPrefix(csp, "default-src 'none';") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %q", path, csp)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
		} {
			if got := resp.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		for _, bad := range []string{" style=", "<style", "onclick=", "javascript:", "<script>"} {
			if strings.Contains(body, bad) && strings.HasPrefix(resp.Header.Get("Content-Type"), "text/html") {
				t.Errorf("%s has %q, which the policy blocks", path, bad)
			}
		}
	}
}

// Whatever stands in an address stands on a page as text.
func TestAddressesCannotInject(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	const attack = `"><script>alert(1)</script><img src=x onerror=alert(1)>'`
	bad := url.QueryEscape(attack)
	for _, path := range []string{
		"/search?q=" + bad, "/results?target=" + bad, "/results?record=" + bad, "/results?as_of=" + bad,
		"/?lang=" + bad, "/?record=" + bad, "/results?record=demo-maya&target=" + bad, "/tour?" + bad + "=1",
		"/compare?t=" + bad, "/compare?record=demo-maya&q=" + bad, "/compare?record=demo-maya&t=lakeside&only=" + bad,
		"/results?record=demo-maya&target=lakeside&add=" + bad + "&grade=" + bad + "&from=" + bad,
		"/results?record=demo-maya&target=lakeside%2Fcomputer-science-bs&add=lakeside%2Fcse-15l~" + bad + "&pin=" + bad + "%7C" + bad + "&force=" + bad + "%7Ccis110",
		"/results?record=demo-maya&target=lakeside&entered=" + bad + "&against=" + bad, "/results/record?target=" + bad,
		"/results?record=demo-maya&target=lakeside%2Fcomputer-science-bs&pin_for=" + bad,
		"/" + url.PathEscape(attack), "/results?record=demo-maya&target=lakeside&" + bad + "=" + bad,
	} {
		_, body := ask(t, http.MethodGet, world.URL+path, "", nil)
		if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
			t.Errorf("%s: the attack stands in the page", path)
		}
	}
}
