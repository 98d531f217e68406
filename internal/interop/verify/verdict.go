// Package verify answers what is known about a credential that somebody hands
// in, each fact apart from the others: is it signed and unchanged; is the key
// the issuer's own; does this institution trust the issuer; is it in its time;
// has it been revoked; has it the form of its standard; is it about the person
// who shows it. A good signature alone says little: anybody can sign anything
// with a key of their own.
package verify

import (
	"encoding/json"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
)

// Truth is the answer to a question that may have none. In JSON Yes and No are
// true and false, the others are texts.
type Truth string

// The answers.
const (
	Yes Truth = "true"
	No  Truth = "false"
	// None: there is nothing to judge (no proof, no recipient named or asked for).
	None Truth = "none"
	// Unknown: it cannot be said.
	Unknown Truth = "unknown"
)

// MarshalJSON writes true, false, or a text.
func (t Truth) MarshalJSON() ([]byte, error) {
	if t == Yes || t == No {
		return []byte(t), nil
	}
	return json.Marshal(string(t))
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (t *Truth) UnmarshalJSON(data []byte) error {
	if s := string(data); s == "true" || s == "false" {
		*t = Truth(s)
		return nil
	}
	return json.Unmarshal(data, (*string)(t))
}

func truth(b bool) Truth {
	if b {
		return Yes
	}
	return No
}

// Period says where the moment of the question lies.
type Period string

// The periods. TimeUnknown: the dates cannot be read.
const (
	TimeValid   Period = "valid"
	Expired     Period = "expired"
	NotYetValid Period = "notYetValid"
	TimeUnknown Period = "unknown"
)

// Status is what the issuer publishes about a credential after issuing it.
type Status string

// The statuses. StatusNone: the credential names no status; StatusUnknown: it
// does, and the answer cannot be had or trusted.
const (
	StatusNone    Status = "none"
	Active        Status = "active"
	Suspended     Status = "suspended"
	Revoked       Status = "revoked"
	StatusUnknown Status = "unknown"
)

// Checks are the facts by name.
type Checks struct {
	Signature     Check `json:"signature"`
	IssuerBound   Check `json:"issuerBound"`
	IssuerTrusted Check `json:"issuerTrusted"`
	Time          Check `json:"time"`
	Status        Check `json:"status"`
	Schema        Check `json:"schema"`
	Recipient     Check `json:"recipient"`
}

// Verdict is everything that is known about one credential.
type Verdict struct {
	// Verified sums up: signature, issuerBound and schema are true, time is
	// valid, status is none or active, and recipient is not false. Trust is not
	// in it: that is each institution's own decision.
	Verified bool `json:"verified"`

	Signature     Truth  `json:"signature"`
	IssuerBound   bool   `json:"issuerBound"`
	IssuerTrusted Truth  `json:"issuerTrusted"`
	Time          Period `json:"time"`
	Status        Status `json:"status"`
	Schema        Truth  `json:"schema"`
	Recipient     Truth  `json:"recipient"`

	Checks Checks `json:"checks"`

	// Form is how the credential came, outermost first: png, svg, jws, json.
	Form []string `json:"form"`
	// Credential says what it is; nil where there is none.
	Credential *Summary `json:"credential,omitempty"`
	// Signals are what speaks for a credential about an achievement; nil where it
	// is about none.
	Signals *Signals `json:"signals,omitempty"`
	// Trust is the entry of the institution's register that decides issuerTrusted.
	Trust *Trust `json:"trust,omitempty"`
	// Proofs are the signatures, each with its own answer.
	Proofs []Proof `json:"proofs,omitempty"`
	// Endorsements and Inner (the credentials of a CLR) say whether each is
	// verified, in the order in which they stand; Nested has their verdicts.
	Endorsements []bool   `json:"endorsements,omitempty"`
	Inner        []bool   `json:"inner,omitempty"`
	Nested       []Nested `json:"nested,omitempty"`
	// Refreshed is the newer credential that the refresh service gave, where it
	// is one of the same issuer and id. The facts above are of the one handed in.
	Refreshed *Verdict `json:"refreshed,omitempty"`
	// Document is the credential as it was read. It is for callers in Go.
	Document map[string]any `json:"-"`
}

// Summary is what a credential says of itself; nothing of it is checked here.
type Summary struct {
	ID         string         `json:"id,omitempty"`
	Kind       openbadge.Kind `json:"kind"`
	Types      []string       `json:"types"`
	Name       string         `json:"name,omitempty"`
	Issuer     string         `json:"issuer"`
	IssuerName string         `json:"issuerName,omitempty"`
	ValidFrom  string         `json:"validFrom,omitempty"`
	ValidUntil string         `json:"validUntil,omitempty"`
	Subject    string         `json:"subject,omitempty"`
	// DataModel is the version of the W3C data model: "2.0" or "1.1".
	DataModel string `json:"dataModel"`
}

// Proof is one signature.
type Proof struct {
	// Type is the cryptosuite, the proof type, or the JWS algorithm.
	Type               string `json:"type"`
	VerificationMethod string `json:"verificationMethod,omitempty"`
	Verified           bool   `json:"verified"`
	Bound              bool   `json:"bound"`
	// Ignored: of a kind that is not supported, beside one that is.
	Ignored bool   `json:"ignored,omitempty"`
	Created string `json:"created,omitempty"`
	// Problem says why it does not verify.
	Problem *Reason `json:"problem,omitempty"`

	binding diag.Problem
	unknown bool // of a kind that is not supported
}

// Role is what a credential inside another is for.
type Role string

// The roles.
const (
	RoleEndorsement Role = "endorsement"
	RoleInner       Role = "inner"
)

// Nested is the verdict on a credential inside another.
type Nested struct {
	Role    Role     `json:"role"`
	Pointer string   `json:"pointer"`
	Verdict *Verdict `json:"verdict"`
}

// Trust is an institution's decision about an issuer.
type Trust struct {
	Institution string `json:"institution"`
	Issuer      string `json:"issuer"`
	Name        string `json:"name,omitempty"`
	Tier        string `json:"tier"`
	// Refused: the institution has decided against the issuer.
	Refused bool   `json:"refused,omitempty"`
	By      string `json:"by,omitempty"`
	Reason  string `json:"reason"`
	From    string `json:"from,omitempty"`
	Until   string `json:"until,omitempty"`
}
