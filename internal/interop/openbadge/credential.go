// Package openbadge reads the credentials of Open Badges 3.0 and CLR 2.0, and
// the W3C Verifiable Credentials (2.0 and 1.1) that they are: which kind, from
// whom, about whom, from when until when; and whether they have the structure
// that the standards ask for. It judges no signature.
package openbadge

import (
	"slices"
	"time"
)

// Kind is what a credential is.
type Kind string

// The kinds, from the most to the least special.
const (
	ClrKind          Kind = "ClrCredential"
	AchievementKind  Kind = "AchievementCredential" // also called OpenBadgeCredential
	EndorsementKind  Kind = "EndorsementCredential"
	StatusListKind   Kind = "BitstringStatusListCredential"
	StatusListKind1  Kind = "StatusList2021Credential"
	PlainKind        Kind = "VerifiableCredential"
	PresentationKind Kind = "VerifiablePresentation"
	NoKind           Kind = ""
)

// Kinds lists every kind, the empty one last.
func Kinds() []Kind {
	return []Kind{ClrKind, AchievementKind, EndorsementKind, StatusListKind, StatusListKind1, PlainKind, PresentationKind, NoKind}
}

// The base contexts.
const (
	ContextV1 = "https://www.w3.org/2018/credentials/v1"
	ContextV2 = "https://www.w3.org/ns/credentials/v2"
)

// Credential is a view of a document that strictjson.Tree read. It holds no copy
// and changes nothing.
type Credential struct{ Doc map[string]any }

// Types are the values of type.
func (c Credential) Types() []string { return texts(c.Doc["type"]) }

// Kind says what the credential is by its types.
func (c Credential) Kind() Kind {
	types := c.Types()
	for _, k := range []Kind{ClrKind, AchievementKind, EndorsementKind, StatusListKind, StatusListKind1} {
		if slices.Contains(types, string(k)) || k == AchievementKind && slices.Contains(types, "OpenBadgeCredential") {
			return k
		}
	}
	for _, k := range []Kind{PlainKind, PresentationKind} {
		if slices.Contains(types, string(k)) {
			return k
		}
	}
	return NoKind
}

// V1 reports whether the credential is in the form of VC 1.1.
func (c Credential) V1() bool {
	l := list(c.Doc["@context"])
	return len(l) > 0 && l[0] == ContextV1
}

// ID is the credential's id, empty without one.
func (c Credential) ID() string { return text(c.Doc["id"]) }

// Name is the credential's name where it is a plain text.
func (c Credential) Name() string { return text(c.Doc["name"]) }

// Issuer is the issuer's id.
func (c Credential) Issuer() string { return idOf(c.Doc["issuer"]) }

// IssuerName is the issuer's name where the credential states one.
func (c Credential) IssuerName() string {
	m, _ := c.Doc["issuer"].(map[string]any)
	return text(m["name"])
}

// Subject is the first subject.
func (c Credential) Subject() map[string]any {
	for _, s := range list(c.Doc["credentialSubject"]) {
		m, _ := s.(map[string]any)
		return m
	}
	return nil
}

// From is the moment from which the credential is valid: validFrom, in VC 1.1
// issuanceDate. ok is false where there is none or it is no date.
func (c Credential) From() (at time.Time, ok bool) { return c.moment("validFrom", "issuanceDate") }

// Until is the moment at which it ends; ok as in From.
func (c Credential) Until() (at time.Time, ok bool) { return c.moment("validUntil", "expirationDate") }

// HasUntil reports whether an end is stated at all, sound or not.
func (c Credential) HasUntil() bool {
	return c.Doc["validUntil"] != nil || c.Doc["expirationDate"] != nil
}

func (c Credential) moment(v2, v1 string) (time.Time, bool) {
	for _, name := range []string{v2, v1} {
		if v, ok := c.Doc[name]; ok {
			return parseTime(v)
		}
	}
	return time.Time{}, false
}

func parseTime(v any) (time.Time, bool) {
	at, err := time.Parse(time.RFC3339, text(v))
	return at, err == nil
}

func idOf(v any) string {
	if m, ok := v.(map[string]any); ok {
		return text(m["id"])
	}
	return text(v)
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// list is a value or a list of values as a list; nil stays empty.
func list(v any) []any {
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

func texts(v any) []string {
	var out []string
	for _, e := range list(v) {
		if s, ok := e.(string); ok {
			out = append(out, s)
		}
	}
	return out
}
