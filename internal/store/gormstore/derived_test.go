package gormstore_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/migrate"
	"github.com/cairnproject/cairn/internal/store/sqlite"
)

func open(t *testing.T) (*sqlite.DB, store.Store) {
	t.Helper()
	db, err := sqlite.Open(t.Context(), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := migrate.Up(t.Context(), db.SQL(), migrate.SQLite, migrate.Options{}); err != nil {
		t.Fatal(err)
	}
	s := db.Store()
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return db, s
}

func apply(t *testing.T, s store.Store, set ruleset.Set) {
	t.Helper()
	if _, err := s.Apply(t.Context(), set, store.ApplyOptions{}); err != nil {
		t.Fatal(err)
	}
}

// query returns one column of a query, sorted.
func query(t *testing.T, db *sqlite.DB, sql string) []string {
	t.Helper()
	var out []string
	if err := db.Read.Raw(sql).Scan(&out).Error; err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

const usesSQL = `SELECT a.id || ' v' || a.version || ' ' || r.rule_id || ' ' || i.role || ' ' || i.item_id
FROM rule_items i
JOIN rules r ON r.agreement_key = i.agreement_key AND r.position = i.position
JOIN agreements a ON a.key = r.agreement_key`

func leaf(id catalog.ItemID) agreement.Expr { return agreement.Expr{Item: id} }

func TestUsesFollowTheRules(t *testing.T) {
	t.Parallel()
	db, s := open(t)
	hold := leaf("a/9")
	nested := agreement.Expr{All: []agreement.Expr{
		leaf("a/1"), {AtLeast: &agreement.AtLeast{Of: []agreement.Expr{leaf("a/2"), leaf("a/1")}}},
	}}
	a := agreement.Agreement{ID: "ab", Version: 1, Rules: []agreement.Rule{
		{ID: "r1", When: &nested, Awards: []agreement.Award{{Item: "b/1"}, {OneOf: []agreement.Award{{Item: "b/2"}, {Item: "b/1"}}}}},
		{ID: "r2", When: &agreement.Expr{Match: &agreement.Pattern{Subject: "X"}}, HoldUntil: &hold},
		{ID: "r3", Outcome: agreement.OutcomeNoEquivalent, Awards: []agreement.Award{{Item: "b/3"}}},
	}}
	apply(t, s, ruleset.Set{Agreements: []agreement.Agreement{a}})
	want := []string{
		"ab v1 r1 award b/1", "ab v1 r1 award b/2", "ab v1 r1 source a/1", "ab v1 r1 source a/2",
		"ab v1 r2 source a/9", "ab v1 r3 award b/3",
	}
	if diff := cmp.Diff(want, query(t, db, usesSQL)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}

	a.Rules = []agreement.Rule{{ID: "r3", Awards: []agreement.Award{{Item: "b/4"}}}, a.Rules[1]}
	apply(t, s, ruleset.Set{Agreements: []agreement.Agreement{a}})
	want = []string{"ab v1 r2 source a/9", "ab v1 r3 award b/4"}
	if diff := cmp.Diff(want, query(t, db, usesSQL)); diff != "" {
		t.Errorf("after a change: -want +got:\n%s", diff)
	}
}

func TestItemsAreFoundByAnyOfTheirCodes(t *testing.T) {
	t.Parallel()
	db, s := open(t)
	item := catalog.Item{ID: "a/math-7", Institution: "a", Kind: catalog.Course, Versions: []catalog.ItemVersion{
		{Code: "math  7", Title: "Calculus\x00 I", Credits: credit.Frac(8, 3), Valid: calendar.Range{To: calendar.NewDate(2020, 8, 31)}},
		{Code: "MATH-C2210", Title: "Calculus I", Unit: credit.Quarter, Valid: calendar.Range{From: calendar.NewDate(2020, 9, 1)}},
	}}
	apply(t, s, ruleset.Set{Items: []catalog.Item{item}})
	const sql = `SELECT position || '|' || code || '|' || title || '|' || credits || '|' || unit || '|' || valid_from || '|' || valid_to
		FROM item_versions WHERE item_id = 'a/math-7'`
	want := []string{"0|MATH 7|Calculus\uFFFD I|8/3|||2020-08-31", "1|MATH C2210|Calculus I|0|quarter|2020-09-01|"}
	if diff := cmp.Diff(want, query(t, db, sql)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	item.Versions = item.Versions[1:]
	apply(t, s, ruleset.Set{Items: []catalog.Item{item}})
	if got := query(t, db, sql); len(got) != 1 || !strings.HasPrefix(got[0], "0|MATH C2210") {
		t.Errorf("after a change: %q", got)
	}
}

// Only what differs is written: the other rules keep their rows.
func TestUnchangedRulesAreNotRewritten(t *testing.T) {
	t.Parallel()
	db, s := open(t)
	a := agreement.Agreement{ID: "ab", Version: 1}
	for i := range 20 {
		a.Rules = append(a.Rules, agreement.Rule{ID: fmt.Sprint(i)})
	}
	apply(t, s, ruleset.Set{Agreements: []agreement.Agreement{a, {ID: "other", Version: 1}}})
	// A mark in a column that nothing reads back stays where nothing is written.
	if err := db.Write.Exec("UPDATE rules SET outcome = 'mark'").Error; err != nil {
		t.Fatal(err)
	}
	a.Rules[7].Notes = []string{"changed"}
	apply(t, s, ruleset.Set{Agreements: []agreement.Agreement{a}})
	want := []string{"7"}
	if diff := cmp.Diff(want, query(t, db, "SELECT rule_id FROM rules WHERE outcome <> 'mark'")); diff != "" {
		t.Errorf("rewritten: -want +got:\n%s", diff)
	}
}

func TestTablesThatDisagreeAreAnError(t *testing.T) {
	t.Parallel()
	for name, sql := range map[string]string{
		"a rule too many":       "UPDATE agreements SET rule_count = 0",
		"a rule too few":        "DELETE FROM rules WHERE position = 0",
		"a body that is not":    "UPDATE rules SET body = '{'",
		"a heading that is not": "UPDATE agreements SET body = '[]'",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, s := open(t)
			apply(t, s, ruleset.Set{Agreements: []agreement.Agreement{{
				ID: "ab", Version: 1, Rules: []agreement.Rule{{ID: "r1"}, {ID: "r2"}},
			}}})
			if err := db.Write.Exec(sql).Error; err != nil {
				t.Fatal(err)
			}
			set, _, err := s.Load(t.Context())
			if err == nil || len(set.Agreements) > 0 {
				t.Errorf("loaded %+v, want an error", set)
			}
			if errors.Is(err, store.ErrUnavailable) {
				t.Errorf("%v: the database does answer", err)
			}
		})
	}
}
