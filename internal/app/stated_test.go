package app

import (
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
	if list := s.Lower(&known, r.Attainments); len(list) != 0 || known.Attainments[0].Evidence != catalog.VerifiedCredential {
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
