package storetest

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/store"
)

func runCredentials(t *testing.T, open Open) {
	t.Helper()
	runTests(t, open, []test{
		{"SaveReadAndList", saveCredentials},
		{"StandingsAndRevisions", standings},
		{"OncePerRecordAndProgram", certifiedOnce},
		{"ConferredOncePerLearner", conferredOnce},
		{"EveryPlaceIsGivenOnce", everyPlace},
		{"TwoNeverTakeOnePlace", func(t *testing.T, s store.Store) { TwoNeverTakeOnePlace(t, s, s) }},
	})
}

// layout is a status list of a test; real ones are longer.
func layout(entries int64) store.Lists { return store.Lists{Entries: entries, Seed: uuid.New()} }

func credential(t *testing.T, s store.Store, in catalog.InstitutionID) store.Credential {
	t.Helper()
	place, err := s.TakePlace(t.Context(), in, layout(64))
	if err != nil {
		t.Fatal(err)
	}
	return store.Credential{
		ID: uuid.New(), Institution: in, Program: string(in) + "/p", Name: "P", Place: place, Standing: store.StandingActive,
		Issued: kept(noon), Changed: kept(noon), From: kept(noon), MediaType: "application/vc", Body: []byte("{\"a\": 1}\x00\xff"), Revision: 1,
	}
}

func mustIssue(t *testing.T, s store.Store, c store.Credential) store.Credential {
	t.Helper()
	if err := s.SaveCredential(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	return c
}

func saveCredentials(t *testing.T, s store.Store) {
	a := credential(t, s, "a")
	a.Until = kept(noon.Add(time.Hour))
	mustIssue(t, s, a)
	b := credential(t, s, "b")
	b.Issued = kept(noon.Add(time.Minute))
	b.Changed = b.Issued
	mustIssue(t, s, b)
	got, err := s.Credential(t.Context(), a.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "credential", a, got)
	if err := s.SaveCredential(t.Context(), a); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the same id again gives %v", err)
	}
	twin := credential(t, s, "a")
	twin.Place = a.Place
	if err := s.SaveCredential(t.Context(), twin); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the same place again gives %v", err)
	}
	if _, err := s.Credential(t.Context(), uuid.New()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an unknown id gives %v", err)
	}
	first, next, err := s.ListCredentials(t.Context(), store.CredentialFilter{}, store.Page{Limit: 1})
	if err != nil || len(first) != 1 || next == "" {
		t.Fatal(first, next, err)
	}
	second, end, err := s.ListCredentials(t.Context(), store.CredentialFilter{}, store.Page{Limit: 1, After: next})
	if err != nil || end != "" {
		t.Fatal(end, err)
	}
	equal(t, "newest first", []store.Credential{b, a}, slices.Concat(first, second))
	of, _, err := s.ListCredentials(t.Context(), store.CredentialFilter{Institution: "a", Program: "a/p"}, store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "of one institution", []store.Credential{a}, of)
	if _, _, err := s.ListCredentials(t.Context(), store.CredentialFilter{}, store.Page{After: "x"}); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("a foreign cursor gives %v", err)
	}
}

func standings(t *testing.T, s store.Store) {
	c := mustIssue(t, s, credential(t, s, "a"))
	marked := func(want store.Standing, indexes ...int64) {
		t.Helper()
		got, entries, err := s.Marked(t.Context(), "a", c.Place.List, want)
		if err != nil || entries != 64 || !slices.Equal(got, indexes) {
			t.Errorf("%s: %v of %d (%v), want %v", want, got, entries, err, indexes)
		}
	}
	change := func(standing store.Standing, reason string) {
		t.Helper()
		c.Standing, c.Reason, c.Changed = standing, reason, kept(noon.Add(time.Hour))
		out, err := s.UpdateCredential(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		c.Revision++
		equal(t, string(standing), c, out)
	}
	marked(store.StandingRevoked)
	change(store.StandingSuspended, "under review")
	marked(store.StandingSuspended, c.Place.Index)
	change(store.StandingActive, "")
	marked(store.StandingSuspended)
	c.Body, c.Until = []byte("new"), kept(noon.Add(48*time.Hour))
	change(store.StandingRevoked, "in error")
	marked(store.StandingRevoked, c.Place.Index)
	if _, err := s.UpdateCredential(t.Context(), c); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a revoked credential gives %v", err)
	}
	stale := mustIssue(t, s, credential(t, s, "a"))
	stale.Revision = 7
	if _, err := s.UpdateCredential(t.Context(), stale); !errors.Is(err, store.ErrConflict) {
		t.Errorf("another revision gives %v", err)
	}
	stale.ID = uuid.New()
	if _, err := s.UpdateCredential(t.Context(), stale); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an unknown credential gives %v", err)
	}
	if _, _, err := s.Marked(t.Context(), "a", 99, store.StandingRevoked); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an unknown list gives %v", err)
	}
}

