package app

import (
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
)

// TestARecordCannotSayThatItWasVerified: what is typed by hand is self-reported;
// what was stored before stays.
func TestARecordCannotSayThatItWasVerified(t *testing.T) {
	t.Parallel()
	s := campus(t, false)
	forged := map[string]string{record.CredentialSignature: "true", record.CredentialIssuer: "https://a.example/i", "own": "1"}
	r := record.Record{Attainments: []record.Attainment{
		{ID: "1", Item: "a/x", Evidence: catalog.VerifiedCredential},
		{ID: "2", Item: "a/x", Attributes: forged},
		{ID: "3", Item: "a/x", Evidence: catalog.Transcript},
	}}
	known := record.Record{Attainments: r.Attainments}
	if list := s.Lower(&known, &record.Record{Attainments: r.Attainments}); len(list) != 0 || known.Attainments[0].Evidence != catalog.VerifiedCredential {
		t.Errorf("what is known is lowered: %v", list)
	}
	if list := s.Lower(&r, nil); len(list) != 2 || list[0].Code != "credential_not_verified" {
		t.Errorf("%v", list)
	}
	for i, want := range []catalog.EvidenceKind{catalog.SelfReported, catalog.SelfReported, catalog.Transcript} {
		if got := r.Attainments[i].Evidence; got != want {
			t.Errorf("line %d is %s, want %s", i+1, got, want)
		}
	}
	if a := r.Attainments[1].Attributes; a[record.CredentialSignature] != "" || a["own"] != "1" || a[record.CredentialIssuer] == "" {
		t.Errorf("the attributes are %v", a)
	}
	if forged[record.CredentialSignature] != "true" {
		t.Error("the caller's map has changed")
	}
}

// TestAnotherLearnerIsAnotherPerson: what was checked for one learner says nothing of
// another, whatever the record is called; another spelling is the same learner.
func TestAnotherLearnerIsAnotherPerson(t *testing.T) {
	t.Parallel()
	s := campus(t, false)
	line := record.Attainment{ID: "1", Item: "a/x", Evidence: catalog.VerifiedCredential, Attributes: map[string]string{record.CredentialRecipient: "true"}}
	old := record.Record{Learner: "ann@example.org", Attainments: []record.Attainment{line}}
	for _, c := range []struct {
		learner string
		kept    bool
	}{
		{"ann@example.org", true},
		{" Ann@Example.org\u200b", true},
		{"bob@example.org", false},
		{"", false},
		{"S-1", false},
	} {
		learner, kept := c.learner, c.kept
		r := record.Record{Learner: learner, Attainments: []record.Attainment{line}}
		list := s.Lower(&r, &old)
		if a := r.Attainments[0]; (a.Evidence == catalog.VerifiedCredential) != kept || (a.Attributes[record.CredentialRecipient] == "true") != kept {
			t.Errorf("%q: %+v", learner, a)
		}
		if (len(list) == 1 && list[0].Code == "credential_not_verified" && strings.Contains(list[0].Message, "learner")) == kept {
			t.Errorf("%q: %v", learner, list)
		}
	}
}
