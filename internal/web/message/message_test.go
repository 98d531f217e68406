package message

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/wording"
)

// Every text is there in every language, with the same placeholders. Reasons and
// fixes are the engine's own sentences in English.
func TestEveryLanguageSaysEverything(t *testing.T) {
	t.Parallel()
	en := English()
	for _, l := range Locales()[1:] {
		for _, key := range en.Keys() {
			text, ok := l.texts[key]
			if !ok {
				t.Errorf("%s: there is no %s", l.Tag(), key)
				continue
			}
			want, got := placeholders(en.texts[key]), placeholders(text)
			slices.Sort(want)
			slices.Sort(got)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s has other placeholders than in English (-en +%s):\n%s", l.Tag(), key, l.Tag(), diff)
			}
		}
		for _, key := range l.Keys() {
			if !en.Has(key) && !strings.HasPrefix(key, "reason.") && !strings.HasPrefix(key, "fix.") && !strings.HasPrefix(key, "say.") && !strings.HasPrefix(key, "problem.") {
				t.Errorf("%s: %s is not there in English", l.Tag(), key)
			}
		}
	}
}

var (
	constantKey = regexp.MustCompile(`\b[TN]\("([^"]+)"(\)|,)`)
	anyKey      = regexp.MustCompile(`"([a-z_]+(?:\.[a-z0-9_-]+)*\.|[a-z_]+(?:\.[a-z0-9_-]+)+)"`)
)

// Every key that a page asks for is there, and every key that is there is asked
// for.
func TestKeysAreThoseThatPagesAskFor(t *testing.T) {
	t.Parallel()
	en := English()
	named := map[string]bool{}
	for _, path := range sources(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		for _, m := range constantKey.FindAllStringSubmatch(text, -1) {
			if !en.Has(m[1]) && !en.Has(m[1]+".one") {
				t.Errorf("%s asks for %s, which is not there", path, m[1])
			}
		}
		for _, m := range anyKey.FindAllStringSubmatch(text, -1) {
			named[m[1]] = true
		}
	}
	for _, key := range en.Keys() {
		if !asked(named, key) {
			t.Errorf("nobody asks for %s", key)
		}
	}
}

// asked reports whether a key, its plural, or a beginning of it that ends with a
// dot stands in the code.
func asked(named map[string]bool, key string) bool {
	plain := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
	if named[key] || named[plain] {
		return true
	}
	for i := strings.LastIndexByte(key, '.'); i > 0; i = strings.LastIndexByte(key[:i], '.') {
		if named[key[:i+1]] || named[key[:i]] {
			return true
		}
	}
	return false
}

func sources(t *testing.T) []string {
	t.Helper()
	var out []string
	for _, pattern := range []string{"../*.go", "../view/*.templ", "../view/*.go", "*.go"} {
		list, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range list {
			if !strings.HasSuffix(path, "_templ.go") && !strings.HasSuffix(path, "_test.go") {
				out = append(out, path)
			}
		}
	}
	if len(out) < 10 {
		t.Fatal("the sources are not where this test looks")
	}
	return out
}

