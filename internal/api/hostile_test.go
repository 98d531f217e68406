package api

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
)

// nextCursor asks for a list and returns its cursor.
func nextCursor(t *testing.T, w *bundle, path string) string {
	t.Helper()
	resp, err := http.Get(w.http.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var page struct{ NextCursor string }
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil || page.NextCursor == "" {
		t.Fatalf("%s: no cursor (%v)", path, err)
	}
	return page.NextCursor
}

func TestACursorBelongsToItsList(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	refused := problemJSON("invalid", 422, `{"code":"bad_cursor"}`)
	cursor := nextCursor(t, w, "/v1/items?limit=1&institution=coast")
	raw, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)-1]++
	altered := base64.RawURLEncoding.EncodeToString(raw)
	runSteps(t, w, []step{
		{name: "its list", call: "GET /v1/items?institution=coast&cursor=" + cursor, status: 200},
		{name: "another page size", call: "GET /v1/items?limit=2&institution=coast&cursor=" + cursor, status: 200},
		{name: "another filter", call: "GET /v1/items?institution=ridge&cursor=" + cursor, status: 422, want: refused},
		{name: "no filter", call: "GET /v1/items?cursor=" + cursor, status: 422, want: refused},
		{name: "another list", call: "GET /v1/institutions?cursor=" + cursor, status: 422, want: refused},
		{name: "altered", call: "GET /v1/items?institution=coast&cursor=" + altered, status: 422, want: refused},
	})
}

func TestHeadIsGetWithoutABody(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	for _, path := range []string{"/", "/healthz", "/readyz", "/openapi.json", "/v1/items", "/v1/institutions/coast", "/v1/graph", "/v1/nowhere"} {
		got, err := w.client.Get(w.http.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		got.Body.Close()
		head, err := w.client.Head(w.http.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(head.Body)
		head.Body.Close()
		if head.StatusCode != got.StatusCode || len(body) > 0 || head.Header.Get("ETag") != got.Header.Get("ETag") {
			t.Errorf("HEAD %s: %d with %d bytes, GET: %d", path, head.StatusCode, len(body), got.StatusCode)
		}
	}
	resp, err := w.client.Head(w.http.URL + "/v1/imports")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("HEAD of what has no GET: %d", resp.StatusCode)
	}
}

func TestIfMatchTakesListsAndStar(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	put := func(name, tag string, status int) step {
		return step{name: name, call: "PUT " + firstRecord, body: aRecord, header: map[string]string{"If-Match": tag}, status: status}
	}
	runSteps(t, w, []step{
		{call: "POST /v1/records", body: aRecord, status: 201},
		put("any", "*", 200),
		put("a list", `"1", "2"`, 200),
		put("a list without it", `"1", "2"`, 412),
		put("weak", `W/"3"`, 412),
		put("a list with nonsense", `"3", x`, 200),
		{call: "DELETE " + firstRecord, header: map[string]string{"If-Match": "*"}, status: 204},
		put("any of nothing", "*", 404),
	})
}

func TestQueriesAreReadWholeOrNotAtAll(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	malformed, usage := problemJSON("malformed", 400, `{"code":"bad_query"}`), problemJSON("usage", 400, `{"code":"repeated_parameter"}`)
	runSteps(t, w, []step{
		{call: "GET /v1/items?a;b", status: 400, want: malformed},
		{call: "GET /v1/items?q=%zz", status: 400, want: malformed},
		{call: "GET /v1/items?limit=1&limit=2", status: 400, want: usage},
		{call: "GET /v1/items?kind=banana", status: 422, want: problemJSON("invalid", 422, `{"parameter":"kind"}`)},
		{call: "GET /v1/institutions?kind=banana", status: 422},
		{call: "GET /v1/agreements?kind=banana", status: 422},
		{call: "GET /v1/agreements?lifecycle=banana", status: 422},
		{call: "GET /v1/items?kind=course", status: 200},
	})
}

func TestBodiesAreUTF8JSONObjects(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	typed := func(name, contentType, body string, status int) step {
		return step{name: name, call: "POST /v1/records", body: body, header: map[string]string{"Content-Type": contentType}, status: status}
	}
	runSteps(t, w, []step{
		typed("latin-1", "application/json; charset=iso-8859-1", aRecord, 415),
		typed("utf-8", "application/json; charset=UTF-8", aRecord, 201),
		typed("byte order mark", jsonType, "\ufeff"+aRecord, 201),
		{name: "null", call: "POST /v1/records", body: " null", status: 422, want: problemJSON("invalid", 422, `{"code":"wrong_type","line":1,"column":1}`)},
		{name: "lone surrogate", call: "POST /v1/records", body: `{"learner":"\ud800"}`, status: 400, want: problemJSON("malformed", 400, `{"line":1,"column":13}`)},
		{name: "marked and broken", call: "POST /v1/records", body: "\ufeff{x", status: 400, want: problemJSON("malformed", 400, `{"line":1,"column":2}`)},
	})
	if !strings.Contains(aRecord, "attainments") {
		t.Fatal("the record of the tests holds nothing")
	}
}

func TestManyMistakesAreCounted(t *testing.T) {
	t.Parallel()
	var body strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&body, "key%d: x\n", i)
	}
	w := setup(t, setupOptions{})
	resp, text := w.do(t, "POST /v1/imports?format=catalogue", body.String(), map[string]string{"Content-Type": "text/yaml"})
	var p Problem
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	if resp.StatusCode != http.StatusUnprocessableEntity || len(p.Errors) != 100 || p.ErrorCount != 5000 {
		t.Errorf("status %d, %d errors of %d", resp.StatusCode, len(p.Errors), p.ErrorCount)
	}
}

func TestAnUploadOfNothingIsRefused(t *testing.T) {
	t.Parallel()
	refused := problemJSON("invalid", 422, `{"code":"nothing_to_import"}`)
	yaml := map[string]string{"Content-Type": "text/yaml"}
	runSteps(t, setup(t, setupOptions{}), []step{
		{name: "comment", call: "POST /v1/imports?format=catalogue", body: "# nothing\n", header: yaml, status: 422, want: refused},
		{name: "mark", call: "POST /v1/imports?format=catalogue", body: "\ufeff", header: yaml, status: 422, want: refused},
	})
}
