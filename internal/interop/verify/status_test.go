package verify_test

import (
	"bytes"
	"maps"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/documents"
	"github.com/cairnproject/cairn/internal/interop/verify"
)

const listAt = "https://riverbend.example/status/1"

// entry is a credentialStatus of the list above.
func entry(change func(object)) object {
	e := object{
		"id": listAt + "#94567", "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
		"statusListIndex": "94567", "statusListCredential": listAt,
	}
	if change != nil {
		change(e)
	}
	return e
}

// statusList is a status list credential with the entry 94567 set, and the
// two-bit entries 5 (value 2) in the list for messages.
func statusList(tb testing.TB, issuer string, change func(list, subject object)) object {
	tb.Helper()
	bits := make([]byte, 1<<14)
	bits[94567/8] |= 0x80 >> (94567 % 8)
	bits[1] |= 0b0010_0000 // bits 10 and 11: 1 0
	subject := object{"id": listAt + "#list", "type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": bitstring(tb, bits)}
	list := object{
		"@context": []any{"https://www.w3.org/ns/credentials/v2"}, "id": listAt, "type": []any{"VerifiableCredential", "BitstringStatusListCredential"},
		"issuer": issuer, "validFrom": "2026-01-01T00:00:00Z", "credentialSubject": subject,
	}
	if change != nil {
		change(list, subject)
	}
	return list
}

func set(k string, v any) func(object) { return func(o object) { o[k] = v } }

func setIn(k string, v any) func(list, subject object) {
	return func(_, s object) { s[k] = v }
}

