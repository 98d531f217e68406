package lint

import (
	"encoding/json"
	"reflect"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
)

// clashWords say what each kind of disagreement means.
var clashWords = map[string]struct{ words, advice string }{
	RulesDuplicate:  {"they say the same", "remove one of them"},
	electivesOnly:   {"they differ in elective credit only; one of them is used", "keep the one that is meant"},
	RulesEquivalent: {"they give the same courses and differ in the rest; one of them is used", "keep the one that is meant"},
	RulesBlanket:    {"one gives a course, the other elective credit; the course is awarded", "drop the elective one"},
	RulesAmbiguous:  {"they give different courses and nothing says which", "write them as one rule with oneOf, or narrow their grades"},
}

// electivesOnly is told as RulesEquivalent.
const electivesOnly = "electives_only"

func classify(x, y *statement, same bool) string {
	switch {
	case same:
		return RulesDuplicate
	case !x.real && !y.real:
		return electivesOnly
	case x.real != y.real:
		return RulesBlanket
	case slices.Equal(x.realTargets(), y.realTargets()):
		return RulesEquivalent
	}
	return RulesAmbiguous
}

// brings reports whether the awards hold credit of any kind.
func brings(awards []agreement.Award) bool {
	return slices.ContainsFunc(awards, func(w agreement.Award) bool { return w.Kind.GivesCredit() })
}

// gives reports whether the awards hold something that is not elective.
func gives(awards []agreement.Award) bool {
	return slices.ContainsFunc(awards, func(w agreement.Award) bool { return w.Kind.GivesCredit() && !w.Kind.Elective() })
}

// realTargets names what the awards give beside elective credit, without sizes.
func (s *statement) realTargets() []string {
	if s.targets != nil {
		return s.targets
	}
	for i := range s.r.Awards {
		if w := s.r.Awards[i]; w.Kind.GivesCredit() && !w.Kind.Elective() {
			w.Credits, w.If = nil, nil
			b, _ := json.Marshal(w) // a tree of plain values always encodes
			s.targets = append(s.targets, string(b))
		}
	}
	slices.Sort(s.targets)
	return s.targets
}

// sameAwards reports whether two rules give the same, in any order.
func sameAwards(x, y []agreement.Award) bool {
	return len(x) == len(y) && !slices.ContainsFunc(x, func(a agreement.Award) bool {
		return !slices.ContainsFunc(y, func(b agreement.Award) bool { return sameAward(&a, &b) })
	})
}

func sameAward(a, b *agreement.Award) bool {
	if (a.Credits == nil) != (b.Credits == nil) || a.Credits != nil && !a.Credits.Equal(*b.Credits) {
		return false
	}
	return a.Kind == b.Kind && a.Item == b.Item && a.Subject == b.Subject && a.Level == b.Level && a.Name == b.Name &&
		sameAwards(a.OneOf, b.OneOf) && reflect.DeepEqual(a.If, b.If)
}
