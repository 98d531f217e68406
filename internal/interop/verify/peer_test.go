package verify_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// expected is one entry of the peer's manifest.
type expected struct {
	File         string `json:"file"`
	Signature    any    `json:"signature"`
	IssuerBound  *bool  `json:"issuerBound"`
	Time         string `json:"time"`
	Status       string `json:"status"`
	Endorsements []bool `json:"endorsements"`
	Inner        []bool `json:"inner"`
}

// TestPeerSigned: every verdict on what an independent library signed is the one
// that its makers wrote down.
func TestPeerSigned(t *testing.T) {
	t.Parallel()
	dir := shared(t, "peer-signed")
	var files documents.Files
	if err := files.AddDir(dir); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var all []expected
	if err := json.Unmarshal(data, &all); err != nil || len(all) < 25 {
		t.Fatal(len(all), err)
	}
	for _, want := range all {
		t.Run(want.File, func(t *testing.T) {
			t.Parallel()
			v := ask(t, &files, read(t, filepath.Join(dir, want.File)))
			want.compare(t, v)
			if wanted := strings.HasPrefix(want.File, "valid") || strings.HasPrefix(want.File, "baked") ||
				want.File == "status-active.json" || want.File == "status-short-list.json"; v.Verified != wanted {
				t.Errorf("verified %v: %+v", v.Verified, v.Checks)
			}
		})
	}
}

func (want *expected) compare(t *testing.T, v *verify.Verdict) {
	t.Helper()
	var signature any = string(v.Signature)
	switch v.Signature {
	case verify.Yes:
		signature = true
	case verify.No:
		signature = false
	}
	if s, ok := want.Signature.(string); ok && strings.HasPrefix(s, "reject") {
		want.Signature = false
	}
	status, warned := strings.CutSuffix(want.Status, "+warning")
	switch {
	case signature != want.Signature:
		t.Errorf("signature %v, want %v: %+v", signature, want.Signature, v.Checks.Signature)
	case want.IssuerBound != nil && v.IssuerBound != *want.IssuerBound:
		t.Errorf("issuerBound %v: %+v", v.IssuerBound, v.Checks.IssuerBound)
	case want.Time != "" && string(v.Time) != want.Time:
		t.Errorf("time %s, want %s", v.Time, want.Time)
	case want.Status != "" && (string(v.Status) != status || warned != has(&v.Checks.Status, "status_list_short")):
		t.Errorf("status %s, want %s: %+v", v.Status, want.Status, v.Checks.Status)
	case !slices.Equal(v.Endorsements, want.Endorsements) || !slices.Equal(v.Inner, want.Inner):
		t.Errorf("endorsements %v, inner %v", v.Endorsements, v.Inner)
	}
}

func read(tb testing.TB, path string) []byte {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// TestForeignListOfThePeer: an entry that names the list of another issuer.
func TestForeignListOfThePeer(t *testing.T) {
	t.Parallel()
	dir := shared(t, "peer-signed")
	var files documents.Files
	if err := files.AddDir(dir); err != nil {
		t.Fatal(err)
	}
	p := newParty(t)
	for _, at := range []string{"1", "2", "3", "4"} {
		v := ask(t, &files, p.issue(t, set("credentialStatus", object{
			"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1",
			"statusListCredential": "https://riverbend.example/status/" + at,
		})))
		if v.Status != verify.StatusUnknown || !has(&v.Checks.Status, "foreign_status_list") {
			t.Errorf("list %s: status %s, %+v", at, v.Status, v.Checks.Status)
		}
	}
}
