package lint

import (
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
)

// agreement checks the heading of one version.
func (l *linter) agreement(i int, a *agreement.Agreement) {
	at := fmt.Sprintf("/agreements/%d", i)
	if a.Lifecycle == agreement.Expired && !l.followed(a) {
		l.findf(at, Expired, "renew it as a new version, or remove it from the register",
			"%s version %d has expired and no later version takes its place: %s", a.ID, a.Version, idle(a))
	}
	if a.Lifecycle != agreement.Approved {
		return
	}
	switch e := a.Evidence; {
	case !e.Signed():
		l.findf(at, Unsigned, "give evidence.reference and evidence.signedOn",
			"%s version %d is approved and not signed, so it awards nothing", a.ID, a.Version)
	case !l.asOf.IsZero() && e.SignedOn > l.asOf:
		l.findf(at, Unsigned, "check the day of signature",
			"%s version %d is signed only on %s, and awards nothing until then", a.ID, a.Version, e.SignedOn)
	}
	if l.asOf.IsZero() {
		return
	}
	if to := a.Effective.To; !to.IsZero() && to < l.asOf && !l.followed(a) {
		l.findf(at, Ended, "renew it as a new version, or set its lifecycle to expired",
			"%s version %d ended on %s, is still approved, and no version follows%s", a.ID, a.Version, to, meanwhile(a.Basis))
	}
	if !a.ReviewBy.IsZero() && a.ReviewBy < l.asOf {
		l.findf(at, ReviewOverdue, "review it and set a new reviewBy",
			"%s version %d was to be reviewed by %s", a.ID, a.Version, a.ReviewBy)
	}
}

func idle(a *agreement.Agreement) string {
	n := len(a.Rules)
	return fmt.Sprintf("%d %s nothing", n, plural(n, "rule awards", "rules award"))
}

// meanwhile says what an agreement still does after its last day.
func meanwhile(b agreement.Basis) string {
	switch b {
	case agreement.OnEvaluation:
		return ": it awards nothing any more"
	case agreement.OnEntryCatalog:
		return ": it serves only learners who entered by then"
	case agreement.OnPlan:
		return ": it serves only plans signed by then"
	}
	return ": it serves only what was earned by then"
}

// followed reports whether another version of the agreement can award on the
// day, or, without a day, at all.
func (l *linter) followed(a *agreement.Agreement) bool {
	if l.versions == nil {
		l.versions = map[agreement.ID][]*agreement.Agreement{}
		for i := range l.set.Agreements {
			b := &l.set.Agreements[i]
			l.versions[b.ID] = append(l.versions[b.ID], b)
		}
	}
	return slices.ContainsFunc(l.versions[a.ID], func(b *agreement.Agreement) bool {
		return b.Version > a.Version && b.Lifecycle == agreement.Approved &&
			(l.asOf.IsZero() || b.Effective.To.IsZero() || b.Effective.To >= l.asOf)
	})
}
