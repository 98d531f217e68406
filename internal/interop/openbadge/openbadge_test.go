package openbadge

import (
	"crypto/md5"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/strictjson"
)

const sound = `{
 "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
 "id": "urn:uuid:1", "type": ["VerifiableCredential", "AchievementCredential"], "validFrom": "2026-01-15T00:00:00Z",
 "issuer": {"id": "https://a.example/1", "type": "Profile", "image": {"id": "https://a.example/i", "type": "Image"}},
 "credentialSubject": {"type": "AchievementSubject", "identifier": [{"type": "IdentityObject", "hashed": false, "identityHash": "a", "identityType": "emailAddress"}],
  "achievement": {"id": "https://a.example/2", "type": ["Achievement"], "name": "n", "description": "d", "criteria": {"narrative": "c"},
   "alignment": [{"type": "Alignment", "targetName": "t", "targetUrl": "https://a.example/3"}],
   "resultDescription": [{"id": "urn:uuid:2", "type": "ResultDescription", "name": "r", "resultType": "Percent"}]}},
 "proof": {"type": "DataIntegrityProof"}}`

func credential(tb testing.TB, text string) Credential {
	tb.Helper()
	v, problems := strictjson.Tree([]byte(text), strictjson.TreeOptions{})
	if problems != nil {
		tb.Fatal(problems, text)
	}
	doc, ok := v.(map[string]any)
	if !ok {
		tb.Fatal("no object")
	}
	return Credential{Doc: doc}
}

// TestEveryRuleIsChecked: one change at a time, and the problem that it makes.
func TestEveryRuleIsChecked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ old, new, code, pointer string }{
		{"", "", "", ""},
		{`"urn:uuid:1"`, `"not a url"`, "bad_url", "/id"},
		{`"id": "urn:uuid:1", `, ``, "missing_member", ""},
		{`"2026-01-15T00:00:00Z"`, `"2026-01-15"`, "bad_date", "/validFrom"},
		{`"validFrom": "2026-01-15T00:00:00Z"`, `"validFrom": "2026-01-15T00:00:00Z", "validUntil": "2025-01-15T00:00:00Z"`, "bad_dates", "/validUntil"},
		{`, "validFrom": "2026-01-15T00:00:00Z"`, ``, "missing_member", ""},
		{`"type": "Profile"`, `"type": "Person"`, "wrong_class", "/issuer/type"},
		{`{"id": "https://a.example/1", "type"`, `{"type"`, "missing_member", "/issuer"},
		{`"type": "Image"`, `"type": "Image", "size": 3`, "unknown_member", "/issuer/image/size"},
		{`"type": "Image"`, `"type": "Picture"`, "wrong_class", "/issuer/image/type"},
		{`"hashed": false`, `"hashed": "no"`, "wrong_type", "/credentialSubject/identifier/0/hashed"},
		{`"identifier": [`, `"identifiers": [`, "missing_member", "/credentialSubject"},
		{`"identityType": "emailAddress"`, `"identityType": "emailAddress", "note": 1`, "unknown_member", "/credentialSubject/identifier/0/note"},
		{`"name": "n", `, ``, "missing_member", "/credentialSubject/achievement"},
		{`{"narrative": "c"}`, `{}`, "missing_member", "/credentialSubject/achievement/criteria"},
		{`"targetUrl": "https://a.example/3"`, `"targetUrl": "three"`, "bad_url", "/credentialSubject/achievement/alignment/0/targetUrl"},
		{`"resultType": "Percent"`, `"resultType": "Stars"`, "bad_value", "/credentialSubject/achievement/resultDescription/0/resultType"},
		{`"alignment": [{"type": "Alignment", "targetName": "t", "targetUrl": "https://a.example/3"}]`, `"alignment": []`, "bad_value", "/credentialSubject/achievement/alignment"},
		{`"description": "d"`, `"description": "d", "achievementType": "Medal"`, "bad_value", "/credentialSubject/achievement/achievementType"},
		{`"description": "d"`, `"description": "d", "creditsAvailable": "3"`, "wrong_type", "/credentialSubject/achievement/creditsAvailable"},
		{`"@context": ["https://www.w3.org/ns/credentials/v2", `, `"@context": ["https://other.example/", `, "bad_context", "/@context/0"},
		{`, "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]`, `]`, "bad_context", "/@context/1"},
		{`{"type": "DataIntegrityProof"}`, `{}`, "missing_member", "/proof"},
		{`"AchievementCredential"`, `"OtherCredential"`, "wrong_class", "/type"},
		{`["VerifiableCredential", "AchievementCredential"]`, `["AchievementCredential"]`, "wrong_class", "/type"},
	} {
		t.Run(c.new, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(sound, c.old, c.new, 1)
			if c.old != "" && text == sound {
				t.Fatal("nothing was changed")
			}
			cred := credential(t, text)
			more, _ := Schema(cred)
			all := append(Structure(cred), more...)
			if c.code == "" {
				if len(all) != 0 {
					t.Error(all)
				}
				return
			}
			for _, p := range all {
				if p.Code == c.code && p.Pointer == c.pointer {
					return
				}
			}
			t.Errorf("no %s at %q: %v", c.code, c.pointer, all)
		})
	}
}

