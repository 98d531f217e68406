package issuing

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/openbadge"
)

// Award is one credential that is to be issued.
type Award struct {
	// ID becomes urn:uuid:…; a UUIDv7 of the caller.
	ID          uuid.UUID
	Achievement Achievement
	Recipient   Recipient
	// From and Until bound the validity; Until zero: for ever. Awarded is when it
	// was earned.
	From, Until, Awarded time.Time
	// Credits are those earned, in the achievement's unit; nil: those available.
	Credits  *credit.Amount
	Results  []Result
	Evidence []Evidence
	// Places are the entries of status lists; none: the credential has no status.
	Places []Place
	// Endorsements are signed EndorsementCredentials about the achievement.
	Endorsements []Endorsement
}

// Recipient is the person.
type Recipient struct {
	// ID is a DID or another URL that the person controls.
	ID string `json:"id,omitempty"`
	// Identity is an e-mail address, a student number or the like; it is hashed
	// with Salt.
	Identity string `json:"identity,omitempty"`
	// Type is the identityType; empty: emailAddress where there is an @, else
	// systemId.
	Type string `json:"identityType,omitempty"`
	Salt string `json:"salt,omitempty"`
}

// Result is one outcome: a grade, or that it was completed.
type Result struct {
	Name  string
	Value string
	URL   string // of the item that it is the grade of
}

// Evidence is what the award rests on.
type Evidence struct {
	ID        string
	Name      string
	Narrative string
	Genre     string
}

// Place is an entry of a status list.
type Place struct {
	Purpose string
	List    string
	Index   int64
}

// Endorsement is a signed EndorsementCredential: JSON, or a compact JWS.
type Endorsement struct {
	Doc map[string]any
	JWS string
}

// Contexts of Open Badges 3.0; the order is part of the standard.
const (
	contextOB         = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
	contextExtensions = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
	schemaAchievement = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
	schemaEndorsement = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json"
)

type object = map[string]any

