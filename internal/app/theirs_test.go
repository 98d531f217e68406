package app

import (
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
)

// TestABadgeOfNobodyKnownConfersNothing: what rests on a credential of which nobody
// could say that it is the learner's is decided by a person.
func TestABadgeOfNobodyKnownConfersNothing(t *testing.T) {
	t.Parallel()
	for recipient, want := range map[string]ConferralState{"true": ConferralIssued, "none": ConferralPerson, "": ConferralPerson} {
		s := campus(t, false)
		s.trustStated = true
		r := learner("a/x")
		a := &r.Attainments[0]
		a.Evidence, a.Attributes = catalog.VerifiedCredential, map[string]string{record.CredentialRecipient: recipient}
		got := conferAll(t, s, keepRecord(t, s, r))["a/badge"]
		if got.State != want || (got.Reason != "") != (want == ConferralPerson) {
			t.Errorf("recipient %q: %s, %q; want %s", recipient, got.State, got.Reason, want)
		}
	}
}
