package web_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/interop/recordfile"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/web/webtest"
)

// The head of a table is in the language of the page and everything below it the
// same; in English it holds names for programs.
func TestTablesAreHeadedInTheLanguageOfThePage(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	seen := 0
	for _, page := range demoPages {
		address := world.URL + twinOf(page, "csv")
		resp, english := ask(t, http.MethodGet, with(address, "lang=en"), "", nil)
		if resp.StatusCode != http.StatusOK {
			continue
		}
		_, spanish := ask(t, http.MethodGet, with(address, "lang=es"), "", nil)
		en, err := csv.NewReader(strings.NewReader(english)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		es, err := csv.NewReader(strings.NewReader(spanish)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", page, err)
		}
		if d := cmp.Diff(en[1:], es[1:]); d != "" {
			t.Errorf("%s: below the head: %s", page, d)
		}
		for i, name := range en[0] {
			if strings.ToLower(name) != name || strings.ContainsAny(name, " -") || es[0][i] == name {
				t.Errorf("%s: column %q is %q in Spanish", page, name, es[0][i])
			}
		}
		names := slices.Compact(slices.Sorted(slices.Values(es[0])))
		if len(es[0]) != len(en[0]) || len(names) != len(en[0]) {
			t.Errorf("%s: %d columns in English, %d names in Spanish", page, len(en[0]), len(names))
		}
		seen++
	}
	if seen < 15 {
		t.Errorf("%d tables were read", seen)
	}
}

// The columns of the ledger in English are what programs read: they stay.
func TestColumnsOfTheLedgerStay(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	_, body := ask(t, http.MethodGet, world.URL+"/results.csv?record=demo-devon&target=hilltop", "", nil)
	head, _, _ := strings.Cut(body, "\r\n")
	const want = "line,institution,item,code,title,attained,grade,status,source_credits,source_unit,credits,unit," +
		"counted,elective,excess,not_accepted,undecided,rounding,awards,reason_code,reason"
	if strings.TrimSpace(strings.Split(head, "\n")[0]) != want {
		t.Errorf("the columns are %s", head)
	}
}

// A table of a record that was saved in Spanish is the same record when it is read.
func TestASpanishTableIsReadAgain(t *testing.T) {
	t.Parallel()
	world := webtest.Demo(t)
	for _, learner := range []string{"demo-maya", "demo-noah", "demo-ruth"} {
		var rows [2]string
		for i, lang := range []string{"en", "es"} {
			_, body := ask(t, http.MethodGet, world.URL+"/record.csv?record="+learner+"&lang="+lang, "", nil)
			rec, problems := recordfile.Read(strings.NewReader(body), "record.csv", recordfile.Options{})
			if problems.HasErrors() || len(problems) > 0 && lang == "es" && len(rec.Attainments) == 0 {
				t.Fatalf("%s: %v", learner, problems)
			}
			data, err := recordText(&rec)
			if err != nil {
				t.Fatal(err)
			}
			rows[i] = data
		}
		if rows[0] != rows[1] {
			t.Errorf("%s: %s", learner, cmp.Diff(rows[0], rows[1]))
		}
	}
}

func recordText(rec *record.Record) (string, error) {
	data, err := json.MarshalIndent(rec, "", " ")
	return string(data), err
}
