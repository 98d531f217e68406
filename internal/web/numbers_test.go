package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cairnproject/cairn/fixtures"
	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/cli"
	"github.com/cairnproject/cairn/internal/engine/compare"
	"github.com/cairnproject/cairn/internal/obs"
	"github.com/cairnproject/cairn/internal/web/webtest"
)

// run runs the command line on the demo catalogue, as somebody does beside the page.
func run(t *testing.T, args ...string) (exit int, out string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args = append(args, "--catalogue", filepath.Join("..", "..", "fixtures", fixtures.Catalogue), "--json")
	exit = cli.Run(context.Background(), cli.System{
		In: strings.NewReader(""), Out: &stdout, Err: &stderr, Getenv: func(string) string { return "" },
		Now: time.Now, Build: obs.Build{Version: "v0.0.0-test", Go: "go0"},
	}, args)
	if exit != 0 && exit != 3 {
		t.Fatalf("cairn %s: exit %d\n%s", strings.Join(args, " "), exit, stderr.String())
	}
	return exit, stdout.String()
}

// get reads a page or a twin.
func get(t *testing.T, address string) string {
	t.Helper()
	resp, body := ask(t, http.MethodGet, address, "", nil)
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d\n%s", address, resp.StatusCode, body)
	}
	return body
}

