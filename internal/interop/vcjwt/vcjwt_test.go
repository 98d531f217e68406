package vcjwt

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
)

func b64(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func token(tb testing.TB, header, payload string) (string, ed25519.PublicKey) {
	tb.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	message := b64([]byte(header)) + "." + b64([]byte(payload))
	return message + "." + b64(ed25519.Sign(private, []byte(message))), public
}

func TestForms(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		header, payload string
		want            Form
		refused         bool
	}{
		"claims":        {`{"alg":"EdDSA","typ":"JWT"}`, `{"iss":"x","id":"y"}`, FormClaims, false},
		"no type":       {`{"alg":"Ed25519"}`, `{"id":"y"}`, FormClaims, false},
		"VC 1.1":        {`{"alg":"EdDSA"}`, `{"vc":{"id":"y"}}`, FormV1, false},
		"JOSE":          {`{"alg":"EdDSA","typ":"application/VC+JWT"}`, `{"id":"y"}`, FormJOSE, false},
		"another type":  {`{"alg":"EdDSA","typ":"at+jwt"}`, `{"id":"y"}`, FormClaims, true},
		"crit":          {`{"alg":"EdDSA","crit":["x"],"x":1}`, `{"id":"y"}`, FormClaims, true},
		"alg no text":   {`{"alg":1}`, `{"id":"y"}`, FormClaims, true},
		"kid no text":   {`{"alg":"EdDSA","kid":{}}`, `{"id":"y"}`, FormClaims, true},
		"jwk no object": {`{"alg":"EdDSA","jwk":"x"}`, `{"id":"y"}`, FormClaims, true},
		"x5u":           {`{"alg":"EdDSA","x5u":"https://x"}`, `{"id":"y"}`, FormClaims, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, key := token(t, c.header, c.payload)
			tok, problems := Parse([]byte(text + "\n"))
			if problems != nil {
				t.Fatal(problems)
			}
			if tok.Form != c.want || (tok.Refused != nil) != c.refused || tok.Credential["id"] != "y" || tok.Credential["iss"] != nil {
				t.Errorf("%+v", tok)
			}
			if err := tok.Verify(key, ""); (err != nil) != c.refused {
				t.Errorf("Verify: %v", err)
			}
		})
	}
}

func TestWhatIsNoToken(t *testing.T) {
	t.Parallel()
	h, p := b64([]byte(`{"alg":"EdDSA"}`)), b64([]byte(`{"id":"y"}`))
	for _, text := range []string{
		"", "a", "a.b", "..", h + "." + p, h + "." + p + ".A.B", "!." + p + ".AA", h + ".!.AA", b64([]byte("[]")) + "." + p + ".AA",
		h + "." + b64([]byte(`{"vc":7}`)) + ".AA", h + "." + b64([]byte(`{"vc":{"id":"y"},"credentialSubject":{}}`)) + ".AA",
		h + "." + b64([]byte(`{"vc":{"id":"y"},"credentialStatus":{"id":"x"}}`)) + ".AA", h + "." + b64([]byte(`{"vc":{"id":"y"},"validUntil":"2020-01-01T00:00:00Z"}`)) + ".AA",
		h + "." + b64([]byte(`{"vc":{"id":"y"},"expirationDate":"2020-01-01T00:00:00Z"}`)) + ".AA", h + "." + b64([]byte(`{"id":"y","id":"z"}`)) + ".AA", b64([]byte(`{"alg":"EdDSA","alg":"none"}`)) + "." + p + ".AA",
	} {
		if tok, problems := Parse([]byte(text)); problems == nil {
			t.Errorf("%q was read: %+v", text, tok)
		}
	}
	// A signature that is no base64url leaves the content readable and the
	// signature bad.
	tok, problems := Parse([]byte(h + "." + p + ".AAB"))
	if problems != nil || tok.Refused == nil {
		t.Errorf("%v %+v", problems, tok)
	}
}

func TestAlgorithmsOfKeys(t *testing.T) {
	t.Parallel()
	text, key := token(t, `{"alg":"EdDSA"}`, `{"id":"y"}`)
	tok, problems := Parse([]byte(text))
	if problems != nil {
		t.Fatal(problems)
	}
	for only, good := range map[string]bool{"": true, "EdDSA": true, "Ed25519": true, "ES256": false} {
		if err := tok.Verify(key, only); (err == nil) != good {
			t.Errorf("only %q: %v", only, err)
		}
	}
	for _, alg := range []string{"none", "HS256", "HS512", "RS512", "ES256K", ""} {
		if Supported(alg) {
			t.Errorf("%q is supported", alg)
		}
	}
	if err := tok.Verify([]byte("secret"), ""); err == nil {
		t.Error("a text was taken for a key")
	}
}

func TestDataURLs(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"data:application/vc+jwt,a.b.c": "a.b.c", "data:application/vc-ld+jwt;base64url,a.b.c": "a.b.c", "data:application/jose,a.b.c": "a.b.c",
		"data:text/plain,a.b.c": "", "data:application/json,{}": "", "https://a.example/": "", "data:application/vc+jwt": "",
	} {
		if got, ok := FromDataURL(url); got != want || ok != (want != "") {
			t.Errorf("%s: %q %v", url, got, ok)
		}
	}
}

// FuzzParse: no text makes the reader panic; what it accepts, go-jose reads too.
func FuzzParse(f *testing.F) {
	good, key := token(f, `{"alg":"EdDSA","kid":"x"}`, `{"vc":{"id":"y"},"iss":"x","nbf":1,"exp":2}`)
	f.Add(good)
	f.Add("eyJhbGciOiJub25lIn0.e30.")
	for _, data := range seed(f, "peer-signed/*.jwt", "1edtech-validator/*.jwt", "clr/*.jwt") {
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, text string) {
		tok, problems := Parse([]byte(text))
		if problems != nil {
			return
		}
		if list := tok.Claims(); list.HasErrors() != (list.Err() != nil) {
			t.Error(list)
		}
		if _, err := json.Marshal(tok.Credential); err != nil {
			t.Error(err)
		}
		if tok.Verify(key, "") != nil {
			return
		}
		if _, err := jose.ParseSignedCompact(strings.TrimSpace(text), algorithms); err != nil {
			t.Errorf("verified, but go-jose does not read it: %v", err)
		}
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
