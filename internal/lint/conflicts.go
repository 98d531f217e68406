package lint

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// statement is one awarding rule with where it stands.
type statement struct {
	at   string
	a    *agreement.Agreement
	r    *agreement.Rule
	span span
}

// Conflicts returns the findings about rules that speak of the same sources to
// the same receiver in the same tier, rules_ambiguous and the like, as far as at
// least one of the two is of an agreement for which touches reports true; the
// pointer is that rule's. The set must be valid and sorted.
func Conflicts(set *ruleset.Set, touches func(*agreement.Agreement) bool) diag.List {
	l := newLinter(set, Options{})
	l.touches = touches
	for _, g := range l.groups() {
		l.pairs(g)
	}
	return l.findings
}

// conflicts compares the rules of each group.
func (l *linter) conflicts() {
	for _, g := range l.groups() {
		l.pairs(g)
		l.gaps(g)
	}
}

// groups collects the awarding rules that speak of the same sources to the same
// receiver in the same tier, where there are several.
func (l *linter) groups() [][]statement {
	groups := map[string][]statement{}
	for i := range l.set.Agreements {
		a := &l.set.Agreements[i]
		if a.Lifecycle != agreement.Approved {
			continue
		}
		for j := range a.Rules {
			r := &a.Rules[j]
			if r.When == nil || r.Outcome != "" && r.Outcome != agreement.OutcomeAward {
				continue
			}
			if s, ok := l.span(r.When); ok {
				key := groupKey(a, r)
				groups[key] = append(groups[key], statement{pointer(i, j), a, r, s})
			}
		}
	}
	var list [][]statement
	for _, g := range groups {
		if len(g) > 1 {
			list = append(list, g)
		}
	}
	slices.SortFunc(list, func(x, y []statement) int { return comparePlaces(x[0].at, y[0].at) })
	return list
}

func (l *linter) pairs(g []statement) {
	for i := range g {
		for j := range g[:i] {
			x, y := &g[j], &g[i]
			if l.touches != nil && !l.touches(y.a) {
				if !l.touches(x.a) {
					continue
				}
				x, y = y, x
			}
			l.pair(x, y)
		}
	}
}

// comparePlaces orders pointers by their numbers.
func comparePlaces(x, y string) int {
	return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y))
}

// groupKey is the same for rules with the same sources, receiver, programs and
// tier; grades are left out.
func groupKey(a *agreement.Agreement, r *agreement.Rule) string {
	e := stripGrades(*r.When)
	b, _ := json.Marshal(e) // a tree of plain values always encodes
	return fmt.Sprint(a.Receiver, "|", a.TierOf(r), "|", strings.Join(a.Programs, ","), "|", string(b))
}

func stripGrades(e agreement.Expr) agreement.Expr {
	e.MinGrade, e.MaxGrade = "", ""
	for _, parts := range []*[]agreement.Expr{&e.All, &e.Any, &e.Sequence} {
		copied := slices.Clone(*parts)
		for i := range copied {
			copied[i] = stripGrades(copied[i])
		}
		*parts = copied
	}
	if e.AtLeast != nil {
		n := *e.AtLeast
		n.Of = slices.Clone(n.Of)
		for i := range n.Of {
			n.Of[i] = stripGrades(n.Of[i])
		}
		e.AtLeast = &n
	}
	return e
}

// pair reports how two statements on the same sources go together.
func (l *linter) pair(x, y *statement) {
	inForce := x.a.Effective.Overlaps(y.a.Effective) && x.r.Valid.Overlaps(y.r.Valid)
	if !inForce || !x.span.overlaps(y.span) || x.a.ID == y.a.ID && x.a.Version != y.a.Version {
		return
	}
	same := sameAwards(x.r.Awards, y.r.Awards)
	if !same && x.a == y.a && x.a.Use == agreement.Shared {
		return // both may hold
	}
	if !same && (!brings(x.r.Awards) || !brings(y.r.Awards)) {
		return // effects without credit never compete
	}
	if x.a.TierOf(x.r) == agreement.TierWildcard && x.a != y.a && !gives(x.r.Awards) && !gives(y.r.Awards) {
		return // wildcards of several agreements overlap by design
	}
	code, words, advice := classify(x.r, y.r, same)
	if !x.span.equal(y.span) {
		code = GradeOverlap
		words = "some grades meet both rules: " + words
	}
	l.findf(y.at, code, advice, "%s and %s: %s", ruleName(x), ruleName(y), words)
}

func ruleName(s *statement) string { return string(s.a.ID) + "/" + s.r.ID }

func classify(x, y *agreement.Rule, same bool) (code, words, advice string) {
	realX, realY := gives(x.Awards), gives(y.Awards)
	switch {
	case same:
		return RulesDuplicate, "they say the same", "remove one of them"
	case !realX && !realY:
		return RulesEquivalent, "they differ in elective credit only; one of them is used", "keep the one that is meant"
	case realX != realY:
		return RulesBlanket, "one gives a course, the other elective credit; the course is awarded", "drop the elective one"
	}
	return RulesAmbiguous, "they give different courses and nothing says which", "write them as one rule with oneOf, or narrow their grades"
}

// brings reports whether the awards hold credit of any kind.
func brings(awards []agreement.Award) bool {
	return slices.ContainsFunc(awards, func(w agreement.Award) bool { return w.Kind.GivesCredit() })
}

// gives reports whether the awards hold something that is not elective.
func gives(awards []agreement.Award) bool {
	return slices.ContainsFunc(awards, func(w agreement.Award) bool { return w.Kind.GivesCredit() && !w.Kind.Elective() })
}

func sameAwards(x, y []agreement.Award) bool {
	a, errA := json.Marshal(x)
	b, errB := json.Marshal(y)
	return errA == nil && errB == nil && string(a) == string(b)
}

// gaps reports the passing grades between the highest grade that low rules take
// and the least that high rules take.
func (l *linter) gaps(g []statement) {
	if slices.ContainsFunc(g, func(s statement) bool { return s.span.whole() }) {
		return
	}
	for i := range g {
		high := g[i].span.max
		if high == nil {
			continue
		}
		best := -1
		for j := range g {
			low := g[j].span.min
			if j == i || low == nil {
				continue
			}
			if !below(high, low) {
				best = -1
				break
			}
			if best < 0 || below(low, g[best].span.min) {
				best = j
			}
		}
		if best < 0 {
			continue
		}
		if missing := l.between(high, g[best].span.min); len(missing) > 0 {
			l.findf(g[best].at, GradeGap, "let one of the two rules take them",
				"no rule takes %s: %s ends at %s, %s begins at %s", strings.Join(missing, ", "),
				ruleName(&g[i]), high.Symbol, ruleName(&g[best]), g[best].span.min.Symbol)
		}
	}
}
