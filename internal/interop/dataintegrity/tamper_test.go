package dataintegrity

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/interop/rdfcanon"
)

// tampering is one change of one place of a document.
type tampering struct {
	what  string
	apply func()
	undo  func()
}

// tamperings lists changes of every member of every object and every entry of
// every array below v, which replace writes back.
func tamperings(place string, v any, replace func(any)) []tampering {
	set := func(what string, to any) tampering {
		return tampering{place + " " + what, func() { replace(to) }, func() { replace(v) }}
	}
	switch v := v.(type) {
	case string:
		return []tampering{set("another text", v+"x"), set("empty", ""), set("a number", 1.25), set("an object", map[string]any{"id": "urn:x:other"})}
	case float64:
		return []tampering{set("another number", v+1), set("a fraction", v+0.5)}
	case bool:
		return []tampering{set("the opposite", !v)}
	case []any:
		return listTamperings(place, v, replace)
	case map[string]any:
		return objectTamperings(place, v)
	}
	return nil
}

func objectTamperings(place string, m map[string]any) []tampering {
	out := []tampering{{place + " one member more", func() { m["injected"] = "x" }, func() { delete(m, "injected") }}}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		v := m[key]
		here := place + "/" + key
		out = append(out,
			tampering{here + " taken away", func() { delete(m, key) }, func() { m[key] = v }},
			tampering{here + " renamed", func() { delete(m, key); m[key+"X"] = v }, func() { delete(m, key+"X"); m[key] = v }},
		)
		out = append(out, tamperings(here, v, func(to any) { m[key] = to })...)
	}
	return out
}

func listTamperings(place string, list []any, replace func(any)) []tampering {
	var out []tampering
	for i, v := range list {
		here := fmt.Sprintf("%s/%d", place, i)
		rest := append(slices.Clone(list[:i]), list[i+1:]...)
		if !slices.ContainsFunc(rest, func(o any) bool { return reflect.DeepEqual(o, v) }) {
			out = append(out, tampering{here + " taken away", func() { replace(rest) }, func() { replace(list) }})
		}
		out = append(out, tamperings(here, v, func(to any) { list[i] = to })...)
	}
	return out
}

// statements is everything that a proof signs, for telling a change that means
// nothing from one that was missed.
func statements(d map[string]any) string {
	s := newSubject(d, nil, nil)
	document, err := s.rdfc(rdfcanon.SHA256)
	if err != nil {
		return err.Error()
	}
	out := string(document)
	proofs, err := proofsOf(d)
	if err != nil {
		return err.Error()
	}
	for _, proof := range proofs {
		config, err := s.configRDFC(proof, rdfcanon.SHA256)
		if err != nil {
			return err.Error()
		}
		out += string(config)
	}
	return out
}

// meansNothing tells which changes may pass: taking away a context that no
// statement needs, a statement that stands in the document twice (a CLR describes
// its issuer in several places), or a whole proof, since each stands for itself.
func meansNothing(what string, same bool) bool {
	away := strings.HasSuffix(what, " taken away")
	return away && (same || wholeProof.MatchString(what))
}

var wholeProof = regexp.MustCompile(`^/proof/[0-9]+ `)

// TestEveryChangeIsDetected changes every single place of every signed sample.
func TestEveryChangeIsDetected(t *testing.T) {
	t.Parallel()
	documents := map[string]map[string]any{}
	for _, name := range []string{
		"peer-signed/valid-didkey-eddsa.json", "peer-signed/valid-ecdsa-rdfc-2019.json", "peer-signed/valid-inline-context.json",
		"peer-signed/valid-with-endorsement.json", "peer-signed/status-active.json", "1edtech-validator/simple_v1.json",
		"1edtech-validator/sd/derivedcredential.json", "1edtech-validator/simple.json", vectors + "eddsa-jcs-2022/signedJCS.json",
		vectors + "proof-set-chain/signedProofChain1.json", vectors + "Ed25519Signature2020/signedEdSig.json", "clr/simple.json",
	} {
		documents[name] = shared(t, name)
	}
	for _, suite := range []string{EdDSARDFC2022, EdDSAJCS2022, Ed25519Signature2020} {
		o := signOptions(suite)
		o.Expires, o.Challenge, o.Domain = o.Created.AddDate(1, 0, 0), "c", []string{"d.example"}
		documents["own "+suite] = signedSample(t, o)
	}
	for name, document := range documents {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			everyChange(t, document)
		})
	}
}

func everyChange(t *testing.T, document map[string]any) {
	t.Helper()
	expectVerified(t, document, Options{Keys: fragmentKeys{}})
	before := statements(document)
	changes := tamperings("", document, nil)
	harmless := 0
	for _, change := range changes {
		change.apply()
		results, err := Verify(t.Context(), document, Options{Keys: fragmentKeys{}})
		good := err == nil && len(results) > 0
		for _, r := range results {
			good = good && r.Verified
		}
		if good {
			if !meansNothing(change.what, statements(document) == before) {
				t.Errorf("not detected: %s", change.what)
			}
			harmless++
		}
		change.undo()
	}
	expectVerified(t, document, Options{Keys: fragmentKeys{}})
	t.Logf("%d changes, %d of them without meaning", len(changes), harmless)
}
