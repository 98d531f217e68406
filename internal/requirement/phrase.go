package requirement

import (
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/wording"
)

// Sentence is the filter in words: "CS 300–499, upper level, with C or better".
func (f *ItemFilter) Sentence(name Namer) string { return f.Words(name).String() }

// Words is the filter as a phrase.
func (f *ItemFilter) Words(name Namer) wording.Phrase { return words{name}.filter(f, anything()) }

// Sentence is the test in words: "concentration is theory or systems".
func (t *Test) Sentence() string { return t.Words().String() }

// Words is the test as a phrase.
func (t *Test) Words() wording.Phrase {
	return words{func(id catalog.ItemID) string { return string(id) }}.test(t)
}

func anything() wording.Phrase { return wording.Of("filter.anything", "anything") }

// filter says what is selected; empty is said of a filter that selects all.
func (w words) filter(f *ItemFilter, empty wording.Phrase) wording.Phrase {
	if f == nil || f.IsZero() {
		return empty
	}
	parts := append(w.what(f), w.how(f)...)
	text := wording.Join(parts, ", ")
	if f.Except == nil {
		return text
	}
	if len(parts) == 0 {
		text = anything()
	}
	return wording.Of("filter.except", "{what} except {except}", "what", text,
		"except", w.filter(f.Except, wording.Of("filter.everything", "everything")))
}

// what says which items.
func (w words) what(f *ItemFilter) []wording.Phrase {
	var out []wording.Phrase
	add := func(p wording.Phrase) { out = append(out, p) }
	if f.Set != "" {
		add(wording.Of("filter.set", "the set {name}", "name", f.Set))
	}
	if len(f.Items) > 0 {
		add(wording.Or(w.names(f.Items)))
	}
	if f.Subjects != nil || f.Numbers != nil {
		add(codes(f))
	}
	for i := range f.All {
		add(wording.Row("(", w.filter(&f.All[i], anything()), ")"))
	}
	if f.Any != nil {
		options := make([]wording.Phrase, len(f.Any))
		for i := range f.Any {
			options[i] = w.filter(&f.Any[i], anything())
		}
		add(wording.Or(most(options)))
	}
	if f.Kinds != nil {
		add(wording.Or(most(terms("kind", f.Kinds))))
	}
	if f.Levels != nil {
		add(wording.Of("filter.level", "{levels} level", "levels", wording.Or(most(terms("level", f.Levels)))))
	}
	if f.MinLevel != "" {
		add(wording.Of("filter.min_level", "level {level} or higher", "level", wording.Term("level", f.MinLevel, f.MinLevel)))
	}
	if f.Tags != nil {
		add(wording.Of("filter.tagged", "tagged {tags}", "tags", wording.Or(named(f.Tags))))
	}
	if f.Institutions != nil {
		add(wording.Of("filter.of", "of {institutions}", "institutions", wording.Or(named(f.Institutions))))
	}
	return out
}

// codes writes subjects with their numbers, ranges with a dash.
func codes(f *ItemFilter) wording.Phrase {
	numbers := make([]string, len(f.Numbers))
	for i, n := range f.Numbers {
		numbers[i] = strings.ReplaceAll(n, "-", "–")
	}
	switch {
	case f.Numbers == nil:
		return wording.Or(named(f.Subjects))
	case f.Subjects == nil:
		return wording.Of("filter.numbers", "numbers {numbers}", "numbers", wording.Or(named(numbers)))
	}
	return wording.Row(wording.Or(named(f.Subjects)), " ", wording.Or(named(numbers)))
}

// how says how they were earned.
func (w words) how(f *ItemFilter) []wording.Phrase {
	var out []wording.Phrase
	add := func(ok bool, key, english string, pairs ...any) {
		if ok {
			out = append(out, wording.Of(key, english, pairs...))
		}
	}
	add(f.Origin == Home, "filter.home", "earned here")
	add(f.Origin == Transferred, "filter.transferred", "brought from elsewhere")
	add(f.Evidence != nil, "filter.evidence", "shown by {kinds}", "kinds", wording.Or(most(evidence(f.Evidence))))
	for _, k := range slices.Sorted(maps.Keys(f.Attributes)) {
		out = append(out, wording.Name(k+" "+f.Attributes[k]))
	}
	add(f.Grading == LetterGraded, "filter.letter_grade", "for a letter grade")
	add(f.Grading == PassFail, "filter.pass_fail", "pass/fail")
	add(f.MinGrade != "", "filter.min_grade", "with {grade} or better", "grade", gradeText(f.MinGrade))
	add(f.MaxGrade != "", "filter.max_grade", "with {grade} or lower", "grade", gradeText(f.MaxGrade))
	add(f.Attained != (calendar.Range{}), "filter.attained", "attained {period}", "period", f.Attained)
	add(f.MaxAgeYears > 0, "filter.not_older", "not older than {age}", "age", years(f.MaxAgeYears))
	add(f.ByTerm > 0, "filter.by_term", "in the first {terms}", "terms", wording.Count("count.terms", f.ByTerm, "{n} term", "{n} terms"))
	add(f.Active, "filter.active", "still active")
	add(!f.Latest.IsZero(), "filter.latest", "among the last {credits}", "credits", credits(f.Latest))
	add(!f.MinCredits.IsZero(), "filter.min_credits", "of at least {credits}", "credits", credits(f.MinCredits))
	add(!f.MaxCredits.IsZero(), "filter.max_credits", "of at most {credits}", "credits", credits(f.MaxCredits))
	return out
}

func gradeText(s string) string {
	if _, grade, ok := strings.Cut(s, ":"); ok {
		return grade
	}
	return s
}

func (w words) test(t *Test) wording.Phrase {
	switch {
	case t.All != nil:
		return wording.And(most(w.tests(t.All)))
	case t.Any != nil:
		return wording.Or(most(w.tests(t.Any)))
	case t.Not != nil:
		return wording.Of("test.not", "not ({test})", "test", w.test(t.Not))
	case t.Fact != "":
		return fact(t)
	case t.Met != "":
		return wording.Of("test.met", "{requirement} is satisfied", "requirement", t.Met)
	case t.Holds != nil:
		return wording.Of("test.holds", "the record holds {what}", "what", w.filter(t.Holds, anything()))
	case t.Entered != (calendar.Range{}):
		return wording.Of("test.entered", "the learner entered {period}", "period", t.Entered)
	}
	return nothingAsked()
}

func (w words) tests(parts []Test) []wording.Phrase {
	out := make([]wording.Phrase, len(parts))
	for i := range parts {
		out[i] = w.test(&parts[i])
	}
	return out
}

func fact(t *Test) wording.Phrase {
	switch {
	case t.Is != nil:
		return wording.Of("test.is", "{fact} is {value}", "fact", t.Fact, "value", wording.Or(named(t.Is)))
	case t.AtLeast != nil && t.AtMost != nil:
		return wording.Of("test.between", "{fact} is from {least} to {most}", "fact", t.Fact, "least", exact(*t.AtLeast), "most", exact(*t.AtMost))
	case t.AtLeast != nil:
		return wording.Of("test.at_least", "{fact} is at least {least}", "fact", t.Fact, "least", exact(*t.AtLeast))
	case t.AtMost != nil:
		return wording.Of("test.at_most", "{fact} is at most {most}", "fact", t.Fact, "most", exact(*t.AtMost))
	}
	return wording.Of("test.yes", "{fact} is yes", "fact", t.Fact)
}
