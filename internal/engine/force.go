package engine

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
)

// force says whether a version of an agreement governs a match.
type force struct {
	ok bool
	// silent: another version answers, so there is nothing to say.
	silent bool
	status Status
	why    Reason
}

// inForce decides whether the agreement, at the dates its basis looks at,
// governs a match of the given lines.
func (e *evaluation) inForce(a *compiledAgreement, r *agreement.Rule, lines []int32) force {
	if a.Lifecycle == agreement.Superseded && a.Basis == agreement.OnEvaluation {
		return force{silent: true}
	}
	var room [4]calendar.Date // few rules take more lines
	for _, day := range e.basisDays(room[:0], a, lines) {
		if e.laterGoverns(a, day) {
			return force{silent: true}
		}
		if !a.Effective.Contains(day) {
			return outsideWindow(a, r, fmt.Sprintf("the agreement %q", a.name()), a.Effective, day)
		}
		if r != nil && !r.Valid.Contains(day) {
			return outsideWindow(a, r, fmt.Sprintf("the rule %q of the agreement %q", r.ID, a.name()), r.Valid, day)
		}
	}
	f := lifecycleForce(a, e.asOf)
	if day := e.rec.PlanSigned[a.ID]; f.ok && a.Basis == agreement.OnPlan && (day.IsZero() || day > e.asOf) {
		return force{status: Pending, why: planUnsigned(a, day, e.asOf)}
	}
	return f
}

// basisDays appends the days that the agreement's validity looks at.
func (e *evaluation) basisDays(days []calendar.Date, a *compiledAgreement, lines []int32) []calendar.Date {
	switch a.Basis {
	case agreement.OnEvaluation:
		return append(days, e.asOf)
	case agreement.OnEntryCatalog:
		return append(days, cmp.Or(e.rec.EntryCatalog[e.recv.ID], e.asOf))
	case agreement.OnPlan:
		return append(days, cmp.Or(e.rec.PlanSigned[a.ID], e.asOf))
	}
	for _, i := range lines {
		days = append(days, e.dayOf(&e.lines[i]))
	}
	return days
}

// laterGoverns reports whether a higher version that can award covers the day.
func (e *evaluation) laterGoverns(a *compiledAgreement, day calendar.Date) bool {
	return slices.ContainsFunc(a.later, func(i int32) bool {
		b := &e.s.agreements[i]
		return lifecycleForce(b, e.asOf).ok && b.Effective.Contains(day)
	})
}

// lifecycleForce says whether the version may award at all on the day of
// evaluation: drafts, unsigned, suspended and expired versions never do, nor
// what was signed only later.
func lifecycleForce(a *compiledAgreement, asOf calendar.Date) force {
	switch {
	case a.Lifecycle == agreement.Expired:
		return force{status: Expired, why: agreementState(a, "agreement_expired", "has expired", "renew the agreement")}
	case a.Lifecycle == agreement.Draft:
		return force{status: Pending, why: agreementState(a, "agreement_draft", "is a draft", "it would apply if approved and signed")}
	case a.Lifecycle == agreement.InReview:
		return force{status: Pending, why: agreementState(a, "agreement_in_review", "is in review", "it would apply if approved and signed")}
	case a.Lifecycle == agreement.Suspended:
		return force{status: Pending, why: agreementState(a, "agreement_suspended", "is suspended", "it would apply again if reinstated")}
	case !a.Evidence.Signed():
		return force{status: Pending, why: agreementState(a, "agreement_unsigned", "is not signed", "it would apply if signed")}
	case a.Evidence.SignedOn > asOf:
		why := agreementState(a, "agreement_unsigned", "was not yet signed on "+asOf.String(), "it applies from "+a.Evidence.SignedOn.String())
		why.Have, why.Need = value("value.signed", "signed").on(a.Evidence.SignedOn), value("value.signed_by", "signed by").on(asOf)
		return force{status: Pending, why: why}
	}
	return force{ok: true}
}
