package lint

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// reach reports rules that nobody can meet: every way to meet them asks for
// something that cannot be.
func (l *linter) reach(at place, a *agreement.Agreement, r *agreement.Rule) {
	if !live(a) {
		return
	}
	if !shareADay(a.Effective, r.Valid) {
		l.findf(at.String(), RuleUnreachable, "correct the days of the rule or of the agreement, or remove the rule",
			"%s/%s is never in force: it is valid %s, and its agreement is in force %s", a.ID, r.ID, r.Valid, a.Effective)
		return
	}
	if r.When == nil || r.When.Item != "" && r.When.IsZero() {
		return // nearly all
	}
	why := l.tooLittle(r.When)
	if ways, whole := waysOf(r.When); whole && why == "" {
		for _, w := range ways {
			reason := l.impossible(a, w)
			if reason == "" {
				return
			}
			why = first(why, reason)
		}
	}
	if why != "" {
		l.findf(at.String(), RuleUnreachable, "correct the condition, or remove the rule", "nobody can meet %s/%s: %s", a.ID, r.ID, why)
	}
}

// impossible says why a way to meet a rule is none.
func (l *linter) impossible(a *agreement.Agreement, w way) string {
	for i := range w {
		s := &w[i]
		for _, why := range []string{l.grades(a, s), l.conditions(a, s), l.nothingMatches(s)} {
			if why != "" {
				return why
			}
		}
	}
	return ""
}

// grades says why no grade can do: none passes, or the receiver takes none.
func (l *linter) grades(a *agreement.Agreement, s *source) string {
	sp := l.spanOf(s)
	if sp.empty() {
		return "no grade is at least " + sp.min.Symbol + " and at most " + sp.max.Symbol
	}
	if sp.max == nil {
		return ""
	}
	if sc := l.scales[sp.max.Scale]; sc != nil && sp.max.Ordered && !l.passes(sp.max) {
		return sp.max.Symbol + " and what is below it does not pass"
	}
	in := l.institutions[a.Receiver]
	if in == nil {
		return ""
	}
	if least := l.mark(in.Policy.MinGrade, l.scaleOf(s)); below(sp.max, least) {
		return "it takes grades up to " + sp.max.Symbol + ", and " + first(in.Name, string(in.ID)) + " accepts " + least.Symbol + " or better only"
	}
	return ""
}

// passes reports whether the mark or a lower one of its scale passes.
func (l *linter) passes(m *catalog.Mark) bool {
	for _, p := range l.marks(m.Scale, []span{{max: m}}) {
		if !below(m, &p) {
			return true
		}
	}
	return false
}

// conditions compares what is asked of an item with what the catalogue says of
// it: its size, its level, when it was offered.
func (l *linter) conditions(a *agreement.Agreement, s *source) string {
	it := l.items[s.item]
	if it == nil {
		return ""
	}
	for _, c := range s.conds {
		switch {
		case !c.Attained.Overlaps(a.Effective) && a.Basis == "" || !c.Attained.Overlaps(a.Effective) && a.Basis == agreement.OnAttainment:
			return "it asks for what was earned " + c.Attained.String() + ", and the agreement is in force " + a.Effective.String()
		case !slices.ContainsFunc(it.Versions, func(v catalog.ItemVersion) bool { return v.Valid.Overlaps(c.Attained) }):
			return l.code(s.item) + " was not offered " + c.Attained.String()
		case !c.MinCredits.IsZero() && !slices.ContainsFunc(it.Versions, func(v catalog.ItemVersion) bool { return credit.Max(v.Credits, v.MaxCredits).Cmp(c.MinCredits) >= 0 }):
			return l.code(s.item) + " never carried " + c.MinCredits.String() + " credits"
		case !c.MaxCredits.IsZero() && !slices.ContainsFunc(it.Versions, func(v catalog.ItemVersion) bool { return v.Credits.Cmp(c.MaxCredits) <= 0 }):
			return l.code(s.item) + " always carried more than " + c.MaxCredits.String() + " credits"
		case c.MinLevel != "" && !slices.ContainsFunc(it.Versions, func(v catalog.ItemVersion) bool {
			order, ok := catalog.CompareLevels(v.Level, c.MinLevel)
			return !ok || order >= 0
		}):
			return l.code(s.item) + " is below the level " + c.MinLevel
		}
	}
	return ""
}

// tooLittle finds "so many credits of" parts that do not carry them.
func (l *linter) tooLittle(e *agreement.Expr) string {
	if n := e.AtLeast; n != nil && !n.Credits.IsZero() {
		var sum credit.Amount
		for leaf := range e.Leaves {
			it := l.items[leaf.Item]
			if it == nil || it.Repeatable {
				return ""
			}
			most := credit.Amount{}
			for _, v := range it.Versions {
				most = credit.Max(most, credit.Max(v.Credits, v.MaxCredits))
			}
			sum = sum.Add(most)
		}
		if sum.Cmp(n.Credits) < 0 {
			return n.Credits.String() + " credits are asked for, and the parts carry " + sum.String()
		}
	}
	if e.Any != nil {
		return ""
	}
	for i := range e.All {
		if why := l.tooLittle(&e.All[i]); why != "" {
			return why
		}
	}
	return ""
}

// nothingMatches says that no item of the catalogue fits a wildcard.
func (l *linter) nothingMatches(s *source) string {
	p := s.match
	if p == nil || p.InAgreement || p.Institution == "" {
		return ""
	}
	if l.catalogue == nil {
		l.catalogue = map[catalog.InstitutionID][]*catalog.Item{}
		l.matched = map[string]bool{}
		for i := range l.set.Items {
			it := &l.set.Items[i]
			l.catalogue[it.Institution] = append(l.catalogue[it.Institution], it)
		}
	}
	list := l.catalogue[p.Institution]
	found, known := l.matched[s.key]
	if !known {
		if l.work -= len(list); len(list) == 0 || l.work < 0 {
			return ""
		}
		found = slices.ContainsFunc(list, func(it *catalog.Item) bool { return fits(p, it) })
		l.matched[s.key] = found
	}
	if found {
		return ""
	}
	return "the catalogue has nothing that is " + l.sourceText(s)
}

// fits reports whether an item ever had a code, level, kind and tag that the
// pattern selects.
func fits(p *agreement.Pattern, it *catalog.Item) bool {
	if len(p.Kinds) > 0 && !slices.Contains(p.Kinds, it.Kind) ||
		len(p.Tags) > 0 && !slices.ContainsFunc(p.Tags, func(t string) bool { return slices.Contains(it.Tags, t) }) {
		return false
	}
	return slices.ContainsFunc(it.Versions, func(v catalog.ItemVersion) bool {
		subject, number := catalog.SplitCode(v.Code)
		return (p.Subject == "" || strings.EqualFold(strings.TrimSpace(p.Subject), subject)) &&
			(p.Number == "" || agreement.NumberMatches(p.Number, number)) &&
			(len(p.Levels) == 0 || slices.Contains(p.Levels, v.Level))
	})
}
