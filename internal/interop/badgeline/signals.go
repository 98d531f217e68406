package badgeline

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
)

// reader reads one credential. Members of the wrong kind count as absent: the
// fact “schema” tells of them.
type reader struct {
	verdict                   *verify.Verdict
	doc, subject, achievement map[string]any
	proved                    bool
}

// attributes are the facts of the verdict and the trust signals.
func (r *reader) attributes() map[string]string {
	v := r.verdict
	out := map[string]string{
		record.CredentialIssuer:        v.Credential.Issuer,
		record.CredentialVerified:      strconv.FormatBool(v.Verified),
		record.CredentialSignature:     string(v.Signature),
		record.CredentialIssuerBound:   strconv.FormatBool(v.IssuerBound),
		record.CredentialIssuerTrusted: string(v.IssuerTrusted),
		record.CredentialTime:          string(v.Time),
		record.CredentialStatus:        string(v.Status),
		record.CredentialSchema:        string(v.Schema),
		record.CredentialRecipient:     string(v.Recipient),
	}
	set := func(name, value string) {
		if value != "" {
			out[name] = value
		}
	}
	set(record.CredentialID, v.Credential.ID)
	set(record.CredentialFrom, v.Credential.ValidFrom)
	if v.Trust != nil {
		set(record.CredentialIssuerTier, v.Trust.Tier)
	}
	set(record.CredentialAchievement, text(r.achievement["id"]))
	set(record.CredentialType, text(r.achievement["achievementType"]))
	signals := verify.SignalsOf(v)
	if signals == nil {
		return out
	}
	for _, n := range signals.List() {
		out["credential."+n.Name] = n.Value
	}
	set(record.CredentialEndorsedBy, signals.Endorsement.Detail)
	out[record.CredentialTrust] = signals.Trust
	set(record.CredentialSignals, strings.Join(signals.Counted, ","))
	return out
}

// unit is the unit of the credits: an alignment's, or the member ECTS of the
// Dutch profile of Open Badges.
func (r *reader) unit() credit.Unit {
	for _, m := range r.alignments() {
		if text(m["targetType"]) == "ext:CreditUnit" && credit.Known(credit.Unit(text(m["targetCode"]))) {
			return credit.Unit(text(m["targetCode"]))
		}
	}
	if _, ok := r.achievement["ECTS"]; ok {
		return credit.ECTS
	}
	return ""
}

func (r *reader) alignments() []map[string]any { return openbadge.Objects(r.achievement["alignment"]) }

func text(v any) string {
	s, _ := v.(string)
	return s
}
