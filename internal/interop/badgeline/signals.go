package badgeline

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
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

// Values of signals.
const (
	none     = "none"
	unproved = "unproved"
)

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
	if v.Trust != nil {
		set(record.CredentialIssuerTier, v.Trust.Tier)
	}
	set(record.CredentialAchievement, text(r.achievement["id"]))
	set(record.CredentialType, text(r.achievement["achievementType"]))
	signals := r.signals()
	var found []string
	for _, s := range signals {
		if !r.proved {
			out[s.name] = unproved
			continue
		}
		out[s.name] = s.value
		if s.value != none && s.counts {
			found = append(found, strings.TrimPrefix(s.name, "credential."))
		}
	}
	out[record.CredentialTrust] = none
	if len(found) > 0 {
		slices.Sort(found)
		out[record.CredentialTrust], out[record.CredentialSignals] = "some", strings.Join(found, ",")
	}
	return out
}

// signal is one thing that speaks for a credential.
type signal struct {
	name, value string
	// counts: it is a reason to trust; a stated result or type alone is none.
	counts bool
}

func (r *reader) signals() []signal {
	endorsement, by := r.endorsement()
	list := []signal{
		{record.CredentialAssessment, r.assessment(), true},
		{record.CredentialRubric, r.rubric(), true},
		{record.CredentialAssessor, r.assessor(), true},
		{record.CredentialEvidence, r.evidence(), true},
		{record.CredentialLevel, orNone(r.level()), true},
		{record.CredentialExpiry, r.expiry(), true},
		{record.CredentialGovernance, r.governance(), true},
		{record.CredentialEndorsement, endorsement, endorsement == "verified"},
		{record.CredentialResult, r.result(), false},
	}
	if by != "" {
		list = append(list, signal{record.CredentialEndorsedBy, by, false})
	}
	return list
}

func orNone(s string) string {
	if s == "" {
		return none
	}
	return s
}

// assessment: how it was assessed is described, by an alignment of Cairn's, by a
// graded result description, by a rubric, or because it is an assessment.
func (r *reader) assessment() string {
	for _, m := range r.alignments() {
		if text(m["targetType"]) == "ext:Assessment" && text(m["targetDescription"]) != "" {
			return "described"
		}
	}
	for _, d := range objects(r.achievement["resultDescription"]) {
		if kind := text(d["resultType"]); kind != "" && kind != "Status" && kind != "Result" {
			return "described"
		}
	}
	if r.rubric() != none || text(r.achievement["achievementType"]) == "Assessment" {
		return "described"
	}
	return none
}

func (r *reader) rubric() string {
	for _, d := range objects(r.achievement["resultDescription"]) {
		if len(objects(d["rubricCriterionLevel"])) > 0 {
			return "described"
		}
	}
	for _, m := range r.alignments() {
		if strings.HasPrefix(text(m["targetType"]), "CFRubric") {
			return "described"
		}
	}
	return none
}

// assessor is who assessed (AchievementSubject.source), where that is named.
func (r *reader) assessor() string {
	if p, ok := r.subject["source"].(map[string]any); ok && text(p["id"])+text(p["name"]) != "" {
		return "named"
	}
	return none
}

func (r *reader) evidence() string {
	for _, e := range objects(r.doc["evidence"]) {
		if text(e["id"])+text(e["narrative"]) != "" {
			return "given"
		}
	}
	return none
}

func (r *reader) expiry() string {
	if (openbadge.Credential{Doc: r.doc}).HasUntil() {
		return "stated"
	}
	return none
}

// result is whether a result beyond “completed” is given.
func (r *reader) result() string {
	for _, m := range objects(r.subject["result"]) {
		if text(m["value"])+text(m["achievedLevel"]) != "" {
			return "given"
		}
	}
	return none
}

// governance is the strongest relation that the credential claims; who claims it
// is the issuer.
func (r *reader) governance() string {
	for _, relation := range []string{"accredited", "approved", "recognised"} {
		for _, m := range r.alignments() {
			if text(m["targetType"]) == "ext:QualityAssurance" && text(m["targetCode"]) == relation {
				return relation
			}
		}
	}
	for _, m := range r.alignments() {
		if text(m["targetType"]) == "ext:QualityAssurance" {
			return "stated"
		}
	}
	return none
}

// endorsement is whether somebody else than the issuer endorses the achievement
// or the issuer, and that verifies.
func (r *reader) endorsement() (state, by string) {
	state = none
	for _, n := range r.verdict.Nested {
		if n.Role != verify.RoleEndorsement || n.Verdict.Credential == nil || n.Verdict.Credential.Issuer == r.verdict.Credential.Issuer {
			continue
		}
		about := n.Verdict.Credential.Subject
		if n.Verdict.Verified && (about == text(r.achievement["id"]) || about == r.verdict.Credential.Issuer || about == r.verdict.Credential.ID) {
			return "verified", n.Verdict.Credential.Issuer
		}
		state = "unverified"
	}
	return state, ""
}

// level is the level of a qualifications framework, as “framework:number”.
func (r *reader) level() string {
	for _, m := range r.alignments() {
		code, address := text(m["targetCode"]), text(m["targetUrl"])
		number, found := strings.CutPrefix(address, "http://data.europa.eu/snb/eqf/")
		if !found {
			number, found = strings.CutPrefix(address, "https://data.europa.eu/snb/eqf/")
		}
		kind := text(m["targetType"])
		switch {
		case found && catalog.ValidLevel("eqf:"+number):
			return "eqf:" + number
		case kind == "ext:EQF" && catalog.ValidLevel("eqf:"+code):
			return "eqf:" + code
		case (kind == "ext:QualificationLevel" || kind == "ext:EQF") && catalog.ValidLevel(code):
			return strings.ToLower(code)
		}
	}
	return ""
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

func (r *reader) alignments() []map[string]any { return objects(r.achievement["alignment"]) }

// objects reads a list of objects, or one object that stands for a list.
func objects(v any) []map[string]any {
	if m, ok := v.(map[string]any); ok {
		return []map[string]any{m}
	}
	list, _ := v.([]any)
	var out []map[string]any
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

func text(v any) string {
	s, _ := v.(string)
	return s
}
