package verify_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

func TestTime(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	for name, c := range map[string]struct {
		header  object
		payload func(object)
		want    verify.Period
	}{
		"in time":              {nil, nil, verify.TimeValid},
		"to this second":       {nil, set("validUntil", "2026-11-21T12:00:00Z"), verify.TimeValid},
		"until before":         {nil, set("validUntil", "2026-11-21T11:59:59Z"), verify.Expired},
		"from this":            {nil, set("validFrom", "2026-11-21T12:00:00Z"), verify.TimeValid},
		"from later":           {nil, set("validFrom", "2026-11-21T12:00:01Z"), verify.NotYetValid},
		"another zone":         {nil, set("validFrom", "2026-11-21T14:00:01+02:00"), verify.NotYetValid},
		"no date":              {nil, set("validFrom", "soon"), verify.TimeUnknown},
		"JOSE, exp over":       {object{"typ": "vc+jwt"}, set("exp", now.Unix()), verify.Expired},
		"JOSE, exp ahead":      {object{"typ": "vc+jwt"}, set("exp", now.Unix()+1), verify.TimeValid},
		"JOSE, nbf ahead":      {object{"typ": "vc+jwt"}, set("nbf", now.Unix()+1), verify.NotYetValid},
		"JOSE, exp as text":    {object{"typ": "vc+jwt"}, set("exp", "1000"), verify.TimeUnknown},
		"JOSE, exp long ago":   {object{"typ": "vc+jwt"}, set("exp", -1e15), verify.Expired},
		"JOSE, nbf far ahead":  {object{"typ": "vc+jwt"}, set("nbf", 1e14), verify.NotYetValid},
		"JOSE, nbf is nothing": {object{"typ": "vc+jwt"}, set("nbf", nil), verify.TimeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			header := object{"kid": p.kid()}
			maps.Copy(header, c.header)
			v := ask(t, nothing(), p.sign(t, header, badge(p.id, c.payload)))
			if v.Time != c.want || v.Verified != (c.want == verify.TimeValid) {
				t.Errorf("time %s, verified %v, want %s: %+v", v.Time, v.Verified, c.want, v.Checks)
			}
		})
	}
}

func TestRecipient(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	sum := sha256.Sum256([]byte("ann@example.org" + "Kosher"))
	hashed := object{"type": "IdentityObject", "identityType": "emailAddress", "hashed": true, "identityHash": "sha256$" + hex.EncodeToString(sum[:]), "salt": "Kosher"}
	for name, c := range map[string]struct {
		identifier object
		id         string
		asked      []string
		want       verify.Truth
	}{
		"nobody asked":         {hashed, "", nil, verify.None},
		"hashed":               {hashed, "", []string{"ann@example.org"}, verify.Yes},
		"hashed, capitals":     {hashed, "", []string{"Ann@Example.org"}, verify.Yes},
		"hashed, one of two":   {hashed, "", []string{"555", "ann@example.org"}, verify.Yes},
		"somebody else":        {hashed, "", []string{"bob@example.org"}, verify.No},
		"the hash itself":      {hashed, "", []string{"sha256$" + hex.EncodeToString(sum[:])}, verify.No},
		"the id":               {nil, "did:example:ann", []string{"did:example:ann"}, verify.Yes},
		"another id":           {nil, "did:example:ann", []string{"did:example:bob"}, verify.No},
		"a plain number":       {object{"type": "IdentityObject", "identityType": "sourcedId", "hashed": false, "identityHash": "s-77"}, "", []string{"s-77"}, verify.Yes},
		"an empty identity":    {object{"type": "IdentityObject", "identityType": "sourcedId", "hashed": false, "identityHash": ""}, "did:example:ann", []string{""}, verify.No},
		"a bearer credential ": {nil, "", []string{"ann@example.org"}, verify.No},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := p.issue(t, func(b object) {
				s := member(b, "credentialSubject")
				delete(s, "id")
				if c.id != "" {
					s["id"] = c.id
				}
				if c.identifier != nil {
					s["identifier"] = []any{c.identifier}
				}
			})
			v := ask(t, nothing(), data, func(q *verify.Question) { q.Recipient = c.asked })
			if v.Recipient != c.want {
				t.Errorf("recipient %s, want %s: %+v", v.Recipient, c.want, v.Checks.Recipient)
			}
		})
	}
}