// TestStatusLists: a list counts when the issuer signed it, it is in its time,
// for the same purpose, and long enough; everything else leaves the status
// unknown, never active.
func TestStatusLists(t *testing.T) {
	t.Parallel()
	issuer, other := newParty(t), newParty(t)
	joined := func(p *party, change func(list, subject object)) []byte {
		return p.sign(t, object{"kid": p.kid(), "typ": "vc+jwt"}, statusList(t, issuer.id, change))
	}
	both := setIn("statusPurpose", []any{"revocation", "suspension"})
	bomb := bitstring(t, make([]byte, 64<<20))
	for name, c := range map[string]struct {
		entry any
		list  []byte
		want  verify.Status
		code  string
	}{
		"revoked":                  {entry(nil), joined(issuer, nil), verify.Revoked, "revoked"},
		"neighbour":                {entry(set("statusListIndex", "94566")), joined(issuer, nil), verify.Active, "status_clear"},
		"index as a number":        {entry(set("statusListIndex", 94567)), joined(issuer, nil), verify.Revoked, "status_index_number"},
		"suspended":                {entry(set("statusPurpose", "suspension")), joined(issuer, both), verify.Suspended, "suspended"},
		"two entries":              {[]any{entry(set("statusListIndex", "1")), entry(nil)}, joined(issuer, nil), verify.Revoked, "revoked"},
		"message":                  {entry(message), joined(issuer, setIn("statusPurpose", "message")), verify.Active, "status_message"},
		"other purpose":            {entry(set("statusPurpose", "suspension")), joined(issuer, nil), verify.StatusUnknown, "status_purpose"},
		"unknown purpose":          {entry(set("statusPurpose", "weather")), joined(issuer, setIn("statusPurpose", "weather")), verify.StatusUnknown, "status_purpose"},
		"last entry":               {entry(set("statusListIndex", "131071")), joined(issuer, nil), verify.Active, "status_clear"},
		"index beyond the end":     {entry(set("statusListIndex", "131072")), joined(issuer, nil), verify.StatusUnknown, "status_index"},
		"index far beyond":         {entry(set("statusListIndex", "999999999999999")), joined(issuer, nil), verify.StatusUnknown, "status_index"},
		"index overflows":          {entry(set("statusListIndex", "18446744073709551615")), joined(issuer, nil), verify.StatusUnknown, "bad_status_entry"},
		"negative index":           {entry(set("statusListIndex", "-1")), joined(issuer, nil), verify.StatusUnknown, "bad_status_entry"},
		"index with a half":        {entry(set("statusListIndex", 1.5)), joined(issuer, nil), verify.StatusUnknown, "bad_status_entry"},
		"no index":                 {entry(set("statusListIndex", nil)), joined(issuer, nil), verify.StatusUnknown, "bad_status_entry"},
		"id is the list":           {entry(set("id", listAt)), joined(issuer, nil), verify.StatusUnknown, "bad_status_entry"},
		"size beyond 32":           {entry(set("statusSize", 64)), joined(issuer, nil), verify.StatusUnknown, "bad_status_entry"},
		"unknown type":             {entry(set("type", "MagicStatus")), joined(issuer, nil), verify.StatusUnknown, "unsupported_status"},
		"not an object":            {"revoked", joined(issuer, nil), verify.StatusUnknown, "bad_status_entry"},
		"list of another issuer":   {entry(nil), other.sign(t, object{"kid": other.kid()}, statusList(t, other.id, nil)), verify.StatusUnknown, "foreign_status_list"},
		"list by another's key":    {entry(nil), joined(other, nil), verify.StatusUnknown, "foreign_status_list"},
		"list by an embedded key":  {entry(nil), other.sign(t, object{"jwk": other.jwk(t, "")}, statusList(t, issuer.id, nil)), verify.StatusUnknown, "foreign_status_list"},
		"list unsigned":            {entry(nil), text(t, statusList(t, issuer.id, nil)), verify.StatusUnknown, "bad_status_list"},
		"list with alg none":       {entry(nil), unsigned(t, "none", statusList(t, issuer.id, nil)), verify.StatusUnknown, "bad_status_list"},
		"list expired":             {entry(nil), joined(issuer, func(l, _ object) { l["validUntil"] = "2026-02-01T00:00:00Z" }), verify.StatusUnknown, "status_list_expired"},
		"list of the future":       {entry(nil), joined(issuer, func(l, _ object) { l["validFrom"] = "2027-02-01T00:00:00Z" }), verify.StatusUnknown, "status_list_notYetValid"},
		"list short":               {entry(set("statusListIndex", "5")), joined(issuer, setIn("encodedList", bitstring(t, make([]byte, 128)))), verify.Active, "status_list_short"},
		"list short, index beyond": {entry(set("statusListIndex", "1024")), joined(issuer, setIn("encodedList", bitstring(t, make([]byte, 128)))), verify.StatusUnknown, "status_index"},
		"list a bomb":              {entry(nil), joined(issuer, setIn("encodedList", bomb)), verify.StatusUnknown, "bad_status_list"},
		"list no gzip":             {entry(nil), joined(issuer, setIn("encodedList", "uAAAA")), verify.StatusUnknown, "bad_status_list"},
		"list cut off":             {entry(nil), joined(issuer, setIn("encodedList", bitstring(t, make([]byte, 1<<14))[:30])), verify.StatusUnknown, "bad_status_list"},
		"list no list":             {entry(nil), issuer.sign(t, object{"kid": issuer.kid()}, badge(issuer.id, nil)), verify.StatusUnknown, "bad_status_list"},
		"list no JSON":             {entry(nil), []byte("<html>"), verify.StatusUnknown, "bad_status_list"},
		"no list":                  {entry(nil), nil, verify.StatusUnknown, "document_missing"},
		"two lists in one":         {entry(nil), joined(issuer, func(l, s object) { l["credentialSubject"] = []any{maps.Clone(s), s} }), verify.StatusUnknown, "bad_status_list"},
		"2021, revoked":            {entry(set("type", "StatusList2021Entry")), joined(issuer, list2021), verify.Revoked, "revoked"},
		"2021 and a bitstring":     {entry(set("type", "StatusList2021Entry")), joined(issuer, nil), verify.StatusUnknown, "bad_status_list"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var files documents.Files
			if c.list != nil {
				put(t, &files, listAt, c.list)
			}
			v := ask(t, &files, issuer.issue(t, set("credentialStatus", c.entry)))
			if v.Status != c.want || !has(&v.Checks.Status, c.code) {
				t.Errorf("status %s, want %s with the reason %s: %+v", v.Status, c.want, c.code, v.Checks.Status.Reasons)
			}
			if v.Signature != verify.Yes || !v.IssuerBound {
				t.Errorf("signature %s, bound %v", v.Signature, v.IssuerBound)
			}
			if v.Verified && v.Status != verify.Active {
				t.Error("verified although its status is not active")
			}
		})
	}
}

