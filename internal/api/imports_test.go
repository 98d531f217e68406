package api

import (
	"net/http"
	"os"
	"testing"
)

func TestImports(t *testing.T) {
	t.Parallel()
	yaml := map[string]string{"Content-Type": "text/yaml"}
	const item = "items:\n  - {id: coast/art-1, kind: course, versions: [{code: ART 1, title: Drawing, credits: 3}]}\n"
	w := setup(t, setupOptions{})
	_, before := w.do(t, "GET /v1/version", "", nil)
	runSteps(t, w, []step{
		{
			name: "dry run", call: "POST /v1/imports?format=catalogue&dry_run=true", body: item, header: yaml, status: 200,
			want: `{"format":"catalogue","dryRun":true,"change":{"entries":[{"kind":"added","what":"item","id":"coast/art-1"}]},"warnings":[]}`,
		},
		{name: "nothing was written", call: "GET /v1/version", status: 200, want: before},
		{call: "POST /v1/imports?format=catalogue", body: item, header: yaml, status: 200, want: `{"dryRun":false,"change":{"entries":[{"id":"coast/art-1"}]}}`},
		{name: "seen at once", call: "GET /v1/items/coast/art-1", status: 200},
		{name: "again", call: "POST /v1/imports?format=catalogue", body: item, header: yaml, status: 200, want: `{"change":{"entries":[],"unchanged":1}}`},
		{name: "old version", call: "POST /v1/imports?format=catalogue", body: item, header: map[string]string{"Content-Type": "text/yaml", "If-Match": `"abc"`}, status: 409, want: problemJSON("conflict", 409)},
		{
			name: "mistakes with their places", call: "POST /v1/imports?format=catalogue", header: yaml, status: 422,
			body: "items:\n  - id: coast/art-2\n    kind: corse\n    versions: [{code: ART 2, title: Painting, credits: -1}]\n",
		},
		{name: "broken", call: "POST /v1/imports?format=catalogue", header: yaml, status: 400, body: "items: [\n", want: `{"code":"malformed","errors":[{"code":"syntax"}]}`},
		{name: "not UTF-8", call: "POST /v1/imports?format=catalogue", header: yaml, status: 400, body: "items: \xff\n", want: `{"errors":[{"code":"invalid_utf8","line":1,"column":8}]}`},
		{name: "no format", call: "POST /v1/imports", header: yaml, status: 422, body: item},
		{name: "other format", call: "POST /v1/imports?format=pdf", header: yaml, status: 422, body: item},
		{name: "other media", call: "POST /v1/imports?format=catalogue", header: map[string]string{"Content-Type": "image/png"}, status: 415, body: item},
		{
			name: "a table", call: "POST /v1/imports?format=csv&dry_run=true", header: map[string]string{"Content-Type": "text/csv"}, status: 422,
			body: "some,columns\n1,2\n", want: `{"code":"invalid"}`,
		},
		{
			name: "a record, dry", call: "POST /v1/imports?format=record&dry_run=true", header: map[string]string{"Content-Type": "text/csv"}, status: 200,
			body: "institution,code,credits,grade\ncoast,MATH 7,5,B\n", want: `{"record":{"lines":1}}`, not: `"id"`,
		},
		{
			name: "a record", call: "POST /v1/imports?format=record", header: map[string]string{"Content-Type": "text/csv"}, status: 201,
			body: "institution,code,credits,grade\ncoast,MATH 7,5,B\n", want: `{"record":{"lines":1,"id":"*"}}`, has: map[string]string{"Location": firstRecord},
		},
	})
}

// A refused import leaves every byte of the rules as it was.
func TestRefusedImportsChangeNothing(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	_, before := w.do(t, "GET /v1/version", "", nil)
	text, err := os.ReadFile("testdata/world.yaml")
	if err != nil {
		t.Fatal(err)
	}
	body := string(text) + "  - {id: broken, version: 1, title: X, kind: articulation, receiver: nowhere, lifecycle: approved, rules: []}\n"
	resp, answer := w.do(t, "POST /v1/imports?format=catalogue", body, map[string]string{"Content-Type": "text/yaml"})
	if resp.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("status %d: %s", resp.StatusCode, answer)
	}
	if _, after := w.do(t, "GET /v1/version", "", nil); after != before {
		t.Errorf("before %s, after %s", before, after)
	}
}

// TestConflictingRules: two rules that cannot both be meant refuse a catalogue,
// unless the sender accepts them.
func TestConflictingRules(t *testing.T) {
	t.Parallel()
	yaml := map[string]string{"Content-Type": "text/yaml"}
	const body = `agreements:
  - id: rivals
    title: R
    kind: articulation
    senders: [coast]
    receiver: ridge
    lifecycle: approved
    evidence: {reference: r, signedOn: 2020-01-01}
    rules:
      - {id: one, when: MATH 7, awards: [{kind: course, item: ridge/new-1}]}
      - {id: two, when: MATH 7, awards: [{kind: course, item: ridge/new-2}]}
items:
  - {id: ridge/new-1, kind: course, versions: [{code: NEW 1, title: N, credits: 3}]}
  - {id: ridge/new-2, kind: course, versions: [{code: NEW 2, title: N, credits: 3}]}
`
	w := setup(t, setupOptions{})
	_, before := w.do(t, "GET /v1/version", "", nil)
	refused := `{"code":"invalid","errors":[{"code":"conflicting_rules","line":11,"column":9}]}`
	runSteps(t, w, []step{
		{name: "refused", call: "POST /v1/imports?format=catalogue", body: body, header: yaml, status: 422, want: refused},
		{name: "refused dry", call: "POST /v1/imports?format=catalogue&dry_run=true", body: body, header: yaml, status: 422, want: refused},
		{name: "nothing was written", call: "GET /v1/version", status: 200, want: before},
		{
			name: "accepted", call: "POST /v1/imports?format=catalogue&accept_conflicts=true", body: body, header: yaml, status: 200,
			want: `{"warnings":[{"code":"rules_ambiguous","line":11}]}`,
		},
	})
}
