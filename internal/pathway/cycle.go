package pathway

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/diag"
)

// Cycle is one circle that the catalogue may not hold.
type Cycle struct {
	// Path is the circle in order; the last vertex is the first again.
	Path []VertexID
	// Problem says it in words, with the pointer of the program, the agreement
	// or a rule.
	Problem diag.Problem
	// Places are the pointers of everything that closes the circle: the
	// problem's own first, then programs and rules in the order of the path.
	Places []string
}

// Cycles returns the circles that [Build] reported, one for each knot of
// vertices that lead to one another: the shortest, and of those the first in
// the order of ids.
func (g *Graph) Cycles() []Cycle { return slices.Clone(g.cycles) }

// live reports whether a version is, or may still come, into use. Expired and
// superseded versions cannot close a circle any more.
func live(l agreement.Lifecycle) bool {
	return l != agreement.Expired && l != agreement.Superseded
}

// findCycles fills g.cycles.
func (g *Graph) findCycles(b *builder) error {
	if err := g.findStackCycles(b); err != nil {
		return err
	}
	if err := g.findCredentialCycles(b); err != nil {
		return err
	}
	return g.findAgreementCycles(b)
}

// places fills in what else closes the circle.
func (c *Cycle) places(b *builder) {
	c.Places = []string{c.Problem.Pointer}
	for _, v := range c.Path[1:] {
		if at := b.places[v]; at != "" && !slices.Contains(c.Places, at) {
			c.Places = append(c.Places, at)
		}
	}
}

func (g *Graph) findStackCycles(b *builder) error {
	knots, err := g.knots(g.stackLinks())
	if err != nil {
		return err
	}
	for _, k := range knots {
		starts := slices.DeleteFunc(slices.Clone(k.members), func(v int32) bool { return g.vertices[v].Kind != KindProgram })
		if path := k.shortest(starts); path != nil {
			g.cycles = append(g.cycles, g.stackCycle(g.turn(path), b))
		}
	}
	return nil
}

func (g *Graph) stackCycle(path []int32, b *builder) Cycle {
	c := Cycle{Path: g.idsOf(path)}
	i := slices.IndexFunc(path, func(v int32) bool { return g.vertices[v].Kind == KindProgram })
	program, before := &g.vertices[path[i]], &g.vertices[path[max(i-1, 0)]]
	c.Problem = diag.Problem{
		Code:       "cyclic_pathway",
		Message:    "a credential leads back to itself: " + g.words(path),
		Suggestion: fmt.Sprintf("%s cannot ask for %s; remove that requirement or make it a recommendation", program.words(), before.words()),
		Pointer:    b.places[program.ID],
	}
	c.places(b)
	return c
}

// findAgreementCycles looks for circles within one version of an agreement
// that names its receiver: what it gives would be what it asks for. Hubs
// without a receiver state equivalences, which go both ways.
func (g *Graph) findAgreementCycles(b *builder) error {
	byAgreement := g.exactLinks()
	for _, a := range b.agreements {
		links := byAgreement[AgreementRef{ID: a.value.ID, Version: a.value.Version}.key()]
		if a.value.Receiver == "" || a.value.Kind == agreement.Hub || !live(a.value.Lifecycle) || !g.meets(links) {
			continue
		}
		knots, err := g.knots(links)
		if err != nil {
			return err
		}
		for _, k := range knots {
			starts := slices.DeleteFunc(slices.Clone(k.members), func(v int32) bool { return g.vertices[v].Kind == KindRule })
			path := g.turn(k.shortest(starts))
			c := Cycle{Path: g.idsOf(path), Problem: diag.Problem{
				Code:       "cyclic_agreement",
				Message:    fmt.Sprintf("agreement %s version %d gives what it asks for: %s", a.value.ID, a.value.Version, g.words(path)),
				Suggestion: "split the two directions into two agreements, each with its receiver",
				Pointer:    pointer("agreements", a.position, "/rules"),
			}}
			c.places(b)
			g.cycles = append(g.cycles, c)
		}
	}
	return nil
}

// turn rotates a closed path so that it begins at its first credential, else
// its first item, by id.
func (g *Graph) turn(path []int32) []int32 {
	rank := map[Kind]int{KindCredential: 0, KindItem: 1, KindProgram: 2, KindAward: 3, KindRule: 4}
	open := path[:len(path)-1]
	best := 0
	for i := range open {
		a, b := open[i], open[best]
		if cmp.Or(cmp.Compare(rank[g.vertices[a].Kind], rank[g.vertices[b].Kind]), cmp.Compare(a, b)) < 0 {
			best = i
		}
	}
	out := slices.Concat(open[best:], open[:best])
	return append(out, out[0])
}

// words writes a path for people.
func (g *Graph) words(path []int32) string {
	list := make([]string, len(path))
	for i, v := range path {
		list[i] = oneLine(g.vertices[v].words())
	}
	return strings.Join(list, " → ")
}

func (g *Graph) idsOf(path []int32) []VertexID {
	out := make([]VertexID, len(path))
	for i, v := range path {
		out[i] = g.vertices[v].ID
	}
	return out
}
