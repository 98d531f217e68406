package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
)

// ruling is what stands of a decision on the day of evaluation.
type ruling struct {
	outcome Status
	awards  []agreement.Award
	// day is the day on which it was decided so.
	day calendar.Date
	// reasons begin with the one for the outcome.
	reasons []Reason
}

// standsToday follows the appeals against a decision, stage by stage, up to the
// day of evaluation.
func (e *evaluation) standsToday(d *record.Decision) ruling {
	r := ruling{outcome: outcomeStatus(d.Outcome), awards: d.Awards, day: d.DecidedOn, reasons: []Reason{decided(d)}}
	for i := range d.Appeals {
		a := &d.Appeals[i]
		if a.LodgedOn.IsZero() || a.LodgedOn > e.asOf || !e.hear(&r, a) {
			break
		}
	}
	return r
}

// hear applies one stage of appeal to what stood before it, and reports whether
// there can be a next one: only an answer can be appealed against.
func (e *evaluation) hear(r *ruling, a *record.Appeal) bool {
	p := e.recv.policy.Appeals
	if until := p.Until(r.day); !until.IsZero() && a.LodgedOn > until {
		r.reasons = append(r.reasons, e.appealLate(r, a, until))
		return false
	}
	due := p.Until(a.LodgedOn)
	answered := !a.AnsweredOn.IsZero() && a.AnsweredOn <= e.asOf
	last := e.asOf
	if answered {
		last = a.AnsweredOn
	}
	overdue := !due.IsZero() && last > due
	switch {
	case overdue && p.Silence == catalog.SilenceGranted:
		r.replace(Awarded, a.Asks, due, e.appealGranted(a, due, last, answered))
	case answered:
		r.replace(outcomeStatus(a.Outcome), a.Awards, a.AnsweredOn, e.appealAnswered(r, a, due))
		return true
	case overdue:
		r.wait(e.appealOverdue(r, a, due))
	default:
		r.wait(e.appealUnderWay(r, a, due))
	}
	return false
}

// replace puts an answer in the place of what was decided before.
func (r *ruling) replace(outcome Status, awards []agreement.Award, day calendar.Date, why Reason) {
	r.outcome, r.awards, r.day = outcome, awards, day
	r.reasons = slices.Insert(r.reasons, 0, why)
}

// wait keeps what was decided before while an appeal against it is open. A "no"
// is undecided again; what was given is not taken away, and what a person must
// still say is not yet a "no".
func (r *ruling) wait(why Reason) {
	if r.keeps() {
		r.reasons = append(r.reasons, why)
		return
	}
	r.outcome, r.awards = Pending, nil
	r.reasons = slices.Insert(r.reasons, 0, why)
}

// keeps reports whether the ruling stays as it is while an appeal is open.
func (r *ruling) keeps() bool { return r.outcome == Awarded || r.outcome == NeedsAssessment }
