package badgeline_test

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/badgeline"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/record"
)

type object = map[string]any

// verdict is a good one on a credential about an achievement.
func verdict(achievement, subject, doc object) *verify.Verdict {
	s := object{"type": []any{"AchievementSubject"}, "achievement": achievement}
	maps.Copy(s, subject)
	d := object{
		"id": "urn:uuid:1", "type": []any{"VerifiableCredential", "OpenBadgeCredential"}, "validFrom": "2026-01-15T00:00:00Z",
		"@context": []any{"https://www.w3.org/ns/credentials/v2"}, "credentialSubject": s,
	}
	maps.Copy(d, doc)
	return &verify.Verdict{
		Verified: true, Signature: verify.Yes, IssuerBound: true, IssuerTrusted: verify.Unknown, Time: verify.TimeValid,
		Status: verify.Active, Schema: verify.Yes, Recipient: verify.None, Document: d,
		Credential: &verify.Summary{ID: "urn:uuid:1", Issuer: "https://a.example/i", IssuerName: "A"},
	}
}

func line(tb testing.TB, v *verify.Verdict, o badgeline.Options) record.Attainment {
	tb.Helper()
	a, _, err := badgeline.Line(v, o)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

func alignment(kind, code, url string) object {
	return object{"type": []any{"Alignment"}, "targetName": "x", "targetUrl": url, "targetCode": code, "targetType": kind, "targetDescription": "text"}
}

// TestABadgeOfCompletionIsRecognised: a signed badge that says nothing but that
// somebody was there has trust “none”, whatever else verifies.
func TestABadgeOfCompletionIsRecognised(t *testing.T) {
	t.Parallel()
	a := line(t, verdict(object{
		"id": "https://a.example/webinar", "name": "Webinar", "achievementType": "CertificateOfCompletion",
		"criteria": object{"narrative": "Attend."},
	}, object{"result": []any{object{"status": "Completed"}}}, nil), badgeline.Options{})
	want := map[string]string{
		record.CredentialTrust: "none", record.CredentialAssessment: "none", record.CredentialRubric: "none", record.CredentialAssessor: "none",
		record.CredentialEvidence: "none", record.CredentialLevel: "none", record.CredentialExpiry: "none", record.CredentialGovernance: "none",
		record.CredentialEndorsement: "none", record.CredentialResult: "none", record.CredentialVerified: "true",
	}
	for name, value := range want {
		if a.Attributes[name] != value {
			t.Errorf("%s is %q, want %q", name, a.Attributes[name], value)
		}
	}
	if _, ok := a.Attributes[record.CredentialSignals]; ok || a.Evidence != catalog.VerifiedCredential {
		t.Errorf("signals %q, evidence %s", a.Attributes[record.CredentialSignals], a.Evidence)
	}
}

func TestEverySignalIsAFactOfItsOwn(t *testing.T) {
	t.Parallel()
	rubric := []any{object{"resultType": "RubricCriterionLevel", "rubricCriterionLevel": []any{object{"name": "good"}}}}
	for name, c := range map[string]struct {
		v    *verify.Verdict
		want string
	}{
		record.CredentialAssessment: {verdict(object{"alignment": []any{alignment("ext:Assessment", "", "https://x.example")}}, nil, nil), "described"},
		record.CredentialRubric:     {verdict(object{"resultDescription": rubric}, nil, nil), "described"},
		record.CredentialAssessor:   {verdict(object{}, object{"source": object{"name": "Dr B"}}, nil), "named"},
		record.CredentialEvidence:   {verdict(object{}, nil, object{"evidence": []any{object{"id": "https://x.example/work"}}}), "given"},
		record.CredentialLevel:      {verdict(object{"alignment": []any{alignment("ext:EQF", "6", "https://x.example")}}, nil, nil), "eqf:6"},
		record.CredentialExpiry:     {verdict(object{}, nil, object{"validUntil": "2029-01-01T00:00:00Z"}), "stated"},
		record.CredentialGovernance: {verdict(object{"alignment": []any{alignment("ext:QualityAssurance", "approved", "https://x.example")}}, nil, nil), "approved"},
		record.CredentialResult:     {verdict(object{}, object{"result": []any{object{"value": "B"}}}, nil), "given"},
	} {
		a := line(t, c.v, badgeline.Options{})
		if a.Attributes[name] != c.want {
			t.Errorf("%s is %q, want %q", name, a.Attributes[name], c.want)
		}
		if want := name != record.CredentialResult; (a.Attributes[record.CredentialTrust] == "some") != want {
			t.Errorf("%s alone gives trust %q", name, a.Attributes[record.CredentialTrust])
		}
		c.v.IssuerBound, c.v.Verified = false, false
		if a := line(t, c.v, badgeline.Options{}); a.Attributes[name] != "unproved" || a.Attributes[record.CredentialTrust] != "none" || a.Evidence != catalog.SelfReported {
			t.Errorf("of an issuer that is not proved, %s is %q, evidence %s", name, a.Attributes[name], a.Evidence)
		}
	}
}

func TestAnEndorsementMustBeSomebodyElsesAndAboutThis(t *testing.T) {
	t.Parallel()
	endorse := func(issuer, about string, good bool, listed verify.Truth, refused bool) map[string]string {
		v := verdict(object{"id": "https://a.example/x"}, nil, nil)
		v.Nested = []verify.Nested{{Role: verify.RoleEndorsement, Verdict: &verify.Verdict{
			Verified: good, Credential: &verify.Summary{Issuer: issuer, Subject: about}, IssuerTrusted: listed, Trust: &verify.Trust{Refused: refused},
		}}}
		return line(t, v, badgeline.Options{}).Attributes
	}
	for _, c := range []struct {
		issuer, about string
		good          bool
		listed        verify.Truth
		refused       bool
		want, trust   string
	}{
		{"did:web:qa.example", "https://a.example/x", true, verify.Yes, false, "verified", "some"},
		{"did:web:qa.example", "https://a.example/i", true, verify.Yes, false, "verified", "some"},
		{"did:web:qa.example", "https://b.example/x", true, verify.Yes, false, "unverified", "none"},
		{"did:web:qa.example", "https://a.example/x", false, verify.Yes, false, "unverified", "none"},
		{"https://a.example/i", "https://a.example/x", true, verify.Yes, false, "none", "none"},
		{"did:key:z6MkStranger", "https://a.example/x", true, verify.No, false, "stranger", "none"},
		{"did:key:z6MkStranger", "https://a.example/x", true, verify.Unknown, false, "stranger", "none"},
		{"did:web:mill.example", "https://a.example/x", true, verify.No, true, "refused", "none"},
	} {
		got := endorse(c.issuer, c.about, c.good, c.listed, c.refused)
		if got[record.CredentialEndorsement] != c.want || got[record.CredentialTrust] != c.trust {
			t.Errorf("%+v: %s, trust %s", c, got[record.CredentialEndorsement], got[record.CredentialTrust])
		}
		if by := got[record.CredentialEndorsedBy]; (by == c.issuer) == (c.want == "none" || c.want == "unverified") {
			t.Errorf("%+v: endorsed by %q", c, by)
		}
	}
}

func TestStandingDecidesTheEvidence(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change   func(*verify.Verdict)
		evidence catalog.EvidenceKind
		status   record.Status
	}{
		"good":           {func(*verify.Verdict) {}, catalog.VerifiedCredential, record.Earned},
		"revoked":        {func(v *verify.Verdict) { v.Verified, v.Status = false, verify.Revoked }, catalog.SelfReported, record.Withdrawn},
		"expired":        {func(v *verify.Verdict) { v.Verified, v.Time = false, verify.Expired }, catalog.VerifiedCredential, record.Earned},
		"unsigned":       {func(v *verify.Verdict) { v.Verified, v.Signature = false, verify.None }, catalog.SelfReported, record.Earned},
		"another person": {func(v *verify.Verdict) { v.Verified, v.Recipient = false, verify.No }, catalog.SelfReported, record.Earned},
		"unknown status": {func(v *verify.Verdict) { v.Verified, v.Status = false, verify.StatusUnknown }, catalog.SelfReported, record.Earned},
	} {
		v := verdict(object{}, nil, nil)
		c.change(v)
		if a := line(t, v, badgeline.Options{}); a.Evidence != c.evidence || a.Status != c.status {
			t.Errorf("%s: %s, %s", name, a.Evidence, a.Status)
		}
	}
}

