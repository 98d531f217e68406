package app

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store/storetest"
)

// The index finds what a walk through every rule finds, in the same order.
func TestUsesAreThoseOfAWalk(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		set := usesWorld(t)
		v, err := NewView(set, set.Version())
		if err != nil {
			t.Fatal(err)
		}
		for i := range v.Set.Items {
			id := v.Set.Items[i].ID
			got := v.Uses(id)
			source, award := walked(v, id)
			if !slices.Equal(got.Source, source) || !slices.Equal(got.Award, award) {
				t.Errorf("%s: %v and %v, want %v and %v", id, got.Source, got.Award, source, award)
			}
		}
		if got := v.Uses("a/none"); len(got.Source)+len(got.Award)+len(got.Programs) != 0 {
			t.Errorf("an unknown item has uses: %v", got)
		}
	})
}

func usesWorld(t *rapid.T) ruleset.Set {
	set := ruleset.Set{Institutions: []catalog.Institution{institution("a"), institution("b")}}
	for n := range 6 {
		set.Items = append(set.Items, item(catalog.ItemID(fmt.Sprintf("a/%d", n))), item(catalog.ItemID(fmt.Sprintf("b/%d", n))))
	}
	leaf := func(inst string) catalog.ItemID {
		return catalog.ItemID(fmt.Sprintf("%s/%d", inst, rapid.IntRange(0, 5).Draw(t, "item")))
	}
	for k := range rapid.IntRange(0, 5).Draw(t, "agreements") {
		a := agreement.Agreement{ID: agreement.ID(fmt.Sprintf("g%d", k)), Version: 1, Receiver: "b"}
		for r := range rapid.IntRange(0, 4).Draw(t, "rules") {
			rule := agreement.Rule{ID: fmt.Sprint(r), When: &agreement.Expr{All: []agreement.Expr{{Item: leaf("a")}, {Item: leaf("a")}}}}
			if rapid.Bool().Draw(t, "hold") {
				rule.HoldUntil = &agreement.Expr{Item: leaf("a")}
			}
			rule.Awards = []agreement.Award{{Item: leaf("b")}, {Kind: agreement.AwardOneOf, OneOf: []agreement.Award{{Item: leaf("b")}, {Kind: agreement.AwardElective}}}}
			a.Rules = append(a.Rules, rule)
		}
		set.Agreements = append(set.Agreements, a)
	}
	set.Sort()
	return set
}

func walked(v *View, id catalog.ItemID) (source, award []RuleAt) {
	for i := range v.Set.Agreements {
		a := &v.Set.Agreements[i]
		for j := range a.Rules {
			at := RuleAt{Agreement: a, Rule: &a.Rules[j]}
			if slices.Contains(at.Sources(), id) {
				source = append(source, at)
			}
			if slices.Contains(at.Awards(), id) {
				award = append(award, at)
			}
		}
	}
	return source, award
}

// BenchmarkUses finds the rules of one item after another, of 100,000 items and
// 1.3 million rules, as /v1/items/…/uses does.
func BenchmarkUses(b *testing.B) {
	if testing.Short() {
		b.Skip("needs 2 GB")
	}
	set := storetest.Synthetic(storetest.Size{Items: 100_000, Agreements: 10_000, Rules: 1_300_000})
	v, err := NewView(set, "benchmark")
	if err != nil {
		b.Fatal(err)
	}
	v.Uses("")
	n, found := 0, 0
	b.ReportAllocs()
	for b.Loop() {
		u := v.Uses(set.Items[n*7919%len(set.Items)].ID)
		found += len(u.Source) + len(u.Award)
		n++
	}
	b.ReportMetric(float64(found)/float64(n), "rules/op")
}
