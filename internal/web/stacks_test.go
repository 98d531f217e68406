package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/web"
	"github.com/cairnproject/cairn/internal/web/webtest"
)

func query(name, value string) string { return url.Values{name: {value}}.Encode() }

// Task 3: the page shows what POST /v1/stacks and cairn stacks answer, byte for byte
// in its JSON, and the language changes no number.
func TestStacksAreThoseOfTheAPI(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	view, err := world.Service.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	earned := 0
	for learner, rec := range learners(t, view) {
		question, err := json.Marshal(map[string]any{"record": rec, "asOf": fixtures.DemoDay()})
		if err != nil {
			t.Fatal(err)
		}
		resp, want := ask(t, http.MethodPost, world.URL+"/v1/stacks", string(question), map[string]string{"Content-Type": "application/json"})
		if resp.StatusCode != http.StatusOK {
			t.Fatal(want)
		}
		_, twin := ask(t, http.MethodGet, world.URL+"/stacks.json?record=demo-"+learner, "", nil)
		if twin != want {
			t.Errorf("%s: the JSON of the page is not the API's", learner)
		}
		record := saved(t, world, "?record=demo-"+learner+"&target=hilltop")
		if _, printed := run(t, "stacks", "--record", record, "--as-of", fixtures.DemoDay().String()); printed != twin {
			t.Errorf("%s: the command line answers something else", learner)
		}
		en, es := values(t, world.URL+"/stacks?lang=en&record=demo-"+learner), values(t, world.URL+"/stacks?lang=es&record=demo-"+learner)
		if en != es {
			t.Errorf("%s: English %s\nSpanish %s", learner, en, es)
		}
		var result engine.StackResult
		if err := json.Unmarshal([]byte(twin), &result); err != nil {
			t.Fatal(err)
		}
		_, body := ask(t, http.MethodGet, world.URL+"/stacks?record=demo-"+learner, "", nil)
		for _, n := range append(append([]engine.NearMiss{}, result.OneStep...), result.InReach...) {
			for _, m := range n.Missing {
				if !strings.Contains(body, `href="/pathways/`+n.Program) || !strings.Contains(body, escaped(m.Text)) {
					t.Errorf("%s: the page does not say what %s lacks: %s", learner, n.Program, m.Text)
				}
			}
		}
		for _, n := range append(append([]engine.NearMiss{}, result.OneStep...), result.InReach...) {
			for _, e := range n.Earn {
				earned++
				if !strings.Contains(body, "E"+escaped(e.Text)) {
					t.Errorf("%s: the page does not say what to earn on the way to %s: %s", learner, n.Program, e.Text)
				}
			}
		}
		if has := strings.Contains(body, "Available on application"); has != (len(result.Available) > 0) {
			t.Errorf("%s: available shown: %t", learner, has)
		}
	}
	if earned == 0 {
		t.Error("no demo learner has anything to earn on the way")
	}
}

// What is conferred on application is shown apart from what is conferred by itself.
func TestAvailableIsNotCompleted(t *testing.T) {
	t.Parallel()
	course := func(id catalog.ItemID) catalog.Item {
		return catalog.Item{ID: id, Institution: "a", Kind: catalog.Course, Versions: []catalog.ItemVersion{{Code: string(id[2:]), Title: "T " + string(id), Credits: credit.Int(3), Unit: credit.Semester}}}
	}
	needs := &requirement.Node{All: []requirement.Node{{Item: "a/x"}}}
	world := webtest.Serve(t, ruleset.Set{
		Institutions: []catalog.Institution{{ID: "a", Name: "College A", Kind: catalog.TwoYear, Unit: credit.Semester}}, Items: []catalog.Item{course("a/x")},
		Programs: []requirement.Program{
			{ID: "a/asks", Institution: "a", Title: "Asked for", Requires: needs, Stack: &requirement.StackPolicy{Conferral: requirement.ByApplication}},
			{ID: "a/comes", Institution: "a", Title: "Comes by itself", Requires: needs},
		},
	}, web.Options{})
	v := guestAt(t, world)
	status, body := v.send("/record/add", "lines", "x T 3 A Fall 2024 @ College A\n")
	must(t, status, body)
	status, body = v.send("/record/line", "code", "x", "institution", "a", "term", "Fall 2024", "grade", "A")
	must(t, status, body)
	status, body = v.get("/stacks")
	must(t, status, body, "Available on application", "until then nothing builds on it")
	completed, rest, _ := strings.Cut(body, `id="available"`)
	if !strings.Contains(completed, "Comes by itself") || strings.Contains(completed, "Asked for") || !strings.Contains(rest, "Asked for") {
		t.Error("what is conferred by itself and on application is not kept apart")
	}
}

// escaped is how the end of a sentence stands in HTML, its first letter aside.
func escaped(text string) string {
	return strings.NewReplacer("&", "&amp;", "'", "&#39;", `"`, "&#34;", "<", "&lt;").Replace(text[1:])
}

// What lacks no course lacks something else, and the page says so.
func TestNothingIsLeftInNoCourses(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for lang, want := range map[string]string{"en": "1 requirement without credits left", "es": "Falta 1 requisito sin créditos"} {
		_, body := ask(t, http.MethodGet, world.URL+"/stacks?record=demo-maya&lang="+lang, "", nil)
		if !strings.Contains(body, want) || strings.Contains(body, "0 courses left") {
			t.Errorf("%s: %q is not on the page", lang, want)
		}
	}
}
