package api

import (
	"strings"
	"testing"
)

func TestStacks(t *testing.T) {
	t.Parallel()
	id := strings.TrimPrefix(firstRecord, "/v1/records/")
	const call = "POST /v1/stacks"
	runSteps(t, setup(t, setupOptions{}), []step{
		{
			call: call, body: `{"record":` + aRecord + `}`, status: 200, has: map[string]string{"Content-Type": jsonType},
			want: `{"asOf":"2026-03-02","rulesVersion":"*","inputHash":"*","engine":"1","decided":true,"completed":[]}`,
		},
		{name: "as of", call: call, body: `{"record":` + aRecord + `,"asOf":"2025-06-01","institutions":["ridge"],"near":-1}`, status: 200, want: `{"asOf":"2025-06-01","oneStep":[]}`},
		{name: "no record", call: call, body: `{}`, status: 422, want: problemJSON("invalid", 422, `{"pointer":"/record","code":"missing_record"}`)},
		{
			name: "unknown institution", call: call, body: `{"record":` + aRecord + `,"institutions":["rigde"]}`, status: 422,
			want: problemJSON("invalid", 422, `{"pointer":"/institutions/0","code":"unknown_institution"}`),
		},
		{name: "other rules", call: call, body: `{"record":` + aRecord + `,"rulesVersion":"` + strings.Repeat("0", 64) + `"}`, status: 409, want: problemJSON("unknown_rules_version", 409)},
		{name: "unknown record", call: call, body: `{"recordId":"` + id + `"}`, status: 404},
		{call: "POST /v1/records", body: aRecord, status: 201},
		{name: "stored record", call: call, body: `{"recordId":"` + id + `"}`, status: 200, want: `{"decided":true}`},
	})
}
