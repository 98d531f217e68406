package web_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/web/webtest"
)

// What a page says of an item is what the API answers for a record that holds it
// and nothing else; another language changes no number.
func TestItemsAreAnsweredByTheEngine(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	view, err := world.Service.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range view.Set.Items {
		path := "/items/" + string(view.Set.Items[i].ID)
		resp, twin := ask(t, http.MethodGet, world.URL+path+".json", "", nil)
		var result engine.Result
		if err := json.Unmarshal([]byte(twin), &result); resp.StatusCode != http.StatusOK || err != nil {
			t.Fatalf("%s: %d, %v", path, resp.StatusCode, err)
		}
		found, err := world.Service.ItemOn(view, app.ItemQuery{Item: view.Set.Items[i].ID, AsOf: fixtures.DemoDay()})
		if err != nil {
			t.Fatal(err)
		}
		if got := fromAPIMany(t, world, found, result.Targets); got != twin {
			t.Errorf("%s: the JSON of the page is not the API's", path)
		}
		if en, es := values(t, world.URL+path+"?lang=en"), values(t, world.URL+path+"?lang=es"); en != es {
			t.Errorf("%s: English %s\nSpanish %s", path, en, es)
		}
	}
}

// fromAPIMany asks the API about the item at the same targets.
func fromAPIMany(t *testing.T, world *webtest.World, found app.ItemAnswer, results []engine.TargetResult) string {
	t.Helper()
	var targets []engine.Target
	for i := range results {
		targets = append(targets, results[i].Target)
	}
	rec := record.Record{Attainments: []record.Attainment{{ID: "item", Item: found.Item.ID, Attained: found.Attained, Grade: found.Grade}}}
	question, err := json.Marshal(map[string]any{"record": rec, "targets": targets, "asOf": fixtures.DemoDay()})
	if err != nil {
		t.Fatal(err)
	}
	_, body := ask(t, http.MethodPost, world.URL+"/v1/evaluations", string(question), map[string]string{"Content-Type": "application/json"})
	return body
}

func TestItemFilters(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for query, want := range map[string][2]string{
		"":                  {"Hilltop State University", "answer is hidden"},
		"?only=counts":      {"answers are hidden by the filter", `rowheader">Hilltop`},
		"?level=upper":      {"No institution matches", "rowheader"},
		"?grade=F":          {"Not accepted", "elective only at"},
		"?earned=yesterday": {"write it as YYYY-MM-DD", "rowheader"},
	} {
		_, body := ask(t, http.MethodGet, world.URL+"/items/riverbend/cis-120"+query, "", nil)
		if body = strings.ReplaceAll(body, "Write it", "write it"); !strings.Contains(body, want[0]) || strings.Contains(body, want[1]) {
			t.Errorf("%s: want %q and not %q", query, want[0], want[1])
		}
	}
	if resp, _ := ask(t, http.MethodGet, world.URL+"/items/riverbend/none", "", nil); resp.StatusCode != http.StatusNotFound {
		t.Error(resp.StatusCode)
	}
	_, cells := ask(t, http.MethodGet, world.URL+"/items/riverbend/cis-120.csv?only=counts", "", nil)
	if rows, err := csv.NewReader(strings.NewReader(cells)).ReadAll(); err != nil || len(rows) != 2 || rows[1][3] != "awarded" {
		t.Errorf("%v, %v", rows, err)
	}
}

// A published rule that asks for a score decides about a score, although the
// institution states its least grade for courses in letters.
func TestScoresAreJudgedByTheirRules(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for grade, want := range map[string]string{"5": "awarded", "2": "condition_failed"} {
		_, cells := ask(t, http.MethodGet, world.URL+"/items/examboard/calculus-bc.csv?grade="+grade, "", nil)
		rows, err := csv.NewReader(strings.NewReader(cells)).ReadAll()
		at := slices.IndexFunc(rows, func(row []string) bool { return row[0] == "hilltop" })
		if err != nil || at < 0 || !slices.Contains(rows[at], want) {
			t.Errorf("grade %s: %v\n%s", grade, err, cells)
		}
	}
}

// A credential stands alike as an exit and as a step of the outline.
func TestExitsAndStepsStandAlike(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	_, cells := ask(t, http.MethodGet, world.URL+"/pathways/hilltop/data-ba.csv?record=demo-maya", "", nil)
	if !strings.Contains(cells, "1.1.1.1,certificate,riverbend/data-certificate,") {
		t.Fatalf("the certificate is not a step:\n%s", cells)
	}
	for line := range strings.Lines(cells) {
		if strings.HasPrefix(line, "1.1.1.1,") && !strings.Contains(line, ",undecided,") {
			t.Errorf("the exit is undecided, its step is not: %s", line)
		}
	}
}

// The twin of a pathway is the API's graph, and every step of the outline has its
// number in the drawing and in the table.
func TestPathwaysAgree(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	view, err := world.Service.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range view.Set.Programs {
		id := view.Set.Programs[i].ID
		path := "/pathways/" + id
		_, twin := ask(t, http.MethodGet, world.URL+path+".json", "", nil)
		if _, graph := ask(t, http.MethodGet, world.URL+"/v1/graph?focus="+id+"&radius=2&asOf=2026-09-01", "", nil); twin != graph {
			t.Errorf("%s: the JSON of the page is not the API's", id)
		}
		_, body := ask(t, http.MethodGet, world.URL+path+"?all=1", "", nil)
		_, drawing := ask(t, http.MethodGet, world.URL+path+".svg?all=1", "", nil)
		_, cells := ask(t, http.MethodGet, world.URL+path+".csv", "", nil)
		rows, err := csv.NewReader(strings.NewReader(cells)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			if !strings.Contains(body, `id="step-`+row[0]+`"`) || !strings.Contains(drawing, ">"+row[0]+"<") {
				t.Errorf("%s: step %s is missing in the outline or the drawing", id, row[0])
			}
		}
		if slices.ContainsFunc(rows[1:], func(row []string) bool { return row[0] == "" }) {
			t.Errorf("%s: a step has no number", id)
		}
	}
}

func TestAgreementsAreShown(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	view, err := world.Service.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range view.Set.Agreements {
		a := &view.Set.Agreements[i]
		for j := range a.Rules {
			_, body := ask(t, http.MethodGet, world.URL+"/agreements/"+string(a.ID)+".csv?version="+string(rune('0'+a.Version)), "", nil)
			if !strings.Contains(body, a.Rules[j].ID) {
				t.Errorf("%s: rule %s is missing", a.ID, a.Rules[j].ID)
			}
		}
	}
	for path, want := range map[string]int{"riverbend-hilltop": 200, "riverbend-hilltop?version=9": 404, "riverbend-hilltop?version=x": 404, "none": 404, "riverbend-hilltop?from=-5": 200, "riverbend-hilltop?from=99999": 200} {
		if resp, _ := ask(t, http.MethodGet, world.URL+"/agreements/"+path, "", nil); resp.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, resp.StatusCode, want)
		}
	}
}
