package pathway

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/diag"
)

// findCredentialCycles looks for credentials that rules alone turn into one
// another, at whatever institutions: each would be given for the other.
func (g *Graph) findCredentialCycles(b *builder) error {
	links := g.credentialLinks()
	if !g.meets(links) {
		return nil
	}
	knots, err := g.knots(links)
	if err != nil {
		return err
	}
	for _, k := range knots {
		starts := slices.DeleteFunc(slices.Clone(k.members), func(v int32) bool { return g.vertices[v].Kind != KindCredential })
		path := g.turn(k.shortest(starts))
		if g.oneVersion(path) {
			continue // found within its agreement
		}
		c := Cycle{Path: g.idsOf(path), Problem: diag.Problem{
			Code:       "cyclic_agreement",
			Message:    "agreements give credentials for one another: " + g.words(path),
			Suggestion: "remove one of the rules, or award a course instead of the credential",
			Pointer:    b.places[g.vertices[path[1]].ID],
		}}
		c.places(b)
		g.cycles = append(g.cycles, c)
	}
	return nil
}

// credentialLinks lists the links of the rules that turn exactly one credential
// into a credential, in order.
func (g *Graph) credentialLinks() []int32 {
	var out []int32
	for i := range g.links {
		if g.credentialRule(int32(i)) {
			out = append(out, int32(i))
		}
	}
	return out
}

// credentialRule reports whether the link belongs to a live rule whose source
// is exactly one credential and whose award is a credential, and is one of its
// two ends. Hubs state equivalences, which go both ways.
func (g *Graph) credentialRule(link int32) bool {
	switch g.links[link].Kind {
	case LinkSource:
		rule := g.ends[link][1]
		return g.oneCredential(rule) && slices.ContainsFunc(g.out[rule], g.givesCredential)
	case LinkAward:
		return g.oneCredential(g.ends[link][0]) && g.givesCredential(link)
	}
	return false
}

// oneCredential reports whether a rule is live and asks for one credential and
// nothing else.
func (g *Graph) oneCredential(rule int32) bool {
	facts, in := g.vertices[rule].Rule, g.in[rule]
	if !awardsWhenLive(facts) || facts.Agreement.Kind == agreement.Hub || facts.Equivalence || len(in) != 1 {
		return false
	}
	return !g.links[in[0]].Wildcard && g.vertices[g.ends[in[0]][0]].Kind == KindCredential
}

// givesCredential reports whether the link of a rule gives a credential itself,
// not an exemption or a right.
func (g *Graph) givesCredential(link int32) bool {
	l := &g.links[link]
	return l.Kind == LinkAward && g.vertices[g.ends[link][1]].Kind == KindCredential &&
		(slices.Contains(l.Awards, agreement.AwardCourse) || slices.Contains(l.Awards, agreement.AwardOneOf))
}

// oneVersion reports whether all rules of a path are of one version of an
// agreement that names its receiver.
func (g *Graph) oneVersion(path []int32) bool {
	var first *Vertex
	for _, v := range path {
		r := &g.vertices[v]
		if r.Kind != KindRule {
			continue
		}
		if first == nil {
			first = r
		}
		if r.Institution == "" || r.Rule.Agreement.key() != first.Rule.Agreement.key() {
			return false
		}
	}
	return true
}
