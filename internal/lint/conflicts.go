package lint

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Conflicts returns the findings about rules that speak of the same sources to
// the same receiver in the same tier, rules_ambiguous and the like, as far as at
// least one of the two is of an agreement for which touches reports true; the
// pointer is that rule's. The set must be valid and sorted.
func Conflicts(set *ruleset.Set, touches func(*agreement.Agreement) bool) diag.List {
	l := newLinter(set, Options{})
	l.touches = touches
	l.groups(l.register(), func(list []member) {
		for _, peers := range peersOf(list) {
			l.pairs(peers)
		}
	})
	l.reportClashes()
	return l.findings
}

// conflicts compares the rules of each group.
func (l *linter) conflicts() {
	g := l.register()
	l.groups(g, func(list []member) {
		for _, peers := range peersOf(list) {
			l.pairs(peers)
			l.gaps(peers)
		}
		l.tiers(list)
	})
	l.reportClashes()
	l.shadows(g)
}

// fullyCompared is how many rules of a group are compared with all others; of
// more, the rest is compared with these.
const fullyCompared = 64

func (l *linter) pairs(p peers) {
	list := p.list
	if l.touches != nil { // those that matter first
		slices.SortStableFunc(list, func(x, y member) int { return cmp.Compare(l.untouched(x.s), l.untouched(y.s)) })
	}
	for i := range list {
		for j := range min(i, fullyCompared) {
			x, y := &list[j], &list[i]
			if l.touches != nil && !l.touches(y.s.a) {
				if !l.touches(x.s.a) {
					continue
				}
				x, y = y, x
			}
			if l.work -= 1 + len(x.way)/100; l.work < 0 {
				l.incomplete(y.s)
				return
			}
			if firstCommon(x.s.a, y.s.a) == p.program { // else another group of peers compares them
				l.pair(x, y)
			}
		}
	}
}

// pair compares two rules that the same sources meet.
func (l *linter) pair(x, y *member) {
	if x.rule == y.rule || !meet(x, y) {
		return
	}
	same := sameAwards(x.s.r.Awards, y.s.r.Awards)
	if !same && x.s.a == y.s.a && x.s.a.Use == agreement.Shared {
		return // both may hold
	}
	if !same && (!x.s.brings || !y.s.brings) {
		return // effects without credit never compete
	}
	if x.s.tier == agreement.TierWildcard && x.s.a != y.s.a && !x.s.real && !y.s.real {
		return // wildcards of several agreements overlap by design
	}
	overlap := !slices.EqualFunc(x.spans, y.spans, span.equal)
	code := classify(x.s, y.s, same)
	key := clashKey{y.rule, code}
	if overlap {
		key.code = GradeOverlap
	}
	if l.again(key, x.rule) {
		return
	}
	c := clash{x: x.s, y: y.s, code: key.code, words: clashWords[code].words, advice: clashWords[code].advice}
	if overlap {
		c.words = l.shared(x, y) + " both rules: " + c.words
	}
	if len(x.way) < len(x.s.r.When.Items()) || len(y.way) < len(y.s.r.When.Items()) {
		c.on = l.wayText(y.way)
	}
	l.file(key, x.rule, c)
}

// meet reports whether one learner can meet both rules with the same sources on
// the same day.
func meet(x, y *member) bool {
	a, b := x.s.a, y.s.a
	if !shareADay(a.Effective, b.Effective, x.s.r.Valid, y.s.r.Valid) || a.ID == b.ID && a.Version != b.Version {
		return false
	}
	for i := range x.way {
		if i >= len(y.way) || !x.spans[i].overlaps(y.spans[i]) || apart(&x.way[i], &y.way[i]) {
			return false
		}
	}
	return true
}

// shareADay reports whether one day lies in all the ranges. Ranges of days that
// overlap two by two have a day in common (Helly's theorem on a line).
func shareADay(all ...calendar.Range) bool {
	for i := range all {
		for j := range i + 1 {
			if all[i].Empty() || !all[i].Overlaps(all[j]) {
				return false
			}
		}
	}
	return true
}

// shared names the grades that meet both rules, "D, D+, C- meet".
func (l *linter) shared(x, y *member) string {
	if len(x.way) == 1 {
		var both []string
		for _, m := range l.marks(l.scaleOf(&x.way[0]), []span{x.spans[0], y.spans[0]}) {
			if x.spans[0].takes(&m) && y.spans[0].takes(&m) {
				both = append(both, m.Symbol)
			}
		}
		switch {
		case len(both) == 1:
			return "the grade " + both[0] + " meets"
		case len(both) > 6:
			return "the grades " + both[0] + " to " + both[len(both)-1] + " meet"
		case len(both) > 1:
			return "the grades " + strings.Join(both, ", ") + " meet"
		}
	}
	return "some grades meet"
}
