package issuing_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

func TestKeyFilesOfOthersAreRefused(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "keys.json")
	all := issuer(t, httpsID).KeySet
	if err := issuing.WriteKeyFile(name, all); err != nil {
		t.Fatal(err)
	}
	back, err := issuing.ReadKeyFile(name)
	if err != nil || len(back) != len(all) {
		t.Fatal(back, err)
	}
	for i := range all {
		if k, ok := back.For(all[i].Algorithm); !ok || k.ID != all[i].ID || !k.Created.Equal(all[i].Created) {
			t.Errorf("%s does not come back: %+v", all[i].ID, k)
		}
	}
	for _, mode := range []os.FileMode{0o604, 0o620, 0o640, 0o644, 0o666} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := issuing.ReadKeyFile(name); !errors.Is(err, issuing.ErrOpenKeys) {
			t.Errorf("mode %04o gives %v", mode, err)
		}
	}
}

func TestErrorsNeverRepeatKeys(t *testing.T) {
	t.Parallel()
	data, err := issuing.MarshalKeys(issuer(t, httpsID).KeySet[:1])
	if err != nil {
		t.Fatal(err)
	}
	secret := string(data[bytes.Index(data, []byte(`"d": "`))+6:][:43])
	for _, broken := range []string{
		strings.Replace(string(data), `"kid"`, `"kid":"x","kid"`, 1), string(data[:len(data)-9]),
		strings.Replace(string(data), `"EdDSA"`, `"RS256"`, 1), strings.Replace(string(data), "key-EdDSA", "a b", 1),
	} {
		_, err := issuing.ParseKeys([]byte(broken))
		if err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("%v", err)
		}
	}
}

// TestRotation: a retired key signs nothing and what it signed still verifies; a
// revoked key takes everything with it.
func TestRotation(t *testing.T) {
	t.Parallel()
	for _, id := range []string{httpsID, webID} {
		i := issuer(t, id)
		i.KeySet = append(issuing.Keys{}, i.KeySet...)
		old := sign(t, i, award(), issuing.EmbeddedEdDSA).Body
		next, err := issuing.NewKey(zeros{}, "next", issuing.EdDSA, now)
		if err != nil {
			t.Fatal(err)
		}
		i.KeySet[0].Private = nil
		if _, ok := i.KeySet.For(issuing.EdDSA); ok {
			t.Error("a retired key signs")
		}
		i.KeySet = append(i.KeySet, next)
		fresh := sign(t, i, award(), issuing.EmbeddedEdDSA).Body
		if !bytes.Contains(fresh, []byte(id+"#next")) {
			t.Error("the newest key does not sign")
		}
		for _, body := range [][]byte{old, fresh} {
			if v := judge(t, published(t, nil, i), body); !v.Verified {
				t.Error(show(v))
			}
		}
		i.KeySet[0].Revoked = now.AddDate(0, 0, -1)
		if v := judge(t, published(t, nil, i), old); v.IssuerBound || v.Verified {
			t.Errorf("what a revoked key signed: signature %s, bound %v", v.Signature, v.IssuerBound)
		}
		if v := judge(t, published(t, nil, i), fresh); v.Signature != verify.Yes {
			t.Error(show(v))
		}
	}
}

// zeros is chance for a key that is the same in each run.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestLinkedInCountsMonthsFromOne(t *testing.T) {
	t.Parallel()
	text := issuing.LinkedIn("A & B", "College", "https://c.example/1", "urn:uuid:1", now.AddDate(0, -10, 0), now.AddDate(1, 1, 0))
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	for name, want := range map[string]string{
		"startTask": "CERTIFICATION_NAME", "name": "A & B", "organizationName": "College", "issueYear": "2026", "issueMonth": "1",
		"expirationYear": "2027", "expirationMonth": "12", "certUrl": "https://c.example/1", "certId": "urn:uuid:1",
	} {
		if q.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, q.Get(name), want)
		}
	}
}

func TestSettingsAreChecked(t *testing.T) {
	t.Parallel()
	for text, code := range map[string]string{
		`{"id":"https://a.example/i","base":"http://a.example","profile":{"name":"A"},"keys":"k"}`:                 "bad_url",
		`{"id":"did:key:z6Mk","base":"https://a.example","profile":{"name":"A"},"keys":"k"}`:                       "bad_url",
		`{"id":"https://a.example/i#k","base":"https://a.example","profile":{"name":"A"},"keys":"k"}`:              "bad_url",
		`{"id":"did:web:a.example","base":"https://a.example","profile":{},"keys":"k"}`:                            "missing_member",
		`{"id":"did:web:a.example","base":"https://a.example","profile":{"name":"A"}}`:                             "missing_member",
		`{"id":"did:web:a.example","base":"https://a.example","profile":{"name":"A"},"keys":"k","entries":100000}`: "bad_value",
		`{"id":"did:web:a.example","base":"https://a.example","profile":{"name":"A"},"keys":"k","sugar":1}`:        "unknown_field",
	} {
		if _, err := issuing.ParseSettings([]byte(text)); err == nil || !strings.Contains(err.Error(), code) {
			t.Errorf("%s gives %v, want %s", text, err, code)
		}
	}
}

func FuzzParseKeys(f *testing.F) {
	f.Add([]byte(`{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}`))
	f.Add([]byte(`{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","kid":"r","created":"x"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		keys, err := issuing.ParseKeys(data)
		if err == nil && len(keys) == 0 {
			t.Error("no keys and no error")
		}
	})
}

func FuzzSettingsAndEndorsements(f *testing.F) {
	f.Add([]byte(`{"id":"did:web:a.example","base":"https://a.example","profile":{"name":"A"},"keys":"k"}`))
	f.Add([]byte(`{"type":["VerifiableCredential","EndorsementCredential"],"credentialSubject":{"id":"x"}}`))
	f.Add([]byte("eyJhbGciOiJub25lIn0.e30."))
	f.Fuzz(func(t *testing.T, data []byte) {
		if s, err := issuing.ParseSettings(data); err == nil && s.Base == "" {
			t.Error("settings without an address are accepted")
		}
		if e, err := issuing.ParseEndorsement(data); err == nil && e.Doc == nil {
			t.Error("an endorsement without a document")
		}
	})
}

// TestALinkToTheKeysStays: a key that is added goes where the link leads.
func TestALinkToTheKeysStays(t *testing.T) {
	t.Parallel()
	file, link := filepath.Join(t.TempDir(), "keys.json"), filepath.Join(t.TempDir(), "link.json")
	if err := os.Symlink(file, link); err != nil {
		t.Skip("no links here: ", err)
	}
	k, err := issuing.NewKey(rand.Reader, "k", issuing.EdDSA, time.Unix(0, 0))
	if err != nil {
		t.Fatal(err)
	}
	if err := issuing.WriteKeyFile(link, issuing.Keys{k}); err == nil {
		t.Error("a link to nothing is written over")
	}
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := issuing.WriteKeyFile(link, issuing.Keys{k}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	if keys, err := issuing.ReadKeyFile(file); err != nil || len(keys) != 1 {
		t.Errorf("%d keys, %v", len(keys), err)
	}
}
