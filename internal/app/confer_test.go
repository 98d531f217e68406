package app

import (
	"slices"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/store"
)

// conferAll stores nothing: it confers what is stored and returns the states.
func conferAll(t *testing.T, s *Service, id uuid.UUID) map[string]Conferral {
	t.Helper()
	list, err := s.Confer(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]Conferral{}
	for _, c := range list {
		out[c.Program] = c
	}
	return out
}

func keepRecord(t *testing.T, s *Service, r record.Record) uuid.UUID {
	t.Helper()
	stored, err := s.CreateRecord(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return stored.ID
}

// TestNothingWithheldIsAPieceOfTheNext: what a person must decide, and what is
// suspended or revoked, completes nothing.
func TestNothingWithheldIsAPieceOfTheNext(t *testing.T) {
	t.Parallel()
	s := campus(t, false)
	r := learner("a/x", "a/y")
	r.Attainments[0].Evidence = catalog.SelfReported
	states := conferAll(t, s, keepRecord(t, s, r))
	if states["a/badge"].State != ConferralPerson || states["a/cert"].State != ConferralPerson {
		t.Errorf("of a self-reported piece: %v", states)
	}
	for _, standing := range []store.Standing{store.StandingSuspended, store.StandingRevoked} {
		s := campus(t, false)
		r := learner("a/x")
		id := keepRecord(t, s, r)
		first := conferAll(t, s, id)["a/badge"]
		if first.State != ConferralIssued {
			t.Fatal(first)
		}
		if _, err := s.SetStanding(t.Context(), *first.Credential, standing, ""); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ReplaceRecord(t.Context(), id, learner("a/x", "a/y"), 1); err != nil {
			t.Fatal(err)
		}
		if got := conferAll(t, s, id)["a/cert"]; got.State != ConferralPerson {
			t.Errorf("with a badge that is %s the certificate is %s", standing, got.State)
		}
	}
}

// TestALearnerIsConferredOnceWhateverTheRecord: posting a record again neither
// issues again nor evades a revocation.
func TestALearnerIsConferredOnceWhateverTheRecord(t *testing.T) {
	t.Parallel()
	s := campus(t, false)
	first := conferAll(t, s, keepRecord(t, s, learner("a/x")))["a/badge"]
	again := conferAll(t, s, keepRecord(t, s, learner("a/x")))["a/badge"]
	if again.State != ConferralHeld || *again.Credential != *first.Credential {
		t.Errorf("the same learner's other record gives %s", again.State)
	}
	if _, err := s.SetStanding(t.Context(), *first.Credential, store.StandingRevoked, ""); err != nil {
		t.Fatal(err)
	}
	if got := conferAll(t, s, keepRecord(t, s, learner("a/x")))["a/badge"]; got.State != ConferralPerson {
		t.Errorf("after a revocation another record gives %s", got.State)
	}
	other := learner("a/x")
	other.Learner = "S-2"
	if got := conferAll(t, s, keepRecord(t, s, other))["a/badge"]; got.State != ConferralIssued {
		t.Errorf("another learner gets %s", got.State)
	}
}

// TestARecordThatIsRenamedOrDeletedForgetsNothing: what was revoked stays so for the
// learner, however the record that it came from is called now.
func TestARecordThatIsRenamedOrDeletedForgetsNothing(t *testing.T) {
	t.Parallel()
	for name, evade := range map[string]func(s *Service, id uuid.UUID) error{
		"renamed": func(s *Service, id uuid.UUID) error {
			other := learner("a/x")
			other.Learner = "S-77"
			_, err := s.ReplaceRecord(t.Context(), id, other, 1)
			return err
		},
		"deleted": func(s *Service, id uuid.UUID) error { return s.DeleteRecord(t.Context(), id, 1) },
	} {
		s := campus(t, false)
		id := keepRecord(t, s, learner("a/x"))
		first := conferAll(t, s, id)["a/badge"]
		if _, err := s.SetStanding(t.Context(), *first.Credential, store.StandingRevoked, ""); err != nil {
			t.Fatal(err)
		}
		if err := evade(s, id); err != nil {
			t.Fatal(err)
		}
		if got := conferAll(t, s, keepRecord(t, s, learner("a/x")))["a/badge"]; got.State != ConferralPerson {
			t.Errorf("%s: another record gives %s", name, got.State)
		}
	}
}

// TestASpellingIsNoOtherLearner: case, spaces, dashes and what nobody sees change
// nothing about who somebody is.
func TestASpellingIsNoOtherLearner(t *testing.T) {
	t.Parallel()
	s := campus(t, false)
	for i, name := range []string{"S\u00e9-1", "s\u00e9-1", " S\u00e9-1\t", "S\u00e9\u20111", "S\u00e9-\u200b1", "Se\u0301-1", "\uff33\u00e9-1"} {
		r := learner("a/x")
		r.Learner = name
		want := ConferralHeld
		if i == 0 {
			want = ConferralIssued
		}
		if got := conferAll(t, s, keepRecord(t, s, r))["a/badge"]; got.State != want {
			t.Errorf("%q: %s, want %s", name, got.State, want)
		}
	}
	r := learner("a/x")
	r.Learner = "\u200b"
	if got := conferAll(t, s, keepRecord(t, s, r))["a/badge"]; got.State != ConferralPerson {
		t.Errorf("nobody: %s", got.State)
	}
}

// TestRacingRecordsOfOneLearner: records that come at the same moment confer once.
func TestRacingRecordsOfOneLearner(t *testing.T) {
	t.Parallel()
	s := campus(t, false)
	const records = 6
	ids := make([]uuid.UUID, records)
	for i := range ids {
		ids[i] = keepRecord(t, s, learner("a/x"))
	}
	var group sync.WaitGroup
	states := make(chan Conferral, records)
	for _, id := range ids {
		group.Go(func() {
			list, err := s.Confer(t.Context(), id)
			if err != nil {
				t.Error(err)
				return
			}
			states <- list[0]
		})
	}
	group.Wait()
	close(states)
	issued, given := 0, map[uuid.UUID]bool{}
	for c := range states {
		if c.State == ConferralIssued {
			issued++
		}
		if c.Credential == nil {
			t.Errorf("%+v", c)
			continue
		}
		given[*c.Credential] = true
	}
	if issued != 1 || len(given) != 1 {
		t.Errorf("issued %d times, %d credentials", issued, len(given))
	}
}

// TestOneThatCannotBeIssuedHoldsUpNoOther: a certificate that would have ended already
// is a person's decision, and the rest is conferred.
func TestOneThatCannotBeIssuedHoldsUpNoOther(t *testing.T) {
	t.Parallel()
	s := campus(t, false)
	r := learner("a/x", "a/y")
	for i := range r.Attainments {
		r.Attainments[i].Attained = calendar.NewDate(2019, 12, 15)
	}
	v, err := s.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	set := v.Set
	set.Programs = slices.Clone(set.Programs)
	for i := range set.Programs {
		if set.Programs[i].ID == "a/badge" {
			set.Programs[i].Stack = &requirement.StackPolicy{ValidYears: 1}
		}
		if set.Programs[i].ID == "a/cert" {
			set.Programs[i].Requires, set.Programs[i].Stack = &requirement.Node{All: []requirement.Node{{Item: "a/y"}}}, nil
		}
	}
	if _, _, err := s.Import(t.Context(), set, ImportOptions{Source: "test"}); err != nil {
		t.Fatal(err)
	}
	got := conferAll(t, s, keepRecord(t, s, r))
	if c := got["a/badge"]; c.State != ConferralPerson || c.Reason == "" {
		t.Errorf("the one that has ended: %+v", c)
	}
	if c := got["a/cert"]; c.State != ConferralIssued {
		t.Errorf("the other: %+v", c)
	}
}
