package app

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// Holder is who shows a credential.
type Holder struct {
	// Learner is that of the record; empty where there is no record or it names nobody.
	Learner string
	// Named are the identities that the question named.
	Named []string
	// stranger: identities were named by somebody whose word is not taken for it.
	stranger bool
}

// whose compares the recipient with the learner of the record, and warns of what is
// not checked. The identities of the question were compared when it was answered; they
// say by which other name the learner is known, and never that the learner is somebody
// else. A learner who is known by another kind of identity than the credential names,
// such as a number and not an e-mail address, can be recognised and not be told from
// others.
func whose(verdict *verify.Verdict, who Holder) diag.List {
	if verdict.Recipient == verify.No || verdict.Document == nil {
		return nil
	}
	c := openbadge.Credential{Doc: verdict.Document}
	is := who.Learner != "" && c.MatchRecipient([]string{who.Learner}).Matched
	switch {
	case verdict.Recipient == verify.Yes && (is || !who.another(c)):
		return nil
	case verdict.Recipient == verify.Yes:
		verdict.About([]string{who.Learner})
		return diag.List{{
			Severity: diag.Warning, Code: "recipient_not_learner",
			Message:    "the credential is about the person who was named, who is not the record’s learner",
			Suggestion: "add it to the record of the person it is about",
		}}
	case is, who.Learner != "" && c.Comparable(who.Learner):
		verdict.About([]string{who.Learner})
		return nil
	}
	why := "nobody was named to compare its recipient with"
	switch {
	case who.stranger:
		why = "who shows it was named by somebody who may not issue here, whose word is not taken for it"
	case who.Learner != "":
		why = "its recipient is not the record’s learner by the name that the record has, which may be another name of the same person"
	}
	return diag.List{{
		Severity: diag.Warning, Code: "recipient_not_checked", Message: "it was not checked whose the credential is: " + why,
		Suggestion: "name the person who shows it (--recipient, or the header Cairn-Recipient)",
	}}
}

// another reports whether the learner, by whom the credential is not recognised, must
// be somebody else than it is about: it has an identity of the learner's kind, or the
// question named one.
func (h Holder) another(c openbadge.Credential) bool {
	if h.Learner == "" {
		return false
	}
	kind := identityKind(h.Learner)
	same := slices.ContainsFunc(h.Named, func(n string) bool { return sameLearner(n, h.Learner) })
	return c.Comparable(h.Learner) ||
		!same && kind != "" && slices.ContainsFunc(h.Named, func(n string) bool { return identityKind(n) == kind })
}

// identityKind is the kind of an identity of which a person has one here: an e-mail
// address or a DID; empty for all others, such as numbers.
func identityKind(identity string) string {
	switch {
	case strings.HasPrefix(identity, "did:"):
		return "did"
	case strings.Contains(identity, "@"):
		return "email"
	}
	return ""
}
