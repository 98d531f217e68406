package app

import (
	"testing"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
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
