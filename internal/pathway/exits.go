package pathway

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// Exit is a credential that a learner completes on the way to a longer one.
type Exit struct {
	Credential Vertex `json:"credential"`
	Program    Vertex `json:"program"`
	// Required says that the longer program asks for the credential, directly
	// or through another one; otherwise its requirements are met by items that
	// the longer program names.
	Required bool `json:"required,omitempty"`
	// Items is how many different items the shorter program names.
	Items int `json:"items"`
}

// Exits lists the intermediate credentials on the way to a program's own,
// shortest first, then by id: those that it requires, and those whose
// requirements can be met with items that it names (advice apart). A program
// that asks for the very same items is no exit. The error is a [diag.List] with
// code "unknown_vertex".
func (g *Graph) Exits(program VertexID) ([]Exit, error) {
	at, err := g.find(program)
	if err != nil {
		return nil, err
	}
	index := slices.IndexFunc(g.programs, func(p *requirement.Program) bool { return p.ID == g.vertices[at].Ref })
	if g.vertices[at].Kind != KindProgram || index < 0 {
		return nil, nil
	}
	longer := g.programs[index]
	have, required := g.itemsOnTheWay(longer)
	var out []Exit
	for _, p := range g.exitsWith(have, longer) {
		e := Exit{Required: required[p.Credential], Items: len(named(p))}
		e.Credential, _ = g.Vertex(ItemVertex(p.Credential))
		e.Program, _ = g.Vertex(ProgramVertex(p.ID))
		out = append(out, e)
	}
	slices.SortStableFunc(out, func(a, b Exit) int {
		return cmp.Or(cmp.Compare(a.Items, b.Items), cmp.Compare(a.Credential.ID, b.Credential.ID), cmp.Compare(a.Program.ID, b.Program.ID))
	})
	return out, nil
}

// itemSet is items by id.
type itemSet map[catalog.ItemID]bool

// itemsOnTheWay lists the items that a program names and those of the programs
// behind the credentials among them, which are required.
func (g *Graph) itemsOnTheWay(p *requirement.Program) (have, required itemSet) {
	have, required = named(p), itemSet{}
	for grown := true; grown; {
		grown = false
		for _, q := range g.programs {
			if q.Credential == "" || q == p || required[q.Credential] || !have[q.Credential] {
				continue
			}
			required[q.Credential], grown = true, true
			for _, other := range g.programs {
				if other.Credential != q.Credential {
					continue
				}
				for id := range named(other) {
					have[id] = true
				}
			}
		}
	}
	return have, required
}

// exitsWith lists the programs that complete with the items, other than the
// longer one; each completed credential is an item for the next.
func (g *Graph) exitsWith(have itemSet, longer *requirement.Program) []*requirement.Program {
	done := map[*requirement.Program]bool{longer: true}
	var out []*requirement.Program
	for grown := true; grown; {
		grown = false
		for _, q := range g.programs {
			if done[q] || q.Credential == "" || q.Credential == longer.Credential || q.Current() == nil ||
				!g.met(q.Current(), have) || g.asLong(q, longer) {
				continue
			}
			done[q], grown = true, true
			have[q.Credential] = true
			out = append(out, q)
		}
	}
	return out
}

// asLong reports whether completing q gives the longer program too.
func (g *Graph) asLong(q, longer *requirement.Program) bool {
	have, _ := g.itemsOnTheWay(q)
	return longer.Current() != nil && g.met(longer.Current(), have)
}