func TestTheItemIsFoundByWhatTheIssuerMaySpeakFor(t *testing.T) {
	t.Parallel()
	v := verdict(object{
		"id": "https://a.example/x", "humanCode": "X-1", "otherIdentifier": []any{object{"identifier": "X-77"}, object{"identifier": "urn:x:77"}},
		"achievementType": "MicroCredential",
		"alignment":       []any{alignment("ceterms:Credential", "ce-1", "https://registry.example/ce-1"), alignment("ceasn:Competency", "c", "https://skill.example")},
	}, object{"creditsEarned": 2.5}, nil)
	var seen badgeline.Claim
	match := func(c badgeline.Claim) badgeline.Found { seen = c; return badgeline.Found{Item: "a/x"} }
	a := line(t, v, badgeline.Options{Match: match})
	want := badgeline.Claim{
		Issuer: "https://a.example/i", ID: "https://a.example/x", Others: []string{"urn:x:77"}, Aligned: []string{"https://registry.example/ce-1", "ce-1"},
		Kind: catalog.MicroCredential,
	}
	if diff := cmp.Diff(want, seen); diff != "" || a.Item != "a/x" || a.Institution != "" || a.Code != "" {
		t.Errorf("%+v\n%s", a, diff)
	}
	if a.Credits != nil {
		t.Error("credits without a unit are taken over")
	}
	v.Signature, v.Verified, seen = verify.No, false, badgeline.Claim{}
	if a := line(t, v, badgeline.Options{Match: match}); a.Item != "" || seen.ID != "" || a.Code != "X-1" {
		t.Error("an item is matched although the signature is bad")
	}
}

