package catalog

import "github.com/cairnproject/cairn/internal/calendar"

// IssuerTier is how far an institution trusts an issuer of credentials.
type IssuerTier string

// The tiers, the strongest first.
const (
	// TierAccredited: a public or professional body stands for the issuer.
	TierAccredited IssuerTier = "accredited"
	// TierApproved: the institution has examined the issuer itself.
	TierApproved IssuerTier = "approved"
	// TierRecognised: the institution knows who the issuer is, no more.
	TierRecognised IssuerTier = "recognised"
	// TierRefused: the institution does not accept the issuer, and says why.
	TierRefused IssuerTier = "refused"
)

// IssuerTiers lists the tiers, the strongest first.
func IssuerTiers() []IssuerTier {
	return []IssuerTier{TierAccredited, TierApproved, TierRecognised, TierRefused}
}

// AtLeast reports whether the tier is as strong as another. Nothing is as strong
// as a tier that is none, and TierRefused is as strong as itself only.
func (t IssuerTier) AtLeast(other IssuerTier) bool {
	rank := map[IssuerTier]int{TierAccredited: 3, TierApproved: 2, TierRecognised: 1}
	return rank[other] > 0 && rank[t] >= rank[other]
}

// Issuer is an entry of an institution's register: who may issue credentials
// that it trusts, how far, and why.
type Issuer struct {
	// ID is what credentials name as their issuer: a DID or an https URL,
	// compared letter by letter.
	ID   string     `json:"id"`
	Name string     `json:"name,omitempty"`
	Tier IssuerTier `json:"tier"`
	// By is the body that stands for the issuer: who accredits, approves or
	// recognises it.
	By string `json:"by,omitempty"`
	// Reason says why, for people.
	Reason string `json:"reason"`
	// Valid are the days on which the entry holds.
	Valid calendar.Range `json:"valid,omitzero"`
}

// IssuerOn returns the register's entry for an issuer on a day, nil where there
// is none.
func (in *Institution) IssuerOn(id string, day calendar.Date) *Issuer {
	for i := range in.Issuers {
		if e := &in.Issuers[i]; e.ID == id && e.Valid.Contains(day) {
			return e
		}
	}
	return nil
}