// TestClaims: a claim that contradicts the credential is found; a missing sub is
// a warning.
func TestClaims(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	sound := claims(badge(p.id, set("validUntil", "2029-01-15T00:00:00Z")))
	sound["exp"] = time.Date(2029, 1, 15, 0, 0, 0, 0, time.UTC).Unix()
	for claim, wrong := range map[string]any{
		"iss": "https://other.example/", "jti": "urn:uuid:2", "sub": "did:example:bob", "nbf": 1, "exp": 4102444800, "": nil,
	} {
		t.Run("wrong "+claim, func(t *testing.T) {
			t.Parallel()
			v := ask(t, nothing(), p.sign(t, object{"kid": p.kid()}, with(sound, claim, wrong)))
			if bad := has(&v.Checks.Schema, "claim_mismatch"); bad != (claim != "") || v.Verified == bad {
				t.Errorf("claim_mismatch %v, verified %v: %+v", bad, v.Verified, v.Checks.Schema)
			}
		})
	}
	delete(sound, "sub")
	if v := ask(t, nothing(), p.sign(t, object{"kid": p.kid()}, sound)); !v.Verified || !has(&v.Checks.Schema, "missing_claim") {
		t.Errorf("without sub: verified %v, %+v", v.Verified, v.Checks.Schema)
	}
	v1 := object{
		"vc": badge(p.id, func(b object) {
			b["@context"] = []any{"https://www.w3.org/2018/credentials/v1", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json"}
			b["issuanceDate"] = b["validFrom"]
			delete(b, "validFrom")
			delete(b, "id")
		}),
		"iss": p.id, "jti": "urn:uuid:1", "nbf": 1768435200, "sub": "did:example:ann",
	}
	v := ask(t, nothing(), p.sign(t, object{"kid": p.kid()}, v1))
	if !v.Verified || v.Credential.ID != "urn:uuid:1" || v.Credential.DataModel != "1.1" {
		t.Errorf("VC 1.1 with its id in jti: %+v %+v", v.Credential, v.Checks)
	}
}

// TestNested: endorsements and the credentials of a CLR are judged one by one, and
// a bad one inside does not make the outer one bad.
func TestNested(t *testing.T) {
	t.Parallel()
	school, college, thief := newParty(t), newParty(t), newParty(t)
	endorse := func(by *party, issuer string) string {
		return string(by.sign(t, object{"kid": by.kid()}, object{
			"@context": badge("", nil)["@context"], "id": "urn:uuid:9", "type": []any{"VerifiableCredential", "EndorsementCredential"},
			"name": "Recognised", "issuer": object{"id": issuer, "type": "Profile"}, "validFrom": "2026-01-15T00:00:00Z", "jti": "urn:uuid:9", "iss": issuer, "nbf": 1768435200, "sub": school.id,
			"credentialSubject": object{"id": school.id, "type": []any{"EndorsementSubject"}, "endorsementComment": "In good standing"},
		}))
	}
	v := ask(t, nothing(), school.issue(t, set("endorsementJwt", []any{endorse(college, college.id), endorse(thief, college.id), "a.b.c"})))
	if want := []bool{true, false, false}; !v.Verified || len(v.Endorsements) != 3 || v.Endorsements[0] != want[0] || v.Endorsements[1] || v.Endorsements[2] {
		t.Errorf("endorsements %v, verified %v, %+v", v.Endorsements, v.Verified, v.Checks.Schema)
	}
	enveloped := func(jws []byte) object {
		return object{"@context": "https://www.w3.org/ns/credentials/v2", "type": "EnvelopedVerifiableCredential", "id": "data:application/vc+jwt," + string(jws)}
	}
	clr := badge(college.id, func(b object) {
		b["@context"] = []any{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"}
		b["type"] = []any{"VerifiableCredential", "ClrCredential"}
		b["credentialSubject"] = object{"id": "did:example:ann", "type": []any{"ClrSubject"}, "verifiableCredential": []any{
			enveloped(school.issue(t, nil)), enveloped(school.issue(t, set("validUntil", "2026-02-01T00:00:00Z"))),
		}}
	})
	v = ask(t, nothing(), college.sign(t, object{"kid": college.kid()}, claims(clr)))
	if len(v.Inner) != 2 || !v.Inner[0] || v.Inner[1] || !v.Verified || v.Nested[1].Verdict.Time != verify.Expired {
		t.Errorf("inner %v, verified %v, %+v", v.Inner, v.Verified, v.Checks)
	}
}

// TestTooManyNested: a credential cannot make us verify without end.
func TestTooManyNested(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	many := make([]any, verify.MaxNested+1)
	for i := range many {
		many[i] = "a.b.c"
	}
	v := ask(t, nothing(), p.issue(t, set("endorsementJwt", many)))
	if len(v.Endorsements) > verify.MaxNested || v.Verified || !has(&v.Checks.Schema, "too_many_nested") {
		t.Errorf("%d endorsements, verified %v", len(v.Endorsements), v.Verified)
	}
}

// register is a register of issuers in memory.
type register map[string]*verify.Trust

func (r register) Trusts(_ context.Context, institution, issuer string, _ time.Time) (*verify.Trust, bool, error) {
	if institution == "broken" {
		return nil, false, errors.New("broken")
	}
	return r[issuer], institution == "lakeside", nil
}

func TestIssuerTrusted(t *testing.T) {
	t.Parallel()
	p, other := newParty(t), newParty(t)
	refused := newParty(t)
	list := register{p.id: {Institution: "lakeside", Issuer: p.id, Tier: "accredited"}, refused.id: {Issuer: refused.id, Tier: "refused", Refused: true}}
	v := verify.New(verify.Options{})
	for name, c := range map[string]struct {
		institution string
		by          *party
		want        verify.Truth
	}{
		"listed": {"lakeside", p, verify.Yes}, "not listed": {"lakeside", other, verify.No},
		"no register": {"hillvalley", p, verify.Unknown}, "nobody's": {"", p, verify.Unknown},
		"refused": {"lakeside", refused, verify.No},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := v.Verify(t.Context(), verify.Question{Data: c.by.issue(t, nil), Now: now, Institution: c.institution, Register: list})
			if err != nil || got.IssuerTrusted != c.want || (got.Trust != nil) != (c.want == verify.Yes || name == "refused") || !got.Verified {
				t.Errorf("%v %s, want %s", err, got.IssuerTrusted, c.want)
			}
		})
	}
	if _, err := v.Verify(t.Context(), verify.Question{Data: p.issue(t, nil), Now: now, Institution: "broken", Register: list}); err == nil {
		t.Error("an error of the register was lost")
	}
}

