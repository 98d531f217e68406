package pathway_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// randomSet draws a small set in which ids collide often, some are unknown, and
// expressions are of every shape, empty ones included.
func randomSet(t *rapid.T) *ruleset.Set {
	d := draw{t}
	set := &ruleset.Set{}
	for range d.upTo(8) {
		it := item(d.item(), rapid.SampledFrom(catalog.ItemKinds()).Draw(t, "kind"))
		if d.oneIn(5) {
			it.CrossListed = []catalog.ItemID{d.item()}
		}
		if d.oneIn(3) {
			it.Numbers = map[string]string{"n": fmt.Sprint(d.upTo(2))}
		}
		set.Items = append(set.Items, it)
	}
	for range d.upTo(4) {
		p := requirement.Program{ID: fmt.Sprintf("%s/p%d", d.institution(), d.upTo(4)), Credential: d.item()}
		p.Institution = catalog.ItemID(p.ID).Institution()
		if !d.oneIn(5) {
			p.Requires = d.node(2)
		}
		set.Programs = append(set.Programs, p)
	}
	for i := range d.upTo(5) {
		set.Agreements = append(set.Agreements, d.agreement(i))
	}
	return set
}

type draw struct{ t *rapid.T }

func (d draw) upTo(n int) int     { return rapid.IntRange(0, n).Draw(d.t, "n") }
func (d draw) oneIn(n int) bool   { return rapid.IntRange(1, n).Draw(d.t, "one") == n }
func (d draw) day() calendar.Date { return calendar.Date(d.upTo(3)) }
func (d draw) institution() catalog.InstitutionID {
	return rapid.SampledFrom([]catalog.InstitutionID{"a", "b", "c"}).Draw(d.t, "institution")
}

func (d draw) item() catalog.ItemID {
	return catalog.ItemID(fmt.Sprintf("%s/x-%d", d.institution(), d.upTo(3)))
}

func (d draw) node(depth int) *requirement.Node {
	n := &requirement.Node{Recommended: d.oneIn(6)}
	if depth == 0 || d.oneIn(3) {
		n.Item = d.item()
		return n
	}
	var parts []requirement.Node
	for range d.upTo(3) {
		parts = append(parts, *d.node(depth - 1))
	}
	switch d.upTo(3) {
	case 0:
		n.All = parts
	case 1:
		n.Any = parts
	case 2:
		n.Choose = &requirement.Choose{Count: d.upTo(2), Of: parts}
	case 3:
		n.Series = []catalog.ItemID{d.item(), d.item()}
	}
	return n
}

func (d draw) expr(depth int) *agreement.Expr {
	e := &agreement.Expr{}
	if depth == 0 || d.oneIn(3) {
		if d.oneIn(5) {
			e.Match = &agreement.Pattern{Subject: "x", Number: rapid.SampledFrom([]string{"", "#", "1-2", "1-", "##"}).Draw(d.t, "number"), InAgreement: d.oneIn(2)}
		} else if !d.oneIn(9) {
			e.Item = d.item()
		}
		return e
	}
	var parts []agreement.Expr
	for range d.upTo(3) {
		parts = append(parts, *d.expr(depth - 1))
	}
	switch d.upTo(3) {
	case 0:
		e.All = parts
	case 1:
		e.Any = parts
	case 2:
		e.Sequence = parts
	case 3:
		e.AtLeast = &agreement.AtLeast{Count: d.upTo(2), Of: parts}
	}
	return e
}

func (d draw) agreement(i int) agreement.Agreement {
	a := agreement.Agreement{
		ID: agreement.ID(fmt.Sprintf("g%d", d.upTo(i))), Version: d.upTo(2),
		Kind:      rapid.SampledFrom(agreement.Kinds()).Draw(d.t, "kind"),
		Lifecycle: rapid.SampledFrom(agreement.Lifecycles()).Draw(d.t, "lifecycle"),
		Receiver:  d.institution(), Effective: calendar.Range{From: d.day(), To: d.day()},
	}
	if d.oneIn(2) {
		a.Lifecycle = agreement.Approved
	}
	if !d.oneIn(4) {
		a.Evidence = signed
	}
	if d.oneIn(3) {
		a.Programs = []string{fmt.Sprintf("%s/p%d", a.Receiver, d.upTo(4))}
	}
	if a.Kind == agreement.Hub {
		a.Senders = []catalog.InstitutionID{"a", "b", "c"}
		a.Receiver, a.Numbering = "", &agreement.Numbering{Kind: agreement.ByCommonNumber, Key: "n"}
	}
	for range d.upTo(4) {
		r := agreement.Rule{ID: fmt.Sprint(d.upTo(3))}
		if !d.oneIn(6) {
			r.When = d.expr(2)
		}
		for range d.upTo(2) {
			w := agreement.Award{Kind: rapid.SampledFrom(agreement.AwardKinds()).Draw(d.t, "award"), Name: "n"}
			if d.oneIn(2) {
				w.Kind, w.Item = agreement.AwardCourse, d.item()
			}
			r.Awards = append(r.Awards, w)
		}
		if d.oneIn(5) {
			r.Outcome = rapid.SampledFrom(agreement.Outcomes()).Draw(d.t, "outcome")
		}
		a.Rules = append(a.Rules, r)
	}
	return a
}