func TestFormats(t *testing.T) {
	t.Parallel()
	es, ok := Find("es")
	if !ok {
		t.Fatal("there is no Spanish")
	}
	en, day := English(), calendar.NewDate(2026, 9, 1)
	for _, c := range []struct{ name, got, want string }{
		{"amount", en.Amount(credit.Frac(41, 2)), "20.5"},
		{"amount es", es.Amount(credit.Frac(41, 2)), "20,5"},
		{"thirds", es.Amount(credit.Frac(8, 3)), "2,67"},
		{"negative", en.Amount(credit.Frac(-1, 2)), "−0.5"},
		{"one", en.Quantity(credit.Quantity{Amount: credit.Int(1), Unit: credit.Semester}), "1 semester credit"},
		{"several", es.Quantity(credit.Quantity{Amount: credit.Int(2), Unit: credit.Semester}), "2 créditos semestrales"},
		{"own unit", en.Quantity(credit.Quantity{Amount: credit.Int(2), Unit: "stone"}), "2 credits (unit not stated)"},
		{"day", en.Date(day), "1 Sep 2026"},
		{"day es", es.Date(day), "1 sept 2026"},
		{"no day", en.Date(0), ""},
		{"since", es.Range(calendar.Range{From: day}), "desde el 1 sept 2026"},
		{"until", en.Range(calendar.Range{To: day}), "until 1 Sep 2026"},
		{"always", en.Range(calendar.Range{}), "without end"},
		{"list", en.List([]string{"a", "b", "c"}), "a, b and c"},
		{"plural one", en.N("search.found", 1, "query", "x"), "1 found for “x”"},
		{"plural many", en.N("search.found", 0, "query", "x"), "0 found for “x”"},
		{"a value is no template", en.N("search.found", 1, "query", "{n}{query}"), "1 found for “{n}{query}”"},
		{"no value", en.T("foot.as_of"), "As of {day}"},
		{"braces", fill("{a} {b {c", []any{"a", 1, "c", 2}), "1 {b {c"},
		{"missing", en.T("no.such.key"), "no.such.key"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"": "en", "es": "es", "es-MX,es;q=0.9,en;q=0.8": "es", "de,en;q=0.5": "en", "fr": "en",
		"en;q=0.2, es;q=0.7": "es", "es;q=0": "en", "es;q=x": "en", "*": "en", ";;;,,": "en",
	} {
		if got := Match(Locales(), header).Tag(); got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

func TestReasonNeedsItsValues(t *testing.T) {
	t.Parallel()
	es, _ := Find("es")
	if text, ok := es.Reason("grade_below_minimum", "have", "C", "need", "B"); !ok || !strings.Contains(text, "C") || !strings.Contains(text, "B") {
		t.Errorf("%q, %t", text, ok)
	}
	if text, ok := es.Reason("grade_below_minimum", "have", "C", "need", ""); ok {
		t.Errorf("%q without the value that is needed", text)
	}
	if _, ok := English().Reason("grade_below_minimum", "have", "C", "need", "B"); ok {
		t.Error("in English the engine says it")
	}
}

func TestPhrasesInSpanish(t *testing.T) {
	t.Parallel()
	es, _ := Find("es")
	credits := wording.Of("count.credits.other", "{n} credits", "n", credit.Frac(5, 2))
	for _, c := range []struct {
		phrase wording.Phrase
		want   string
	}{
		{wording.Of("requirement.complete", "complete {what}", "what", credits), "completar 2,5 créditos"},
		{wording.Count("count.courses", 1, "{n} course", "{n} courses"), "1 curso"},
		{wording.Count("count.courses", 3, "{n} course", "{n} courses"), "3 cursos"},
		{wording.Row(calendar.Range{From: calendar.NewDate(2026, 9, 1)}), "desde el 1 sept 2026"},
		{wording.Or(wording.Names([]string{"Química", "Óptica", "Oceanografía"})), "Química, Óptica u Oceanografía"},
		{wording.And(wording.Names([]string{"Física", "Informática"})), "Física e Informática"},
		{wording.And(wording.Names([]string{"Agua", "hielo"})), "Agua y hielo"},
		{wording.And(wording.Names([]string{"MATH 1", "IT 2"})), "MATH 1 y IT 2"},
		{wording.Coded("reason.rule_pending", "it waits"), "la institución receptora todavía no lo ha decidido"},
		{wording.Name("A title"), "A title"},
	} {
		if got := es.Say(c.phrase); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
		if got := English().Say(c.phrase); got != c.phrase.String() {
			t.Errorf("in English %q, the engine says %q", got, c.phrase)
		}
	}
	marked := Marked(es)
	if got := marked.Say(wording.Of("requirement.complete", "complete {what}", "what", credits)); got != "⟦completar ⟧2,5⟦ créditos⟧" {
		t.Errorf("marked: %s", got)
	}
}
