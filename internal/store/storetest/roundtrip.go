package storetest

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

// samples is how many generated sets and records a backend sees.
const samples = 30

func runRoundTrip(t *testing.T, open Open) {
	t.Helper()
	runTests(t, open, []test{
		{"EveryFieldOfTheRules", everyRuleField},
		{"EveryFieldOfARecord", everyRecordField},
		{"GeneratedSets", generatedSets},
		{"GeneratedRecords", generatedRecords},
	})
}

func everyRuleField(t *testing.T, s store.Store) {
	set := sets(true).Example(1)
	if zero := zeroFields(set); len(zero) > 0 {
		slices.Sort(zero)
		t.Fatalf("the generator leaves fields empty: %v", zero)
	}
	mustApply(t, s, set)
	got := mustLoad(t, s)
	equal(t, "set", set, got)
	equalJSON(t, "set", set, got)
}

func everyRecordField(t *testing.T, s store.Store) {
	r := records(true).Example(1)
	if zero := zeroFields(r); len(zero) > 0 {
		slices.Sort(zero)
		t.Fatalf("the generator leaves fields empty: %v", zero)
	}
	put := mustPut(t, s, uuid.New(), r, 0)
	got, err := s.Record(t.Context(), put.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "record", put, got)
	equalJSON(t, "record", r, got.Record)
}

// generatedSets applies one update after another and keeps the domain's own
// merge beside the store.
func generatedSets(t *testing.T, s store.Store) {
	var model ruleset.Set
	for seed := range samples {
		update := sets(seed%4 == 0).Example(seed)
		want, merged := ruleset.Diff(model, update)
		dry, err := s.Apply(t.Context(), update, store.ApplyOptions{DryRun: true})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "dry run", want, dry)
		equal(t, "change", want, mustApply(t, s, update))
		equalJSON(t, "set", merged, mustLoad(t, s)) // and its version
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
		model = merged
	}
}

func generatedRecords(t *testing.T, s store.Store) {
	id := uuid.New()
	for seed := range samples {
		r := records(false).Example(seed)
		put := mustPut(t, s, id, r, int64(seed))
		got, err := s.Record(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "record", r, got.Record)
		equal(t, "stored record", put, got)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func mustApply(t *testing.T, s store.Store, set ruleset.Set) ruleset.Change {
	t.Helper()
	c, err := s.Apply(t.Context(), set, store.ApplyOptions{Source: t.Name(), At: noon})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// mustLoad loads the set and checks the promises about versions.
func mustLoad(t *testing.T, s store.Store) ruleset.Set {
	t.Helper()
	set, loaded, err := s.Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	stored, err := s.Version(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if own := set.Version(); own != loaded || own != stored {
		t.Errorf("versions differ: of the content %s, loaded %s, stored %s", own.Short(), loaded.Short(), stored.Short())
	}
	return set
}

// noon has more digits than a database keeps.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 123456789, time.FixedZone("", 3600))