// TestRefresh: a newer version of the same credential is shown beside it.
func TestRefresh(t *testing.T) {
	t.Parallel()
	const at = "https://riverbend.example/refresh/1"
	p, thief := newParty(t), newParty(t)
	service := set("refreshService", object{"id": at, "type": "1EdTechCredentialRefresh"})
	newer := func(b object) { service(b); b["validFrom"] = "2026-06-01T00:00:00Z" }
	sign := func(by *party, change func(object)) []byte {
		return by.sign(t, object{"kid": by.kid(), "typ": "vc+jwt"}, badge(p.id, change))
	}
	for name, c := range map[string]struct {
		there []byte
		want  bool
		code  string
	}{
		"newer, and expired": {sign(p, func(b object) { newer(b); b["validUntil"] = "2026-06-02T00:00:00Z" }), true, "refreshed"},
		"newer":              {sign(p, newer), true, "refreshed"}, "the same": {sign(p, service), false, "refresh_same"},
		"forged": {sign(thief, newer), false, "refresh_failed"}, "another": {sign(p, func(b object) { newer(b); b["id"] = "urn:uuid:3" }), false, "refresh_failed"},
		"nothing": {nil, false, "refresh_failed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var files documents.Files
			if c.there != nil {
				put(t, &files, at, c.there)
			}
			v := ask(t, &files, sign(p, service))
			if (v.Refreshed != nil) != c.want || !has(&v.Checks.Status, c.code) || !v.Verified ||
				has(&v.Checks.Status, "refreshed_not_verified") != (name == "newer, and expired") {
				t.Errorf("refreshed %v: %+v", v.Refreshed != nil, v.Checks.Status)
			}
		})
	}
}

// TestEndorsementsThatAreNone: a badge in the place of an endorsement is no
// endorsement, and one about something else is said to be so.
func TestEndorsementsThatAreNone(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	v := ask(t, nothing(), p.issue(t, set("endorsementJwt", []any{string(p.issue(t, nil))})))
	if len(v.Endorsements) != 1 || v.Endorsements[0] || !has(&v.Nested[0].Verdict.Checks.Schema, "wrong_class") {
		t.Errorf("endorsements %v: %+v", v.Endorsements, v.Nested)
	}
	if !has(&v.Nested[0].Verdict.Checks.Schema, "endorses_another") {
		t.Errorf("%+v", v.Nested[0].Verdict.Checks.Schema)
	}
}

