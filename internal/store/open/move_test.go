package open_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
	"github.com/cairnproject/cairn/internal/store/storetest"
)

// A rule set goes from one kind of database to the other and back, and is the
// same to the last byte.
func TestMovingBetweenDatabases(t *testing.T) {
	t.Parallel()
	set := storetest.Synthetic(storetest.Size{Items: 500, Agreements: 3, Rules: 700})
	want, err := json.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	version := set.Version()
	for _, backend := range []int{0, 1, 0} {
		s := opened(t, backends[backend].url(t))
		set = move(t, s, set, version)
	}
	got, err := json.Marshal(set)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
}

func move(t *testing.T, s store.Store, set ruleset.Set, version ruleset.Version) ruleset.Set {
	t.Helper()
	if _, err := s.Apply(t.Context(), set, store.ApplyOptions{}); err != nil {
		t.Fatal(err)
	}
	loaded, got, err := s.Load(t.Context())
	if err != nil || got != version {
		t.Fatalf("version %s, want %s (%v)", got.Short(), version.Short(), err)
	}
	return loaded
}