func moments(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

// profile is the issuer as credentials show it.
func (i *Issuer) profile() object {
	out := object{"id": i.ID, "type": []any{"Profile"}, "name": i.Profile.Name}
	put(out, "url", i.Profile.URL)
	put(out, "email", i.Profile.Email)
	put(out, "phone", i.Profile.Phone)
	put(out, "description", i.Profile.Description)
	if i.Profile.Image != "" {
		out["image"] = object{"id": i.Profile.Image, "type": "Image"}
	}
	return out
}

// put sets a member that is not empty: the standard knows no empty ones.
func put(m object, name, value string) {
	if value != "" {
		m[name] = value
	}
}

// Document is the credential before it is signed. The error is a diag.List.
func (i *Issuer) Document(a *Award) (map[string]any, error) {
	if err := a.check().Err(); err != nil {
		return nil, err
	}
	doc := object{
		"@context":         []any{openbadge.ContextV2, contextOB, contextExtensions},
		"id":               "urn:uuid:" + a.ID.String(),
		"type":             []any{"VerifiableCredential", "AchievementCredential"},
		"name":             a.Achievement.Name,
		"issuer":           i.profile(),
		"validFrom":        moments(a.From),
		"credentialSchema": []any{object{"id": schemaAchievement, "type": "1EdTechJsonSchemaValidator2019"}},
	}
	put(doc, "description", a.Achievement.Description)
	if !a.Awarded.IsZero() {
		doc["awardedDate"] = moments(a.Awarded)
	}
	if !a.Until.IsZero() {
		doc["validUntil"] = moments(a.Until)
		if i.Renewal {
			doc["refreshService"] = object{"id": i.CredentialURL(a.ID) + "/current", "type": "1EdTechCredentialRefresh"}
		}
	}
	if evidence := a.evidence(); len(evidence) > 0 {
		doc["evidence"] = evidence
	}
	if status := a.status(); status != nil {
		doc["credentialStatus"] = status
	}
	subject, err := i.subject(a)
	if err != nil {
		return nil, err
	}
	doc["credentialSubject"] = subject
	return sound(doc)
}

// sound turns a document into plain values and refuses one that breaks its standard:
// nobody could verify it, and a signature cannot be taken back.
func sound(doc object) (object, error) {
	out, err := plain(doc)
	if err != nil {
		return nil, err
	}
	c := openbadge.Credential{Doc: out}
	problems, _ := openbadge.Schema(c)
	problems = append(openbadge.Structure(c), problems...)
	problems = slices.DeleteFunc(problems, func(p diag.Problem) bool { return p.Severity == diag.Warning })
	return out, problems.Err()
}

func (a *Award) check() diag.List {
	list := a.Achievement.check()
	if a.Recipient.ID == "" && a.Recipient.Identity == "" {
		list = append(list, diag.Problem{Pointer: "/recipient", Code: "missing_member", Message: "the credential needs a recipient", Suggestion: "give an e-mail address, a number or a DID"})
	}
	if a.Recipient.Identity != "" && a.Recipient.Salt == "" {
		list = append(list, diag.Problem{Pointer: "/recipient/salt", Code: "missing_member", Message: "a hashed identity needs a salt"})
	}
	if !a.Until.IsZero() && !a.Until.After(a.From) {
		list = append(list, diag.Problem{Pointer: "/validUntil", Code: "bad_dates", Message: "the credential would end before it begins"})
	}
	return list
}

// subject is the person and what they achieved.
func (i *Issuer) subject(a *Award) (object, error) {
	achievement, err := a.achievement(i)
	if err != nil {
		return nil, err
	}
	s := object{"type": []any{"AchievementSubject"}, "achievement": achievement}
	put(s, "id", a.Recipient.ID)
	if a.Recipient.Identity != "" {
		s["identifier"] = []any{a.Recipient.identity()}
	}
	if x := a.Achievement.Assessor; x != nil {
		source := object{"id": x.ID, "type": []any{"Profile"}}
		put(source, "name", x.Name)
		s["source"] = source
	}
	earned := a.Credits
	if earned == nil {
		earned = a.Achievement.Credits
	}
	if earned != nil {
		if s["creditsEarned"], err = number(*earned); err != nil {
			return nil, err
		}
	}
	if results := a.results(); len(results) > 0 {
		s["result"] = results
	}
	return s, nil
}

func (r *Recipient) identity() object {
	kind := r.Type
	if kind == "" {
		kind = "systemId"
		if strings.Contains(r.Identity, "@") {
			kind = "emailAddress"
		}
	}
	sum := sha256.Sum256([]byte(r.Identity + r.Salt))
	return object{
		"type": "IdentityObject", "hashed": true, "identityType": kind,
		"identityHash": "sha256$" + hex.EncodeToString(sum[:]), "salt": r.Salt,
	}
}

// achievement is what the credential is about. Its only result is that it is
// completed; grades are the learner's. It names no creator: the issuer is, and
// what stands twice in a document can be taken away once without a trace.
func (a *Award) achievement(i *Issuer) (object, error) {
	x := &a.Achievement
	out := object{
		"id": x.ID, "type": []any{"Achievement"}, "name": x.Name, "description": x.Description,
		"resultDescription": []any{object{
			"id": resultID(x.ID), "type": []any{"ResultDescription"}, "name": "Completion", "resultType": "Status",
			"allowedValue": []any{"Completed"}, "requiredValue": "Completed",
		}},
	}
	criteria := object{}
	put(criteria, "id", x.CriteriaURL)
	put(criteria, "narrative", x.Criteria)
	out["criteria"] = criteria
	put(out, "achievementType", x.Type)
	put(out, "humanCode", x.Code)
	put(out, "inLanguage", x.Language)
	if x.Image != "" {
		out["image"] = object{"id": x.Image, "type": "Image"}
	}
	if len(x.Tags) > 0 {
		out["tag"] = texts(x.Tags)
	}
	if x.Credits != nil {
		n, err := number(*x.Credits)
		if err != nil {
			return nil, err
		}
		out["creditsAvailable"] = n
	}
	if list := x.alignments(i.Base); len(list) > 0 {
		out["alignment"] = alignmentObjects(list)
	}
	a.endorse(out)
	return out, nil
}

func resultID(achievement string) string { return achievement + "#completion" }

func alignmentObjects(list []Alignment) []any {
	out := make([]any, len(list))
	for i, a := range list {
		m := object{"type": []any{"Alignment"}, "targetName": a.Name, "targetUrl": a.URL}
		put(m, "targetCode", a.Code)
		put(m, "targetDescription", a.Description)
		put(m, "targetFramework", a.Framework)
		put(m, "targetType", a.Type)
		out[i] = m
	}
	return out
}

func (a *Award) endorse(achievement object) {
	var docs, tokens []any
	for _, e := range a.Endorsements {
		if e.JWS != "" {
			tokens = append(tokens, e.JWS)
		} else {
			docs = append(docs, e.Doc)
		}
	}
	if docs != nil {
		achievement["endorsement"] = docs
	}
	if tokens != nil {
		achievement["endorsementJwt"] = tokens
	}
}

func (a *Award) results() []any {
	out := []any{object{"type": []any{"Result"}, "resultDescription": resultID(a.Achievement.ID), "status": "Completed"}}
	for _, r := range a.Results {
		m := object{"type": []any{"Result"}, "value": r.Value}
		if r.Name != "" && r.URL != "" {
			m["alignment"] = alignmentObjects([]Alignment{{Name: r.Name, URL: r.URL, Type: "ceterms:Credential"}})
		}
		out = append(out, m)
	}
	return out
}

func (a *Award) evidence() []any {
	var out []any
	for _, e := range a.Evidence {
		m := object{"type": []any{"Evidence"}}
		put(m, "id", e.ID)
		put(m, "name", e.Name)
		put(m, "narrative", e.Narrative)
		put(m, "genre", e.Genre)
		out = append(out, m)
	}
	return out
}

// status is one entry as an object, as Open Badges 3.0 has it, several as an
// array.
func (a *Award) status() any {
	var out []any
	for _, p := range a.Places {
		out = append(out, object{
			"id": p.List + "#" + strconv.FormatInt(p.Index, 10), "type": "BitstringStatusListEntry",
			"statusPurpose": p.Purpose, "statusListIndex": strconv.FormatInt(p.Index, 10), "statusListCredential": p.List,
		})
	}
	switch len(out) {
	case 0:
		return nil
	case 1:
		return out[0]
	}
	return out
}

func texts(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// number is an amount as a JSON number; one that a float64 does not keep as
// written cannot be signed.
func number(a credit.Amount) (float64, error) {
	text := a.Decimal()
	back, err := credit.ParseAmount(text)
	if err != nil || !back.Equal(a) {
		return 0, diag.List{{Code: "inexact_number", Pointer: "/credits", Message: fmt.Sprintf("%s credits have no exact decimal form", a.String())}}
	}
	return strconv.ParseFloat(text, 64)
}

// plain turns a document into the values that strictjson.Tree gives.
func plain(doc object) (object, error) {
	data, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	return tree(data)
}
