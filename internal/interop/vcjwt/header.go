package vcjwt

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/diag"
)

// known are the header members that are read or harmless. A member that asks
// for another key or another meaning of the payload is refused: whoever honours
// it lets the signer choose how it is judged.
var known = []string{"alg", "kid", "typ", "cty", "jwk", "iss", "iat"}

// header reads the members that are known; what is never done is refused.
func (t *Token) header(head map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(head)) {
		switch {
		case name == "crit", name == "b64":
			t.refuse("the header uses " + name + ", which is not supported")
		case name == "jku", name == "x5u":
			t.refuse("the header names its own key source (" + name + "), which is never read")
		case !slices.Contains(known, name):
			t.Warnings = append(t.Warnings, diag.Problem{
				Severity: diag.Warning, Code: "jws_header", Message: "the header has the member “" + name + "”, which is not read",
			})
		}
	}
	for _, m := range []struct {
		name string
		to   *string
	}{{"alg", &t.Header.Algorithm}, {"kid", &t.Header.KeyID}, {"typ", &t.Header.Type}, {"iss", &t.Header.Issuer}} {
		if v, ok := head[m.name]; ok {
			if *m.to, ok = v.(string); !ok {
				t.refuse("the header's " + m.name + " is not a text")
			}
		}
	}
	if t.Header.Algorithm == "" {
		t.refuse("the header names no algorithm")
	}
	if k, ok := head["jwk"]; ok {
		raw, err := json.Marshal(k)
		if _, object := k.(map[string]any); err != nil || !object {
			t.refuse("the header's jwk is not an object")
		}
		t.Header.JWK = raw
	}
}

// refuse keeps the first reason.
func (t *Token) refuse(message string) {
	if t.Refused == nil {
		t.Refused = &diag.Problem{Code: "jws_header", Message: message}
	}
}

func (t *Token) checkType(typ string, allowed ...string) {
	if typ != "" && !slices.Contains(allowed, typ) {
		t.refuse("the header says that this is “" + t.Header.Type + "”, which is no credential")
	}
}

// FromDataURL takes a compact JWS out of a data: URL of a JOSE media type
// (RFC 2397): as text, percent-encoded, or wrongly but commonly behind
// ";base64url".
func FromDataURL(url string) (string, bool) {
	rest, ok := strings.CutPrefix(url, "data:application/")
	if !ok {
		return "", false
	}
	media, jws, ok := strings.Cut(rest, ",")
	media, _, _ = strings.Cut(media, ";")
	if !ok || !strings.HasSuffix(media, "jwt") && media != "jose" {
		return "", false
	}
	return jws, true
}
