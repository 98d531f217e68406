package requirement

import (
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
)

// maxImplied is how deeply sets, intersections and unions are followed, and how
// many parts of each are looked at.
const maxImplied = 4

// Implies reports whether everything that passes all the given filters certainly
// passes the other one too; nil passes everything. It compares what is written,
// part by part, and never looks at items: where it cannot tell it says no.
func Implies(sets map[string]ItemFilter, given []*ItemFilter, of *ItemFilter) bool {
	var flat ItemFilter
	for _, f := range given {
		flat.narrow(sets, f, 0)
	}
	return flat.implies(sets, of, 0)
}

// narrow keeps of every part the first that is written: all hold, so each is
// true of what passes.
func (f *ItemFilter) narrow(sets map[string]ItemFilter, g *ItemFilter, depth int) {
	if g == nil || depth > maxImplied {
		return
	}
	f.Subjects, f.Kinds, f.Levels, f.Tags = firstOf(f.Subjects, g.Subjects), firstOf(f.Kinds, g.Kinds), firstOf(f.Levels, g.Levels), firstOf(f.Tags, g.Tags)
	f.Institutions, f.Evidence, f.Items, f.Numbers = firstOf(f.Institutions, g.Institutions), firstOf(f.Evidence, g.Evidence), firstOf(f.Items, g.Items), firstOf(f.Numbers, g.Numbers)
	if f.Origin == "" {
		f.Origin = g.Origin
	}
	if f.Grading == "" {
		f.Grading = g.Grading
	}
	if f.Set == "" {
		f.Set = g.Set
	}
	if set, ok := sets[g.Set]; ok && g.Set != "" {
		f.narrow(sets, &set, depth+1)
	}
	for i := range min(len(g.All), maxImplied) {
		f.narrow(sets, &g.All[i], depth+1)
	}
}

func firstOf[T any](a, b []T) []T {
	if a != nil {
		return a
	}
	return b
}

func (f *ItemFilter) implies(sets map[string]ItemFilter, of *ItemFilter, depth int) bool {
	switch {
	case of == nil:
		return true
	case depth > maxImplied || len(of.All) > maxImplied || len(of.Any) > maxImplied || of.Except != nil || !of.plain():
		return false
	}
	if of.Set != "" && of.Set != f.Set {
		set, ok := sets[of.Set]
		if !ok || !f.implies(sets, &set, depth+1) {
			return false
		}
	}
	for i := range of.All {
		if !f.implies(sets, &of.All[i], depth+1) {
			return false
		}
	}
	if of.Any != nil && !slices.ContainsFunc(of.Any, func(g ItemFilter) bool { return f.implies(sets, &g, depth+1) }) {
		return false
	}
	return (of.Origin == "" || of.Origin == f.Origin) && (of.Grading == "" || of.Grading == f.Grading) &&
		inside(f.Subjects, of.Subjects) && inside(f.Kinds, of.Kinds) && inside(f.Levels, of.Levels) && inside(f.Tags, of.Tags) &&
		inside(f.Institutions, of.Institutions) && inside(f.Evidence, of.Evidence) && inside(f.Items, of.Items) && inside(f.Numbers, of.Numbers)
}

// plain reports whether the filter asks only for what is compared here.
func (f *ItemFilter) plain() bool {
	return f.MinLevel == "" && len(f.Attributes) == 0 && f.MinGrade == "" && f.MaxGrade == "" && f.Attained == (calendar.Range{}) &&
		f.MaxAgeYears == 0 && f.ByTerm == 0 && !f.Active && f.Latest.IsZero() && f.MinCredits.IsZero() && f.MaxCredits.IsZero()
}

// inside reports whether a list allows nothing that the other does not; a nil
// other list allows everything.
func inside[T comparable](list, other []T) bool {
	if other == nil {
		return true
	}
	if len(list)*len(other) > 400 { // too long to be compared one by one
		return slices.Equal(list, other)
	}
	return list != nil && !slices.ContainsFunc(list, func(x T) bool { return !slices.Contains(other, x) })
}
