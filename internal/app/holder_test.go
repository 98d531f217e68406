package app

import (
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// TestWhoeverIsNamedDoesNotReplaceTheLearner: an identity that the caller names says by
// which other name the learner is known; it does not make another learner of him.
func TestWhoeverIsNamedDoesNotReplaceTheLearner(t *testing.T) {
	t.Parallel()
	const ann, bob, did = "ann@example.org", "bob@example.org", "did:example:ann"
	mail := func(kind string) map[string]any {
		return map[string]any{"identifier": []any{map[string]any{"identityType": kind, "hashed": false, "identityHash": ann}}}
	}
	byDID := map[string]any{"id": did}
	for name, c := range map[string]struct {
		subject map[string]any
		who     Holder
		want    verify.Truth
		code    string
	}{
		"the learner":                        {mail("emailAddress"), Holder{Learner: ann, Named: []string{ann}}, verify.Yes, ""},
		"the learner in capitals":            {mail("emailAddress"), Holder{Learner: "Ann@Example.org", Named: []string{ann}}, verify.Yes, ""},
		"another learner":                    {mail("emailAddress"), Holder{Learner: bob, Named: []string{ann}}, verify.No, "recipient_not_learner"},
		"another learner, both named":        {mail("emailAddress"), Holder{Learner: bob, Named: []string{ann, bob}}, verify.No, "recipient_not_learner"},
		"another learner, no kind of e-mail": {mail("identifier"), Holder{Learner: bob, Named: []string{ann}}, verify.No, "recipient_not_learner"},
		"another learner, by DID":            {byDID, Holder{Learner: "did:example:bob", Named: []string{did}}, verify.No, "recipient_not_learner"},
		"a DID and the learner's e-mail":     {byDID, Holder{Learner: bob, Named: []string{did, bob}}, verify.Yes, ""},
		"a DID and another's e-mail":         {byDID, Holder{Learner: bob, Named: []string{did, ann}}, verify.No, "recipient_not_learner"},
		"a learner with a number":            {mail("emailAddress"), Holder{Learner: "S-1", Named: []string{ann}}, verify.Yes, ""},
		"no record":                          {mail("emailAddress"), Holder{Learner: "", Named: []string{ann}}, verify.Yes, ""},
		"nobody named":                       {mail("emailAddress"), Holder{Learner: ann, Named: nil}, verify.Yes, ""},
		"nobody named, another learner":      {mail("emailAddress"), Holder{Learner: bob, Named: nil}, verify.No, ""},
		"nobody named, a number":             {mail("emailAddress"), Holder{Learner: "S-1", Named: nil}, verify.None, "recipient_not_checked"},
		"somebody else named":                {mail("emailAddress"), Holder{Learner: ann, Named: []string{bob}}, verify.No, ""},
	} {
		v := &verify.Verdict{Recipient: verify.None, Document: map[string]any{"credentialSubject": c.subject}}
		v.About(c.who.Named)
		warnings := whose(v, c.who)
		code := ""
		if len(warnings) > 0 {
			code = warnings[0].Code
		}
		if v.Recipient != c.want || code != c.code {
			t.Errorf("%s: recipient %s, %q; want %s, %q", name, v.Recipient, code, c.want, c.code)
		}
	}
}

// TestTheNewerVersionBecomesTheLine: what the refresh service gave takes the place of
// what was handed in, for better and for worse.
func TestTheNewerVersionBecomesTheLine(t *testing.T) {
	t.Parallel()
	set := ruleset.Set{Institutions: []catalog.Institution{institution("a")}}
	view, err := NewView(set, set.Version())
	if err != nil {
		t.Fatal(err)
	}
	verdict := func(period verify.Period, until string) *verify.Verdict {
		return &verify.Verdict{
			Verified: period == verify.TimeValid, Signature: verify.Yes, IssuerBound: true, Time: period, Status: verify.StatusNone, Schema: verify.Yes,
			Recipient: verify.None, Credential: &verify.Summary{ID: "urn:1", Issuer: "https://a.example/i"},
			Document: map[string]any{
				"type": []any{"VerifiableCredential", "OpenBadgeCredential"}, "validFrom": "2026-01-01T00:00:00Z", "validUntil": until,
				"credentialSubject": map[string]any{"type": []any{"AchievementSubject"}, "achievement": map[string]any{"id": "https://a.example/x"}},
			},
		}
	}
	old, newer := verdict(verify.Expired, "2026-02-01T00:00:00Z"), verdict(verify.TimeValid, "2029-02-01T00:00:00Z")
	revoked := verdict(verify.TimeValid, "2029-02-01T00:00:00Z")
	revoked.Verified, revoked.Status = false, verify.Revoked
	for name, c := range map[string]struct {
		handed, newer *verify.Verdict
		expires       string
		status        record.Status
	}{
		"renewed":      {old, newer, "2029-02-01", record.Earned},
		"not renewed":  {old, nil, "2026-02-01", record.Earned},
		"ended since":  {newer, old, "2026-02-01", record.Earned},
		"revoked then": {newer, revoked, "2029-02-01", record.Withdrawn},
	} {
		handed := *c.handed
		handed.Refreshed = c.newer
		got, err := Recognise(view, &handed, Holder{})
		if err != nil {
			t.Fatal(err)
		}
		said := slices.ContainsFunc(got.Warnings, func(p diag.Problem) bool { return p.Code == "credential_refreshed" })
		if got.Line.Expires.String() != c.expires || got.Line.Status != c.status || said != (c.newer != nil) {
			t.Errorf("%s: until %s, %s; said %v", name, got.Line.Expires, got.Line.Status, said)
		}
	}
}
