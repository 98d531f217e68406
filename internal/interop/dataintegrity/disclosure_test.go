package dataintegrity

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDisclosuresOfThePeer verifies derived proofs that the peer makes, and finds
// every statement that is changed, taken away or put back.
func TestDisclosuresOfThePeer(t *testing.T) {
	t.Parallel()
	dir := peer(t)
	script, err := filepath.Abs("testdata/disclose.mjs")
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "unsigned-ob3.json"))
	if err != nil {
		t.Fatal(err)
	}
	unsigned := parse(t, text)
	achievement := as[map[string]any](t, as[map[string]any](t, unsigned["credentialSubject"])["achievement"])
	for _, description := range as[[]any](t, achievement["resultDescription"]) {
		delete(as[map[string]any](t, description), "allowedValue") // the peer cannot disclose lists
	}
	file := writeJSON(t, unsigned)
	for _, c := range [][2]string{
		{"/issuer,/validFrom", "/credentialSubject/achievement/name"},
		{"", "/issuer,/credentialSubject/achievement/criteria,/credentialSubject/achievement/resultDescription"},
		{"/issuer,/credentialSubject/achievement", "/credentialSubject/result,/credentialSubject/identifier"},
	} {
		out := runPeer(t, script, dir, file, c[0], c[1])
		document := parse(t, out)
		if proof, _ := document["proof"].(map[string]any); proof["cryptosuite"] != ECDSASD2023 {
			t.Fatalf("the peer made no disclosure: %.200s", out)
		}
		everyChange(t, document)
	}
}

func TestDisclosureValues(t *testing.T) {
	t.Parallel()
	document := shared(t, "1edtech-validator/sd/derivedcredential.json")
	proof := as[map[string]any](t, as[[]any](t, document["proof"])[0])
	value := as[string](t, proof["proofValue"])
	for name, changed := range map[string]string{
		"base58":        "z" + value[1:],
		"not base64":    value + "!",
		"cut off":       value[:len(value)-40],
		"more behind":   value + "AAAA",
		"a base proof":  "u2V0A" + value[5:],
		"nothing":       "u",
		"huge lengths":  "u2V0BhbovgyM_____",
		"wrong element": strings.Replace(value, "u2V0BhVhA", "u2V0BhUhA", 1),
	} {
		proof["proofValue"] = changed
		results, err := Verify(t.Context(), document, Options{Keys: fragmentKeys{}})
		if err != nil || results[0].Problem.Code != CodeBadValue {
			t.Errorf("%s: %v %v", name, err, results[0].Problem)
		}
	}
}