func randomOptions(t *rapid.T) pathway.Options {
	d := draw{t}
	return pathway.Options{AsOf: d.day(), NonAwarding: d.oneIn(2), MaxDepth: d.upTo(6)}
}

func TestCyclesEqualBruteForce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := randomSet(t)
		g, problems := pathway.Build(set)
		want := bruteForce(set)
		got := map[string]bool{}
		for _, c := range g.Cycles() {
			got[c.Problem.Code] = true
			for i := range c.Path[1:] {
				if !hasLink(g, c.Path[i], c.Path[i+1]) {
					t.Fatalf("%v: no link from %s", c.Path, c.Path[i])
				}
			}
			inner := slices.Clone(c.Path[1:])
			slices.Sort(inner)
			if c.Path[0] != c.Path[len(c.Path)-1] || len(slices.Compact(inner)) != len(c.Path)-1 {
				t.Fatalf("%v is no simple circle", c.Path)
			}
		}
		if got["cyclic_pathway"] != want.stack || got["cyclic_agreement"] != want.agreement {
			t.Fatalf("got %v, want %+v", problems, want)
		}
	})
}

// Circles finds what the whole graph holds, word for word.
func TestCirclesAreThoseOfTheGraph(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := randomSet(t)
		g, problems := pathway.Build(set)
		cycles, found := pathway.Circles(set)
		if diff := cmp.Diff(g.Cycles(), cycles) + cmp.Diff(problems, found); diff != "" {
			t.Fatalf("-graph +circles:\n%s", diff)
		}
	})
}

func hasLink(g *pathway.Graph, from, to pathway.VertexID) bool {
	for l := range g.Links {
		if l.From == from && l.To == to {
			return true
		}
	}
	return false
}

func TestLeadsToIsInverseOfLeadsHere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g, _ := pathway.Build(randomSet(t))
		o := randomOptions(t)
		forward, backward := map[string]pathway.Reach{}, map[string]pathway.Reach{}
		for v := range g.Vertices {
			if v.Kind == pathway.KindRule {
				continue
			}
			to, err1 := g.LeadsTo(v.ID, o)
			here, err2 := g.LeadsHere(v.ID, o)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			for _, r := range to.Reached {
				forward[fmt.Sprint(v.ID, " ", r.Vertex.ID)] = r
			}
			for _, r := range here.Reached {
				backward[fmt.Sprint(r.Vertex.ID, " ", v.ID)] = r
			}
		}
		for pair, r := range forward {
			back, ok := backward[pair]
			if !ok || back.Depth != r.Depth || (back.Standing == pathway.Awarding) != (r.Standing == pathway.Awarding) {
				t.Fatalf("%s: to %+v, here %+v", pair, r, back)
			}
		}
		if len(backward) != len(forward) {
			t.Fatalf("%d pairs forward, %d backward", len(forward), len(backward))
		}
	})
}

func TestExportsDoNotDependOnOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := randomSet(t)
		mixed := &ruleset.Set{
			Items:      rapid.Permutation(set.Items).Draw(t, "items"),
			Programs:   rapid.Permutation(set.Programs).Draw(t, "programs"),
			Agreements: rapid.Permutation(set.Agreements).Draw(t, "agreements"),
		}
		options := pathway.ViewOptions{AsOf: draw{t}.day()}
		for extension, want := range all(t, set, options) {
			if got := all(t, mixed, options)[extension]; got != want {
				t.Fatalf("%s differs:\n%s\n%s", extension, want, got)
			}
		}
	})
}

func all(t *rapid.T, set *ruleset.Set, o pathway.ViewOptions) map[string]string {
	g, problems := pathway.Build(set)
	v, err := g.View(o)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for extension, write := range writers(v) {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		out[extension] = b.String()
	}
	for v := range g.Vertices {
		a, err := g.LeadsTo(v.ID, pathway.Options{NonAwarding: true})
		exits, err2 := g.Exits(v.ID)
		chains, err3 := g.Chains(catalog.ItemID(v.Ref), "c", pathway.Options{})
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		out["queries"] += fmt.Sprintf("%+v %+v %+v %v\n", lines(a), exits, chains, err3)
	}
	for _, p := range problems {
		out["problems"] += p.Message + "\n"
	}
	return out
}
