package engine

import (
	"cmp"
	"slices"
	"time"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
)

// enrolledTerms are the terms in which the record shows the learner enrolled at
// the receiver, or where the policy counts enrolment too, in order, up to the
// day of evaluation. What was planned or withdrawn from shows nothing.
func (e *evaluation) enrolledTerms(r *catalog.CatalogueRights) []calendar.Term {
	counts := func(id catalog.InstitutionID) bool { return id == e.recv.ID || slices.Contains(r.With, id) }
	var out []calendar.Term
	add := func(t calendar.Term) {
		if t.Start() <= e.asOf && (t.Season != calendar.Summer || r.CountSummer) && !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	for i := range e.lines {
		l := &e.lines[i]
		if l.inst < 0 || !counts(e.s.institutions[l.inst].ID) || l.status == record.Planned || l.status == record.Withdrawn {
			continue
		}
		if t, err := calendar.ParseTerm(l.att.Term); err == nil {
			add(t)
		} else if !l.day.IsZero() {
			add(e.termOf(l.day))
		}
	}
	for i := range e.rec.Enrolments {
		n := &e.rec.Enrolments[i]
		if t, err := calendar.ParseTerm(n.Term); err == nil && counts(n.Institution) {
			add(t)
		}
	}
	slices.SortFunc(out, func(a, b calendar.Term) int {
		return cmp.Or(cmp.Compare(a.Start(), b.Start()), cmp.Compare(a.Season, b.Season))
	})
	return out
}

// termOf is the conventional term of a day: winter only where the receiver
// counts in quarters.
func (e *evaluation) termOf(day calendar.Date) calendar.Term {
	t := calendar.Term{Year: day.Time().Year(), Season: calendar.Spring}
	for _, season := range []calendar.Season{calendar.Summer, calendar.Fall} {
		if (calendar.Term{Year: t.Year, Season: season}).Start() <= day {
			t.Season = season
		}
	}
	if t.Season == calendar.Spring && e.recv.Unit == credit.Quarter && day.Time().Month() <= time.March {
		t.Season = calendar.Winter
	}
	return t
}

func (e *evaluation) termsPerYear(r *catalog.CatalogueRights) int {
	switch {
	case r.TermsPerYear > 0:
		return r.TermsPerYear
	case e.recv.Unit == credit.Quarter:
		return 2
	}
	return 1
}

// termsIn counts the terms of a calendar year in which the learner was
// enrolled, and the others that an approved leave touches.
func (e *evaluation) termsIn(r *catalog.CatalogueRights, terms []calendar.Term, year int) (have, onLeave int) {
	seasons := []calendar.Season{calendar.Spring, calendar.Fall}
	if e.recv.Unit == credit.Quarter {
		seasons = []calendar.Season{calendar.Winter, calendar.Spring, calendar.Fall}
	}
	for _, t := range terms {
		if t.Year == year {
			have++
		}
	}
	for _, season := range seasons {
		t := calendar.Term{Year: year, Season: season}
		touches := func(l record.Leave) bool {
			return (calendar.Range{From: l.From, To: l.To}).Overlaps(calendar.Range{From: t.Start(), To: t.End()})
		}
		if !slices.Contains(terms, t) && slices.ContainsFunc(e.leaves(r), touches) {
			onLeave++
		}
	}
	return have, onLeave
}

// leaves are those that the policy knows, none longer than it allows.
func (e *evaluation) leaves(r *catalog.CatalogueRights) []record.Leave {
	var out []record.Leave
	for _, l := range e.rec.Leaves {
		years, ok := r.Leaves[l.Kind]
		if !ok || l.Institution != "" && l.Institution != e.recv.ID {
			continue
		}
		if until := l.From.AddYears(years) - 1; l.To > until || l.To.IsZero() {
			l.To = until
		}
		out = append(out, l)
	}
	slices.SortFunc(out, func(a, b record.Leave) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}
