package api

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/config"
	"github.com/cairnproject/cairn/internal/store"
)

const adminToken = config.Secret("0123456789abcdef0123456789")

// from asks the server as a peer, with headers; Host is one of them.
func (w *bundle) from(peer, call, body string, headers map[string]string) *httptest.ResponseRecorder {
	method, path, _ := strings.Cut(call, " ")
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.RemoteAddr, r.Host = peer, "127.0.0.1:8080"
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for name, value := range headers {
		if name == "Host" {
			r.Host = value
			continue
		}
		r.Header.Set(name, value)
	}
	out := httptest.NewRecorder()
	w.server.ServeHTTP(out, r)
	return out
}

// TestOnlyAdministratorsSign: every way to sign, to change a standing or to list what was signed is open to
// programs on this machine only, and no header makes anybody one of them.
func TestOnlyAdministratorsSign(t *testing.T) {
	t.Parallel()
	w := issuingWorld(t, "https://badges.ridge.example/issuers/ridge")
	good := strings.Replace(issueBody, "%s", "eddsa-rdfc-2022", 1)
	var c credentialBody
	if err := json.Unmarshal([]byte(w.ask(t, "POST /v1/credentials", good, nil, http.StatusCreated)), &c); err != nil {
		t.Fatal(err)
	}
	path := "/v1/credentials/" + c.ID.String()
	calls := map[string]string{
		"POST /v1/credentials": good, "PUT " + path + "/standing": `{"standing":"revoked"}`,
		"GET /v1/credentials?institution=ridge":                            "",
		"POST " + path + "/renewals":                                       `{"validUntil":"2030-01-01T00:00:00Z"}`,
		"POST /v1/records/00000000-0000-7000-8000-000000000001/conferrals": "",
	}
	const local, remote = "127.0.0.1:4711", "203.0.113.9:4711"
	for name, h := range map[string]struct {
		peer    string
		headers map[string]string
	}{
		"a stranger":                {remote, nil},
		"one who says he is local":  {remote, map[string]string{"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"}},
		"with a token that is none": {remote, map[string]string{"Authorization": "Bearer " + string(adminToken)}},
		"a proxy here":              {local, map[string]string{"X-Forwarded-For": "203.0.113.9"}},
		"a proxy that names itself": {local, map[string]string{"Via": "1.1 proxy"}},
		"a proxy by RFC 7239":       {local, map[string]string{"Forwarded": "for=127.0.0.1"}},
		"a proxy with its own word": {local, map[string]string{"X-Forwarded-Proto": "https"}},
		"a proxy that keeps Host":   {local, map[string]string{"Host": "badges.ridge.example"}},
		"a name that leads here":    {local, map[string]string{"Host": "127.0.0.1.thief.example:8080"}},
		"a page of another site":    {local, map[string]string{"Origin": "https://thief.example"}},
		"a page of no site":         {local, map[string]string{"Origin": "null"}},
		"a newer browser":           {local, map[string]string{"Sec-Fetch-Site": "cross-site"}},
		"no peer":                   {"@", nil},
		"0.0.0.0":                   {"0.0.0.0:1", nil},
	} {
		for call, body := range calls {
			if got := w.from(h.peer, call, body, h.headers); got.Code != http.StatusForbidden || !strings.Contains(got.Body.String(), `"code":"not_administrator"`) {
				t.Errorf("%s, %s: %d %s", name, call, got.Code, got.Body)
			}
		}
	}
	if c, err := w.service.Credential(t.Context(), c.ID); err != nil || c.Standing != store.StandingActive || c.Revision != 1 {
		t.Errorf("the credential was changed: %+v %v", c.Standing, err)
	}
	if got := w.from(remote, "GET "+path, "", map[string]string{"Host": "badges.ridge.example"}); got.Code != http.StatusOK {
		t.Errorf("a reader: %d", got.Code)
	}
	for _, peer := range []string{local, "[::1]:4711", "[::ffff:127.0.0.1]:4711", "127.9.9.9:1"} {
		for _, host := range []string{"localhost:8080", "127.0.0.1", "[::1]:8080"} {
			if got := w.from(peer, "PUT "+path+"/standing", `{"standing":"active"}`, map[string]string{"Host": host, "Origin": "http://" + host}); got.Code != http.StatusOK {
				t.Errorf("%s asks %s: %d %s", peer, host, got.Code, got.Body)
			}
		}
	}
}

// TestTheTokenMakesAnAdministrator: from anywhere with it, from nowhere without.
func TestTheTokenMakesAnAdministrator(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{token: adminToken})
	const call = "PUT /v1/credentials/00000000-0000-7000-8000-000000000001/standing"
	for header, want := range map[string]int{
		"Bearer " + string(adminToken): http.StatusNotFound, "bearer  " + string(adminToken): http.StatusNotFound,
		"": http.StatusForbidden, "Bearer": http.StatusForbidden, "Bearer x": http.StatusForbidden, string(adminToken): http.StatusForbidden,
		"Bearer " + string(adminToken[1:]): http.StatusForbidden, "Bearer " + string(adminToken) + "0": http.StatusForbidden,
		"Basic " + string(adminToken): http.StatusForbidden,
	} {
		for peer, more := range map[string]map[string]string{
			"127.0.0.1:4711": nil, "203.0.113.9:4711": {"Host": "badges.example", "X-Forwarded-For": "127.0.0.1"},
		} {
			headers := map[string]string{"Authorization": header}
			maps.Copy(headers, more)
			if got := w.from(peer, call, `{"standing":"revoked"}`, headers); got.Code != want {
				t.Errorf("%q from %s: %d, want %d", header, peer, got.Code, want)
			}
		}
	}
}

// TestNobodyElseSetsOffAConferral: a record that a stranger stores is stored, and
// nothing is signed for it.
func TestNobodyElseSetsOffAConferral(t *testing.T) {
	t.Parallel()
	w := issuingWorld(t, "https://badges.ridge.example/issuers/ridge")
	w.service.Signers()[0].Confer = true
	rec := `{"learner":"%","attainments":[{"item":"ridge/math-20a","attained":"2025-06-01","grade":"B"},{"item":"ridge/math-20b","attained":"2026-01-15","grade":"A"}]}`
	for peer, want := range map[string]int{"203.0.113.9:4711": 0, "127.0.0.1:4711": 1} {
		got := w.from(peer, "POST /v1/records", strings.Replace(rec, "%", peer, 1), nil)
		var stored storedRecord
		if err := json.Unmarshal(got.Body.Bytes(), &stored); err != nil || got.Code != http.StatusCreated {
			t.Fatal(got.Code, err)
		}
		list, _, err := w.service.Credentials(t.Context(), store.CredentialFilter{RecordID: stored.ID}, store.Page{Limit: 10})
		if err != nil || len(list) != want {
			t.Errorf("%s: %d credentials, want %d (%v)", peer, len(list), want, err)
		}
	}
}
