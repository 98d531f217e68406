package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestCatalogue(t *testing.T) {
	t.Parallel()
	runSteps(t, setup(t, setupOptions{}), []step{
		{
			call: "GET /v1/institutions", status: 200,
			want: `{"data":[{"id":"coast","unit":"semester"},{"id":"ridge","policy":{"minGrade":"C"}}],"rulesVersion":"*"}`,
			has:  map[string]string{"X-Content-Type-Options": "nosniff", "X-Request-ID": "*", "Cache-Control": "no-store"},
		},
		{call: "GET /v1/institutions?q=coast+cc", status: 200, want: `{"data":[{"id":"coast"}]}`},
		{call: "GET /v1/institutions?kind=employer", status: 200, want: `{"data":[]}`},
		{call: "GET /v1/institutions/ridge", status: 200, want: `{"data":{"name":"Ridge University"}}`},
		{call: "GET /v1/institutions/reef", status: 404, want: problemJSON("not_found", 404)},
		{call: "GET /v1/items?institution=coast", status: 200, want: `{"data":[{"id":"coast/math-7"},{"id":"coast/math-8"}]}`},
		{call: "GET /v1/items?q=integral", status: 200, want: `{"data":[{"id":"ridge/math-20b"}]}`},
		{call: "GET /v1/items?kind=badge", status: 200, want: `{"data":[]}`},
		{call: "GET /v1/items/coast/math-8", status: 200, want: `{"data":{"versions":[{"credits":"5","valid":{"from":"2010-01-01"}}]}}`},
		{call: "GET /v1/items/coast/nothing", status: 404, want: problemJSON("not_found", 404)},
		{
			call: "GET /v1/items/coast/math-7/uses", status: 200,
			want: `{"data":[{"as":"source","agreement":"coast-ridge","version":1,"rule":"math-20a"},{"as":"source","version":2,"lifecycle":"draft"}]}`,
		},
		{
			call: "GET /v1/items/ridge/math-20b/uses", status: 200,
			want: `{"data":[{"as":"award","rule":"math-20b"},{"as":"program","program":"ridge/maths-bsc"}]}`,
		},
		{call: "GET /v1/items/coast/nothing/uses", status: 404},
		{call: "GET /v1/programs", status: 200, want: `{"data":[{"id":"ridge/maths-bsc"}]}`, not: "requires"},
		{call: "GET /v1/programs/ridge/maths-bsc", status: 200, want: `{"data":{"requires":{"all":[{"item":"ridge/math-20a"},{"item":"ridge/math-20b"}]}}}`},
		{call: "GET /v1/programs/ridge/none", status: 404},
	})
}

func TestSearch(t *testing.T) {
	t.Parallel()
	runSteps(t, setup(t, setupOptions{}), []step{
		{call: "GET /v1/search?q=math20b", status: 200, want: `{"data":[{"kind":"item","id":"ridge/math-20b","match":"code"}],"rulesVersion":"*"}`},
		{call: "GET /v1/search?q=ridge+math&kind=item&limit=1", status: 200, want: `{"data":[{"id":"ridge/math-20a","match":"code-prefix"}]}`},
		{call: "GET /v1/search?q=ridge&kind=institution", status: 200, want: `{"data":[{"kind":"institution","id":"ridge","match":"name"}],"total":1}`},
		{call: "GET /v1/search?q=math&institution=coast&asOf=2026-01-01", status: 200, want: `{"data":[{"institution":"coast"},{"institution":"coast"}],"total":2}`},
		{call: "GET /v1/search?q=qqqq", status: 200, want: `{"data":[],"total":0}`},
		{call: "GET /v1/search?q=math&institution=reef", status: 404, want: problemJSON("not_found", 404)},
		{call: "GET /v1/search", status: 422},
		{call: "GET /v1/search?q=math&asOf=soon", status: 422},
		{call: "GET /v1/search?q=math&kind=rule", status: 422},
	})
}

func TestAgreements(t *testing.T) {
	t.Parallel()
	runSteps(t, setup(t, setupOptions{}), []step{
		{
			call: "GET /v1/agreements", status: 200, not: `"rules"`,
			want: `{"data":[{"id":"coast-ridge","version":1,"ruleCount":2},{"id":"coast-ridge","version":2,"ruleCount":1}]}`,
		},
		{call: "GET /v1/agreements?lifecycle=approved&sender=coast&receiver=ridge&kind=articulation", status: 200, want: `{"data":[{"version":1}]}`},
		{call: "GET /v1/agreements/coast-ridge", status: 200, want: `{"data":{"version":2,"versions":[1,2]}}`},
		{call: "GET /v1/agreements/coast-ridge?version=1", status: 200, want: `{"data":{"version":1,"ruleCount":2}}`},
		{call: "GET /v1/agreements/coast-ridge?version=7", status: 404, want: problemJSON("not_found", 404)},
		{call: "GET /v1/agreements/none", status: 404},
		{call: "GET /v1/agreements/coast-ridge/rules?version=1", status: 200, want: `{"data":[{"rule":{"id":"math-20a"}},{"rule":{"id":"math-20b"}}]}`},
		{call: "GET /v1/rules?source=coast/math-7&receiver=ridge", status: 200, want: `{"data":[{"version":1},{"version":2}]}`},
		{call: "GET /v1/rules?award=ridge/math-20b", status: 200, want: `{"data":[{"rule":{"id":"math-20b"}}]}`},
		{call: "GET /v1/rules?source=coast/math-7&award=ridge/math-20b", status: 200, want: `{"data":[]}`},
		{call: "GET /v1/rules?receiver=coast", status: 200, want: `{"data":[]}`},
		{call: "GET /v1/rules", status: 200, want: `{"data":[{},{},{}]}`},
	})
}

