package webtest

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"maps"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/vckeys"
)

// Badge is an Open Badge 3.0 as a compact JWS, signed with a did:key of its own, so
// that it verifies without a network. Subject is added to its credentialSubject.
func Badge(tb testing.TB, name, description string, subject map[string]any) []byte {
	tb.Helper()
	public, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		tb.Fatal(err)
	}
	key, err := vckeys.EncodeMultikey(public)
	if err != nil {
		tb.Fatal(err)
	}
	did := "did:key:" + key
	about := map[string]any{
		"id": "urn:uuid:0c1d9a6e-7d3b-4a5f-8a49-9d1f6f1d2a02", "type": []any{"AchievementSubject"},
		"achievement": map[string]any{
			"id": "https://badges.example/achievements/1", "type": []any{"Achievement"}, "name": name,
			"description": description, "criteria": map[string]any{"narrative": "Shown in a project."},
		},
	}
	maps.Copy(about, subject)
	payload := map[string]any{
		"@context": []any{"https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"},
		"id":       "urn:uuid:7f3b1b7e-3a57-4c5e-9a57-0d5f0ad1c001", "type": []any{"VerifiableCredential", "OpenBadgeCredential"}, "name": name,
		"issuer":    map[string]any{"id": did, "type": []any{"Profile"}, "name": "Badges for All"},
		"validFrom": "2025-06-01T00:00:00Z", "credentialSubject": about,
	}
	text := part(tb, map[string]any{"alg": "EdDSA", "kid": did + "#" + key, "typ": "vc+jwt"}) + "." + part(tb, payload)
	return []byte(text + "." + base64.RawURLEncoding.EncodeToString(ed25519.Sign(private, []byte(text))))
}

func part(tb testing.TB, v any) string {
	tb.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		tb.Fatal(err)
	}
	return base64.RawURLEncoding.EncodeToString(data)
}
