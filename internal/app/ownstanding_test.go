package app

import (
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/store"
)

// TestARevocationReachesStoredRecords: the line of a credential that was issued
// here is withdrawn as soon as the credential is, wherever it was imported.
func TestARevocationReachesStoredRecords(t *testing.T) {
	t.Parallel()
	s := campus(t, false)
	c, err := s.Issue(t.Context(), &IssueRequest{Program: "a/badge", Record: learner("a/x"), Recipient: issuing.Recipient{Identity: "S-1"}})
	if err != nil {
		t.Fatal(err)
	}
	line := func(id, issuer string) record.Attainment {
		return record.Attainment{ID: id, Item: "a/b", Status: record.Earned, Evidence: catalog.VerifiedCredential, Attributes: map[string]string{
			record.CredentialID: "urn:uuid:" + c.ID.String(), record.CredentialIssuer: issuer, record.CredentialStatus: "active",
		}}
	}
	id := keepRecord(t, s, record.Record{Attainments: []record.Attainment{line("own", "https://badges.example/issuers/a"), line("other", "https://b.example/i")}})
	for _, step := range []struct {
		standing store.Standing
		want     record.Status
	}{{store.StandingActive, record.Earned}, {store.StandingSuspended, record.Withdrawn}, {store.StandingActive, record.Earned}, {store.StandingRevoked, record.Withdrawn}} {
		if _, err := s.SetStanding(t.Context(), c.ID, step.standing, ""); err != nil {
			t.Fatal(err)
		}
		r, err := s.RecordToday(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		own, other := r.Record.Attainments[0], r.Record.Attainments[1]
		if own.Status != step.want || own.Attributes[record.CredentialStatus] != string(step.standing) || other.Status != record.Earned {
			t.Errorf("%s: own %s (%s), other %s", step.standing, own.Status, own.Attributes[record.CredentialStatus], other.Status)
		}
	}
}
