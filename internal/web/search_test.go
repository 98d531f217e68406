package web_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/web/webtest"
)

// The search forgives, links what it finds, and its JSON is the API's.
func TestSearch(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for query, want := range map[string]string{
		"cis120":           `href="/items/riverbend/cis-120"`,
		"anth+230":         "ANTH 230",
		"data+analitics":   `href="/pathways/riverbend/data-analytics"`,
		"riverbend+colege": `href="/results?target=riverbend"`,
		"zzzz":             "Nothing is known under",
	} {
		resp, body := ask(t, http.MethodGet, world.URL+"/search?q="+query, "", nil)
		if resp.StatusCode != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d, without %s", query, resp.StatusCode, want)
		}
		_, twin := ask(t, http.MethodGet, world.URL+"/search.json?q="+query, "", nil)
		if _, api := ask(t, http.MethodGet, world.URL+"/v1/search?limit=50&asOf=2026-09-01&q="+query, "", nil); twin != api {
			t.Errorf("%s: the JSON of the page is not the API's:\n%s\n%s", query, twin, api)
		}
	}
}
