package web_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/web/webtest"
)

var dataValue = regexp.MustCompile(`<data class="num" value="([^"]*)">`)

// The numbers of a page are those of its JSON, which is what the API gives, byte
// for byte; another language changes none.
func TestNumbersAreThoseOfTheAPI(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	view, err := world.Service.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var targets []string
	for i := range view.Set.Institutions {
		targets = append(targets, string(view.Set.Institutions[i].ID))
	}
	for i := range view.Set.Programs {
		targets = append(targets, view.Set.Programs[i].ID)
	}
	for learner, rec := range learners(t, view) {
		for _, target := range targets {
			query := "?record=demo-" + learner + "&target=" + url.QueryEscape(target)
			resp, twin := ask(t, http.MethodGet, world.URL+"/results.json"+query, "", nil)
			if resp.StatusCode != http.StatusOK {
				t.Fatalf("%s: %d\n%s", query, resp.StatusCode, twin)
			}
			if body := fromAPI(t, world, rec, target); twin != body {
				t.Errorf("%s: the JSON of the page is not the API's", query)
			}
			en := values(t, world.URL+"/results"+query+"&lang=en")
			if es := values(t, world.URL+"/results"+query+"&lang=es"); en != es {
				t.Errorf("%s: English %s\nSpanish %s", query, en, es)
			}
			var result engine.Result
			if err := json.Unmarshal([]byte(twin), &result); err != nil {
				t.Fatal(err)
			}
			totals := &result.Targets[0].Totals
			want := fmt.Sprintf("%s %s", totals.Accepted, totals.Counted)
			if !strings.HasPrefix(en, want+" ") {
				t.Errorf("%s: the page begins with %.30s, the answer with %s", query, en, want)
			}
		}
	}
}

func values(t *testing.T, address string) string {
	t.Helper()
	resp, body := ask(t, http.MethodGet, address, "", nil)
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d", address, resp.StatusCode)
	}
	var out strings.Builder
	for _, m := range dataValue.FindAllStringSubmatch(body, -1) {
		out.WriteString(m[1] + " ")
	}
	return out.String()
}

// fromAPI asks the API the same question.
func fromAPI(t *testing.T, world *webtest.World, rec any, target string) string {
	t.Helper()
	at := map[string]string{"institution": target}
	if name, _, found := strings.Cut(target, "/"); found {
		at = map[string]string{"institution": name, "program": target}
	}
	question, err := json.Marshal(map[string]any{"record": rec, "targets": []any{at}, "asOf": fixtures.DemoDay()})
	if err != nil {
		t.Fatal(err)
	}
	resp, body := ask(t, http.MethodPost, world.URL+"/v1/evaluations", string(question), map[string]string{"Content-Type": "application/json"})
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d\n%s", target, resp.StatusCode, body)
	}
	return body
}

func TestResultAsTable(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	resp, body := ask(t, http.MethodGet, world.URL+"/results.csv?record=demo-maya&target=lakeside", "", nil)
	rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil || len(rows) != 12 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if got := resp.Header.Get("Content-Disposition"); got != `attachment; filename="results.csv"` {
		t.Error(got)
	}
}
