package pathway

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
)

// The limits of a query where its options state none.
const (
	DefaultMaxDepth   = 12
	DefaultMaxResults = 500
)

// Options limit a query. The zero value asks about rules that award, whatever
// the day.
type Options struct {
	// AsOf is the day on which agreements must be in force; the zero day looks
	// at no dates.
	AsOf calendar.Date
	// MaxDepth is the most steps (awards, programs, credentials) from the
	// start; 0 means DefaultMaxDepth.
	MaxDepth int
	// MaxResults is the most results; 0 means DefaultMaxResults.
	MaxResults int
	// NonAwarding also follows rules that do not award (drafts, expired,
	// suspended, refusals); what only they reach says so in its standing.
	NonAwarding bool
}

func (o Options) maxDepth() int   { return cmp.Or(max(o.MaxDepth, 0), DefaultMaxDepth) }
func (o Options) maxResults() int { return cmp.Or(max(o.MaxResults, 0), DefaultMaxResults) }

// Answer is what a vertex leads to, or what leads to it.
type Answer struct {
	Of   Vertex        `json:"of"`
	AsOf calendar.Date `json:"asOf,omitzero"`
	// Reached is ordered by depth, then id.
	Reached []Reach `json:"reached"`
	// Total is how many there are; more than listed where the size limit cut.
	Total int `json:"total"`
	// Statements are rules about the vertex itself that give nothing: refused,
	// no equivalent, must be taken at the receiver.
	Statements []Statement `json:"statements,omitempty"`
}

// Reach is one vertex that is reached, by the shortest way.
type Reach struct {
	Vertex Vertex `json:"vertex"`
	// Depth counts the steps: each award, program and credential is one.
	Depth int `json:"depth"`
	// Path is the way from the earlier to the later vertex, rules included.
	Path []Stop `json:"path"`
	// Agreements are those used, in the order of the path, each once.
	Agreements []AgreementRef `json:"agreements,omitempty"`
	// Exits are the credentials on the way, before the end of the path.
	Exits []VertexID `json:"exits,omitempty"`
	// Standing is Awarding, or why the first rule that does not award does not.
	Standing Standing `json:"standing"`
	// WithOthers says that a rule on the way asks for further items.
	WithOthers bool `json:"withOthers,omitempty"`
}

// Stop is one vertex of a path.
type Stop struct {
	ID   VertexID `json:"id"`
	Kind Kind     `json:"kind"`
	Name string   `json:"name"`
}

// Statement is what a rule says without giving anything.
type Statement struct {
	Rule      VertexID          `json:"rule"`
	Outcome   agreement.Outcome `json:"outcome"`
	Agreement AgreementRef      `json:"agreement"`
	Standing  Standing          `json:"standing"`
}

// LeadsTo answers "what does this lead to": the awards, items, programs and
// credentials that can be reached by what awards today or on the as-of day.
// Rules are never chained: an item given by a rule counts in the receiver's
// programs but is not a source of another rule; a completed credential is. The
// error is a [diag.List] with code "unknown_vertex".
func (g *Graph) LeadsTo(start VertexID, o Options) (Answer, error) {
	return g.query(start, o, func(w *walk, v int32) (reached func(hop) bool) {
		w.run(w.forward, place{v, held})
		return func(hop) bool { return true }
	}, (*Graph).pathForward)
}

// LeadsHere answers "what leads here": every vertex from which [Graph.LeadsTo]
// would reach this one. Paths run from that vertex to this one. The error is
// that of LeadsTo.
func (g *Graph) LeadsHere(end VertexID, o Options) (Answer, error) {
	return g.query(end, o, func(w *walk, v int32) (reached func(hop) bool) {
		w.run(w.backward, place{v, held}, place{v, anyGiven})
		return func(h hop) bool { return h.as == held }
	}, (*Graph).pathBackward)
}

type pathOf func(g *Graph, hops []hop, at int32) (vertices, links []int32)

func (g *Graph) query(of VertexID, o Options, search func(*walk, int32) func(hop) bool, path pathOf) (Answer, error) {
	start, err := g.find(of)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{Of: g.at(start, o.AsOf), AsOf: o.AsOf, Reached: []Reach{}, Statements: g.statements(start, o.AsOf)}
	found := map[int32]bool{start: true}
	for _, awardingOnly := range []bool{true, false} {
		if !awardingOnly && !o.NonAwarding {
			break
		}
		w := g.newWalk(o, awardingOnly)
		reached := search(w, start)
		for i, h := range w.hops {
			if found[h.vertex] || g.vertices[h.vertex].Kind == KindRule || !reached(h) {
				continue
			}
			found[h.vertex] = true
			vertices, links := path(g, w.hops, int32(i))
			answer.Reached = append(answer.Reached, g.reach(h, vertices, links, o.AsOf))
		}
	}
	slices.SortStableFunc(answer.Reached, func(a, b Reach) int {
		return cmp.Or(cmp.Compare(a.Depth, b.Depth), cmp.Compare(a.Vertex.ID, b.Vertex.ID))
	})
	answer.Total = len(answer.Reached)
	answer.Reached = answer.Reached[:min(answer.Total, o.maxResults())]
	return answer, nil
}

func (g *Graph) pathForward(hops []hop, at int32) (vertices, links []int32) {
	vertices, links = g.pathBackward(hops, at)
	slices.Reverse(vertices)
	slices.Reverse(links)
	return vertices, links
}

func (g *Graph) pathBackward(hops []hop, at int32) (vertices, links []int32) {
	for i := at; i >= 0; i = hops[i].prev {
		vertices = append(vertices, hops[i].vertex)
		if hops[i].link >= 0 {
			links = append(links, hops[i].link)
		}
	}
	return vertices, links
}
