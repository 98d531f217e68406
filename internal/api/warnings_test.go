package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

const (
	claimingLine = `{"id":"x","item":"ridge/math-20a","attained":"2025-06-01","evidence":"verified-credential","attributes":{"credential.signature":"true"}}`
	plainLine    = `{"id":"x","item":"ridge/math-20a","attained":"2025-06-01"}`
)

// TestLoweredLinesAreTold: a record that claims a verified credential is stored and
// evaluated as self-reported, and the answer says so; whoever claims nothing gets the
// answer that he always got.
func TestLoweredLinesAreTold(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	claims := `{"attainments":[` + claimingLine + `]}`
	resp, text := w.do(t, "POST /v1/records", claims, nil)
	var stored storedRecord
	if err := json.Unmarshal([]byte(text), &stored); err != nil || resp.StatusCode != http.StatusCreated {
		t.Fatal(resp.StatusCode, text)
	}
	if len(stored.Warnings) != 1 || stored.Warnings[0].Code != "credential_not_verified" || stored.Warnings[0].Pointer != "/attainments/0" || stored.Warnings[0].Severity != "warning" {
		t.Errorf("POST: %s", text)
	}
	path := "/v1/records/" + stored.ID.String()
	if text := w.ask(t, "PUT "+path, claims, map[string]string{"If-Match": `"1"`}, http.StatusOK); !strings.Contains(text, `"warnings":[{`) {
		t.Errorf("PUT: %s", text)
	}
	for call, body := range map[string]string{"GET " + path: "", "POST /v1/records": `{"attainments":[` + plainLine + `]}`} {
		if _, text := w.do(t, call, body, nil); strings.Contains(text, "warnings") {
			t.Errorf("%s: %s", call, text)
		}
	}
	for call, more := range map[string]string{
		"POST /v1/evaluations": `"targets":[{"institution":"ridge"}]`, "POST /v1/stacks": `"near":1`,
		"POST /v1/explanations": `"targets":[{"institution":"ridge"}],"line":"x"`, "POST /v1/comparisons": `"targets":[{"institution":"ridge"}]`,
		"POST /v1/differences": `"targets":[{"institution":"ridge"}],"against":"2026-01-01"`,
	} {
		for line, want := range map[string]string{claimingLine: "credential_not_verified;count=1", plainLine: ""} {
			for range 3 { // the same question again is answered from what is kept
				resp, text := w.do(t, call, `{"record":{"attainments":[`+line+`]},`+more+`}`, nil)
				if got := resp.Header.Get("Cairn-Warnings"); resp.StatusCode != http.StatusOK || got != want {
					t.Errorf("%s: %d, Cairn-Warnings %q, want %q: %.200s", call, resp.StatusCode, got, want, text)
				}
			}
		}
	}
	again := map[string]string{"Idempotency-Key": "k"}
	for range 2 {
		resp, _ := w.do(t, "POST /v1/evaluations", `{"record":`+claims+`,"targets":[{"institution":"ridge"}],"save":true}`, again)
		if got := resp.Header.Get("Cairn-Warnings"); resp.StatusCode != http.StatusCreated || got == "" {
			t.Errorf("saved: %d, Cairn-Warnings %q", resp.StatusCode, got)
		}
	}
}
