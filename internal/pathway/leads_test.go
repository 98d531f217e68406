package pathway_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/pathway"
)

// lines writes an answer in one line a result: depth, way, exits, standing.
func lines(a pathway.Answer) (out []string) {
	for _, r := range a.Reached {
		var path []string
		for _, s := range r.Path {
			path = append(path, string(s.ID))
		}
		line := fmt.Sprintf("%d %s", r.Depth, strings.Join(path, " > "))
		if len(r.Exits) > 0 {
			line += fmt.Sprint(" exits ", r.Exits)
		}
		if r.Standing != pathway.Awarding {
			line += " " + string(r.Standing)
		}
		if r.WithOthers {
			line += " with others"
		}
		out = append(out, line)
	}
	return out
}

const (
	tagsToBadge = "item:college/tags > program:college/html > item:college/html"
	badgeToWeb  = " > program:college/web > item:college/web"
	webToState  = " > rule:college-state@1/certificate > item:state/web-1"
)

func TestLeadsTo(t *testing.T) {
	t.Parallel()
	g := build(t, world(t))
	tests := []struct {
		name, start string
		options     pathway.Options
		want        []string
	}{
		{"a stack across institutions, but no chain of rules, and only the agreement's program", "college/tags", pathway.Options{}, []string{
			"1 item:college/tags > program:college/html",
			"2 " + tagsToBadge,
			"3 " + tagsToBadge + " > program:college/web exits [item:college/html]",
			"4 " + tagsToBadge + badgeToWeb + " exits [item:college/html]",
			"5 " + tagsToBadge + badgeToWeb + webToState + " exits [item:college/html item:college/web]",
			"6 " + tagsToBadge + badgeToWeb + webToState + " > program:state/cs exits [item:college/html item:college/web]",
			"7 " + tagsToBadge + badgeToWeb + webToState + " > program:state/cs > item:state/cs exits [item:college/html item:college/web]",
		}},
		{"depth and size are limits", "college/tags", pathway.Options{MaxDepth: 4, MaxResults: 1}, []string{
			"1 item:college/tags > program:college/html",
		}},
		{"held at the university it counts everywhere there, and goes on", "state/web-1", pathway.Options{}, []string{
			"1 item:state/web-1 > rule:state-tech@1/web > item:tech/web-9",
			"1 item:state/web-1 > program:state/cs",
			"1 item:state/web-1 > program:state/minor",
			"2 item:state/web-1 > program:state/cs > item:state/cs",
		}},
		{"a rule with two sources", "college/math-1", pathway.Options{MaxDepth: 1}, []string{
			"1 item:college/math-1 > rule:college-state@1/math > item:state/math-10 with others",
		}},
		{"drafts do not award", "college/art-1", pathway.Options{}, nil},
		{"unless asked for, marked", "college/art-1", pathway.Options{NonAwarding: true}, []string{
			"1 item:college/art-1 > rule:college-state-draft@1/art > award:state/area/name=Arts & <Humanities> draft",
		}},
		{"out of force on the day", "state/math-10", pathway.Options{AsOf: day(t, "2024-01-01"), MaxDepth: 1}, []string{
			"1 item:state/math-10 > rule:state-college@1/math > item:college/math-1",
			"1 item:state/math-10 > program:state/cs",
		}},
		{"in force on the day", "state/math-10", pathway.Options{AsOf: day(t, "2020-01-01"), MaxDepth: 1}, []string{
			"1 item:state/math-10 > rule:state-college@1/math > item:college/math-1",
			"1 item:state/math-10 > rule:state-tech-old@1/math > item:tech/math-9",
			"1 item:state/math-10 > program:state/cs",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			start, err := g.Resolve(test.start)
			if err != nil {
				t.Fatal(err)
			}
			got, err := g.LeadsTo(start, test.options)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, lines(got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestLeadsToSaysHowManyThereAre(t *testing.T) {
	t.Parallel()
	got, err := build(t, world(t)).LeadsTo("item:college/tags", pathway.Options{MaxResults: 2})
	if err != nil || len(got.Reached) != 2 || got.Total != 7 {
		t.Errorf("got %d of %d, %v; want 2 of 7", len(got.Reached), got.Total, err)
	}
}

func TestStatementsAreKept(t *testing.T) {
	t.Parallel()
	got, err := build(t, world(t)).LeadsTo("item:college/art-1", pathway.Options{})
	if err != nil || len(got.Statements) != 1 || got.Statements[0].Outcome != "refused" {
		t.Errorf("got %+v, %v; want the refusal", got.Statements, err)
	}
}

func TestLeadsHere(t *testing.T) {
	t.Parallel()
	g := build(t, world(t))
	got, err := g.LeadsHere("program:state/cs", pathway.Options{MaxDepth: 3})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"1 item:state/math-10 > program:state/cs",
		"1 item:state/web-1 > program:state/cs",
		"2 item:college/math-1 > rule:college-state@1/math > item:state/math-10 > program:state/cs with others",
		"2 item:college/math-2 > rule:college-state@1/math > item:state/math-10 > program:state/cs with others",
		"2 item:college/web > rule:college-state@1/certificate > item:state/web-1 > program:state/cs",
		"3 program:college/web > item:college/web > rule:college-state@1/certificate > item:state/web-1 > program:state/cs exits [item:college/web]",
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	got, err = g.LeadsHere("program:state/minor", pathway.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"1 item:state/web-1 > program:state/minor"}, lines(got)); diff != "" {
		t.Errorf("an agreement for one program leads to another, -want +got:\n%s", diff)
	}
}

func TestUnknownVertexSuggests(t *testing.T) {
	t.Parallel()
	_, err := build(t, world(t)).Resolve("college/mat-1")
	var list diag.List
	if !errors.As(err, &list) || list[0].Code != "unknown_vertex" || list[0].Suggestion != "did you mean college/math-1?" {
		t.Errorf("got %v", err)
	}
}