// TestNoOrderDecides: the order of alignments is not signed, and names that no standard
// context defines are the issuer's only where the text is.
func TestNoOrderDecides(t *testing.T) {
	t.Parallel()
	level := func(code string) object { return alignment("ext:QualificationLevel", code, "https://x.example") }
	unit := func(code string) object { return alignment("ext:CreditUnit", code, "https://x.example") }
	six := object{"creditsEarned": 6.0}
	for name, c := range map[string]struct {
		alignments           []any
		achievement          object
		proof                string
		level, unit, warning string
	}{
		"one level":              {[]any{level("eqf:5")}, nil, "", "eqf:5", "", ""},
		"said twice":             {[]any{level("eqf:5"), alignment("ext:EQF", "5", "http://data.europa.eu/snb/eqf/5")}, nil, "", "eqf:5", "", ""},
		"two of one framework":   {[]any{level("eqf:4"), level("eqf:6")}, nil, "", "", "", "ambiguous_level"},
		"the other way round":    {[]any{level("eqf:6"), level("eqf:4")}, nil, "", "", "", "ambiguous_level"},
		"of two frameworks":      {[]any{level("nlqf:6"), level("eqf:5")}, nil, "", "eqf:5", "", ""},
		"two others":             {[]any{level("nlqf:6"), level("rqf:5")}, nil, "", "", "", "ambiguous_level"},
		"one unit":               {[]any{unit("ects")}, nil, "", "", "ects", ""},
		"two units":              {[]any{unit("ects"), unit("semester")}, nil, "", "", "", "credits_without_unit"},
		"a name over text":       {nil, object{"ECTS": 6.0}, "EdDSA", "", "ects", ""},
		"a name over JSON":       {nil, object{"ECTS": 6.0}, "eddsa-jcs-2022", "", "ects", ""},
		"a name over meaning":    {nil, object{"ECTS": 6.0}, "eddsa-rdfc-2022", "", "", "credits_without_unit"},
		"a draft of the same":    {nil, object{"ECTS": 6.0}, "eddsa-2022", "", "", "credits_without_unit"},
		"a unit and such a name": {[]any{unit("semester")}, object{"ECTS": 6.0}, "EdDSA", "", "semester", ""},
	} {
		achievement := object{"alignment": c.alignments}
		maps.Copy(achievement, c.achievement)
		v := verdict(achievement, six, nil)
		v.Proofs = []verify.Proof{{Type: c.proof, Verified: true, Bound: true}}
		a, warnings, err := badgeline.Line(v, badgeline.Options{})
		if err != nil {
			t.Fatal(err)
		}
		said := slices.ContainsFunc(warnings, func(p diag.Problem) bool { return p.Code == c.warning })
		if a.Level != c.level || string(a.Unit) != c.unit || (a.Credits != nil) != (c.unit != "") || said != (c.warning != "") {
			t.Errorf("%s: level %q, unit %q, %v", name, a.Level, a.Unit, warnings)
		}
		if stated := a.Attributes[record.CredentialCredits]; (stated == "6") != (a.Credits == nil) {
			t.Errorf("%s: credits without a unit %q", name, stated)
		}
	}
}

