package pathway

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
)

// Chain is two rules in a row, from a sender through an institution between to
// a receiver that has said nothing about the item. It awards nothing: transfer
// is not transitive. It is a question worth asking, and is always labelled so.
type Chain struct {
	// Label is always "suggestion".
	Label string `json:"label"`
	// Sentence is for people.
	Sentence string     `json:"sentence"`
	Item     Vertex     `json:"item"`
	First    ChainRule  `json:"first"`
	Between  Vertex     `json:"between"`
	Second   ChainRule  `json:"second"`
	Asks     Vertex     `json:"asksAbout"`
	Via      Institutes `json:"via"`
}

// ChainRule is one of the two rules.
type ChainRule struct {
	Rule      VertexID     `json:"rule"`
	Agreement AgreementRef `json:"agreement"`
	// WithOthers says that the rule asks for further items.
	WithOthers bool `json:"withOthers,omitempty"`
}

// Institutes are the three institutions of a chain, in order.
type Institutes [3]catalog.InstitutionID

// Chains suggests what to ask a receiver about an item on which it has no rule:
// A → B → C, where B has a rule for the item and C one for what B would give.
// Nothing is suggested once any rule of the receiver, in any state, speaks
// about the item. Only rules that award on the as-of day are used; the list is
// ordered by what is asked about, then by the rules, and cut at MaxResults. The
// error is a [diag.List] with code "unknown_vertex".
func (g *Graph) Chains(item catalog.ItemID, receiver catalog.InstitutionID, o Options) ([]Chain, error) {
	start, err := g.find(ItemVertex(item))
	if err != nil {
		return nil, err
	}
	if g.vertices[start].Institution == receiver || g.evaluated(start, receiver) {
		return nil, nil
	}
	var out []Chain
	g.awarded(start, o, func(firstSource, first, between int32) {
		via := g.vertices[between].Institution
		if via == receiver || via == g.vertices[start].Institution {
			return
		}
		g.awarded(between, o, func(secondSource, second, asked int32) {
			if g.vertices[asked].Institution == receiver {
				out = append(out, g.chain([2]int32{firstSource, secondSource}, [5]int32{start, first, between, second, asked}, o))
			}
		})
	})
	slices.SortStableFunc(out, func(a, b Chain) int {
		return cmp.Or(cmp.Compare(a.Asks.ID, b.Asks.ID), cmp.Compare(a.First.Rule, b.First.Rule), cmp.Compare(a.Second.Rule, b.Second.Rule))
	})
	return out[:min(len(out), o.maxResults())], nil
}

// evaluated reports whether a rule of the receiver speaks about the item.
func (g *Graph) evaluated(item int32, receiver catalog.InstitutionID) bool {
	for _, l := range g.out[item] {
		if g.links[l].Kind != LinkSource {
			continue
		}
		rule := g.ends[l][1]
		if g.vertices[rule].Institution == receiver {
			return true
		}
		for _, w := range g.out[rule] {
			if g.vertices[g.ends[w][1]].Institution == receiver {
				return true
			}
		}
	}
	return false
}

// awarded calls yield for every rule that awards with the item as a source, and
// everything it gives: the link to the rule, the rule, and what it gives.
func (g *Graph) awarded(item int32, o Options, yield func(source, rule, given int32)) {
	for _, l := range g.out[item] {
		if g.links[l].Kind != LinkSource || g.standing(l, o.AsOf) != Awarding {
			continue
		}
		rule := g.ends[l][1]
		for _, w := range g.out[rule] {
			if g.links[w].Kind == LinkAward {
				yield(l, rule, g.ends[w][1])
			}
		}
	}
}

// chain describes the way item, rule, between, rule, asked.
func (g *Graph) chain(source [2]int32, at [5]int32, o Options) Chain {
	c := Chain{
		Label: "suggestion", Item: g.at(at[0], o.AsOf), Between: g.at(at[2], o.AsOf), Asks: g.at(at[4], o.AsOf),
		First: g.chainRule(source[0], at[1]), Second: g.chainRule(source[1], at[3]),
	}
	c.Via = Institutes{c.Item.Institution, c.Between.Institution, c.Asks.Institution}
	c.Sentence = fmt.Sprintf("%s has not evaluated this item; %s's articulation suggests asking about %s",
		g.institutionName(c.Via[2]), g.institutionName(c.Via[1]), c.Asks.Name)
	return c
}

func (g *Graph) chainRule(source, rule int32) ChainRule {
	return ChainRule{
		Rule: g.vertices[rule].ID, Agreement: g.vertices[rule].Rule.Agreement,
		WithOthers: !g.links[source].Alone,
	}
}
