package wording_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/wording"
)

// loud is a language for tests.
type loud struct{}

func (loud) Message(key string) (string, bool) {
	text, ok := map[string]string{"take.one": "TOMA {n} DE {what}", "take.other": "TOMA {n}S DE {what}", "why": "PORQUE {why}", "term.kind.course": "CURSO"}[key]
	return text, ok
}

func (loud) Value(v any) (string, bool) {
	if a, ok := v.(credit.Amount); ok {
		return strings.Replace(a.Decimal(), ".", ",", 1), true
	}
	return "", false
}

func (loud) Join(words []string, last string) string { return strings.Join(words, "+"+last+"+") }

func TestPhrasesInEnglishAndAnotherLanguage(t *testing.T) {
	t.Parallel()
	names := wording.Names([]string{"MATH 7", "{n}", "ñu"})
	half := credit.Frac(5, 2)
	take := func(n int) wording.Phrase {
		return wording.Count("take", n, "take {n} of {what}", "take {n}s of {what}", "what", wording.Or(names))
	}
	for _, c := range []struct {
		name        string
		phrase      wording.Phrase
		english, es string
	}{
		{"one", take(1), "take 1 of MATH 7, {n} or ñu", "TOMA 1 DE MATH 7+or+{n}+or+ñu"},
		{"several", take(2), "take 2s of MATH 7, {n} or ñu", "TOMA 2S DE MATH 7+or+{n}+or+ñu"},
		{"amount", wording.Row(half, " ", wording.As("2 1/2", half)), "2.5 2 1/2", "2,5 2,5"},
		{"day", wording.Row(calendar.NewDate(2026, 9, 1)), "2026-09-01", "2026-09-01"},
		{"no message", wording.Of("none", "as {it} is {not}", "it", "it"), "as it is {not}", "as it is {not}"},
		{"term", wording.Term("kind", "course", "course"), "course", "CURSO"},
		{"own word", wording.Term("kind", "stone", "stone"), "stone", "stone"},
		{"capital", wording.Capital(names[2]), "Ñu", "Ñu"},
		{"small", wording.Small(wording.Name("Ñu {n}")), "ñu {n}", "ñu {n}"},
		{"coded", wording.Coded("why", "because {why}", "why", names[0]), "because {why}", "PORQUE MATH 7"},
		{"phrase as value", wording.Row(wording.As("x", wording.Term("kind", "course", "course"))), "x", "CURSO"},
		{"most", wording.Join(wording.Most(names, 2), "; "), "MATH 7; 2 more", "MATH 7; 2 more"},
		{"then", wording.Then(names[:2]), "MATH 7 then {n}", "MATH 7+then+{n}"},
		{"alone", wording.And(names[:1]), "MATH 7", "MATH 7"},
		{"none", wording.And(nil), "", ""},
		{"nothing", wording.Phrase{}, "", ""},
	} {
		if got := c.phrase.String(); got != c.english {
			t.Errorf("%s: %q, want %q", c.name, got, c.english)
		}
		if got := c.phrase.In(loud{}); got != c.es {
			t.Errorf("%s: %q, want %q", c.name, got, c.es)
		}
	}
	if !take(1).Equal(take(1)) || take(1).Equal(take(2)) || take(1).IsZero() || !(wording.Phrase{}).IsZero() || take(1).Key() != "take.one" {
		t.Error("phrases are compared by what they say")
	}
}

// What is put into a text is never read as a text itself.
func TestValuesAreNoPatterns(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.StringMatching(`[a{}b]{0,6}`).Draw(t, "a"), rapid.StringMatching(`[a{}b]{0,6}`).Draw(t, "b")
		got := wording.Of("k", "<{a}|{b}>", "a", a, "b", wording.Name(b)).String()
		if want := "<" + a + "|" + b + ">"; got != want {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}
