package verify_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/cairnproject/cairn/internal/interop/dataintegrity"
	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/vckeys"
	"github.com/cairnproject/cairn/internal/interop/verify"
	"github.com/cairnproject/cairn/internal/strictjson"
)

// newWeb makes an issuer with a did:web and publishes its document.
func newWeb(tb testing.TB, files *documents.Files, did string) *party {
	tb.Helper()
	p := newParty(tb)
	p.id = did
	key, err := vckeys.EncodeMultikey(p.signer.Public())
	if err != nil {
		tb.Fatal(err)
	}
	path := strings.ReplaceAll(strings.TrimPrefix(did, "did:web:"), ":", "/")
	put(tb, files, "https://"+path+"/did.json", object{
		"id": did, "verificationMethod": []any{object{"id": did + "#key-1", "type": "Multikey", "controller": did, "publicKeyMultibase": key}},
		"assertionMethod": []any{did + "#key-1"},
	})
	return p
}

// embed signs a document with an embedded proof.
func (p *party) embed(tb testing.TB, doc object, method string) []byte {
	tb.Helper()
	tree, problems := strictjson.Tree(text(tb, doc), strictjson.TreeOptions{})
	if problems != nil {
		tb.Fatal(problems)
	}
	signed, err := dataintegrity.Sign(tb.Context(), member(object{"": tree}, ""), dataintegrity.SignOptions{
		Cryptosuite: dataintegrity.EdDSARDFC2022, Signer: p.signer, VerificationMethod: method, Created: now,
	})
	if err != nil {
		tb.Fatal(err)
	}
	return text(tb, signed)
}

// TestEmbeddedForgeries: the three ways in which a badge names a victim.
func TestEmbeddedForgeries(t *testing.T) {
	t.Parallel()
	var files documents.Files
	victim := newWeb(t, &files, "did:web:credentials.lakeside.example:issuers:reg")
	https := newParty(t)
	https.id = "https://hillvalley.example/issuer"
	key, err := vckeys.EncodeMultikey(https.signer.Public())
	if err != nil {
		t.Fatal(err)
	}
	put(t, &files, https.id, object{
		"id": https.id, "verificationMethod": object{"id": https.id + "#" + key, "type": "Multikey", "controller": https.id, "publicKeyMultibase": key},
		"assertionMethod": https.id + "#" + key,
	})
	thief := newParty(t)
	stolen, err := vckeys.EncodeMultikey(thief.signer.Public())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data      []byte
		signature verify.Truth
		bound     bool
	}{
		"genuine, did:web":           {victim.embed(t, badge(victim.id, nil), victim.id+"#key-1"), verify.Yes, true},
		"genuine, https":             {https.embed(t, badge(https.id, nil), https.id+"#"+key), verify.Yes, true},
		"did:key of the thief":       {thief.embed(t, badge(victim.id, nil), thief.kid()), verify.Yes, false},
		"key behind the address":     {thief.embed(t, badge(https.id, nil), https.id+"#"+stolen), verify.Yes, false},
		"key behind the did:web":     {thief.embed(t, badge(victim.id, nil), victim.id+"#"+stolen), verify.Yes, false},
		"signed under the real name": {thief.embed(t, badge(victim.id, nil), victim.id+"#key-1"), verify.No, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := ask(t, &files, c.data)
			if v.Signature != c.signature || v.IssuerBound != c.bound || v.Verified != strings.HasPrefix(name, "genuine") {
				t.Errorf("signature %s, issuerBound %v, verified %v: %+v", v.Signature, v.IssuerBound, v.Verified, v.Checks)
			}
		})
	}
}

