package api

import (
	"bytes"
	"encoding/json"
	"flag"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden OpenAPI document")

const golden = "../../docs/openapi.yaml"

// The document in docs is the one that is served; `make openapi` rewrites it.
func TestOpenAPIGolden(t *testing.T) {
	t.Parallel()
	var got bytes.Buffer
	if err := setup(t, setupOptions{}).server.WriteOpenAPI(&got); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("run make openapi: -golden +served:\n%s", diff)
	}
}

func TestOpenAPIIsServed(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	resp, body := w.do(t, "GET /openapi.json", "", nil)
	if ct := resp.Header.Get("Content-Type"); ct != "application/openapi+json" {
		t.Errorf("Content-Type %s", ct)
	}
	var doc struct {
		OpenAPI    string `json:"openapi"`
		Paths      map[string]map[string]json.RawMessage
		Components struct{ Schemas map[string]json.RawMessage }
	}
	if err := json.Unmarshal([]byte(body), &doc); err != nil || doc.OpenAPI != "3.1.0" {
		t.Fatalf("%s: %v", doc.OpenAPI, err)
	}
	for _, path := range []string{"/v1/items/{institution}/{item}/uses", "/v1/evaluations", "/v1/imports", "/v1/graph", "/readyz"} {
		if doc.Paths[path] == nil {
			t.Errorf("%s is not described", path)
		}
	}
	for path, methods := range doc.Paths {
		for method, text := range methods {
			if !strings.Contains(string(text), "#/components/schemas/Problem") {
				t.Errorf("%s %s: no problem is described", method, path)
			}
		}
	}
	for _, ref := range regexp.MustCompile(`#/components/schemas/(\w+)`).FindAllStringSubmatch(body, -1) {
		if doc.Components.Schemas[ref[1]] == nil {
			t.Errorf("the schema %s is missing", ref[1])
		}
	}
	if strings.Contains(body, "ErrorModel") {
		t.Error("huma's own error is described")
	}
	resp, _ = w.do(t, "GET /openapi.yaml", "", nil)
	if resp.StatusCode != http.StatusOK {
		t.Errorf("yaml: status %d", resp.StatusCode)
	}
}
