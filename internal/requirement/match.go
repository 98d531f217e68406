package requirement

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
)

// The tests below answer with a [Truth]: what is asked for may be missing.

func (m *matcher) level(p *Piece) Truth {
	f := m.f
	result := Yes
	if f.Levels != nil {
		result = truth(slices.ContainsFunc(f.Levels, func(l string) bool { return strings.EqualFold(l, p.Level) }))
		if p.Level == "" {
			result = unknownLevel(p)
		}
	}
	if f.MinLevel == "" || result == No {
		return result
	}
	order, ok := catalog.CompareLevels(p.Level, f.MinLevel)
	if !ok {
		return Open
	}
	return result.And(truth(order >= 0))
}

// unknownLevel is the answer to a list of levels where none is stated: a person
// must say, but for a degree or certificate, which as a whole has no level of
// courses.
func unknownLevel(p *Piece) Truth {
	if p.Kind == catalog.Degree || p.Kind == catalog.Certificate {
		return No
	}
	return Open
}

func (m *matcher) grade(p *Piece) Truth {
	f := m.f
	if f.MinGrade == "" && f.MaxGrade == "" && f.Grading == "" {
		return Yes
	}
	if !p.Graded {
		return ungraded(f, p)
	}
	if f.Grading == LetterGraded && !p.Grade.Letter || f.Grading == PassFail && p.Grade.Letter {
		return No
	}
	return m.bound(p, f.MinGrade, -1).And(m.bound(p, f.MaxGrade, 1))
}

// ungraded assumes the best of a grade that is still to come: a letter, and
// good enough. Nobody knows that it will be low.
func ungraded(f *ItemFilter, p *Piece) Truth {
	switch {
	case !p.Expected:
		return Open
	case f.Grading == PassFail:
		return No
	case f.MinGrade == "" && f.MaxGrade != "":
		return Open
	}
	return Yes
}

// bound compares with one bound; wrong is the order that fails. A pass without
// a place in the order leaves the question open.
func (m *matcher) bound(p *Piece, text string, wrong int) Truth {
	if text == "" {
		return Yes
	}
	bound, ok := m.s.readBound(text, p)
	if !ok {
		return Open
	}
	order, ok := p.Grade.Compare(bound)
	if !ok {
		return Open
	}
	return truth(order*wrong <= 0)
}

func (m *matcher) dates(p *Piece) Truth {
	f := m.f
	result := Yes
	if f.Attained != (calendar.Range{}) {
		result = truth(f.Attained.Contains(p.Attained))
		if p.Attained.IsZero() {
			result = Open
		}
	}
	if f.MaxAgeYears > 0 && !p.Expected {
		switch {
		case p.Attained.IsZero():
			result = result.And(Open)
		default:
			result = result.And(truth(p.Attained.AddYears(f.MaxAgeYears) >= m.s.AsOf))
		}
	}
	if f.ByTerm > 0 {
		switch p.TermIndex {
		case 0:
			result = result.And(Open)
		default:
			result = result.And(truth(p.TermIndex <= f.ByTerm))
		}
	}
	if f.Active && !p.Expires.IsZero() {
		result = result.And(truth(p.Expires >= m.s.AsOf))
	}
	return result
}