func certifiedOnce(t *testing.T, s store.Store) {
	id := uuid.New()
	first := credential(t, s, "a")
	first.RecordID = id
	if err := s.SaveCredential(t.Context(), first); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("without its record: %v, want ErrNotFound", err)
	}
	mustPut(t, s, id, lines("a"), 0)
	mustIssue(t, s, first)
	second := credential(t, s, "a")
	second.RecordID = id
	if err := s.SaveCredential(t.Context(), second); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a second one: %v, want ErrConflict", err)
	}
	first.Standing = store.StandingRevoked
	if _, err := s.UpdateCredential(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	mustIssue(t, s, second)
	if err := s.DeleteRecord(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	got, err := s.Credential(t.Context(), second.ID)
	if err != nil || got.RecordID != uuid.Nil {
		t.Errorf("after its record: %v, record %v", err, got.RecordID)
	}
}

// conferredOnce: whoever has been conferred something keeps it when the record is gone,
// and is not conferred it again; what is issued by hand is not counted.
func conferredOnce(t *testing.T, s store.Store) {
	id := uuid.New()
	mustPut(t, s, id, lines("a"), 0)
	first := credential(t, s, "a")
	first.RecordID, first.Learner, first.Conferred = id, "hash-1", true
	mustIssue(t, s, first)
	again := credential(t, s, "a")
	again.Learner, again.Conferred = "hash-1", true
	if err := s.SaveCredential(t.Context(), again); !errors.Is(err, store.ErrConflict) {
		t.Errorf("conferred twice: %v, want ErrConflict", err)
	}
	hand := credential(t, s, "a")
	hand.Learner, hand.Issued = "hash-1", kept(noon.Add(time.Minute))
	hand.Changed = hand.Issued
	mustIssue(t, s, hand)
	if err := s.DeleteRecord(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	first.RecordID = uuid.Nil
	got, _, err := s.ListCredentials(t.Context(), store.CredentialFilter{RecordID: uuid.New(), Learner: "x", LearnerHash: "hash-1"}, store.Page{})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "of the learner", []store.Credential{hand, first}, got)
	first.Standing = store.StandingRevoked
	if _, err := s.UpdateCredential(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	mustIssue(t, s, again)
}

// everyPlace takes three lists' worth of places.
func everyPlace(t *testing.T, s store.Store) {
	seen := map[store.Place]bool{}
	for range 3 * 16 {
		p, err := s.TakePlace(t.Context(), "a", layout(16))
		if err != nil {
			t.Fatal(err)
		}
		if seen[p] || p.Index < 0 || p.Index >= 16 || p.List < 1 || p.List > 3 {
			t.Fatalf("%v is given twice or outside the lists", p)
		}
		seen[p] = true
	}
	if len(seen) != 48 {
		t.Errorf("%d places, want 48", len(seen))
	}
	if _, err := s.TakePlace(t.Context(), "a", layout(15)); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("a list of 15 gives %v", err)
	}
}

// TwoNeverTakeOnePlace lets many take places at once, through several handles of
// one database, across the ends of lists.
func TwoNeverTakeOnePlace(t *testing.T, handles ...store.Store) {
	t.Helper()
	var mu sync.Mutex
	seen := map[store.Place]bool{}
	parallel(writers, func(w int) {
		for range rounds {
			p, err := handles[w%len(handles)].TakePlace(t.Context(), "shared", layout(8))
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			if seen[p] {
				t.Errorf("%v is given twice", p)
			}
			seen[p] = true
			mu.Unlock()
		}
	})
	if len(seen) != writers*rounds {
		t.Errorf("%d places, want %d", len(seen), writers*rounds)
	}
}
