package pathway_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

func TestExits(t *testing.T) {
	t.Parallel()
	set := world(t)
	twoOf := &requirement.Node{Choose: &requirement.Choose{Count: 2, Of: []requirement.Node{{Item: "college/css"}, {Item: "college/js"}, {Item: "college/art-1"}}}}
	tooMuch := &requirement.Node{Choose: &requirement.Choose{Credits: "12", Of: []requirement.Node{{Item: "college/css"}, {Item: "college/js"}}}}
	for id, requires := range map[catalog.ItemID]*requirement.Node{
		"college/style": twoOf, "college/big": tooMuch, "college/other": needs("college/art-1"),
		"college/twin": needs("college/html", "college/css", "college/js"),
	} {
		set.Items = append(set.Items, item(id, catalog.Badge))
		set.Programs = append(set.Programs, requirement.Program{ID: string(id), Institution: "college", Title: string(id), Credential: id, Requires: requires})
	}
	g := build(t, set)
	got, err := g.Exits("program:college/web")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, e := range got {
		lines = append(lines, fmt.Sprint(e.Credential.ID, " ", e.Items, " required ", e.Required))
	}
	want := []string{"item:college/html 1 required true", "item:college/style 3 required false"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got, err := g.Exits("item:college/css"); got != nil || err != nil {
		t.Errorf("exits of an item: %v, %v", got, err)
	}
	if _, err := g.Exits("program:nowhere"); err == nil {
		t.Error("exits of nothing: no error")
	}
}

func TestChains(t *testing.T) {
	t.Parallel()
	set := world(t)
	got, err := build(t, set).Chains("college/web", "tech", pathway.Options{})
	if err != nil || len(got) != 1 {
		t.Fatalf("got %v, %v; want one suggestion", got, err)
	}
	c := got[0]
	want := "Tech has not evaluated this item; State University's articulation suggests asking about WEB 9"
	if c.Label != "suggestion" || c.Sentence != want || c.First.Agreement.ID != "college-state" || c.Second.Agreement.ID != "state-tech" {
		t.Errorf("got %+v", c)
	}
	for _, o := range []pathway.Options{{AsOf: day(t, "2024-01-01")}, {AsOf: day(t, "2020-01-01")}} {
		got, err := build(t, set).Chains("college/math-2", "tech", o)
		if open := o.AsOf < day(t, "2021-01-01"); err != nil || (len(got) == 1) != open {
			t.Errorf("as of %s: %v, %v", o.AsOf, got, err)
		}
	}
	set.Agreements = append(set.Agreements, agreement.Agreement{
		ID: "tech-table", Version: 1, Kind: agreement.ReceiverTable, Receiver: "tech", Lifecycle: agreement.Draft,
		Rules: []agreement.Rule{{ID: "no", When: source("college/web"), Outcome: agreement.OutcomeRefused}},
	})
	if got, err := build(t, set).Chains("college/web", "tech", pathway.Options{}); len(got) != 0 || err != nil {
		t.Errorf("the receiver has spoken, and yet: %v, %v", got, err)
	}
}

func TestSources(t *testing.T) {
	t.Parallel()
	honours := item("a/math-7h", catalog.Course)
	honours.ExternalIDs = map[string]string{"honors-of": "a/math-7"}
	regular := item("a/math-7", catalog.Course)
	numbered := item("b/calc", catalog.Course)
	numbered.Numbers = map[string]string{"tccns": "MATH 1314"}
	other := item("c/calc", catalog.Course)
	other.Numbers = numbered.Numbers
	table := articulation("ab", "a", "b",
		rule("any", &agreement.Expr{Any: []agreement.Expr{{Item: "a/math-7"}, {All: []agreement.Expr{{Item: "a/x-1"}, {Item: "a/x-2"}}}}}, gives("b/calc")...),
		rule("wild", &agreement.Expr{Match: &agreement.Pattern{Subject: "x", Number: "#"}}, agreement.Award{Kind: agreement.AwardSubjectElective, Subject: "X"}),
		rule("range", &agreement.Expr{AtLeast: &agreement.AtLeast{Count: 1, Credits: regular.Versions[0].Credits, Of: []agreement.Expr{{Match: &agreement.Pattern{Number: "2-99", Kinds: []catalog.ItemKind{catalog.Course}}}}}}, agreement.Award{Kind: agreement.AwardElective}),
	)
	table.HonorsMixable = true
	hub := agreement.Agreement{ID: "tccns", Senders: []catalog.InstitutionID{"b", "c"}, Version: 1, Kind: agreement.Hub, Lifecycle: agreement.Approved, Numbering: &agreement.Numbering{Kind: agreement.ByCommonNumber, Key: "tccns"}}
	g := build(t, &ruleset.Set{
		Items:      []catalog.Item{honours, regular, item("a/x-1", catalog.Course), item("a/x-2", catalog.Course), item("b/x-1", catalog.Course), numbered, other},
		Agreements: []agreement.Agreement{table, hub},
	})
	var got []string
	for l := range g.Links {
		if l.Kind == pathway.LinkSource {
			got = append(got, fmt.Sprint(l.From, " ", l.To, " alone ", l.Alone, " wildcard ", l.Wildcard))
		}
	}
	want := []string{
		"item:a/math-7 rule:ab@1/any alone true wildcard false",
		"item:a/math-7 rule:ab@1/range alone true wildcard true",
		"item:a/math-7h rule:ab@1/any alone true wildcard false",
		"item:a/math-7h rule:ab@1/range alone true wildcard true",
		"item:a/x-1 rule:ab@1/any alone false wildcard false",
		"item:a/x-1 rule:ab@1/wild alone true wildcard true",
		"item:a/x-2 rule:ab@1/any alone false wildcard false",
		"item:a/x-2 rule:ab@1/range alone true wildcard true",
		"item:a/x-2 rule:ab@1/wild alone true wildcard true",
		"item:b/calc rule:tccns@1/number:MATH 1314 alone true wildcard false",
		"item:c/calc rule:tccns@1/number:MATH 1314 alone true wildcard false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	v, _ := g.Vertex("rule:ab@1/any")
	if want := "MATH 7 or (X 1 and X 2) count as CALC"; v.Rule.Sentence != want {
		t.Errorf("sentence %q", v.Rule.Sentence)
	}
}
