package pathway

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
)

// reach describes one way.
func (g *Graph) reach(h hop, vertices, links []int32, asOf calendar.Date) Reach {
	r := Reach{Vertex: g.at(h.vertex, asOf), Depth: int(h.depth), Standing: Awarding}
	for i, v := range vertices {
		vertex := g.at(v, asOf)
		r.Path = append(r.Path, Stop{vertex.ID, vertex.Kind, vertex.Name})
		if vertex.Kind == KindCredential && i > 0 && i < len(vertices)-1 {
			r.Exits = append(r.Exits, vertex.ID)
		}
	}
	for _, l := range links {
		link := &g.links[l]
		if r.Standing == Awarding {
			r.Standing = g.standing(l, asOf)
		}
		r.WithOthers = r.WithOthers || link.Kind == LinkSource && !link.Alone
		if link.Kind == LinkSource || link.Kind == LinkAward {
			r.addAgreement(link.Agreements[0])
		}
	}
	return r
}

func (r *Reach) addAgreement(ref AgreementRef) {
	if !slices.ContainsFunc(r.Agreements, func(x AgreementRef) bool { return x.key() == ref.key() }) {
		r.Agreements = append(r.Agreements, ref)
	}
}

// statements lists the rules next to a vertex that give nothing.
func (g *Graph) statements(v int32, asOf calendar.Date) []Statement {
	var out []Statement
	add := func(rule int32) {
		facts := g.vertices[rule].Rule
		if facts == nil || facts.Outcome == agreement.OutcomeAward {
			return
		}
		out = append(out, Statement{
			Rule: g.vertices[rule].ID, Outcome: facts.Outcome,
			Agreement: facts.Agreement, Standing: g.ruleStanding(facts, asOf),
		})
	}
	for _, l := range g.in[v] {
		add(g.ends[l][0])
	}
	for _, l := range g.out[v] {
		add(g.ends[l][1])
	}
	return out
}
