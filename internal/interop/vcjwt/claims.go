package vcjwt

import (
	"encoding/base64"
	"math"
	"strings"
	"time"

	"github.com/cairnproject/cairn/internal/diag"
)

// parts are the signed bytes and the signature.
func (t *Token) parts() (message, signature []byte) {
	at := strings.LastIndexByte(t.compact, '.')
	signature, _ = base64.RawURLEncoding.DecodeString(t.compact[at+1:]) // Parse has checked it
	return []byte(t.compact[:at]), signature
}

// Claims compares the registered claims with the members of the credential that
// they repeat (VC 1.1, 6.3.1; Open Badges 3.0, 8.2.1). A claim that contradicts
// the credential is an error, of the code claim_mismatch; one that is missing
// where Open Badges wants it is a warning, of the code missing_claim: the
// publisher's own valid samples lack sub. Members of a VC 1.1 credential that
// stand only in the claims are filled in.
func (t *Token) Claims() diag.List {
	var list diag.List
	if t.Form == FormV1 {
		t.fill()
	}
	c := t.Credential
	issuer := idOf(c["issuer"])
	list = t.same(list, "iss", issuer, t.Form != FormJOSE)
	list = t.same(list, "jti", text(c["id"]), t.Form != FormJOSE)
	list = t.same(list, "sub", idOf(c["credentialSubject"]), t.Form != FormJOSE)
	if t.Header.Issuer != "" && t.Header.Issuer != issuer {
		list = append(list, mismatch("iss", t.Header.Issuer, issuer))
	}
	if t.Form == FormJOSE {
		return list // exp and nbf are the signature's own there
	}
	list = t.sameTime(list, "nbf", first(c, "validFrom", "issuanceDate"), true)
	return t.sameTime(list, "exp", first(c, "validUntil", "expirationDate"), false)
}

func (t *Token) same(list diag.List, claim, want string, expected bool) diag.List {
	got, there := t.Payload[claim]
	switch {
	case !there && expected && want != "":
		return append(list, diag.Problem{
			Severity: diag.Warning, Code: "missing_claim", Pointer: "/" + claim, Message: "the claim " + claim + " is missing",
		})
	case there && text(got) != want:
		return append(list, mismatch(claim, text(got), want))
	}
	return list
}

// sameTime compares whole seconds: a claim has no more.
func (t *Token) sameTime(list diag.List, claim, want string, expected bool) diag.List {
	got, there := t.Payload[claim]
	if !there {
		if expected && want != "" {
			return t.same(list, claim, want, true)
		}
		return list
	}
	seconds, ok := got.(float64)
	if !ok || math.Abs(seconds) > 1<<40 {
		return append(list, mismatch(claim, "no number of seconds", want))
	}
	at, err := time.Parse(time.RFC3339, want)
	if err != nil || at.Unix() != int64(math.Floor(seconds)) {
		return append(list, mismatch(claim, time.Unix(int64(seconds), 0).UTC().Format(time.RFC3339), want))
	}
	return list
}

func mismatch(claim, got, want string) diag.Problem {
	if want == "" {
		want = "nothing"
	}
	return diag.Problem{
		Code: "claim_mismatch", Pointer: "/" + claim,
		Message: "the claim " + claim + " says “" + got + "”, the credential says “" + want + "”",
	}
}

// fill copies claims of a VC 1.1 token into the credential where it leaves them
// out, as its section 6.3.1 asks of whoever decodes it.
func (t *Token) fill() {
	c := t.Credential
	put := func(member, claim string) {
		if v, ok := t.Payload[claim].(string); ok && c[member] == nil {
			c[member] = v
		}
	}
	put("issuer", "iss")
	put("id", "jti")
	for member, claim := range map[string]string{"issuanceDate": "nbf", "expirationDate": "exp"} {
		if v, ok := t.Payload[claim].(float64); ok && c[member] == nil && math.Abs(v) < 1<<40 {
			if member == "issuanceDate" && c["validFrom"] != nil || member == "expirationDate" && c["validUntil"] != nil {
				continue
			}
			c[member] = time.Unix(int64(v), 0).UTC().Format(time.RFC3339)
		}
	}
	if s, ok := c["credentialSubject"].(map[string]any); ok && s["id"] == nil {
		if v, ok := t.Payload["sub"].(string); ok {
			s["id"] = v
		}
	}
}

func idOf(v any) string {
	if m, ok := v.(map[string]any); ok {
		return text(m["id"])
	}
	return text(v)
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

func first(c map[string]any, names ...string) string {
	for _, n := range names {
		if s := text(c[n]); s != "" {
			return s
		}
	}
	return ""
}

// Moment is a registered claim that is a moment: exp, nbf, iat. One that is
// beyond the years that can be told is the first or the last moment of them; ok is
// false where the claim is there and no number.
func (t *Token) Moment(claim string) (at time.Time, there, ok bool) {
	v, there := t.Payload[claim]
	if !there {
		return time.Time{}, false, true
	}
	seconds, ok := v.(float64)
	if !ok {
		return time.Time{}, true, false
	}
	seconds = min(max(seconds, -maxSeconds), maxSeconds)
	return time.Unix(int64(seconds), 0).UTC(), true, true
}

// maxSeconds is beyond every date of a credential, the year 36812.
const maxSeconds = 1 << 40
