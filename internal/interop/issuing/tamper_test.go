package issuing_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/issuing"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

// changes calls yield with every way to change one place of a document: each
// value made another, each member and entry taken away, a member added to each
// object. The document is restored afterwards.
func changes(v any, path string, set func(any), yield func(path string)) {
	try := func(name string, value any) {
		set(value)
		yield(path + " " + name)
		set(v)
	}
	switch v := v.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			old := v[k]
			delete(v, k)
			yield(path + "/" + k + " removed")
			v[k] = old
			changes(old, path+"/"+k, func(x any) { v[k] = x }, yield)
		}
		v["https://example.org/added"] = "x"
		yield(path + " added")
		delete(v, "https://example.org/added")
	case []any:
		for i, e := range v {
			try(fmt.Sprintf("%d removed", i), slices.Delete(slices.Clone(v), i, i+1))
			changes(e, fmt.Sprintf("%s/%d", path, i), func(x any) { v[i] = x }, yield)
		}
	case string:
		try("longer", v+"1")
		try("shorter", v[:len(v)-1])
	case float64:
		try("greater", v+1)
	case bool:
		try("flipped", !v)
	}
}

// TestEveryChangeIsDetected changes every place of an issued credential in turn,
// in both kinds of format. Of an endorsement inside, its own verdict may be what
// tells: that it repeats the contexts changes no statement of the credential.
func TestEveryChangeIsDetected(t *testing.T) {
	t.Parallel()
	i := issuer(t, httpsID)
	qa := issuer(t, "did:web:commission.example")
	qa.Base, qa.Institution = "https://commission.example", ""
	files := published(t, nil, i, qa)
	if err := files.Add(i.ListURL(1, "revocation"), []byte("{}"), ""); err != nil { // the status is not what is asked for, and takes long
		t.Fatal(err)
	}
	a := award()
	a.Endorsements = []issuing.Endorsement{endorsement(t, qa, a.Achievement.ID, issuing.EmbeddedEdDSA)}
	for _, f := range []issuing.Format{issuing.EmbeddedEdDSA, issuing.JWTES256} {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			body := sign(t, i, a, f).Body
			if v := judge(t, files, body); v.Signature != verify.Yes || !v.IssuerBound || len(v.Endorsements) != 1 || !v.Endorsements[0] {
				t.Fatal(show(v))
			}
			if strings.HasPrefix(string(f), "vc-jwt") {
				tamperJWT(t, files, body)
				return
			}
			var doc any
			if err := json.Unmarshal(body, &doc); err != nil {
				t.Fatal(err)
			}
			n := 0
			changes(doc, "", func(x any) { doc = x }, func(path string) {
				n++
				changed, err := json.Marshal(doc)
				if err != nil {
					t.Fatal(err)
				}
				if v := judge(t, files, changed); v.Signature == verify.Yes && v.IssuerBound && len(v.Endorsements) == 1 && v.Endorsements[0] {
					t.Errorf("not detected: %s", path)
				}
			})
			if n < 200 {
				t.Errorf("only %d changes were tried", n)
			}
		})
	}
}

// tamperJWT changes every claim, and single characters of all three parts.
func tamperJWT(t *testing.T, files *documents.Files, token []byte) {
	t.Helper()
	parts := strings.Split(string(token), ".")
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var doc any
	if err := json.Unmarshal(payload, &doc); err != nil {
		t.Fatal(err)
	}
	check := func(what string, changed []byte) {
		if v := judge(t, files, changed); v.Verified || v.Signature == verify.Yes {
			t.Errorf("not detected: %s", what)
		}
	}
	changes(doc, "", func(x any) { doc = x }, func(path string) {
		changed, err := json.Marshal(doc)
		if err != nil {
			t.Fatal(err)
		}
		check(path, []byte(parts[0]+"."+base64.RawURLEncoding.EncodeToString(changed)+"."+parts[2]))
	})
	for at := 0; at < len(token); at += 37 {
		changed := bytes.Clone(token)
		if changed[at]++; token[at] == '.' {
			continue
		}
		check(fmt.Sprintf("character %d", at), changed)
	}
}

// endorsement is a signed one.
func endorsement(tb testing.TB, by *issuing.Issuer, about string, f issuing.Format) issuing.Endorsement {
	tb.Helper()
	doc, err := by.EndorsementDocument(&issuing.Statement{
		ID: [16]byte{15: 9}, Name: "Accreditation", About: about, Comment: "Reviewed in 2026.", From: now.AddDate(0, -1, 0), Until: now.AddDate(5, 0, 0),
	})
	if err != nil {
		tb.Fatal(err)
	}
	s, err := by.Sign(tb.Context(), doc, f, now)
	if err != nil {
		tb.Fatal(err)
	}
	e, err := issuing.ParseEndorsement(s.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return e
}