// message turns an entry into one of two bits with messages.
func message(e object) {
	e["statusPurpose"], e["statusListIndex"], e["statusSize"] = "message", "5", 2
	e["statusMessage"] = []any{
		object{"status": "0x0", "message": "valid"},
		object{"status": "0x1", "message": "under review"},
		object{"status": "0x2", "message": "superseded"},
		object{"status": "0x3", "message": "unused"},
	}
}

// list2021 turns a list into the older form: another type, no multibase.
func list2021(list, subject object) {
	list["type"] = []any{"VerifiableCredential", "StatusList2021Credential"}
	subject["type"] = "StatusList2021"
	if text, ok := subject["encodedList"].(string); ok {
		subject["encodedList"] = strings.TrimPrefix(text, "u")
	}
}

// TestRevocationLists of 1EdTech.
func TestRevocationLists(t *testing.T) {
	t.Parallel()
	const at = "https://riverbend.example/revocations.json"
	issuer := newParty(t)
	id := "urn:uuid:00000000-0000-4000-8000-000000000001"
	list := func(change func(object), entries ...any) []byte {
		l := object{"id": at, "issuer": issuer.id, "revokedCredential": append([]any{}, entries...)}
		if change != nil {
			change(l)
		}
		return text(t, l)
	}
	for name, c := range map[string]struct {
		list []byte
		want verify.Status
		code string
	}{
		"listed":             {list(nil, object{"id": id}), verify.Revoked, "revoked"},
		"revoked, in words":  {list(nil, object{"id": id, "revoked": true, "revocationReason": "Issued in error"}), verify.Revoked, "revoked"},
		"percent and blanks": {list(nil, object{"id": " urn%3Auuid%3A00000000-0000-4000-8000-000000000001 "}), verify.Revoked, "revoked"},
		"taken back":         {list(nil, object{"id": id, "revoked": false}), verify.Active, "not_revoked"},
		"taken back once":    {list(nil, object{"id": id, "revoked": false}, object{"id": id}), verify.Revoked, "revoked"},
		"a bare text":        {list(nil, id), verify.Revoked, "revoked"},
		"a number":           {list(nil, 7), verify.StatusUnknown, "bad_status_list"},
		"without the member": {list(func(o object) { delete(o, "revokedCredential") }), verify.StatusUnknown, "bad_status_list"},
		"another":            {list(nil, object{"id": "urn:uuid:2"}), verify.Active, "not_revoked"},
		"empty":              {list(nil), verify.Active, "not_revoked"},
		"foreign":            {list(set("issuer", "did:key:other"), object{"id": id}), verify.StatusUnknown, "foreign_status_list"},
		"of another place":   {list(set("id", "https://other.example/")), verify.StatusUnknown, "bad_status_list"},
		"no list":            {[]byte(`{"revokedCredential": 7}`), verify.StatusUnknown, "bad_status_list"},
		"a key twice":        {bytes.Replace(list(nil), []byte(`"id"`), []byte(`"id":"x","id"`), 1), verify.StatusUnknown, "bad_status_list"},
		"nothing there":      {nil, verify.StatusUnknown, "document_missing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var files documents.Files
			if c.list != nil {
				put(t, &files, at, c.list)
			}
			v := ask(t, &files, issuer.issue(t, set("credentialStatus", object{"id": at, "type": "1EdTechRevocationList"})))
			if v.Status != c.want || !has(&v.Checks.Status, c.code) {
				t.Errorf("status %s, want %s with the reason %s: %+v", v.Status, c.want, c.code, v.Checks.Status.Reasons)
			}
		})
	}
}
