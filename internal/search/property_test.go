package search_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/search"
)

// catalogues draws small sets in which codes are shared, renamed and reused.
func catalogues(t *rapid.T) *ruleset.Set {
	set := &ruleset.Set{Institutions: []catalog.Institution{
		{ID: "a", Name: "Alder College"}, {ID: "b", Name: "University of Birch", Aliases: []string{"Birch"}},
	}}
	codes := rapid.StringMatching(`[A-D]{1,3}[ -]?0{0,2}[1-9][0-9]{0,2}[A-C]?`)
	titles := rapid.StringMatching(`(Intro |Café )?[a-e]{5,9} (and|of) [a-z]{4,8}( I| II)?`)
	n := rapid.IntRange(1, 12).Draw(t, "items")
	for i := range n {
		inst := rapid.SampledFrom([]string{"a", "b"}).Draw(t, "institution")
		it := item(catalog.ItemID(inst + "/" + string(rune('a'+i))))
		for v := range rapid.IntRange(1, 3).Draw(t, "versions") {
			from := calendar.NewDate(2000+5*v, 8, 1)
			it.Versions = append(it.Versions, catalog.ItemVersion{
				Code: codes.Draw(t, "code"), Title: titles.Draw(t, "title"),
				Valid: calendar.Range{From: from, To: from.AddYears(5) - 1},
			})
		}
		set.Items = append(set.Items, it)
	}
	set.Sort()
	return set
}

func place(hits []search.Hit, id catalog.ItemID) int {
	return slices.IndexFunc(hits, func(h search.Hit) bool { return h.Kind == search.Item && h.ID == string(id) })
}

// Every item is found by each code that it ever had, written as people do: first
// or among others that have or had it.
func TestEveryCodeFindsItsItem(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := catalogues(t)
		x := search.New(set)
		for i := range set.Items {
			for _, v := range set.Items[i].Versions {
				spaced := strings.Join(strings.FieldsFunc(catalog.NormalCode(v.Code), func(r rune) bool { return r == ' ' }), " - ")
				for _, text := range []string{v.Code, strings.ToLower(v.Code), catalog.NormalCode(v.Code), strings.ReplaceAll(v.Code, " ", ""), spaced} {
					hits := x.Search(search.Query{Text: text, Limit: 100}).Hits
					at := place(hits, set.Items[i].ID)
					if at < 0 {
						t.Fatalf("%q does not find %s", text, set.Items[i].ID)
					}
					for _, h := range hits[:at+1] {
						if h.Match != search.ByCode && h.Match != search.ByFormerCode {
							t.Fatalf("%q: %s (%s) before %s", text, h.ID, h.Match, set.Items[i].ID)
						}
					}
				}
			}
		}
	})
}

// misspell makes one mistake in a word: a letter left out, added, changed or
// exchanged with its neighbour.
func misspell(t *rapid.T, word string) string {
	r := []rune(word)
	at := rapid.IntRange(0, len(r)-2).Draw(t, "at")
	switch rapid.IntRange(0, 3).Draw(t, "mistake") {
	case 0:
		return string(slices.Delete(r, at, at+1))
	case 1:
		return string(slices.Insert(r, at, rapid.RuneFrom([]rune("aeioustrnz")).Draw(t, "letter")))
	case 2:
		r[at] = rapid.RuneFrom([]rune("aeioustrnz")).Draw(t, "letter")
	default:
		r[at], r[at+1] = r[at+1], r[at]
	}
	return string(r)
}

// One mistake in a word of five letters or more does not hide an item.
func TestOneMistakeStillFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := catalogues(t)
		x := search.New(set)
		it := &set.Items[rapid.IntRange(0, len(set.Items)-1).Draw(t, "item")]
		title := it.Versions[rapid.IntRange(0, len(it.Versions)-1).Draw(t, "version")].Title
		var long []string
		for w := range strings.FieldsSeq(title) {
			if utf8.RuneCountInString(w) >= 5 {
				long = append(long, w)
			}
		}
		word := rapid.SampledFrom(long).Draw(t, "word")
		wrong := misspell(t, word)
		for _, text := range []string{wrong, strings.Replace(title, word, wrong, 1)} {
			if r := x.Search(search.Query{Text: text, Limit: 1000}); place(r.Hits, it.ID) < 0 {
				t.Fatalf("%q does not find %s (%q): %v", text, it.ID, title, found(r))
			}
		}
	})
}

// The same for titles of a large catalogue: among the first twenty.
func TestOneMistakeInALargeCatalogue(t *testing.T) {
	t.Parallel()
	set := large(4000)
	x := search.New(set)
	lost := 0
	for i := 0; i < len(set.Items); i += 20 {
		it := &set.Items[i]
		list := strings.Fields(it.Versions[0].Title)
		w := list[2] // "Survey to WORD and ..."
		at := i % (len(w) - 1)
		list[2] = w[:at] + w[at+1:]
		if place(x.Search(search.Query{Text: strings.Join(list, " ")}).Hits, it.ID) < 0 {
			lost++
		}
	}
	if lost > 0 {
		t.Errorf("%d of %d titles with a mistake are not among the first twenty", lost, len(set.Items)/20)
	}
}

// The order in which a set was read changes nothing.
func TestOrderOfInput(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := catalogues(t)
		other := &ruleset.Set{
			Institutions: rapid.Permutation(set.Institutions).Draw(t, "institutions"),
			Items:        rapid.Permutation(set.Items).Draw(t, "items"),
		}
		other.Sort()
		text := rapid.SampledFrom([]string{"a 1", "intro", "cafe", "birch b1", "aaaaa", "c"}).Draw(t, "query")
		q := search.Query{Text: text, Limit: 50}
		if a, b := found(search.New(set).Search(q)), found(search.New(other).Search(q)); !slices.Equal(a, b) {
			t.Fatalf("%q: %v and %v", text, a, b)
		}
	})
}

func FuzzSearch(f *testing.F) {
	for _, s := range []string{"", "cs101", "de anza math 1a", "C++ é ß ǆ", "\xff\xfe 0000", "'''' +++ ###", "a b c d e f g h i j k l m n o p q r", "deanza/calculus", "ИНФОРМАТИКА 101", "数学 1"} {
		f.Add(s, 0)
	}
	x := search.New(valley(f))
	f.Fuzz(func(t *testing.T, text string, asOf int) {
		q := search.Query{Text: text, AsOf: calendar.Date(asOf % 800000), Limit: 5}
		r := x.Search(q)
		if len(r.Hits) > 5 || r.Total < len(r.Hits) {
			t.Fatalf("%d hits of %d", len(r.Hits), r.Total)
		}
		seen := map[string]bool{}
		for _, h := range r.Hits {
			if h.ID == "" || h.Match == "" || seen[string(h.Kind)+h.ID] {
				t.Fatalf("bad or repeated hit %+v", h)
			}
			seen[string(h.Kind)+h.ID] = true
		}
		if again := x.Search(q); !slices.Equal(r.Hits, again.Hits) {
			t.Fatalf("%v and then %v", r.Hits, again.Hits)
		}
	})
}
