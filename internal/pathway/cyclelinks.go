package pathway

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
)

// stackLinks lists the links of the stack graph, in order: what programs
// require (advice apart) and confer, the live rules by which an institution
// turns its own items into its own items, and those by which anybody turns one
// credential into another. Other rules between institutions are left out: they
// go both ways in ordinary life.
func (g *Graph) stackLinks() []int32 {
	var out []int32
	for i := range g.links {
		l := &g.links[i]
		switch l.Kind {
		case LinkRequires:
			if !l.Recommended {
				out = append(out, int32(i))
			}
		case LinkConfers:
			out = append(out, int32(i))
		case LinkSource:
			if g.internal(g.ends[i][1], g.ends[i][0]) && !l.Wildcard || g.credentialRule(int32(i)) {
				out = append(out, int32(i))
			}
		case LinkAward:
			if g.ownAward(i) || g.credentialRule(int32(i)) {
				out = append(out, int32(i))
			}
		}
	}
	return out
}

// ownAward reports whether the link gives an item of an institution for one of
// its own: what the same rule gives for another's credential is no circle.
func (g *Graph) ownAward(link int) bool {
	rule, item := g.ends[link][0], g.ends[link][1]
	return g.internal(rule, item) && g.vertices[item].Kind != KindAward &&
		slices.ContainsFunc(g.in[rule], func(source int32) bool { return g.internal(rule, g.ends[source][0]) })
}

// internal reports whether the rule is a live award of an institution and the
// item is that institution's own.
func (g *Graph) internal(rule, item int32) bool {
	facts, inst := g.vertices[rule].Rule, g.vertices[rule].Institution
	return inst != "" && inst == g.vertices[item].Institution && awardsWhenLive(facts)
}

// awardsWhenLive reports whether the rule awards, or will once it is approved.
func awardsWhenLive(f *RuleFacts) bool {
	return f.Outcome == agreement.OutcomeAward && live(f.Agreement.Lifecycle)
}

// agreementKey identifies one version.
type agreementKey struct {
	id      agreement.ID
	version int
}

func (r AgreementRef) key() agreementKey { return agreementKey{r.ID, r.Version} }

// exactLinks lists, by version of an agreement, the links of awarding rules
// between named items, in order.
func (g *Graph) exactLinks() map[agreementKey][]int32 {
	out := map[agreementKey][]int32{}
	for i := range g.links {
		l := &g.links[i]
		rule := g.ends[i][0]
		switch l.Kind {
		case LinkSource:
			if rule = g.ends[i][1]; l.Wildcard {
				continue
			}
		case LinkAward:
			if g.vertices[g.ends[i][1]].Kind == KindAward {
				continue
			}
		default:
			continue
		}
		if facts := g.vertices[rule].Rule; awardsWhenLive(facts) {
			out[facts.Agreement.key()] = append(out[facts.Agreement.key()], int32(i))
		}
	}
	return out
}

// meets reports whether an item is both given and asked for by the links: the
// cheap test before the search.
func (g *Graph) meets(links []int32) bool {
	asked := map[int32]bool{}
	for _, l := range links {
		if g.links[l].Kind == LinkSource {
			asked[g.ends[l][0]] = true
		}
	}
	return slices.ContainsFunc(links, func(l int32) bool {
		return g.links[l].Kind == LinkAward && asked[g.ends[l][1]]
	})
}
