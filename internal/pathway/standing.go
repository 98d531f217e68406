package pathway

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
)

// standing returns whether the version awards on a day. With the zero day dates
// are not looked at, and a superseded version does not award.
func (r AgreementRef) standing(asOf calendar.Date) Standing {
	switch r.Lifecycle {
	case agreement.Approved:
	case agreement.Superseded:
		if asOf.IsZero() {
			return Standing(agreement.Superseded)
		}
	case "":
		return Standing(agreement.Draft)
	default:
		return Standing(r.Lifecycle)
	}
	switch {
	case !r.Signed:
		return Unsigned
	case !asOf.IsZero() && !r.Effective.Contains(asOf):
		return NotInForce
	}
	return Awarding
}

// ruleStanding returns whether a rule awards on a day, or why not.
func (g *Graph) ruleStanding(f *RuleFacts, asOf calendar.Date) Standing {
	if s := g.versionStanding(f.Agreement, asOf); s != Awarding {
		return s
	}
	if !asOf.IsZero() && !f.Valid.Contains(asOf) {
		return NotInForce
	}
	if f.Outcome != agreement.OutcomeAward {
		return Standing(f.Outcome)
	}
	return Awarding
}

// versionStanding is the standing of a version among the others of its
// agreement: on one day only the latest that awards does.
func (g *Graph) versionStanding(r AgreementRef, asOf calendar.Date) Standing {
	s := r.standing(asOf)
	later := func(o AgreementRef) bool { return o.Version > r.Version && o.standing(asOf) == Awarding }
	if s == Awarding && !asOf.IsZero() && slices.ContainsFunc(g.versions[r.ID], later) {
		return Standing(agreement.Superseded)
	}
	return s
}

// standing returns whether a link awards on a day, or why not.
func (g *Graph) standing(link int32, asOf calendar.Date) Standing {
	l := &g.links[link]
	switch l.Kind {
	case LinkSource:
		return g.ruleStanding(g.vertices[g.ends[link][1]].Rule, asOf)
	case LinkAward:
		return g.ruleStanding(g.vertices[g.ends[link][0]].Rule, asOf)
	case LinkToward:
		return g.bestStanding(l.Agreements, asOf)
	}
	return Awarding
}

// bestStanding is Awarding where one of the versions awards, else the standing
// of the first.
func (g *Graph) bestStanding(list []AgreementRef, asOf calendar.Date) Standing {
	var first Standing
	for i := range list {
		s := g.versionStanding(list[i], asOf)
		if s == Awarding {
			return s
		}
		if i == 0 {
			first = s
		}
	}
	return first
}
