package api

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// issuingWorld is a server that issues for Ridge.
func issuingWorld(t *testing.T, id string) *bundle {
	t.Helper()
	i := &issuing.Issuer{Settings: issuing.Settings{
		Institution: "ridge", ID: id, Base: "https://badges.ridge.example", Suspension: true, Profile: issuing.Profile{Name: "Ridge"},
	}}
	for _, a := range []string{issuing.EdDSA, issuing.ES256} {
		k, err := issuing.NewKey(rand.Reader, a, a, noon)
		if err != nil {
			t.Fatal(err)
		}
		i.KeySet = append(i.KeySet, k)
	}
	return setup(t, setupOptions{signers: app.Signers{i}})
}

const issueBody = `{"program":"ridge/maths-bsc","recipient":{"identity":"ann@example.org"},"format":"%s","record":{"attainments":[
	{"item":"ridge/math-20a","attained":"2025-06-01","grade":"B"},{"item":"ridge/math-20b","attained":"2026-01-15","grade":"A"}]}}`

// ask calls the server, wants a status and returns the body.
func (w *bundle) ask(t *testing.T, call, body string, header map[string]string, want int) string {
	t.Helper()
	resp, text := w.do(t, call, body, header)
	if resp.StatusCode != want {
		t.Fatalf("%s: %d, want %d: %s", call, resp.StatusCode, want, text)
	}
	return text
}

