package api

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/verify"
)

// script takes a file out of the script that shows the command line.
func script(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "cli", "testdata", "script", "verify.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(data), "-- "+name+" --\n")
	if !found {
		t.Fatal("no", name)
	}
	text, _, _ := strings.Cut(after, "\n-- ")
	return text
}

func TestVerifications(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	const at = "POST /v1/verifications?at=2026-11-21T00:00:00Z"
	jose := map[string]string{"Content-Type": "application/vc+jwt", "Cairn-Recipient": "555, ann@example.org"}
	for name, c := range map[string]struct {
		data      string
		header    map[string]string
		verified  bool
		recipient verify.Truth
	}{
		"a badge":          {script(t, "badge.jwt"), jose, true, verify.Yes},
		"of somebody else": {script(t, "badge.jwt"), map[string]string{"Content-Type": "text/plain", "Cairn-Recipient": "bob@example.org"}, false, verify.No},
		"forged":           {script(t, "forged.jwt"), map[string]string{"Content-Type": "text/plain"}, false, verify.None},
		"no credential":    {`{"a":1}`, nil, false, verify.None},
		"no JSON":          {`{`, nil, false, verify.None},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp, body := w.do(t, at, c.data, c.header)
			var v verify.Verdict
			if err := json.Unmarshal([]byte(body), &v); err != nil || resp.StatusCode != http.StatusOK {
				t.Fatalf("%d %v: %s", resp.StatusCode, err, body)
			}
			if v.Verified != c.verified || v.Recipient != c.recipient {
				t.Errorf("verified %v, recipient %s: %s", v.Verified, v.Recipient, body)
			}
		})
	}
	for _, c := range []struct {
		call, data, media string
		status            int
	}{
		{at, "x", "application/pdf", http.StatusUnsupportedMediaType},
		{"POST /v1/verifications?at=yesterday", "{}", jsonType, http.StatusUnprocessableEntity},
		{at + "&institution=nowhere", "{}", jsonType, http.StatusUnprocessableEntity},
		{at + "&other=1", "{}", jsonType, http.StatusUnprocessableEntity},
	} {
		resp, body := w.do(t, c.call, c.data, map[string]string{"Content-Type": c.media})
		if resp.StatusCode != c.status || !strings.Contains(body, `"code"`) {
			t.Errorf("%s: %d, want %d: %s", c.call, resp.StatusCode, c.status, body)
		}
	}
}
