package api

import (
	"net/http"
	"strings"
	"sync"
	"testing"
)

const aRecord = `{"learner":"l-1","attainments":[{"item":"coast/math-7","grade":"B","attained":"2025-05-20"}]}`

const firstRecord = "/v1/records/00000000-0000-7000-8000-000000000001"

func TestRecords(t *testing.T) {
	t.Parallel()
	other := strings.Replace(aRecord, `"B"`, `"A"`, 1)
	runSteps(t, setup(t, setupOptions{}), []step{
		{
			call: "POST /v1/records", body: aRecord, status: 201,
			has:  map[string]string{"Location": firstRecord, "ETag": `"1"`},
			want: `{"id":"00000000-0000-7000-8000-000000000001","revision":1,"created":"2026-03-02T12:00:00Z","record":{"learner":"l-1","attainments":[{"grade":"B"}]}}`,
		},
		{call: "GET " + firstRecord, status: 200, has: map[string]string{"ETag": `"1"`, "Location": ""}, want: `{"revision":1}`},
		{name: "still current", call: "GET " + firstRecord, header: map[string]string{"If-None-Match": `"1"`}, status: 304},
		{name: "put without if-match", call: "PUT " + firstRecord, body: other, status: 428, want: problemJSON("precondition_required", 428)},
		{name: "put over an old revision", call: "PUT " + firstRecord, body: other, header: map[string]string{"If-Match": `"7"`}, status: 412, want: problemJSON("precondition_failed", 412)},
		{call: "PUT " + firstRecord, body: other, header: map[string]string{"If-Match": `"1"`}, status: 200, has: map[string]string{"ETag": `"2"`}, want: `{"revision":2,"record":{"attainments":[{"grade":"A"}]}}`},
		{call: "GET /v1/records", status: 200, want: `{"data":[{"revision":2}]}`},
		{name: "delete without if-match", call: "DELETE " + firstRecord, status: 428},
		{name: "delete an old revision", call: "DELETE " + firstRecord, header: map[string]string{"If-Match": `"1"`}, status: 412},
		{call: "DELETE " + firstRecord, header: map[string]string{"If-Match": `"2"`}, status: 204},
		{name: "gone", call: "GET " + firstRecord, status: 404, want: problemJSON("not_found", 404)},
		{name: "put what is gone", call: "PUT " + firstRecord, body: other, header: map[string]string{"If-Match": `"2"`}, status: 404},
		{call: "GET /v1/records/nonsense", status: 422},
	})
}

func TestRecordsThatAreRefused(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	runSteps(t, w, []step{
		{name: "no body", call: "POST /v1/records", status: 415},
		{name: "empty", call: "POST /v1/records", header: map[string]string{"Content-Type": jsonType}, status: 400, want: problemJSON("malformed", 400)},
		{name: "text", call: "POST /v1/records", body: "x", header: map[string]string{"Content-Type": "text/plain"}, status: 415, want: problemJSON("unsupported", 415)},
		{name: "gzip", call: "POST /v1/records", body: "x", header: map[string]string{"Content-Encoding": "gzip"}, status: 415},
		{
			name: "cut off", call: "POST /v1/records", body: "{\n\"attainments\":[", status: 400,
			want: problemJSON("malformed", 400, `{"code":"syntax","line":2,"column":16}`),
		},
		{
			name: "twice", call: "POST /v1/records", body: `{"attainments":[],"attainments":[]}`, status: 400,
			want: problemJSON("malformed", 400, `{"code":"duplicate_key","line":1,"column":19}`),
		},
		{
			name: "not UTF-8", call: "POST /v1/records", body: "{\"learner\":\"\xff\"}", status: 400,
			want: problemJSON("malformed", 400, `{"code":"invalid_utf8","line":1,"column":13}`),
		},
		{name: "garbage after", call: "POST /v1/records", body: aRecord + "]", status: 400},
		{name: "deep", call: "POST /v1/records", body: `{"x":` + strings.Repeat("[", 1e6), status: 400, want: problemJSON("malformed", 400, `{"code":"too_deep"}`)},
		{name: "many", call: "POST /v1/records", body: `{"attainments":[{}` + strings.Repeat(",{}", 1e6) + `]}`, status: 400, want: problemJSON("malformed", 400, `{"code":"too_many"}`)},
		{
			name: "every mistake at once", call: "POST /v1/records", status: 422,
			body: `{"attainments":[{"item":"a/b","credit":"3","attained":"2025-02-30"}],"names":"x"}`,
			want: problemJSON("invalid", 422,
				`{"pointer":"/attainments/0/credit","code":"unknown_field","suggestion":"did you mean credits?"}`,
				`{"pointer":"/attainments/0/attained","code":"bad_value"}`, `{"pointer":"/names","code":"unknown_field"}`),
		},
		{
			name: "negative credits", call: "POST /v1/records", status: 422, body: `{"attainments":[{"item":"a/b","credits":"-3","unit":"miles"}]}`,
			want: problemJSON("invalid", 422, `{"pointer":"/attainments/0/unit","code":"unknown_unit"}`, `{"pointer":"/attainments/0/credits","code":"negative_credits"}`),
		},
		{name: "nothing was stored", call: "GET /v1/records", status: 200, want: `{"data":[]}`},
	})
}

func TestIdempotency(t *testing.T) {
	t.Parallel()
	key := map[string]string{"Idempotency-Key": "k1"}
	runSteps(t, setup(t, setupOptions{}), []step{
		{call: "POST /v1/records", body: aRecord, header: key, status: 201, has: map[string]string{"Location": firstRecord, "Idempotency-Replayed": ""}},
		{name: "again", call: "POST /v1/records", body: aRecord, header: key, status: 201, has: map[string]string{"Location": firstRecord, "ETag": `"1"`, "Idempotency-Replayed": "true"}, want: `{"revision":1}`},
		{name: "other body", call: "POST /v1/records", body: aRecord + " ", header: key, status: 422, want: problemJSON("idempotency_key_reused", 422)},
		{name: "other operation", call: "POST /v1/evaluations", body: evaluate(`"save":true`), header: key, status: 201},
		{name: "failures may be tried again", call: "POST /v1/records", body: "{", header: map[string]string{"Idempotency-Key": "k2"}, status: 400},
		{name: "and succeed", call: "POST /v1/records", body: aRecord, header: map[string]string{"Idempotency-Key": "k2"}, status: 201},
		{call: "GET /v1/records", status: 200, want: `{"data":[{},{}]}`},
	})
}

func TestTheSameKeyAtOnceWritesOnce(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			resp, _ := w.do(t, "POST /v1/records", aRecord, map[string]string{"Idempotency-Key": "same"})
			if resp.StatusCode != http.StatusCreated || resp.Header.Get("Location") != firstRecord {
				t.Errorf("status %d, Location %s", resp.StatusCode, resp.Header.Get("Location"))
			}
		})
	}
	wg.Wait()
	runSteps(t, w, []step{{call: "GET /v1/records", status: 200, want: `{"data":[{}]}`}})
}
