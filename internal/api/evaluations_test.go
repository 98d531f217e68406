package api

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
)

// evaluate is a request about the usual record at the usual place.
func evaluate(more ...string) string {
	parts := append([]string{`"record":` + aRecord, `"targets":[{"institution":"ridge"}]`}, more...)
	return "{" + strings.Join(parts, ",") + "}"
}

func TestEvaluations(t *testing.T) {
	t.Parallel()
	const saved = "/v1/evaluations/00000000-0000-7000-8000-000000000002"
	id := strings.TrimPrefix(firstRecord, "/v1/records/")
	runSteps(t, setup(t, setupOptions{}), []step{
		{
			call: "POST /v1/evaluations", body: evaluate(), status: 200, has: map[string]string{"Content-Type": jsonType},
			want: `{"asOf":"2026-03-02","rulesVersion":"*","inputHash":"*","engine":"1","targets":[{"institution":"ridge","lines":[{"source":{"item":"coast/math-7"}}],"totals":{"balanced":true}}]}`,
		},
		{name: "as of", call: "POST /v1/evaluations", body: evaluate(`"asOf":"2025-06-01"`), status: 200, want: `{"asOf":"2025-06-01"}`},
		{name: "no record", call: "POST /v1/evaluations", body: `{"targets":[]}`, status: 422, want: problemJSON("invalid", 422, `{"pointer":"/record","code":"missing_record"}`, `{"pointer":"/targets","code":"missing_target"}`)},
		{name: "two records", call: "POST /v1/evaluations", body: evaluate(`"recordId":"x"`), status: 422},
		{
			name: "unknown target", call: "POST /v1/evaluations", status: 422, body: strings.Replace(evaluate(), "ridge", "rigde", 1),
			want: problemJSON("invalid", 422, `{"pointer":"/targets/0","code":"unknown_institution"}`),
		},
		{
			name: "bad line", call: "POST /v1/evaluations", status: 422, body: `{"record":{"attainments":[{"item":"a/b","credits":"-1"}]},"targets":[{"institution":"ridge"}]}`,
			want: problemJSON("invalid", 422, `{"pointer":"/record/attainments/0/credits","code":"negative_credits"}`),
		},
		{name: "other rules", call: "POST /v1/evaluations", body: evaluate(`"rulesVersion":"` + strings.Repeat("0", 64) + `"`), status: 409, want: problemJSON("unknown_rules_version", 409)},
		{name: "unknown record", call: "POST /v1/evaluations", body: `{"recordId":"` + id + `","targets":[{"institution":"ridge"}]}`, status: 404},
		{call: "POST /v1/records", body: aRecord, status: 201},
		{
			name: "stored record, saved answer", call: "POST /v1/evaluations", status: 201, has: map[string]string{"Location": saved},
			body: `{"recordId":"` + id + `","targets":[{"institution":"ridge"}],"save":true}`,
		},
		{call: "GET " + saved, status: 200, want: `{"asOf":"2026-03-02"}`},
		{call: "GET /v1/evaluations?record=" + id, status: 200, want: `{"data":[{"id":"00000000-0000-7000-8000-000000000002","record":"` + id + `","asOf":"2026-03-02"}]}`},
		{call: "GET /v1/evaluations", status: 200, want: `{"data":[{}]}`},
		{call: "GET /v1/evaluations?record=nonsense", status: 422},
		{call: "GET /v1/evaluations/" + id, status: 404},
	})
}

// One question has one answer: engine, service and API, asked and saved, give
// the same bytes.
func TestEveryEdgeGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	v, err := w.service.Current(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var rec record.Record
	if err := json.Unmarshal([]byte(aRecord), &rec); err != nil {
		t.Fatal(err)
	}
	result, err := v.Snapshot.Evaluate(engine.Query{
		Record: rec, Targets: []engine.Target{{Institution: "ridge"}}, AsOf: calendar.NewDate(2026, 3, 2),
	})
	if err != nil {
		t.Fatal(err)
	}
	var want, standard bytes.Buffer
	if err := app.EncodeResult(&want, &result); err != nil {
		t.Fatal(err)
	}
	e := json.NewEncoder(&standard)
	e.SetEscapeHTML(false)
	if err := e.Encode(result); err != nil {
		t.Fatal(err)
	}
	_, plain := w.do(t, "POST /v1/evaluations", evaluate(), nil)
	resp, saved := w.do(t, "POST /v1/evaluations", evaluate(`"save":true`), nil)
	_, again := w.do(t, "GET "+resp.Header.Get("Location"), "", nil)
	for name, got := range map[string]string{"encoding/json": standard.String(), "asked": plain, "saved": saved, "read again": again} {
		if diff := cmp.Diff(want.String(), got); diff != "" {
			t.Errorf("%s: -engine +got:\n%s", name, diff)
		}
	}
}
