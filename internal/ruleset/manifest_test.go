package ruleset_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/ruleset"
)

func twoSchools() ruleset.Set {
	return ruleset.Set{
		Institutions: []catalog.Institution{{ID: "b", Name: "B"}, {ID: "a", Name: "A"}},
		Items:        []catalog.Item{{ID: "a/1", Institution: "a"}},
		Agreements: []agreement.Agreement{{
			ID: "ab", Version: 1, Title: "A to B",
			Rules: []agreement.Rule{{ID: "r1"}, {ID: "r2"}, {ID: "r3"}},
		}},
	}
}

func TestVersionDependsOnContentAlone(t *testing.T) {
	t.Parallel()
	set, sorted := twoSchools(), twoSchools()
	sorted.Sort()
	if set.Version() != sorted.Version() {
		t.Error("the order of entries changes the version")
	}
	seen := map[ruleset.Version]string{set.Version(): "the original"}
	for name, change := range map[string]func(*ruleset.Set){
		"a heading":     func(s *ruleset.Set) { s.Agreements[0].Title += "." },
		"a rule":        func(s *ruleset.Set) { s.Agreements[0].Rules[1].Outcome = agreement.OutcomeRefused },
		"rule order":    func(s *ruleset.Set) { slices.Reverse(s.Agreements[0].Rules) },
		"one rule less": func(s *ruleset.Set) { s.Agreements[0].Rules = s.Agreements[0].Rules[:2] },
		"a name":        func(s *ruleset.Set) { s.Institutions[0].Name = "C" },
		"a version":     func(s *ruleset.Set) { s.Agreements[0].Version = 2 },
		"no items":      func(s *ruleset.Set) { s.Items = nil },
		"nothing":       func(s *ruleset.Set) { *s = ruleset.Set{} },
	} {
		changed := twoSchools()
		change(&changed)
		v := changed.Version()
		if other, taken := seen[v]; taken {
			t.Errorf("%s has the version of %s", name, other)
		}
		seen[v] = name
	}
}

func TestDiffTellsWhatChanges(t *testing.T) {
	t.Parallel()
	update := twoSchools()
	update.Institutions[0].Name = "B2"
	update.Items = append(update.Items, catalog.Item{ID: "b/1", Institution: "b"})
	update.Agreements[0].Rules = []agreement.Rule{{ID: "r1"}, {ID: "r3", Provisional: "yes"}, {ID: "r4"}, {ID: "r5"}}
	base := twoSchools()

	got, merged := ruleset.Diff(base, update)
	want := []ruleset.Entry{
		{Kind: ruleset.Changed, What: "institution", ID: "b"},
		{Kind: ruleset.Added, What: "item", ID: "b/1"},
		{Kind: ruleset.Changed, What: "agreement", ID: "ab v1", Detail: "2 rules added, 1 rule changed, 1 rule removed"},
	}
	if diff := cmp.Diff(want, got.Entries, cmpopts.IgnoreFields(ruleset.Entry{}, "Key")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if got.Unchanged != 2 || got.Before != base.Version() || got.After != merged.Version() || got.Before == got.After {
		t.Errorf("unchanged %d, before %s, after %s", got.Unchanged, got.Before.Short(), got.After.Short())
	}
	again, _ := ruleset.Diff(merged, update)
	if len(again.Entries) != 0 || again.Before != again.After {
		t.Errorf("the same update again changes %v", again.Entries)
	}
}

func TestMergingManifestsIsMergingSets(t *testing.T) {
	t.Parallel()
	base := twoSchools()
	update := ruleset.Set{
		Scales:       []catalog.Scale{{ID: "s"}},
		Institutions: []catalog.Institution{{ID: "a", Name: "new"}, {ID: "c"}},
	}
	merged := ruleset.Merge(base, update)
	if diff := cmp.Diff(merged.Manifest(), base.Manifest().Merge(update.Manifest())); diff != "" {
		t.Errorf("-sets +manifests:\n%s", diff)
	}
}

func TestLongListsHashAsShortOnes(t *testing.T) {
	t.Parallel()
	rules := make([]agreement.Rule, 5000) // enough for several goroutines
	for i := range rules {
		rules[i].ID = string(rune('a'+i%26)) + string(rune('a'+i/26%26))
	}
	all := ruleset.RuleHashes(rules)
	for i := range rules {
		if one := ruleset.RuleHashes(rules[i : i+1]); one[0] != all[i] {
			t.Fatalf("rule %d", i)
		}
	}
}