// served verifies a credential with what the server publishes.
func (w *bundle) served(t *testing.T, data string) *verify.Verdict {
	t.Helper()
	var files documents.Files
	for _, path := range []string{
		"/issuers/ridge", "/issuers/ridge/did.json", "/.well-known/jwks.json", "/issuers/ridge/status/1/revocation", "/issuers/ridge/status/1/suspension",
	} {
		resp, body := w.do(t, "GET "+path, "", nil)
		if resp.StatusCode != http.StatusOK {
			continue
		}
		if err := files.Add("https://badges.ridge.example"+path, []byte(body), ""); err != nil {
			t.Fatal(err)
		}
	}
	v, err := verify.New(verify.Options{Documents: &files}).Verify(t.Context(), verify.Question{Data: []byte(data), Now: noon, Recipient: []string{"ann@example.org"}})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestIssuedCredentialsAreServedWithEverythingToVerifyThem(t *testing.T) {
	t.Parallel()
	for _, id := range []string{"https://badges.ridge.example/issuers/ridge", "did:web:badges.ridge.example:issuers:ridge"} {
		for _, format := range []string{"eddsa-rdfc-2022", "vc-jwt-es256"} {
			w := issuingWorld(t, id)
			text := w.ask(t, "POST /v1/credentials", strings.Replace(issueBody, "%s", format, 1), nil, http.StatusCreated)
			var c credentialBody
			if err := json.Unmarshal([]byte(text), &c); err != nil {
				t.Fatal(err)
			}
			path := "/v1/credentials/" + c.ID.String()
			for _, form := range []string{"", "?form=png", "?form=svg"} {
				if v := w.served(t, w.ask(t, "GET "+path+form, "", nil, http.StatusOK)); !v.Verified || v.Status != verify.Active {
					t.Errorf("%s %s %s: signature %s, bound %v, status %s, schema %s %v", id, format, form, v.Signature, v.IssuerBound, v.Status, v.Schema, v.Checks.Status.Reasons)
				}
			}
			w.ask(t, "PUT "+path+"/standing", `{"standing":"suspended","reason":"review"}`, nil, http.StatusOK)
			if v := w.served(t, w.ask(t, "GET "+path, "", nil, http.StatusOK)); v.Status != verify.Suspended {
				t.Errorf("%s: status %s, want suspended", format, v.Status)
			}
			w.ask(t, "PUT "+path+"/standing", `{"standing":"active"}`, nil, http.StatusOK)
			w.ask(t, "POST "+path+"/renewals", `{"validUntil":"2030-01-01T00:00:00Z"}`, nil, http.StatusOK)
			if v := w.served(t, w.ask(t, "GET "+path+"/current", "", nil, http.StatusOK)); !v.Verified || v.Credential.ValidUntil != "2030-01-01T00:00:00Z" {
				t.Errorf("%s: renewed until %s", format, v.Credential.ValidUntil)
			}
			w.ask(t, "PUT "+path+"/standing", `{"standing":"revoked"}`, nil, http.StatusOK)
			w.ask(t, "PUT "+path+"/standing", `{"standing":"active"}`, nil, http.StatusConflict)
			list := w.ask(t, "GET /v1/credentials?institution=ridge", "", nil, http.StatusOK)
			if !strings.Contains(list, `"standing":"revoked"`) || strings.Contains(list, `"proof"`) {
				t.Errorf("the list is %s", list)
			}
		}
	}
}

func TestRefusalsOfIssuing(t *testing.T) {
	t.Parallel()
	w := issuingWorld(t, "https://badges.ridge.example/issuers/ridge")
	good := strings.Replace(issueBody, "%s", "eddsa-rdfc-2022", 1)
	for name, c := range map[string]struct {
		body, code string
		status     int
	}{
		"half a record":    {strings.Replace(good, "ridge/math-20b", "ridge/math-20a", 1), "program_incomplete", 422},
		"unknown program":  {strings.Replace(good, "maths-bsc", "maths-bs", 1), "unknown_program", 422},
		"no recipient":     {strings.Replace(good, `"identity":"ann@example.org"`, "", 1), "missing_member", 422},
		"no key for it":    {strings.Replace(issueBody, "%s", "vc-jwt-rs256", 1), "no_signing_key", 422},
		"unknown standing": {"", "bad_value", 422},
	} {
		call := "POST /v1/credentials"
		if c.body == "" {
			call, c.body = "PUT /v1/credentials/00000000-0000-7000-8000-000000000001/standing", `{"standing":"gone"}`
		}
		if text := w.ask(t, call, c.body, nil, c.status); !strings.Contains(text, `"code":"`+c.code+`"`) {
			t.Errorf("%s: %s", name, text)
		}
	}
	w.ask(t, "GET /issuers/coast", "", nil, http.StatusNotFound)
	w.ask(t, "GET /issuers/ridge/status/9/revocation", "", nil, http.StatusNotFound)
	w.ask(t, "GET /issuers/ridge/did.json", "", nil, http.StatusNotFound)
	w.ask(t, "GET /.well-known/did.json", "", nil, http.StatusNotFound)
	none := setup(t, setupOptions{})
	if text := none.ask(t, "POST /v1/credentials", good, nil, 422); !strings.Contains(text, "no_issuer") {
		t.Error(text)
	}
}

// TestACredentialBecomesALine: recognised without being stored, and added to a
// record once however often it comes.
func TestACredentialBecomesALine(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	badge, jose := script(t, "badge.jwt"), map[string]string{"Content-Type": "application/vc+jwt"}
	text := w.ask(t, "POST /v1/recognitions?at=2026-11-21T00:00:00Z", badge, jose, http.StatusOK)
	if !strings.Contains(text, `"credential.signature":"true"`) || !strings.Contains(text, `"evidence":"verified-credential"`) {
		t.Error(text)
	}
	rec := w.ask(t, "POST /v1/records", `{"learner":"l","attainments":[]}`, nil, http.StatusCreated)
	var stored storedRecord
	if err := json.Unmarshal([]byte(rec), &stored); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		text = w.ask(t, "POST /v1/records/"+stored.ID.String()+"/credentials", badge, jose, http.StatusOK)
	}
	var added addedCredential
	if err := json.Unmarshal([]byte(text), &added); err != nil || len(added.Record.Record.Attainments) != 1 || added.Record.Revision != 3 {
		t.Errorf("%v: %s", err, text)
	}
	// What is kept is the verdict of now: no other day can be named.
	text = w.ask(t, "POST /v1/records/"+stored.ID.String()+"/credentials?at=2026-11-21T00:00:00Z", badge, jose, 422)
	if !strings.Contains(text, `"code":"unknown_parameter"`) {
		t.Error(text)
	}
	if text := w.ask(t, "POST /v1/recognitions", `{"a":1}`, nil, 422); !strings.Contains(text, "no_achievement") {
		t.Error(text)
	}
}