// TestTwoProofs: a thief's good proof beside the issuer's broken one, or in its
// place, helps nobody.
func TestTwoProofs(t *testing.T) {
	t.Parallel()
	issuer, thief := newParty(t), newParty(t)
	both := func(a, b []byte, change func(object)) []byte {
		var x, y object
		if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
			t.Fatal("no JSON")
		}
		first, _ := x["proof"].([]any)
		second, _ := y["proof"].([]any)
		y["proof"] = slices.Concat(first, second)
		if change != nil {
			change(y)
		}
		return text(t, y)
	}
	good := issuer.embed(t, badge(issuer.id, nil), issuer.kid())
	changed := badge(issuer.id, set("name", "Doctor of Everything"))
	unknown := func(o object) {
		proofs, _ := o["proof"].([]any)
		member(object{"": proofs[0]}, "")["cryptosuite"] = "magic-2030"
	}
	for name, c := range map[string]struct {
		data      []byte
		signature verify.Truth
		bound     bool
	}{
		"both good":                   {both(good, thief.embed(t, badge(issuer.id, nil), thief.kid()), nil), verify.Yes, true},
		"the issuer's is broken":      {both(good, thief.embed(t, changed, thief.kid()), nil), verify.No, false},
		"the issuer's is not known":   {both(good, thief.embed(t, changed, thief.kid()), unknown), verify.Yes, false},
		"unknown beside the issuer's": {both(good, good, unknown), verify.Yes, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := ask(t, nothing(), c.data)
			if v.Signature != c.signature || v.IssuerBound != c.bound {
				t.Errorf("signature %s, issuerBound %v, want %s, %v: %+v", v.Signature, v.IssuerBound, c.signature, c.bound, v.Checks)
			}
		})
	}
}

// TestEveryFieldIsCovered: no single value of an issued credential can be changed,
// removed or joined by another without the verdict turning.
func TestEveryFieldIsCovered(t *testing.T) {
	t.Parallel()
	p := newParty(t)
	data := p.embed(t, badge(p.id, func(b object) {
		b["validUntil"] = "2029-01-15T00:00:00Z"
		s := member(b, "credentialSubject")
		s["creditsEarned"] = 3.5
		a := member(s, "achievement")
		a["tag"], a["creditsAvailable"] = []any{"sql", "analytics"}, 3.5
	}), p.kid())
	var paths []string
	var list func(v any, at string)
	list = func(v any, at string) {
		switch v := v.(type) {
		case object:
			for _, k := range slices.Sorted(mapKeys(v)) {
				list(v[k], at+"/"+k)
			}
		case []any:
			for i := range v {
				list(v[i], fmt.Sprintf("%s/%d", at, i))
			}
		}
		if at != "" && at != "/proof" && at != "/proof/0" {
			paths = append(paths, at)
		}
	}
	var doc object
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	list(doc, "")
	if len(paths) < 35 {
		t.Fatal("only", len(paths), "places")
	}
	if v := ask(t, nothing(), data); !v.Verified {
		t.Fatalf("%+v", v.Checks)
	}
	rapid.Check(t, func(rt *rapid.T) {
		at := rapid.SampledFrom(paths).Draw(rt, "place")
		how := rapid.SampledFrom([]string{"change", "remove", "add"}).Draw(rt, "how")
		var doc object
		if err := json.Unmarshal(data, &doc); err != nil {
			rt.Fatal(err)
		}
		if !tamper(doc, strings.Split(at, "/")[1:], how) {
			return
		}
		v, err := verify.New(verify.Options{}).Verify(t.Context(), verify.Question{Data: text(t, doc), Now: now})
		if err != nil || v.Verified {
			rt.Fatalf("%s at %s: %v, still verified", how, at, err)
		}
	})
}

func mapKeys(o object) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range o {
			if !yield(k) {
				return
			}
		}
	}
}

// tamper changes what is at a path; false where that changes nothing.
func tamper(v any, path []string, how string) bool {
	at := path[0]
	switch v := v.(type) {
	case object:
		if len(path) > 1 {
			return tamper(v[at], path[1:], how)
		}
		switch how {
		case "remove":
			delete(v, at)
		case "add":
			v["description"] = "another"
		default:
			v[at] = other(v[at])
		}
	case []any:
		var i int
		if _, err := fmt.Sscan(at, &i); err != nil || i >= len(v) {
			return false
		}
		if len(path) > 1 {
			return tamper(v[i], path[1:], how)
		}
		v[i] = other(v[i])
	}
	return true
}

// other is a value of the same kind that is not the same.
func other(v any) any {
	switch v := v.(type) {
	case string:
		if year, isTime := strings.CutPrefix(v, "20"); isTime && strings.HasSuffix(v, "Z") {
			return "21" + year
		}
		return v + "x"
	case float64:
		return v + 1
	case object:
		return object{"id": "urn:uuid:77777777-7777-4777-8777-777777777777"}
	case []any:
		return []any{}
	}
	return nil
}
