package openbadge

import (
	"crypto/md5" //nolint:gosec // the standard knows it; a match by it is a warning
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"slices"
	"strings"
)

// Match says how a recipient was recognised.
type Match struct {
	// Matched: the credential is about the one who was asked for.
	Matched bool
	// Named: the credential names somebody at all.
	Named bool
	// By is "id", or the identityType of the identifier.
	By string
	// Weak: by MD5, which proves little.
	Weak bool
}

// How many identifiers of a credential, how many identities of a person, and how
// long a salt is looked at: comparing all with all must not take long.
const (
	maxIdentifiers = 100
	maxIdentities  = 100
	maxSalt        = 1024
)

// MatchRecipient compares the first subject with the identities of a person:
// ids (a DID, a URL), e-mail addresses, student numbers. One match is enough.
// Hashed identifiers are compared as Open Badges 3.0, B.1.15 says: sha256$ or
// md5$ over the identity followed by the salt. E-mail addresses are also tried in
// lower case; nothing else is changed. The first hundred of each are looked at.
func (c Credential) MatchRecipient(identities []string) Match {
	subject := c.Subject()
	m := Match{}
	identities = identities[:min(len(identities), maxIdentities)]
	if id := text(subject["id"]); id != "" {
		m.Named = true
		for _, want := range identities {
			if equal(id, want) || equal(id, "mailto:"+want) {
				return Match{Matched: true, Named: true, By: "id"}
			}
		}
	}
	identifiers := list(subject["identifier"])
	for _, e := range identifiers[:min(len(identifiers), maxIdentifiers)] {
		object, _ := e.(map[string]any)
		hash := text(object["identityHash"])
		if hash == "" {
			continue
		}
		m.Named = true
		if len(text(object["salt"])) > maxSalt {
			continue
		}
		hashed, _ := object["hashed"].(bool)
		for _, want := range identities {
			if ok, weak := same(hash, want, text(object["salt"]), hashed); ok {
				return Match{Matched: true, Named: true, By: text(object["identityType"]), Weak: weak}
			}
		}
	}
	return m
}

// Comparable reports whether an identity is of a kind by which the credential names
// its recipient, so that no match means another person: an e-mail address, or a DID.
func (c Credential) Comparable(identity string) bool {
	subject := c.Subject()
	if strings.HasPrefix(identity, "did:") {
		return strings.HasPrefix(text(subject["id"]), "did:")
	}
	if !strings.Contains(identity, "@") {
		return false
	}
	if strings.HasPrefix(text(subject["id"]), "mailto:") {
		return true
	}
	identifiers := list(subject["identifier"])
	return slices.ContainsFunc(identifiers[:min(len(identifiers), maxIdentifiers)], func(e any) bool {
		object, _ := e.(map[string]any)
		return text(object["identityType"]) == "emailAddress" && text(object["identityHash"]) != ""
	})
}

// same compares one identifier with one identity.
func same(hash, identity, salt string, hashed bool) (ok, weak bool) {
	forms := []string{identity}
	if lower := strings.ToLower(identity); lower != identity && strings.Contains(identity, "@") {
		forms = append(forms, lower)
	}
	for _, form := range forms {
		algorithm, digest, found := strings.Cut(hash, "$")
		switch {
		case !hashed && equal(hash, form):
			return true, false
		case hashed && found && algorithm == "sha256":
			sum := sha256.Sum256([]byte(form + salt))
			if equal(strings.ToLower(digest), hex.EncodeToString(sum[:])) {
				return true, false
			}
		case hashed && found && algorithm == "md5":
			sum := md5.Sum([]byte(form + salt)) //nolint:gosec // see above
			if equal(strings.ToLower(digest), hex.EncodeToString(sum[:])) {
				return true, true
			}
		}
	}
	return false, false
}

func equal(a, b string) bool { return a != "" && subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
