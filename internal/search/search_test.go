package search_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/search"
)

func day(tb testing.TB, s string) calendar.Date {
	tb.Helper()
	if s == "" {
		return 0
	}
	d, err := calendar.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func version(tb testing.TB, code, title, from, to string) catalog.ItemVersion {
	tb.Helper()
	return catalog.ItemVersion{Code: code, Title: title, Valid: calendar.Range{From: day(tb, from), To: day(tb, to)}}
}

func item(id catalog.ItemID, versions ...catalog.ItemVersion) catalog.Item {
	return catalog.Item{ID: id, Institution: id.Institution(), Kind: catalog.Course, Versions: versions}
}

// valley is a small world with what makes search hard: a code that passed from
// one course to another, a renamed course, accents, numbers and abbreviations.
func valley(tb testing.TB) *ruleset.Set {
	tb.Helper()
	one := func(id catalog.ItemID, code, title string) catalog.Item {
		return item(id, version(tb, code, title, "", ""))
	}
	tccns := one("santa-monica/gov", "GOVT 2305", "Federal Government")
	tccns.Numbers = map[string]string{"tccns": "GOVM 9305"}
	set := &ruleset.Set{
		Institutions: []catalog.Institution{
			{ID: "deanza", Name: "De Anza College"},
			{ID: "santa-monica", Name: "Santa Monica College", Aliases: []string{"SaMoHi Extension"}},
			{ID: "ucsd-x", Name: "University of California, San Diego", FormerNames: []catalog.NamePeriod{{
				Name: "La Jolla Institute", Valid: calendar.Range{To: day(tb, "1960-01-01")},
			}}},
		},
		Items: []catalog.Item{
			item("deanza/calculus", version(tb, "MATH 1A", "Calculus", "", "2023-08-15"), version(tb, "MATH C2210", "Calculus I", "2023-08-16", "")),
			item("deanza/finite", version(tb, "MATH 11", "Finite Mathematics", "", "2023-08-15"), version(tb, "MATH 1A", "Finite Mathematics", "2023-08-16", "")),
			item("deanza/drawing", version(tb, "ARTS 4A", "Beginning Drawing", "", "2020-06-30"), version(tb, "ARTS 4A", "Dessin élémentaire", "2020-07-01", "")),
			one("deanza/future", "HUMI 1", "Café Culture"),
			one("santa-monica/cs", "CS-0101", "Introduction to Programming"),
			one("santa-monica/math", "MATH 1A", "Calculus for Business"),
			one("santa-monica/c", "CS 50", "C++ Programming"),
			one("santa-monica/wgs", "WGS 10", "Women's Health: Pre-Calculus of Care"),
			tccns,
			one("ucsd-x/math", "MATH 20A", "Differential Calculus"),
		},
		Programs: []requirement.Program{{ID: "ucsd-x/cs-bs", Institution: "ucsd-x", Title: "B.S. Computer Science"}},
	}
	set.Sort()
	return set
}

// found is one hit in short: "id match".
func found(r search.Result) []string {
	var out []string
	for _, h := range r.Hits {
		out = append(out, h.ID+" "+string(h.Match))
	}
	return out
}

func TestSearchForgives(t *testing.T) {
	t.Parallel()
	x := search.New(valley(t))
	for _, c := range []struct {
		query string
		first []string // the first hits, in order
	}{
		{"cs101", []string{"santa-monica/cs code"}},
		{"CS 101", []string{"santa-monica/cs code"}},
		{"CS-0101", []string{"santa-monica/cs code"}},
		{"cs_00101", []string{"santa-monica/cs code"}},
		{"math 20", []string{"ucsd-x/math code-prefix"}},
		{"MATH 1A", []string{"deanza/finite code", "santa-monica/math code", "deanza/calculus former-code"}},
		{"de anza math 1a", []string{"deanza/finite code", "deanza/calculus former-code"}},
		{"math1a deanza", []string{"deanza/finite code", "deanza/calculus former-code"}},
		{"math 1a smc", []string{"santa-monica/math code"}},
		{"math 1a santa monica college", []string{"santa-monica/math code"}},
		{"Math 1A calculus for business", []string{"santa-monica/math code"}},
		{"math 11", []string{"deanza/finite former-code"}},
		{"ucsd", []string{"ucsd-x name"}},
		{"uc san diego", []string{"ucsd-x name"}},
		{"la jolla institute", []string{"ucsd-x name"}},
		{"samohi extension", []string{"santa-monica name"}},
		{"uc san diego differential", []string{"ucsd-x/math title"}},
		{"computer science", []string{"ucsd-x/cs-bs title"}},
		{"comp sci", []string{"ucsd-x/cs-bs title"}},
		{"compter sceince", []string{"ucsd-x/cs-bs fuzzy"}},
		{"dessin elementaire", []string{"deanza/drawing title"}},
		{"DESSIN ÉLÉMENTAIRE", []string{"deanza/drawing title"}},
		{"beginnnig drawing", []string{"deanza/drawing fuzzy"}},
		{"cafe", []string{"deanza/future title"}},
		{"womens health", []string{"santa-monica/wgs title"}},
		{"women's helth", []string{"santa-monica/wgs fuzzy"}},
		{"c++", []string{"santa-monica/c title"}},
		{"Calculus 1", []string{"deanza/calculus title"}},
		{"GOVM 9305", []string{"santa-monica/gov number"}},
		{"deanza/calculus", []string{"deanza/calculus id"}},
		{"maht 20a", []string{"ucsd-x/math fuzzy"}},
		{"ucsd math 20b", []string{"ucsd-x/math fuzzy"}}, // two words of three
		{"20b", nil}, // another number is another course
		{"math20a nonsense", []string{"ucsd-x/math fuzzy"}},
		{"zzzzzz", nil},
		{"", nil},
		{"   -- ", nil},
	} {
		got := found(x.Search(search.Query{Text: c.query}))
		if diff := cmp.Diff(c.first, got[:min(len(got), len(c.first))]); diff != "" || len(c.first) == 0 && len(got) > 0 {
			t.Errorf("%q: %s (all: %v)", c.query, diff, got)
		}
	}
}

func TestCodesHaveDates(t *testing.T) {
	t.Parallel()
	x := search.New(valley(t))
	for _, c := range []struct {
		query, asOf string
		want        []string
	}{
		{"de anza math 1a", "", []string{
			"MATH 1A Finite Mathematics: MATH 1A from 2023-08-16, former false, reused true, MATH 1A since 2023",
			"MATH C2210 Calculus I: MATH 1A until 2023-08-15, former true, reused true, was MATH 1A until 2023",
		}},
		{"de anza math 1a", "2020-01-01", []string{
			"MATH 11 Finite Mathematics: MATH 1A from 2023-08-16, former false, reused true, becomes MATH 1A in 2023",
			"MATH 1A Calculus: MATH 1A until 2023-08-15, former false, reused true, ",
		}},
		{"beginning drawing", "", []string{
			"ARTS 4A Dessin élémentaire: Beginning Drawing until 2020-06-30, former true, reused false, was called Beginning Drawing until 2020",
		}},
		{"arts 4a", "", []string{"ARTS 4A Dessin élémentaire: ARTS 4A any time, former false, reused false, "}},
	} {
		var got []string
		for _, h := range x.Search(search.Query{Text: c.query, AsOf: day(t, c.asOf)}).Hits {
			got = append(got, fmt.Sprintf("%s %s: %s %s, former %t, reused %t, %s", h.Code, h.Title, h.Matched, h.Valid, h.Former, h.Reused, h.Note))
		}
		if diff := cmp.Diff(c.want, got[:min(len(got), len(c.want))]); diff != "" {
			t.Errorf("%q on %q: %s", c.query, c.asOf, diff)
		}
	}
}

func TestFiltersAndLimit(t *testing.T) {
	t.Parallel()
	x := search.New(valley(t))
	got := found(x.Search(search.Query{Text: "math 1a", Institution: "santa-monica"}))
	if diff := cmp.Diff([]string{"santa-monica/math code"}, got); diff != "" {
		t.Error(diff)
	}
	got = found(x.Search(search.Query{Text: "computer", Kinds: []search.Kind{search.Item}}))
	if len(got) != 0 {
		t.Errorf("items only: %v", got)
	}
	r := x.Search(search.Query{Text: "math", Limit: 1})
	if len(r.Hits) != 1 || r.Total < 4 {
		t.Errorf("limit 1: %d hits of %d", len(r.Hits), r.Total)
	}
	if got := x.Search(search.Query{Text: strings.Repeat("é math ", 1000)}); len(got.Hits) == 0 {
		t.Error("a long query finds nothing")
	}
}

func TestSameAnswerEveryTime(t *testing.T) {
	t.Parallel()
	set := valley(t)
	a, b := search.New(set), search.New(valley(t))
	for _, text := range []string{"math", "calculus 1a", "programing", "smc", "introduction to programming"} {
		q := search.Query{Text: text, Limit: 100}
		first := a.Search(q)
		for range 3 {
			if diff := cmp.Diff(first, a.Search(q)); diff != "" {
				t.Errorf("%q again: %s", text, diff)
			}
		}
		if diff := cmp.Diff(first, b.Search(q)); diff != "" {
			t.Errorf("%q in another index: %s", text, diff)
		}
	}
}

// large is a catalogue of so many items at a hundred colleges, with the same
// subjects and half of the titles everywhere, and a renamed item in twenty.
func large(n int) *ruleset.Set {
	r := rand.New(rand.NewPCG(7, 7))
	subjects := strings.Fields("ACCT ANTH ART ASTR BIOL BUS CHEM CIS COMM CS DANC ECON EDUC ENGL ENGR FREN GEOG GEOL HIST JOUR LAW MATH MUS NURS PHIL PHYS POLS PSYC SOC SPAN THEA WELD")
	stems := strings.Fields("account anthrop artist astro bio business chem comput communic danc econom educat english engineer french geograph geolog histor journal legal mathemat music nurs philosoph physic politic psycholog sociolog spanish theat weld statist calcul algebr network databas program secur environment develop organis manag financ market clinic molecul genet ecolog ethic logic literat compos")
	endings := strings.Fields("ing al ics y ology ation ment ive ism ary ental istic ure ance eria ora uma exo ital")
	levels := strings.Fields("Introduction Principles Advanced Applied Survey Topics Seminar Laboratory Foundations Elementary Intermediate Methods")
	set := &ruleset.Set{}
	for i := range 100 {
		set.Institutions = append(set.Institutions, catalog.Institution{
			ID: catalog.InstitutionID(fmt.Sprintf("college-%03d", i)), Name: fmt.Sprintf("%s %s College", stems[i%len(stems)], endings[i%len(endings)]),
		})
	}
	for i := range n {
		inst := set.Institutions[i%100].ID
		code := fmt.Sprintf("%s %d", subjects[r.IntN(len(subjects))], 1+i/100)
		word := func() string {
			return stems[r.IntN(len(stems))] + endings[r.IntN(len(endings))] + endings[r.IntN(len(endings))]
		}
		title := fmt.Sprintf("%s to %s and %s %s", levels[r.IntN(len(levels))], word(), word(), word())
		it := item(catalog.ItemID(fmt.Sprintf("%s/i-%d", inst, i)), catalog.ItemVersion{Code: code, Title: title})
		if i%20 == 0 {
			cut := calendar.NewDate(2020, 8, 1)
			it.Versions = append(it.Versions, catalog.ItemVersion{Code: code + "H", Title: title, Valid: calendar.Range{From: cut}})
			it.Versions[0].Valid.To = cut - 1
		}
		set.Items = append(set.Items, it)
	}
	set.Sort()
	return set
}