// TestAStrangersWordIsNoProofOfThePerson: whoever may not issue adds a credential and
// names its owner; the record's learner, known by a number, is not its owner for that.
func TestAStrangersWordIsNoProofOfThePerson(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	var stored storedRecord
	if err := json.Unmarshal([]byte(w.ask(t, "POST /v1/records", `{"learner":"B-17","attainments":[]}`, nil, http.StatusCreated)), &stored); err != nil {
		t.Fatal(err)
	}
	call := "POST /v1/records/" + stored.ID.String() + "/credentials"
	named := map[string]string{"Content-Type": "application/vc+jwt", "Cairn-Recipient": "ann@example.org"}
	for _, c := range []struct{ peer, recipient, code string }{
		{"203.0.113.9:4711", "none", "recipient_not_checked"},
		{"127.0.0.1:4711", "true", ""},
		{"203.0.113.9:4711", "true", ""}, // an administrator has said so
	} {
		got := w.from(c.peer, call, script(t, "badge.jwt"), named).Body.String()
		var added addedCredential
		if err := json.Unmarshal([]byte(got), &added); err != nil || len(added.Record.Record.Attainments) != 1 {
			t.Fatalf("%v: %s", err, got)
		}
		stands := added.Record.Record.Attainments[0].Attributes["credential.recipient"]
		if stands != c.recipient || !strings.Contains(got, `"code":"`+c.code) {
			t.Errorf("%s: recipient %s, want %s, %q: %s", c.peer, stands, c.recipient, c.code, got)
		}
	}
}

// TestPublishedDocumentsHaveTypesAndTags: what readers of credentials ask for comes
// with its media type and an ETag, is confirmed while it says the same, and is
// given anew when a credential was revoked.
func TestPublishedDocumentsHaveTypesAndTags(t *testing.T) {
	t.Parallel()
	w := issuingWorld(t, "did:web:badges.ridge.example:issuers:ridge")
	var c credentialBody
	text := w.ask(t, "POST /v1/credentials", strings.Replace(issueBody, "%s", "eddsa-rdfc-2022", 1), nil, http.StatusCreated)
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		t.Fatal(err)
	}
	const list = "/issuers/ridge/status/1/revocation"
	tags := map[string]string{}
	for path, want := range map[string]string{
		"/issuers/ridge": "application/json", "/issuers/ridge/did.json": "application/did+json",
		"/.well-known/jwks.json": "application/jwk-set+json", list: "application/vc",
		"/v1/credentials/" + c.ID.String(): "application/vc",
	} {
		resp, _ := w.do(t, "GET "+path, "", nil)
		tag := resp.Header.Get("ETag")
		if got := resp.Header.Get("Content-Type"); resp.StatusCode != http.StatusOK || got != want || tag == "" {
			t.Errorf("%s: %d %s, ETag %s", path, resp.StatusCode, got, tag)
		}
		tags[path] = tag
		cache := "no-store"
		if path == list {
			cache = "public, max-age=300"
		}
		if got := resp.Header.Get("Cache-Control"); got != cache {
			t.Errorf("%s: Cache-Control %s, want %s", path, got, cache)
		}
		if resp, body := w.do(t, "GET "+path, "", map[string]string{"If-None-Match": tag}); resp.StatusCode != http.StatusNotModified || body != "" || resp.Header.Get("ETag") != tag {
			t.Errorf("%s again: %d %s", path, resp.StatusCode, body)
		}
	}
	w.ask(t, "PUT /v1/credentials/"+c.ID.String()+"/standing", `{"standing":"revoked"}`, nil, http.StatusOK)
	resp, _ := w.do(t, "GET "+list, "", map[string]string{"If-None-Match": tags[list]})
	if resp.StatusCode != http.StatusOK || resp.Header.Get("ETag") == tags[list] {
		t.Errorf("the list after a revocation: %d, ETag %s", resp.StatusCode, resp.Header.Get("ETag"))
	}
}
