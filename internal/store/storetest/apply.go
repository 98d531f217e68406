package storetest

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

func runApply(t *testing.T, open Open) {
	t.Helper()
	runTests(t, open, []test{
		{"TheSameAgainChangesNothing", sameAgain},
		{"ADryRunWritesNothing", dryRun},
		{"ExpectGuardsTheVersion", expectVersion},
		{"RulesComeGoAndMove", rulesComeGoAndMove},
		{"ANewVersionLeavesTheOldOne", newVersion},
		{"OfTwoWithOneKeyTheLastCounts", duplicates},
		{"ProgressEndsAtTheTotal", progress},
		{"CancelledInTheMiddleItChangesNothing", cancelledInTheMiddle},
	})
}

func sameAgain(t *testing.T, s store.Store) {
	first := mustApply(t, s, small())
	if len(first.Entries) != 6 || first.Before == first.After {
		t.Fatalf("first: %+v", first)
	}
	again := mustApply(t, s, small())
	equal(t, "again", ruleset.Change{Before: first.After, After: first.After, Unchanged: 6}, again)
	list, _, err := s.History(t.Context(), store.Page{})
	if err != nil || len(list) != 1 {
		t.Errorf("history has %d entries (%v), want 1", len(list), err)
	}
}

func dryRun(t *testing.T, s store.Store) {
	dry, err := s.Apply(t.Context(), small(), store.ApplyOptions{DryRun: true})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "set", ruleset.Set{}, mustLoad(t, s))
	equal(t, "change", mustApply(t, s, small()), dry)
}

func expectVersion(t *testing.T, s store.Store) {
	first := mustApply(t, s, small())
	update := ruleset.Set{Scales: []catalog.Scale{{ID: "new"}}}
	for _, dry := range []bool{true, false} {
		_, err := s.Apply(t.Context(), update, store.ApplyOptions{Expect: first.Before, DryRun: dry})
		if !errors.Is(err, store.ErrConflict) {
			t.Errorf("stale version, dry run %v: %v, want ErrConflict", dry, err)
		}
	}
	equal(t, "set", small(), mustLoad(t, s))
	if _, err := s.Apply(t.Context(), update, store.ApplyOptions{Expect: first.After}); err != nil {
		t.Errorf("current version: %v", err)
	}
}

func rulesComeGoAndMove(t *testing.T, s store.Store) {
	mustApply(t, s, small())
	for _, c := range []struct {
		want   string
		change func(*agreement.Agreement)
	}{
		{"1 rule added", func(a *agreement.Agreement) { a.Rules = append(a.Rules, rule("r4", "a/1")) }},
		{"1 rule changed", func(a *agreement.Agreement) { a.Rules[1].Notes = []string{"n"} }},
		{"1 rule removed", func(a *agreement.Agreement) { a.Rules = a.Rules[1:] }},
		{"rules reordered", func(a *agreement.Agreement) { slices.Reverse(a.Rules) }},
		{"heading changed", func(a *agreement.Agreement) { a.Title = "new" }},
		{"3 rules removed", func(a *agreement.Agreement) { a.Rules = a.Rules[:0] }},
		{"2 rules added", func(a *agreement.Agreement) { a.Rules = []agreement.Rule{rule("x", "b/1"), rule("y", "a/1")} }},
	} {
		set := mustLoad(t, s)
		a := set.Agreements[0]
		c.change(&a)
		got := mustApply(t, s, ruleset.Set{Agreements: []agreement.Agreement{a}})
		if len(got.Entries) != 1 || got.Entries[0].Detail != c.want {
			t.Errorf("%+v, want %q", got.Entries, c.want)
		}
		equal(t, c.want, a, mustLoad(t, s).Agreements[0])
	}
}

func newVersion(t *testing.T, s store.Store) {
	mustApply(t, s, small())
	next := small().Agreements[0]
	next.Version, next.Rules = 2, next.Rules[:1]
	got := mustApply(t, s, ruleset.Set{Agreements: []agreement.Agreement{next}})
	if len(got.Entries) != 1 || got.Entries[0].ID != "a-b v2" || got.Entries[0].Kind != ruleset.Added {
		t.Errorf("change %+v", got.Entries)
	}
	equal(t, "agreements", append(small().Agreements, next), mustLoad(t, s).Agreements)
}

func duplicates(t *testing.T, s store.Store) {
	set := ruleset.Set{
		Items:      []catalog.Item{{ID: "a/1"}, {ID: "a/2"}, {ID: "a/1", Tags: []string{"last"}}},
		Agreements: []agreement.Agreement{{ID: "x", Version: 1, Title: "first"}, {ID: "x", Version: 1, Title: "last"}},
	}
	mustApply(t, s, set)
	equal(t, "set", ruleset.Merge(ruleset.Set{}, set), mustLoad(t, s))
}

func progress(t *testing.T, s store.Store) {
	var done, total int
	_, err := s.Apply(t.Context(), Synthetic(Size{Items: 3000, Agreements: 3, Rules: 3000}), store.ApplyOptions{
		Progress: func(d, all int) {
			if d < done || d > all {
				t.Errorf("progress %d after %d of %d", d, done, all)
			}
			done, total = d, all
		},
	})
	if err != nil || done != total || total != 3000+3000+3+4 {
		t.Errorf("ended at %d of %d (%v)", done, total, err)
	}
}

func cancelledInTheMiddle(t *testing.T, s store.Store) {
	mustApply(t, s, small())
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	update := Synthetic(Size{Items: 6000, Agreements: 2, Rules: 6000})
	update.Agreements = append(update.Agreements, small().Agreements[0])
	update.Agreements[2].Rules = update.Agreements[2].Rules[:1]
	c, err := s.Apply(ctx, update, store.ApplyOptions{Progress: func(done, total int) {
		if done > total/2 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("%v, want context.Canceled", err)
	}
	equal(t, "change", ruleset.Change{}, c)
	equal(t, "set", small(), mustLoad(t, s))
	mustApply(t, s, update) // and it can be done again
}
