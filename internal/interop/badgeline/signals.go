package badgeline

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
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

// unit is the unit of the credits: an alignment's, or the member ECTS of the Dutch
// profile of Open Badges. Several are none: the order of alignments is not signed. Nor is
// the name of a member that no standard context defines, unless the signature covers
// the text; over the statements alone “SBU” (hours of study) could be called ECTS.
func (r *reader) unit() credit.Unit {
	var unit credit.Unit
	for _, m := range r.alignments() {
		one := credit.Unit(text(m["targetCode"]))
		switch {
		case text(m["targetType"]) != "ext:CreditUnit" || !credit.Known(one):
		case unit != "" && unit != one:
			return ""
		default:
			unit = one
		}
	}
	if _, ok := r.achievement["ECTS"]; ok && unit == "" && r.verdict.OverText() {
		return credit.ECTS
	}
	return unit
}

// level takes over the level of the achievement.
func (r *reader) level(a *record.Attainment) diag.List {
	level, ambiguous := verify.Level(r.achievement)
	a.Level = level
	if !ambiguous {
		return nil
	}
	return diag.List{{
		Severity: diag.Warning, Code: "ambiguous_level", Message: "the credential states several levels, so none is taken over", Suggestion: "see its alignments",
	}}
}

func (r *reader) alignments() []map[string]any { return openbadge.Objects(r.achievement["alignment"]) }

func text(v any) string {
	s, _ := v.(string)
	return s
}
