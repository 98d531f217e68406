package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/wording"
)

// held is a version of the target program that the learner may be held to, and
// the right by which.
type held struct {
	version *programVersion
	right   wording.Phrase
}

// maxCatalogues bounds the versions that are tried for one learner.
const maxCatalogues = 12

// rights lists the versions that the receiver lets the learner choose among:
// that of entry, those in force during continuous enrolment, that of today. It
// is empty where the receiver states no rights, or none covers a version.
func (e *evaluation) rights() []held {
	r := e.recv.policy.Catalogue
	p := e.s.programs[e.target.Program]
	if r == nil || p == nil {
		return nil
	}
	enrolled := e.enrolment(r)
	var out []held
	add := func(v *programVersion, right wording.Phrase) {
		if v == nil || v.Requires == nil || len(out) >= maxCatalogues {
			return
		}
		if i := slices.IndexFunc(out, func(h held) bool { return h.version == v }); i >= 0 {
			out[i].right = wording.Row(out[i].right, ", ", right)
			return
		}
		out = append(out, held{v, right})
	}
	if slices.Contains(r.Rights, catalog.EntryRight) && !enrolled.since.IsZero() {
		add(p.covering(enrolled.since), wording.Of("right.entry", "entry {day}", "day", enrolled.since))
	}
	if slices.Contains(r.Rights, catalog.ContinuousRight) && !enrolled.since.IsZero() {
		span := calendar.Range{From: enrolled.since, To: e.asOf}
		for _, v := range p.versions {
			if v.Catalog.Overlaps(span) {
				add(v, wording.Of("right.continuous", "continuous enrolment since {day}", "day", enrolled.since))
			}
		}
	}
	if slices.Contains(r.Rights, catalog.GraduationRight) || len(out) == 0 {
		add(p.covering(e.asOf), wording.Of("right.graduation", "graduation {day}", "day", e.asOf))
	}
	e.rightReasons = enrolled.reasons
	return out
}

// enrolment is how long the learner has been enrolled without a gap.
type enrolment struct {
	// since is the day of entry, or of the return after the last gap; zero where
	// the learner is not enrolled.
	since   calendar.Date
	reasons []Reason
}

// enrolment follows the calendar years from entry to the day of evaluation. A
// record that shows no term at all shows no gap either: its entry stands.
func (e *evaluation) enrolment(r *catalog.CatalogueRights) enrolment {
	terms := e.enrolledTerms(r)
	out := enrolment{since: e.rec.EntryCatalog[e.recv.ID]}
	if len(terms) == 0 {
		return out
	}
	if out.since.IsZero() {
		out.since = terms[0].Start()
	}
	last := e.asOf.Time().Year()
	for year := out.since.Time().Year(); year < last; year++ {
		least := e.termsPerYear(r)
		if year == out.since.Time().Year() {
			least = 1
		}
		have, onLeave := e.termsIn(r, terms, year)
		switch {
		case have >= least:
		case have+onLeave >= least:
			out.reasons = append(out.reasons, e.keptByLeave(r, year, out.since))
		default:
			back := returned(terms, year)
			out.reasons = append(out.reasons, rightsLost(out.since, back, year, have, least))
			if out.since = back; back.IsZero() {
				return out
			}
			year = back.Time().Year() - 1
		}
	}
	return out
}

// returned is the first day of the first term after a year, zero where there is
// none.
func returned(terms []calendar.Term, year int) calendar.Date {
	for _, t := range terms {
		if t.Year > year {
			return t.Start()
		}
	}
	return 0
}

func rightsLost(entry, back calendar.Date, year, have, need int) Reason {
	then := wording.Of("rights.away", "the learner has not returned")
	returned := value("value.a_return", "a return")
	if !back.IsZero() {
		then = wording.Of("rights.back", "the return on {day} counts as a new entry", "day", back)
		returned = value("value.return", "return").on(back)
	}
	r := because("catalogue_rights_lost", wording.Of("rights.lost",
		"the rights to the catalogue of {entry} were lost: {terms} of enrolment in {year} where {need} keep them; {then}",
		"entry", entry, "terms", wording.Count("count.terms", have, "{n} term", "{n} terms"), "year", year, "need", need, "then", then))
	r.Have, r.Need = value("value.entry", "entry").on(entry), returned
	if back.IsZero() {
		return r.fix(wording.Of("fix.enrol", "enrol again, or show an approved leave"))
	}
	return r
}

func (e *evaluation) keptByLeave(r *catalog.CatalogueRights, year int, since calendar.Date) Reason {
	for _, l := range e.leaves(r) {
		if l.From.Time().Year() <= year && year <= l.To.Time().Year() {
			why := because("catalogue_leave", wording.Of("rights.leave", "{kind} leave from {from} to {to} keeps the enrolment since {since} continuous",
				"kind", l.Kind, "from", l.From, "to", l.To, "since", since))
			why.Have, why.Need = value("value.leave", "{kind} leave", "kind", l.Kind).on(l.From), value("value.until_day", "until").on(l.To)
			return why
		}
	}
	return because("catalogue_leave", wording.Of("rights.approved", "an approved leave keeps the enrolment since {since} continuous", "since", since))
}