// FuzzLine: whatever a document holds, there is a line or a refusal.
func FuzzLine(f *testing.F) {
	f.Add([]byte(`{"type":["VerifiableCredential","OpenBadgeCredential"],"credentialSubject":{"achievement":{"alignment":[{"targetType":"ext:EQF","targetCode":"6"}],"resultDescription":{"rubricCriterionLevel":[{}]}},"creditsEarned":1e300,"source":1},"evidence":{},"awardedDate":"2026"}`))
	f.Add([]byte(`{"type":"OpenBadgeCredential","credentialSubject":[{"achievement":{"otherIdentifier":[1,{}]}}],"validUntil":0}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var doc map[string]any
		if json.Unmarshal(data, &doc) != nil || doc == nil {
			return // no document, so nothing that verify would hand on
		}
		v := verdict(object{}, nil, nil)
		v.Document = doc
		a, _, err := badgeline.Line(v, badgeline.Options{})
		if err == nil && a.Attributes[record.CredentialTrust] == "" {
			t.Error("no trust is stated")
		}
	})
}

// TestNobodyTakesTheNameOfACollege: a badge that matches no item is a line of no
// institution, whatever name its issuer gives himself, also where it verifies.
func TestNobodyTakesTheNameOfACollege(t *testing.T) {
	t.Parallel()
	v := verdict(object{"id": "https://thief.example/1", "name": "Data\x1b[31m", "humanCode": "DA 1"}, nil, nil)
	v.Credential.IssuerName, v.Credential.Issuer = "A College", "did:key:z6MkThief"
	a := line(t, v, badgeline.Options{Match: func(badgeline.Claim) badgeline.Found { return badgeline.Found{} }})
	if a.Institution != "issuer did:key:z6MkThief" || a.Item != "" || a.Title != "Data[31m" {
		t.Errorf("%+v", a)
	}
}

// TestAResultThatIsNoneEarnsNothing: a signed badge may say that its holder failed.
func TestAResultThatIsNoneEarnsNothing(t *testing.T) {
	t.Parallel()
	for status, want := range map[string]record.Status{
		"Completed": record.Earned, "Failed": record.Failed, "Enrolled": record.InProgress, "InProgress": record.InProgress,
		"OnHold": record.InProgress, "Provisional": record.InProgress, "Withdrew": record.Withdrawn,
	} {
		results := []any{object{"status": status}, object{"value": "B"}, object{"status": "Completed"}}
		if a := line(t, verdict(object{}, object{"result": results}, nil), badgeline.Options{}); a.Status != want {
			t.Errorf("%s makes the line %s, want %s", status, a.Status, want)
		}
	}
}

// TestWhatABadgeIsAlignedToIsNotWhatItIs: a suggestion is a warning beside a line
// without an item.
func TestWhatABadgeIsAlignedToIsNotWhatItIs(t *testing.T) {
	t.Parallel()
	v := verdict(object{"id": "https://a.example/x", "achievementType": "Course"}, nil, nil)
	for name, c := range map[string]struct {
		found badgeline.Found
		want  []string
	}{
		"nothing":   {badgeline.Found{}, []string{"credential_not_matched"}},
		"aligned":   {badgeline.Found{Aligned: "a/y"}, []string{"credential_not_matched", "credential_aligned"}},
		"ambiguous": {badgeline.Found{Several: true}, []string{"credential_not_matched"}},
	} {
		a, warnings, err := badgeline.Line(v, badgeline.Options{Match: func(badgeline.Claim) badgeline.Found { return c.found }})
		var codes []string
		for _, w := range warnings {
			codes = append(codes, w.Code)
		}
		if diff := cmp.Diff(c.want, codes); err != nil || diff != "" || a.Item != "" || a.Kind != catalog.Course {
			t.Errorf("%s: item %q, kind %q, %v\n%s", name, a.Item, a.Kind, err, diff)
		}
	}
}
