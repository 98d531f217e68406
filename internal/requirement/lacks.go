package requirement

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/wording"
)

// Lack is a part of a filter that keeps a piece out, or of which nobody can say
// whether it does.
type Lack struct {
	// Need is the part in words, Have what the piece has instead; "" where it
	// has nothing to compare.
	Need, Have string
	// Words are the phrases of Need and Have.
	Words, HaveWords wording.Phrase
	// Day is the day of the piece where Need is about days.
	Day calendar.Date
	// Item says that the piece is another item than those that are named.
	Item bool
	// Open says that a person must decide.
	Open bool
}

// Lacks lists every part of the filter that does not select piece i for
// certain, in the order of the filter's sentence; nil where all of them do.
// Parts of sets and intersections are listed one by one; a union and what is
// taken away are each one part.
func (s *Selector) Lacks(f *ItemFilter, i int, name Namer) []Lack {
	if f == nil || i < 0 || i >= len(s.Pieces) {
		return nil
	}
	one := &Selector{
		Pieces: s.Pieces, Sets: s.Sets, AsOf: s.AsOf, Scales: s.Scales, HomeScale: s.HomeScale, named: map[string][]Truth{},
	}
	return one.lacks(f, i, name, 0)
}

// maxSetDepth bounds sets that name one another; validation refuses circles.
const maxSetDepth = 16

func (s *Selector) lacks(f *ItemFilter, i int, name Namer, depth int) []Lack {
	var out []Lack
	if set, ok := s.Sets[f.Set]; ok && depth < maxSetDepth {
		out = append(out, s.lacks(&set, i, name, depth+1)...)
	}
	for k := range f.All {
		out = append(out, s.lacks(&f.All[k], i, name, depth+1)...)
	}
	for _, part := range f.facets() {
		truth := s.Select(&part)[i]
		if truth == Yes {
			continue
		}
		have, day := s.Pieces[i].against(&part, name)
		words := part.Words(name)
		out = append(out, Lack{
			Need: words.String(), Words: words, Have: have, HaveWords: haveWords(&part, have, day),
			Day: day, Item: part.Items != nil, Open: truth == Open,
		})
	}
	return out
}

// haveWords is what a piece has, where that is a word of a vocabulary or a day.
func haveWords(f *ItemFilter, have string, day calendar.Date) wording.Phrase {
	switch {
	case have == "":
		return wording.Phrase{}
	case !day.IsZero() && have == day.String():
		return wording.Row(day)
	case f.Levels != nil || f.MinLevel != "":
		return wording.Term("level", have, have)
	case f.Kinds != nil:
		return wording.Term("kind", have, have)
	case f.Evidence != nil:
		return wording.Term("evidence", have, have)
	}
	return wording.Name(have)
}

// facets divides what a filter itself says into filters of one part each.
func (f *ItemFilter) facets() []ItemFilter {
	all := []ItemFilter{
		{Items: f.Items},
		{Subjects: f.Subjects, Numbers: f.Numbers},
		{Any: f.Any},
		{Kinds: f.Kinds},
		{Levels: f.Levels},
		{MinLevel: f.MinLevel},
		{Tags: f.Tags},
		{Institutions: f.Institutions},
		{Origin: f.Origin},
		{Evidence: f.Evidence},
	}
	for _, k := range slices.Sorted(maps.Keys(f.Attributes)) {
		all = append(all, ItemFilter{Attributes: map[string]string{k: f.Attributes[k]}})
	}
	all = append(
		all,
		ItemFilter{Grading: f.Grading}, ItemFilter{MinGrade: f.MinGrade}, ItemFilter{MaxGrade: f.MaxGrade},
		ItemFilter{Attained: f.Attained}, ItemFilter{MaxAgeYears: f.MaxAgeYears}, ItemFilter{ByTerm: f.ByTerm},
		ItemFilter{Active: f.Active}, ItemFilter{Latest: f.Latest},
		ItemFilter{MinCredits: f.MinCredits}, ItemFilter{MaxCredits: f.MaxCredits}, ItemFilter{Except: f.Except},
	)
	return slices.DeleteFunc(all, func(x ItemFilter) bool { return x.IsZero() })
}

// against is what the piece has where a filter of one part asks for something.
func (p *Piece) against(f *ItemFilter, name Namer) (text string, day calendar.Date) {
	switch {
	case f.MinGrade != "" || f.MaxGrade != "" || f.Grading != "":
		return p.Grade.Symbol, 0
	case f.Attained != (calendar.Range{}) || f.MaxAgeYears > 0 || f.ByTerm > 0 || !f.Latest.IsZero():
		return cmp.Or(p.Attained.String(), p.Term), p.Attained
	case f.Active:
		return p.Expires.String(), p.Expires
	case f.Levels != nil || f.MinLevel != "":
		return p.Level, 0
	case f.Tags != nil:
		return strings.Join(p.Tags, ", "), 0
	case f.Kinds != nil:
		return string(p.Kind), 0
	case f.Institutions != nil || f.Origin != "":
		return string(p.Institution), 0
	case f.Evidence != nil:
		return string(p.Evidence), 0
	case !f.MinCredits.IsZero() || !f.MaxCredits.IsZero():
		return p.Credits.Decimal(), 0
	case len(f.Attributes) == 1:
		for k := range f.Attributes {
			return p.Attributes[k], 0
		}
	}
	if p.Item != "" {
		return name(p.Item), 0
	}
	return "", 0
}
