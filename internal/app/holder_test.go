package app

import (
	"testing"

	"github.com/cairnproject/cairn/internal/interop/verify"
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
		"the learner":                        {mail("emailAddress"), Holder{ann, []string{ann}}, verify.Yes, ""},
		"the learner in capitals":            {mail("emailAddress"), Holder{"Ann@Example.org", []string{ann}}, verify.Yes, ""},
		"another learner":                    {mail("emailAddress"), Holder{bob, []string{ann}}, verify.No, "recipient_not_learner"},
		"another learner, both named":        {mail("emailAddress"), Holder{bob, []string{ann, bob}}, verify.No, "recipient_not_learner"},
		"another learner, no kind of e-mail": {mail("identifier"), Holder{bob, []string{ann}}, verify.No, "recipient_not_learner"},
		"another learner, by DID":            {byDID, Holder{"did:example:bob", []string{did}}, verify.No, "recipient_not_learner"},
		"a DID and the learner's e-mail":     {byDID, Holder{bob, []string{did, bob}}, verify.Yes, ""},
		"a DID and another's e-mail":         {byDID, Holder{bob, []string{did, ann}}, verify.No, "recipient_not_learner"},
		"a learner with a number":            {mail("emailAddress"), Holder{"S-1", []string{ann}}, verify.Yes, ""},
		"no record":                          {mail("emailAddress"), Holder{"", []string{ann}}, verify.Yes, ""},
		"nobody named":                       {mail("emailAddress"), Holder{ann, nil}, verify.Yes, ""},
		"nobody named, another learner":      {mail("emailAddress"), Holder{bob, nil}, verify.No, ""},
		"nobody named, a number":             {mail("emailAddress"), Holder{"S-1", nil}, verify.None, "recipient_not_checked"},
		"somebody else named":                {mail("emailAddress"), Holder{ann, []string{bob}}, verify.No, ""},
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