// saved saves what a page offers as record.json.
func saved(t *testing.T, world *webtest.World, query string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "record.json")
	if err := os.WriteFile(name, []byte(get(t, world.URL+"/results/record.json"+query)), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// targetsOf are all targets of the demo world: institutions, then programs.
func targetsOf(view *app.View) (institutions, programs []string) {
	for i := range view.Set.Institutions {
		institutions = append(institutions, string(view.Set.Institutions[i].ID))
	}
	for i := range view.Set.Programs {
		programs = append(programs, view.Set.Programs[i].ID)
	}
	return institutions, programs
}

// The command line answers what the pages answer, for every learner and target,
// from the record that a page offers.
func TestTheCommandLineAnswersTheSame(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	view, err := world.Service.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	institutions, programs := targetsOf(view)
	all := slices.Concat(institutions, programs)
	day := fixtures.DemoDay().String()
	for learner := range learners(t, view) {
		query := func(target string) string {
			return "?record=demo-" + learner + "&target=" + url.QueryEscape(target)
		}
		args := []string{"evaluate", "--record", saved(t, world, query(all[0])), "--as-of", day}
		for _, target := range all {
			args = append(args, "--to", target)
		}
		_, printed := run(t, args...)
		var fromCLI struct {
			Targets []json.RawMessage `json:"targets"`
		}
		if err := json.Unmarshal([]byte(printed), &fromCLI); err != nil || len(fromCLI.Targets) != len(all) {
			t.Fatalf("%s: %d targets, %v", learner, len(fromCLI.Targets), err)
		}
		for _, target := range all {
			twin := get(t, world.URL+"/results.json"+query(target))
			_, rest, _ := strings.Cut(twin, `"targets":[`)
			own := strings.TrimSuffix(rest, "]}\n")
			if !slices.ContainsFunc(fromCLI.Targets, func(m json.RawMessage) bool { return string(m) == own }) {
				t.Errorf("%s at %s: the command line answers something else", learner, target)
			}
		}
	}
}

// A comparison has the numbers of POST /v1/comparisons and of cairn compare, on
// the page too, whatever the language.
func TestComparisonsAreThoseOfTheAPI(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	view, err := world.Service.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, programs := targetsOf(view)
	for learner, rec := range learners(t, view) {
		for _, targets := range [][]string{programs[:min(10, len(programs))], {"hilltop", "lakeside", programs[len(programs)-1]}} {
			query, args := "?record=demo-"+learner, []string{}
			var asked []map[string]string
			for _, target := range targets {
				query += "&t=" + url.QueryEscape(target)
				args = append(args, "--to", target)
				at := map[string]string{"institution": target}
				if name, _, found := strings.Cut(target, "/"); found {
					at = map[string]string{"institution": name, "program": target}
				}
				asked = append(asked, at)
			}
			twin := get(t, world.URL+"/compare.json"+query)
			question, err := json.Marshal(map[string]any{"record": rec, "targets": asked, "asOf": fixtures.DemoDay()})
			if err != nil {
				t.Fatal(err)
			}
			if _, body := ask(t, http.MethodPost, world.URL+"/v1/comparisons", string(question), map[string]string{"Content-Type": "application/json"}); body != twin {
				t.Errorf("%s: the JSON of the page is not the API's", query)
			}
			record := saved(t, world, "?record=demo-"+learner+"&target=hilltop")
			if _, printed := run(t, append([]string{"compare", "--record", record, "--as-of", fixtures.DemoDay().String()}, args...)...); printed != twin {
				t.Errorf("%s: the command line answers something else", query)
			}
			en := values(t, world.URL+"/compare"+query+"&lang=en")
			if es := values(t, world.URL+"/compare"+query+"&lang=es"); en != es {
				t.Errorf("%s: English %s\nSpanish %s", query, en, es)
			}
			var c compare.Comparison
			if err := json.Unmarshal([]byte(twin), &c); err != nil {
				t.Fatal(err)
			}
			if want := comparedNumbers(&c); !strings.HasPrefix(en, want) {
				t.Errorf("%s: the page shows %s, the answer has %s", query, en, want)
			}
		}
	}
}

// comparedNumbers are the first numbers of the page, row by row.
func comparedNumbers(c *compare.Comparison) string {
	var out strings.Builder
	for i := range c.Rows {
		if r := c.Rows[i].Remaining; r != nil {
			out.WriteString(r.Credits.Amount.String() + " ")
		}
	}
	for i := range c.Rows {
		if r := &c.Rows[i]; r.Remaining != nil {
			out.WriteString(r.Counts.String() + " ")
		}
	}
	for i := range c.Rows {
		out.WriteString(c.Rows[i].Transfers.String() + " ")
	}
	return out.String()
}

// Another day, with the difference: the API's and the command line's bytes.
func TestDifferencesAreThoseOfTheAPI(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	view, err := world.Service.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for learner, rec := range learners(t, view) {
		for _, target := range []string{"hilltop", "lakeside/computer-science-bs", "hilltop/nursing-bsn"} {
			query := "?record=demo-" + learner + "&target=" + url.QueryEscape(target)
			sides := "&as_of=2025-01-01&against=2026-09-01"
			twin := get(t, world.URL+"/results.json"+query+sides)
			name, program, _ := strings.Cut(target, "/")
			at := map[string]string{"institution": name}
			if program != "" {
				at["program"] = target
			}
			question, err := json.Marshal(map[string]any{"record": rec, "targets": []any{at}, "asOf": "2025-01-01", "against": "2026-09-01"})
			if err != nil {
				t.Fatal(err)
			}
			if _, body := ask(t, http.MethodPost, world.URL+"/v1/differences", string(question), map[string]string{"Content-Type": "application/json"}); body != twin {
				t.Errorf("%s: the JSON of the page is not the API's", query)
			}
			exit, printed := run(t, "diff", "--record", saved(t, world, query), "--to", target, "--as-of", "2025-01-01", "--against", "2026-09-01")
			if printed != twin {
				t.Errorf("%s: the command line answers something else", query)
			}
			if exit == 3 {
				changed++
			}
			en := values(t, world.URL+"/results"+query+sides+"&lang=en")
			if es := values(t, world.URL+"/results"+query+sides+"&lang=es"); en != es {
				t.Errorf("%s: English %s\nSpanish %s", query, en, es)
			}
		}
	}
	if changed == 0 {
		t.Error("nothing ever changed: the test tries nothing")
	}
}

// A what-if answers as the command line does with the record that it offers, and
// changes no number of the record's own result.
func TestWhatIfLeavesTheRecordAlone(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	const plain = "?record=demo-maya&target=lakeside%2Fcomputer-science-bs"
	before := get(t, world.URL+"/results.json"+plain)
	for _, tried := range []string{
		"&add=lakeside%2Fcse-15l", "&add=CSE+15L%3B+CSE+21&grade=B", "&pin=all%2Fcse-12%7Ccis110", "&force=all%2Fcse-12%7Ccis110", "&entered=2020-09-01",
	} {
		twin := get(t, world.URL+"/results.json"+plain+tried)
		if twin == before {
			t.Errorf("%s changes nothing", tried)
		}
		record := saved(t, world, plain+tried)
		if _, printed := run(t, "evaluate", "--record", record, "--to", "lakeside/computer-science-bs", "--as-of", "2026-09-01"); printed != twin {
			t.Errorf("%s: the command line answers something else", tried)
		}
		en := values(t, world.URL+"/results"+plain+tried+"&lang=en")
		if es := values(t, world.URL+"/results"+plain+tried+"&lang=es"); en != es {
			t.Errorf("%s: English %s\nSpanish %s", tried, en, es)
		}
	}
	if after := get(t, world.URL+"/results.json"+plain); after != before {
		t.Error("a what-if changed the record")
	}
}
