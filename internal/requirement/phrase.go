package requirement

import (
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
)

// Sentence is the filter in words: "CS 300–499, upper level, with C or better".
func (f *ItemFilter) Sentence(name Namer) string { return words{name}.filter(f, "anything") }

// Sentence is the test in words: "concentration is theory or systems".
func (t *Test) Sentence() string {
	return words{func(id catalog.ItemID) string { return string(id) }}.test(t)
}

// filter says what is selected; empty is said of a filter that selects all.
func (w words) filter(f *ItemFilter, empty string) string {
	if f == nil || f.IsZero() {
		return empty
	}
	parts := w.what(f)
	parts = append(parts, w.how(f)...)
	text := strings.Join(parts, ", ")
	if f.Except != nil {
		if text == "" {
			text = "anything"
		}
		text += " except " + w.filter(f.Except, "everything")
	}
	return text
}

// what says which items.
func (w words) what(f *ItemFilter) []string {
	var out []string
	add := func(ok bool, text string) {
		if ok {
			out = append(out, text)
		}
	}
	add(f.Set != "", "the set "+f.Set)
	add(len(f.Items) > 0, list(w.names(f.Items), "or"))
	add(f.Subjects != nil || f.Numbers != nil, codes(f))
	for i := range f.All {
		add(true, "("+w.filter(&f.All[i], "anything")+")")
	}
	if f.Any != nil {
		var options []string
		for i := range f.Any {
			options = append(options, w.filter(&f.Any[i], "anything"))
		}
		add(true, list(options, "or"))
	}
	add(f.Kinds != nil, list(texts(f.Kinds), "or"))
	add(f.Levels != nil, list(f.Levels, "or")+" level")
	add(f.MinLevel != "", "level "+f.MinLevel+" or higher")
	add(f.Tags != nil, "tagged "+list(f.Tags, "or"))
	add(f.Institutions != nil, "of "+list(texts(f.Institutions), "or"))
	return out
}

// codes writes subjects with their numbers, ranges with a dash.
func codes(f *ItemFilter) string {
	numbers := make([]string, len(f.Numbers))
	for i, n := range f.Numbers {
		numbers[i] = strings.ReplaceAll(n, "-", "–")
	}
	switch {
	case f.Numbers == nil:
		return list(f.Subjects, "or")
	case f.Subjects == nil:
		return "numbers " + list(numbers, "or")
	}
	return list(f.Subjects, "or") + " " + list(numbers, "or")
}

// how says how they were earned.
func (w words) how(f *ItemFilter) []string {
	var out []string
	add := func(ok bool, text string) {
		if ok {
			out = append(out, text)
		}
	}
	add(f.Origin == Home, "earned here")
	add(f.Origin == Transferred, "brought from elsewhere")
	add(f.Evidence != nil, "shown by "+strings.ReplaceAll(list(texts(f.Evidence), "or"), "-", " "))
	for _, k := range slices.Sorted(maps.Keys(f.Attributes)) {
		add(true, k+" "+f.Attributes[k])
	}
	add(f.Grading == LetterGraded, "for a letter grade")
	add(f.Grading == PassFail, "pass/fail")
	add(f.MinGrade != "", "with "+gradeText(f.MinGrade)+" or better")
	add(f.MaxGrade != "", "with "+gradeText(f.MaxGrade)+" or lower")
	add(f.Attained != (calendar.Range{}), "attained "+f.Attained.String())
	add(f.MaxAgeYears > 0, "not older than "+count(f.MaxAgeYears, "year"))
	add(f.ByTerm > 0, "in the first "+count(f.ByTerm, "term"))
	add(f.Active, "still active")
	add(!f.Latest.IsZero(), "among the last "+credits(f.Latest))
	add(!f.MinCredits.IsZero(), "of at least "+credits(f.MinCredits))
	add(!f.MaxCredits.IsZero(), "of at most "+credits(f.MaxCredits))
	return out
}

func gradeText(s string) string {
	if _, grade, ok := strings.Cut(s, ":"); ok {
		return grade
	}
	return s
}

func (w words) test(t *Test) string {
	switch {
	case t.All != nil:
		return w.tests(t.All, "and")
	case t.Any != nil:
		return w.tests(t.Any, "or")
	case t.Not != nil:
		return "not (" + w.test(t.Not) + ")"
	case t.Fact != "":
		return fact(t)
	case t.Met != "":
		return t.Met + " is satisfied"
	case t.Holds != nil:
		return "the record holds " + w.filter(t.Holds, "anything")
	case t.Entered != (calendar.Range{}):
		return "the learner entered " + t.Entered.String()
	}
	return "nothing is asked"
}

func (w words) tests(parts []Test, last string) string {
	out := make([]string, len(parts))
	for i := range parts {
		out[i] = w.test(&parts[i])
	}
	return list(out, last)
}

func fact(t *Test) string {
	switch {
	case t.Is != nil:
		return t.Fact + " is " + list(t.Is, "or")
	case t.AtLeast != nil && t.AtMost != nil:
		return t.Fact + " is from " + t.AtLeast.String() + " to " + t.AtMost.String()
	case t.AtLeast != nil:
		return t.Fact + " is at least " + t.AtLeast.String()
	case t.AtMost != nil:
		return t.Fact + " is at most " + t.AtMost.String()
	}
	return t.Fact + " is yes"
}

func texts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}