func TestGraph(t *testing.T) {
	t.Parallel()
	runSteps(t, setup(t, setupOptions{}), []step{
		{call: "GET /v1/graph?focus=coast/math-7", status: 200, want: `{"focus":"item:coast/math-7","radius":2}`},
		{call: "GET /v1/graph?focus=ridge/maths-bsc&radius=1&asOf=2026-01-01", status: 200, want: `{"focus":"program:ridge/maths-bsc","asOf":"2026-01-01"}`},
		{call: "GET /v1/graph?focus=coast/none", status: 404, want: problemJSON("not_found", 404)},
		{call: "GET /v1/graph?asOf=yesterday", status: 422},
		{call: "GET /v1/graph?format=svg", status: 422},
	})
}

func TestGraphFormats(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	for format, begin := range map[string]string{"dot": "digraph", "mermaid": "flowchart"} {
		resp, body := w.do(t, "GET /v1/graph?format="+format, "", nil)
		if resp.StatusCode != http.StatusOK || !strings.Contains(body[:min(200, len(body))], begin) {
			t.Errorf("%s: %d %.200s", format, resp.StatusCode, body)
		}
	}
}

func TestParameters(t *testing.T) {
	t.Parallel()
	runSteps(t, setup(t, setupOptions{}), []step{
		{
			call: "GET /v1/items?institutoin=coast", status: 422,
			want: problemJSON("invalid", 422, `{"parameter":"institutoin","code":"unknown_parameter","suggestion":"did you mean institution?"}`),
		},
		{call: "GET /v1/items?limit=201", status: 422, want: problemJSON("invalid", 422, `{"parameter":"limit","code":"bad_parameter"}`)},
		{call: "GET /v1/items?limit=x", status: 422},
		{call: "GET /v1/items?cursor=%21", status: 422, want: problemJSON("invalid", 422, `{"code":"bad_cursor"}`)},
		{call: "GET /v1/rules?cursor=MTp4", status: 422, want: problemJSON("invalid", 422, `{"code":"bad_cursor"}`)},
		{call: "GET /v1/records?cursor=MTp4", status: 422},
		{call: "GET /v1/nothing", status: 404, want: problemJSON("not_found", 404)},
		{call: "PATCH /v1/items", status: 405, want: problemJSON("method_not_allowed", 405)},
	})
}

// Every list gives every entry exactly once, whatever the size of its pages.
func TestCursorsWalkOverEverythingOnce(t *testing.T) {
	t.Parallel()
	set := largeWorld()
	set.Agreements = set.Agreements[:2]
	w := setup(t, setupOptions{set: &set})
	for path, want := range map[string]int{
		"/v1/institutions?": 6, "/v1/items?institution=send0&": 1000, "/v1/items?": 6000, "/v1/agreements?": 2,
		"/v1/rules?": 2000, "/v1/agreements/a-send0/rules?": 1000,
	} {
		for _, limit := range []int{1, 7, 200} {
			if limit == 1 && want > 100 {
				continue
			}
			seen := walk(t, w, fmt.Sprintf("%slimit=%d", path, limit))
			slices.Sort(seen)
			if len(seen) != want || len(slices.Compact(seen)) != want {
				t.Errorf("%s by %d: %d entries, want %d different ones", path, limit, len(seen), want)
			}
		}
	}
}

// walk follows the Link headers and returns every entry.
func walk(t *testing.T, w *bundle, path string) []string {
	t.Helper()
	var seen []string
	for path != "" {
		resp, body := w.do(t, "GET "+path, "", nil)
		var page struct {
			Data []json.RawMessage `json:"data"`
			Next string            `json:"nextCursor"`
		}
		if err := json.Unmarshal([]byte(body), &page); err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %v", path, resp.StatusCode, err)
		}
		for _, d := range page.Data {
			seen = append(seen, string(d))
		}
		link := resp.Header.Get("Link")
		path, _, _ = strings.Cut(strings.TrimPrefix(link, "<"), ">")
		if (path == "") != (page.Next == "") || path != "" && !strings.HasSuffix(link, `; rel="next"`) {
			t.Fatalf("Link %q does not belong to the cursor %q", link, page.Next)
		}
	}
	return seen
}

// Ids may hold what a path must escape.
func TestIdsAreUnescaped(t *testing.T) {
	t.Parallel()
	set := readWorld(t)
	odd := set.Items[0]
	odd.ID = "coast/math&-7+a"
	odd.Versions = slices.Clone(odd.Versions)
	odd.Versions[0].Code = "MATH& 77"
	set.Items = append(set.Items, odd)
	set.Sort()
	runSteps(t, setup(t, setupOptions{set: &set}), []step{
		{call: "GET /v1/items/coast/math%26-7%2Ba", status: 200, want: `{"data":{"id":"coast/math&-7+a"}}`},
		{call: "GET /v1/items/coast/math&-7+a", status: 200, want: `{"data":{"id":"coast/math&-7+a"}}`},
		{call: "GET /v1/rules?source=coast%2Fmath-7", status: 200, want: `{"data":[{},{}]}`},
	})
}
