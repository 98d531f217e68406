package pathway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/pathway"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

func TestCommonNumbersJoinInstitutions(t *testing.T) {
	t.Parallel()
	set := ruleset.Set{Agreements: []agreement.Agreement{{
		ID: "hub", Version: 1, Kind: agreement.Hub, Lifecycle: agreement.Approved, Evidence: signed,
		Senders:   []catalog.InstitutionID{"a", "b", "c"},
		Numbering: &agreement.Numbering{Kind: agreement.ByPrefixAndLastThree, Except: []catalog.ItemID{"c/eng-1101"}},
	}}}
	for _, id := range []catalog.ItemID{"a/eng-1101", "a/eng-2101", "a/eng-1101l", "b/eng-3101", "c/eng-1101", "d/eng-1101"} {
		set.Items = append(set.Items, item(id, catalog.Course))
	}
	set.Programs = []requirement.Program{{ID: "b/p", Institution: "b", Requires: needs("b/eng-3101")}}
	got, err := build(t, &set).LeadsTo("item:a/eng-1101", pathway.Options{})
	want := []string{
		"1 item:a/eng-1101 > rule:hub@1/number:ENG 101 > item:b/eng-3101",
		"2 item:a/eng-1101 > rule:hub@1/number:ENG 101 > item:b/eng-3101 > program:b/p",
	}
	if diff := cmp.Diff(want, lines(got)); diff != "" || err != nil {
		t.Errorf("%v, -want +got:\n%s", err, diff)
	}
}

func TestStandingOfVersions(t *testing.T) {
	t.Parallel()
	version := func(n int, state agreement.Lifecycle, from, to calendar.Date, evidence agreement.Evidence) agreement.Agreement {
		a := articulation("x", "a", "b", rule("1", source("a/1"), gives("b/1")...))
		a.Version, a.Lifecycle, a.Effective, a.Evidence = n, state, calendar.Range{From: from, To: to}, evidence
		return a
	}
	set := &ruleset.Set{Agreements: []agreement.Agreement{
		version(1, agreement.Superseded, 10, 30, signed), version(2, agreement.Approved, 20, 40, signed),
		version(3, agreement.Approved, 30, 0, agreement.Evidence{}), version(4, agreement.Suspended, 0, 0, signed),
	}}
	g := build(t, set)
	// Rules that the day rules out are not drawn: "".
	tests := map[calendar.Date][4]pathway.Standing{
		0:  {"superseded", "awarding", "unsigned", "suspended"},
		5:  {"", "", "", "suspended"},
		15: {"awarding", "", "", "suspended"},
		25: {"", "awarding", "", "suspended"},
		35: {"", "awarding", "unsigned", "suspended"},
		45: {"", "", "unsigned", "suspended"},
	}
	for asOf, want := range tests {
		v, err := g.View(pathway.ViewOptions{AsOf: asOf})
		if err != nil {
			t.Fatal(err)
		}
		var got [4]pathway.Standing
		for _, n := range v.Nodes {
			if n.Rule != nil {
				got[n.Rule.Agreement.Version-1] = n.Standing
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("as of %d, -want +got:\n%s", asOf, diff)
		}
	}
}