// TestSignalsAreFactsOfTheirOwn: each thing that speaks for a badge is answered
// apart, with whose word it is; a badge of completion has none, and one whose
// issuer is not proved is not asked.
func TestSignalsAreFactsOfTheirOwn(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	rich := func(o object) {
		o["validUntil"] = "2029-01-15T00:00:00Z"
		o["evidence"] = []any{object{"type": []any{"Evidence"}, "id": "https://riverbend.example/work", "name": "Two projects"}}
		s := member(o, "credentialSubject")
		s["source"] = object{"id": "https://riverbend.example/faculty", "type": []any{"Profile"}, "name": "Faculty of Data"}
		s["result"] = []any{object{"type": []any{"Result"}, "value": "A"}}
		member(s, "achievement")["alignment"] = []any{
			object{"type": []any{"Alignment"}, "targetName": "Commission", "targetUrl": "https://commission.example", "targetType": "ext:QualityAssurance", "targetCode": "accredited"},
			object{"type": []any{"Alignment"}, "targetName": "Assessment", "targetUrl": "https://riverbend.example/a", "targetType": "ext:Assessment", "targetDescription": "Proctored."},
			object{"type": []any{"Alignment"}, "targetName": "EQF 5", "targetUrl": "http://data.europa.eu/snb/eqf/5"},
			object{"type": []any{"Alignment"}, "targetName": "Rubric 7", "targetUrl": "https://riverbend.example/r", "targetType": "CFRubric"},
		}
	}
	s := ask(t, nothing(), p.issue(t, rich)).Signals
	none := verify.Signal{Value: verify.NoSignal}
	want := &verify.Signals{
		Trust: "some", Counted: []string{"assessment", "assessor", "evidence", "expiry", "governance", "level", "rubric"},
		Governance: verify.Signal{Value: "accredited", Detail: "Commission"}, Endorsement: none,
		Assessor:   verify.Signal{Value: "named", Detail: "Faculty of Data"},
		Assessment: verify.Signal{Value: "described", Detail: "Proctored."}, Rubric: verify.Signal{Value: "described", Detail: "Rubric 7"},
		Evidence: verify.Signal{Value: "given", Detail: "Two projects"}, Level: verify.Signal{Value: "eqf:5"},
		Expiry: verify.Signal{Value: "stated", Detail: "2029-01-15T00:00:00Z"}, Result: verify.Signal{Value: "given", Detail: "A"},
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Error(diff)
	}
	plain := ask(t, nothing(), p.issue(t, nil))
	if s := plain.Signals; !plain.Verified || s.Trust != verify.NoSignal || len(s.Counted) > 0 || s.Governance != none || s.Assessment != none {
		t.Errorf("a badge of completion: %+v", s)
	}
	thief := newParty(t)
	forged := thief.sign(t, object{"kid": thief.kid()}, claims(badge(p.id, rich)))
	if s := ask(t, nothing(), forged).Signals; s.Trust != verify.NoSignal || s.Governance.Value != verify.Unproved || s.Level.Value != verify.Unproved {
		t.Errorf("a forged badge: %+v", s)
	}
}

// TestWhatSaysNothingIsNoted: RDF keeps nothing of null, empty lists and empty
// contexts, so that they could be put under an embedded signature unseen.
func TestWhatSaysNothingIsNoted(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	for name, change := range map[string]func(object){
		"null":             set("description", nil),
		"null below":       func(o object) { member(member(o, "credentialSubject"), "achievement")["image"] = nil },
		"null in a list":   func(o object) { member(o, "issuer")["alignment"] = []any{nil} },
		"empty list":       set("evidence", []any{}),
		"empty @graph":     func(o object) { member(o, "credentialSubject")["@graph"] = []any{} },
		"empty @context":   func(o object) { member(o, "issuer")["@context"] = object{} },
		"list of contexts": func(o object) { member(o, "issuer")["@context"] = []any{} },
		"endorsement":      func(o object) { member(o, "credentialSubject")["endorsement"] = []any{} },
		"in the proof": func(o object) {
			if list, ok := o["proof"].([]any); ok {
				member(object{"": list[0]}, "")["name"] = nil
			}
		},
	} {
		var doc object
		if err := json.Unmarshal(p.embed(t, badge(p.id, nil), p.kid()), &doc); err != nil {
			t.Fatal(err)
		}
		change(doc)
		if v := ask(t, nothing(), text(t, doc)); v.Verified || v.Schema != verify.No || !has(&v.Checks.Schema, "empty_member") {
			t.Errorf("%s: verified %v, schema %s: %+v", name, v.Verified, v.Schema, v.Checks.Schema.Reasons)
		}
	}
	v := ask(t, nothing(), p.issue(t, set("description2", nil)))
	if !v.Verified || !has(&v.Checks.Schema, "empty_member") {
		t.Errorf("in a JWS, whose signature covers it: %v %+v", v.Verified, v.Checks.Schema.Reasons)
	}
}
