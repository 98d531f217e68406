package engine

import (
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
)

// held is a version of the target program that the learner may be held to, and
// the right by which.
type held struct {
	version *programVersion
	right   string
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
	add := func(v *programVersion, right string) {
		if v == nil || v.Requires == nil || len(out) >= maxCatalogues {
			return
		}
		if i := slices.IndexFunc(out, func(h held) bool { return h.version == v }); i >= 0 {
			out[i].right += ", " + right
			return
		}
		out = append(out, held{v, right})
	}
	if slices.Contains(r.Rights, catalog.EntryRight) && !enrolled.since.IsZero() {
		add(p.covering(enrolled.since), "entry "+enrolled.since.String())
	}
	if slices.Contains(r.Rights, catalog.ContinuousRight) && !enrolled.since.IsZero() {
		span := calendar.Range{From: enrolled.since, To: e.asOf}
		for _, v := range p.versions {
			if v.Catalog.Overlaps(span) {
				add(v, "continuous enrolment since "+enrolled.since.String())
			}
		}
	}
	if slices.Contains(r.Rights, catalog.GraduationRight) || len(out) == 0 {
		add(p.covering(e.asOf), "graduation "+e.asOf.String())
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
	then := "the learner has not returned"
	value := &Value{Text: "a return"}
	if !back.IsZero() {
		then = "the return on " + back.String() + " counts as a new entry"
		value = &Value{Text: "return", Date: back}
	}
	r := Reason{
		Code: "catalogue_rights_lost",
		Text: fmt.Sprintf("the rights to the catalogue of %s were lost: %s of enrolment in %d where %d keep them; %s", entry, plural(have, "term"), year, need, then),
		Have: &Value{Text: "entry", Date: entry}, Need: value,
	}
	if back.IsZero() {
		r.Fix = "enrol again, or show an approved leave"
	}
	return r
}

func (e *evaluation) keptByLeave(r *catalog.CatalogueRights, year int, since calendar.Date) Reason {
	for _, l := range e.leaves(r) {
		if l.From.Time().Year() <= year && year <= l.To.Time().Year() {
			return Reason{
				Code: "catalogue_leave", Text: fmt.Sprintf("%s leave from %s to %s keeps the enrolment since %s continuous", l.Kind, l.From, l.To, since),
				Have: &Value{Text: l.Kind + " leave", Date: l.From}, Need: &Value{Text: "until", Date: l.To},
			}
		}
	}
	return Reason{Code: "catalogue_leave", Text: fmt.Sprintf("an approved leave keeps the enrolment since %s continuous", since)}
}
