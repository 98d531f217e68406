package lint

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
)

// tiers reports rules of a receiver's table that an agreement between the two
// institutions always decides before.
func (l *linter) tiers(list []member) {
	if l.touches != nil {
		return
	}
	for i := range list {
		y := &list[i]
		if y.s.tier != agreement.TierTable || !onlyWay(y) {
			continue
		}
		x := slices.IndexFunc(list, func(x member) bool {
			return x.s.tier == agreement.TierPair && x.s.a.Evidence.Signed() && covers(&x, y)
		})
		if x >= 0 {
			l.findf(y.s.at(), RuleShadowed, "remove the rule from the table, or end the agreement",
				"%s is never used: %s speaks of the same sources, and an agreement between institutions decides before a table", y.s.name(), list[x].s.name())
		}
	}
}

// onlyWay reports whether the member is the one way to meet its rule.
func onlyWay(m *member) bool {
	ways, whole := waysOf(m.s.r.When)
	return whole && len(ways) == 1
}

// covers reports whether whoever meets y with these sources meets x too, on any
// day.
func covers(x, y *member) bool {
	if x.s.a.Basis != y.s.a.Basis || !holds(x.s, y.s) {
		return false
	}
	for i := range y.way {
		k := slices.IndexFunc(x.way, func(s source) bool { return s.key == y.way[i].key })
		if k >= 0 && (!y.spans[i].within(x.spans[k]) || !gradesOnly(&x.way[k])) {
			return false
		}
	}
	return true
}

// holds reports whether x is in force whenever y is.
func holds(x, y *statement) bool {
	within := func(from, to, f, t int32) bool {
		return (from == 0 || f >= from && f != 0) && (to == 0 || t <= to && t != 0)
	}
	a, b := x.a.Effective, y.a.Effective
	v, w := x.r.Valid, y.r.Valid
	return within(int32(a.From), int32(a.To), int32(b.From), int32(b.To)) &&
		(x == y || within(int32(v.From), int32(v.To), int32(w.From), int32(w.To)))
}

// gradesOnly reports whether the source asks for nothing beside a grade.
func gradesOnly(s *source) bool {
	return !slices.ContainsFunc(s.conds, func(c *agreement.Condition) bool {
		bare := *c
		bare.MinGrade, bare.MaxGrade = "", ""
		return !bare.IsZero()
	})
}

// maxSubsets is the largest way of which every part is looked up.
const maxSubsets = 6

// shadows reports rules that ask for more sources than another rule of the tier
// and give the same, and alternatives of one rule that are never needed.
func (l *linter) shadows(g *register) {
	for _, at := range g.large {
		s := &g.rules[at]
		if credit := first(s.r.Credit, s.a.Credit); credit == agreement.BySender || credit == agreement.ByLower ||
			first(s.r.Remainder, s.a.Remainder) == agreement.RemainderElective {
			continue // more sources bring more credit
		}
		ways := g.waysOf(at)
		hidden, by := 0, (*member)(nil)
		for _, w := range ways {
			if x := l.lesser(g, at, w); x != nil {
				hidden++
				if by == nil || by.rule == at {
					by = x
				}
			}
		}
		switch {
		case by == nil:
		case hidden == len(ways) && by.rule != at:
			l.findf(s.at(), RuleShadowed, "remove it, or let it give more",
				"%s is never needed: %s gives the same for %s alone", s.name(), by.s.name(), l.wayText(by.way))
		case by.rule == at:
			l.findf(s.at(), RuleShadowed, "remove the alternative",
				"an alternative of %s is never needed: %s alone meets the rule", s.name(), l.wayText(by.way))
		}
	}
}

// lesser finds a rule that some of the sources meet and that gives the same.
func (l *linter) lesser(g *register, at int32, w way) *member {
	if len(w) < 2 || len(w) > maxSubsets {
		return nil
	}
	s := &g.rules[at]
	y := member{rule: at, s: s, way: w}
	for i := range w {
		y.spans = append(y.spans, l.spanOf(&w[i]))
	}
	for bits := 1; bits < 1<<len(w)-1; bits++ {
		if l.work--; l.work < 0 {
			return nil
		}
		var part way
		for i := range w {
			if bits&(1<<i) != 0 {
				part = append(part, w[i])
			}
		}
		if x := l.find(g, hashOf(s.a, part.key()), &y, part.key()); x != nil {
			return x
		}
	}
	return nil
}

// find looks among the rules that exactly these sources meet.
func (l *linter) find(g *register, hash uint64, y *member, key string) *member {
	k, _ := slices.BinarySearchFunc(g.entries, hash, func(e entry, h uint64) int { return cmp.Compare(e.hash, h) })
	for n := 0; k < len(g.entries) && g.entries[k].hash == hash && n < fullyCompared; k, n = k+1, n+1 {
		x, found := l.member(g, g.entries[k])
		if x.s.a.Receiver != y.s.a.Receiver || found != string(y.s.a.Receiver)+"\x01"+key || x.s.tier != y.s.tier || !covers(&x, y) {
			continue
		}
		if x.rule == y.rule || samePrograms(x.s.a, y.s.a) && sameAwards(x.s.r.Awards, y.s.r.Awards) {
			return &x
		}
	}
	return nil
}

// samePrograms reports whether x speaks to every program that y speaks to.
func samePrograms(x, y *agreement.Agreement) bool {
	if len(x.Programs) == 0 || len(y.Programs) == 0 {
		return len(x.Programs) == len(y.Programs)
	}
	return !slices.ContainsFunc(y.Programs, func(p string) bool { return !slices.Contains(x.Programs, p) })
}
