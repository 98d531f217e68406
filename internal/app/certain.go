package app

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
)

// Soon is within how many days the end of an agreement is mentioned.
const Soon = 60

// Certainty is what an answer at one target stands on.
type Certainty struct {
	// Agreements is how many agreements gave an award; Unpublished are those of
	// them whose version is not in force any more or not yet.
	Agreements  int
	Unpublished []agreement.ID
	// Undecided is how many lines and questions wait for a person.
	Undecided int
	// Ending are agreements that gave an award and end within Soon days without a
	// version that follows.
	Ending []Ending
}

// Ending is an agreement that ends.
type Ending struct {
	Agreement agreement.ID
	Title     string
	// Last is its last day, Days how many are left until then.
	Last calendar.Date
	Days int
}

// Certain says what an answer stands on, on its day.
func (v *View) Certain(t *engine.TargetResult, day calendar.Date) Certainty {
	var out Certainty
	for _, used := range usedAgreements(t) {
		out.Agreements++
		versions := v.Agreement(used.Agreement)
		at := slices.IndexFunc(versions, func(a agreement.Agreement) bool { return a.Version == used.Version })
		if at < 0 {
			continue
		}
		a := &versions[at]
		if a.Lifecycle != agreement.Approved && a.Lifecycle != agreement.Superseded {
			out.Unpublished = append(out.Unpublished, a.ID)
		}
		if last := a.Effective.To; !last.IsZero() && day <= last && int(last-day) <= Soon && !continued(versions, last) {
			out.Ending = append(out.Ending, Ending{Agreement: a.ID, Title: a.Title, Last: last, Days: int(last - day)})
		}
	}
	for i := range t.Lines {
		switch t.Lines[i].Status {
		case engine.NeedsAssessment, engine.Ambiguous, engine.NotEvaluated:
			out.Undecided++
		default:
		}
	}
	if t.Audit != nil {
		out.Undecided += len(t.Audit.Questions)
	}
	slices.SortStableFunc(out.Ending, func(a, b Ending) int { return cmp.Compare(a.Days, b.Days) })
	return out
}

// usedAgreements are the versions of agreements behind the awards, each once.
func usedAgreements(t *engine.TargetResult) []engine.RuleRef {
	var out []engine.RuleRef
	for i := range t.Lines {
		for j := range t.Lines[i].Awards {
			r := t.Lines[i].Awards[j].Rule
			if r == nil {
				continue
			}
			ref := engine.RuleRef{Agreement: r.Agreement, Version: r.Version}
			if !slices.Contains(out, ref) {
				out = append(out, ref)
			}
		}
	}
	return out
}

// continued reports whether another version goes on after the day.
func continued(versions []agreement.Agreement, last calendar.Date) bool {
	return slices.ContainsFunc(versions, func(a agreement.Agreement) bool {
		return a.Lifecycle == agreement.Approved && a.Effective.Contains(last+1)
	})
}
