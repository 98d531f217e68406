package storetest

import (
	"testing"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

func runCatalog(t *testing.T, open Open) {
	t.Helper()
	runTests(t, open, []test{
		{"AnEmptyStoreHoldsTheEmptySet", emptyStore},
		{"PingAnswers", func(t *testing.T, s store.Store) {
			if err := s.Ping(t.Context()); err != nil {
				t.Fatal(err)
			}
		}},
		{"LoadIsSortedByBytes", sortedByBytes},
		{"AbsentAndEmptyRulesStayApart", absentAndEmpty},
		{"ManyRulesKeepTheirOrder", manyRules},
	})
}

func emptyStore(t *testing.T, s store.Store) {
	equal(t, "set", ruleset.Set{}, mustLoad(t, s))
	v, err := s.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var empty ruleset.Set
	equal(t, "version", empty.Version(), v)
}

// small is a set with one entry of each kind.
func small() ruleset.Set {
	return ruleset.Set{
		Scales:       []catalog.Scale{{ID: "pass", Name: "Pass or not"}},
		Institutions: []catalog.Institution{{ID: "a", Name: "A College"}, {ID: "b", Name: "B University"}},
		Items:        []catalog.Item{{ID: "a/1", Institution: "a"}, {ID: "b/1", Institution: "b"}},
		Agreements: []agreement.Agreement{{
			ID: "a-b", Version: 1, Title: "A to B", Rules: []agreement.Rule{rule("r1", "a/1"), rule("r2", "a/1"), rule("r3", "a/1")},
		}},
	}
}

func rule(id string, source catalog.ItemID) agreement.Rule {
	return agreement.Rule{
		ID: id, When: &agreement.Expr{Item: source},
		Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: "b/1"}},
	}
}

func sortedByBytes(t *testing.T, s store.Store) {
	var set ruleset.Set
	for _, id := range []string{"a", "B", "a-b", "ab", "é", "_", "10", "9", "z", "a b"} {
		set.Institutions = append(set.Institutions, catalog.Institution{ID: catalog.InstitutionID(id), Name: id})
		set.Agreements = append(set.Agreements,
			agreement.Agreement{ID: agreement.ID(id), Version: 10}, agreement.Agreement{ID: agreement.ID(id), Version: 9})
	}
	mustApply(t, s, set)
	set.Sort()
	equal(t, "set", set, mustLoad(t, s))
}

func absentAndEmpty(t *testing.T, s store.Store) {
	set := ruleset.Set{
		Items:      []catalog.Item{{ID: "a/1", Versions: []catalog.ItemVersion{}}, {ID: "a/2"}},
		Agreements: []agreement.Agreement{{ID: "a", Version: 1, Rules: []agreement.Rule{}}, {ID: "b", Version: 1}},
	}
	mustApply(t, s, set)
	equalJSON(t, "set", set, mustLoad(t, s))
}

func manyRules(t *testing.T, s store.Store) {
	set := Synthetic(Size{Items: 700, Agreements: 2, Rules: 5001})
	mustApply(t, s, set)
	equalJSON(t, "set", set, mustLoad(t, s))
}