// TestExtensions: the standard's own open places take extensions.
func TestExtensions(t *testing.T) {
	t.Parallel()
	for old, changed := range map[string]string{
		`"resultType": "Percent"`: `"resultType": "ext:Stars"`, `"description": "d"`: `"description": "d", "achievementType": "ext:Medal", "ECTS": 2.5`,
		`"proof": {"type": "DataIntegrityProof"}`: `"proof": [{"type": "DataIntegrityProof"}]`,
		`"type": "Profile"`:                       `"type": ["Profile", "ext:College"]`,
	} {
		cred := credential(t, strings.Replace(sound, old, changed, 1))
		if problems, known := Schema(cred); !known || problems != nil || Structure(cred) != nil {
			t.Errorf("%s: %v", changed, problems)
		}
	}
}

// TestWeakHash: MD5 is recognised, and said to be weak.
func TestWeakHash(t *testing.T) {
	t.Parallel()
	sum := md5.Sum([]byte("ann@example.orgsalt"))
	cred := credential(t, strings.Replace(sound, `"hashed": false, "identityHash": "a"`, `"hashed": true, "salt": "salt", "identityHash": "md5$`+hex.EncodeToString(sum[:])+`"`, 1))
	if m := cred.MatchRecipient([]string{"ann@example.org"}); !m.Matched || !m.Weak || m.By != "emailAddress" {
		t.Errorf("%+v", m)
	}
	if m := cred.MatchRecipient([]string{"bob@example.org"}); m.Matched || !m.Named {
		t.Errorf("%+v", m)
	}
}

// TestSchemaIsPublished: the schema is JSON, with a definition for each kind that
// it judges.
func TestSchemaIsPublished(t *testing.T) {
	t.Parallel()
	var s struct {
		Defs map[string]any `json:"$defs"`
	}
	if err := json.Unmarshal(SchemaOf(), &s); err != nil {
		t.Fatal(err)
	}
	for _, k := range []Kind{AchievementKind, EndorsementKind, ClrKind} {
		if s.Defs[string(k)] == nil {
			t.Errorf("no definition of %s", k)
		}
	}
}

// FuzzCredential: no document makes the checks panic.
func FuzzCredential(f *testing.F) {
	f.Add([]byte(sound))
	f.Add([]byte(`{"type":"VerifiablePresentation","verifiableCredential":[{"type":"EnvelopedVerifiableCredential","id":"data:application/vc+jwt,a.b.c"},7]}`))
	f.Add([]byte(`{"type":["ClrCredential"],"credentialSubject":{"verifiableCredential":["a.b.c",{}]},"endorsement":{},"issuer":7}`))
	for _, data := range seed(f, "peer-signed/*.json", "1edtech-validator/simple*.json", "clr/*.json", "w3c-vcdm2-tests/*.json") {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		v, problems := strictjson.Tree(data, strictjson.TreeOptions{})
		doc, ok := v.(map[string]any)
		if problems != nil || !ok {
			return
		}
		c := Credential{Doc: doc}
		list := Structure(c)
		more, known := Schema(c)
		for _, p := range append(list, more...) {
			if p.Code == "" || p.Message == "" || p.Pointer != "" && p.Pointer[0] != '/' {
				t.Errorf("%+v", p)
			}
		}
		if known && len(more) == 0 && c.ID() == "" && !c.V1() {
			t.Error("a credential without an id is sound")
		}
		c.Endorsements()
		c.Contained()
		c.MatchRecipient([]string{"x"})
	})
}

// seed adds files of the shared data, where they are beside the repository.
func seed(f *testing.F, patterns ...string) [][]byte {
	f.Helper()
	var out [][]byte
	for _, p := range patterns {
		names, err := filepath.Glob(filepath.Join("..", "..", "..", "..", "shared", "data", "credentials", filepath.FromSlash(p)))
		if err != nil {
			f.Fatal(err)
		}
		for _, name := range names {
			data, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			out = append(out, data)
		}
	}
	return out
}
