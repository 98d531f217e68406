package pathway_test

import (
	"fmt"
	"io"
	"testing"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// family is as large as the agreements of one college with one university, one
// for each major: 63 agreements and programs, 48 rules each (3,024), the half of
// them with two sources.
func family() *ruleset.Set {
	set := &ruleset.Set{}
	for i := range 900 {
		set.Items = append(set.Items,
			item(catalog.ItemID(fmt.Sprintf("college/c-%d", i)), catalog.Course),
			item(catalog.ItemID(fmt.Sprintf("state/c-%d", i)), catalog.Course))
	}
	for m := range 63 {
		degree := catalog.ItemID(fmt.Sprintf("state/bs-%d", m))
		set.Items = append(set.Items, item(degree, catalog.Degree))
		program := fmt.Sprintf("state/major-%d", m)
		var rules []agreement.Rule
		var required []catalog.ItemID
		for r := range 48 {
			n := (m*31 + r*7) % 900
			from := []catalog.ItemID{catalog.ItemID(fmt.Sprintf("college/c-%d", n))}
			if r%2 == 0 {
				from = append(from, catalog.ItemID(fmt.Sprintf("college/c-%d", (n+1)%900)))
			}
			to := catalog.ItemID(fmt.Sprintf("state/c-%d", n))
			required = append(required, to)
			rules = append(rules, rule(fmt.Sprint("r", r), source(from...), gives(to)...))
		}
		a := articulation(agreement.ID(fmt.Sprint("major-", m)), "college", "state", rules...)
		a.Programs = []string{program}
		set.Agreements = append(set.Agreements, a)
		set.Programs = append(set.Programs, requirement.Program{ID: program, Institution: "state", Title: program, Credential: degree, Requires: needs(required...)})
	}
	return set
}

func BenchmarkBuild(b *testing.B) {
	set := family()
	b.ReportAllocs()
	for b.Loop() {
		if _, problems := pathway.Build(set); len(problems) > 0 {
			b.Fatal(problems)
		}
	}
}

func BenchmarkLeadsTo(b *testing.B) {
	g := build(b, family())
	for b.Loop() {
		if _, err := g.LeadsTo("item:college/c-14", pathway.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLeadsHere(b *testing.B) {
	g := build(b, family())
	for b.Loop() {
		if _, err := g.LeadsHere("item:state/bs-3", pathway.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExits(b *testing.B) {
	g := build(b, family())
	for b.Loop() {
		if _, err := g.Exits("program:state/major-3"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExport(b *testing.B) {
	g := build(b, family())
	for b.Loop() {
		v, err := g.View(pathway.ViewOptions{})
		if err != nil {
			b.Fatal(err)
		}
		for _, write := range writers(v) {
			if err := write(io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	}
}
