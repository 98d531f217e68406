package api

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// ask is a request about the usual record at the usual program.
func ask(more ...string) string {
	parts := append([]string{`"record":` + aRecord, `"targets":[{"institution":"ridge","program":"ridge/maths-bsc"}]`}, more...)
	return "{" + strings.Join(parts, ",") + "}"
}

func TestExplanations(t *testing.T) {
	t.Parallel()
	get := "GET /v1/explanations?record=" + strings.TrimPrefix(firstRecord, "/v1/records/") + "&target=ridge/maths-bsc"
	runSteps(t, setup(t, setupOptions{}), []step{
		{
			name: "a requirement", call: "POST /v1/explanations", body: ask(`"requirement":"math-20a"`), status: 200, has: map[string]string{"Content-Type": jsonType},
			want: `{"requirement":{"asOf":"2026-03-02","rulesVersion":"*","inputHash":"*","program":"ridge/maths-bsc","verdict":"incomplete","requirement":{"path":"math-20a","status":"unmet"},"accepts":[{"item":"ridge/math-20a"}],"record":[{"fit":"no_credit"}]}}`,
		},
		{name: "the whole", call: "POST /v1/explanations", body: ask(`"requirement":"/"`), status: 200, want: `{"requirement":{"requirement":{"path":""},"parts":[{"path":"math-20a"},{"path":"math-20b"}]}}`},
		{name: "a line", call: "POST /v1/explanations", body: ask(`"line":"MATH 7"`), status: 200, want: `{"lines":[{"target":"ridge/maths-bsc","asOf":"2026-03-02","line":{"source":{"code":"MATH 7"}}}]}`},
		{name: "both", call: "POST /v1/explanations", body: ask(`"line":"x"`, `"requirement":"y"`), status: 422, want: problemJSON("invalid", 422, `{"pointer":"/line","code":"missing_subject"}`)},
		{name: "neither", call: "POST /v1/explanations", body: ask(), status: 422, want: problemJSON("invalid", 422, `{"code":"missing_subject"}`)},
		{name: "unknown line", call: "POST /v1/explanations", body: ask(`"line":"MATH 9"`), status: 422, want: problemJSON("invalid", 422, `{"pointer":"/line","code":"unknown_line"}`)},
		{name: "unknown requirement", call: "POST /v1/explanations", body: ask(`"requirement":"math-20c"`), status: 422, want: problemJSON("invalid", 422, `{"pointer":"/requirement","code":"unknown_requirement"}`)},
		{
			name: "no program", call: "POST /v1/explanations", status: 422, want: problemJSON("invalid", 422, `{"pointer":"/targets/0","code":"no_requirements"}`),
			body: `{"record":` + aRecord + `,"targets":[{"institution":"ridge"}],"requirement":"/"}`,
		},
		{
			name: "two targets", call: "POST /v1/explanations", status: 422, want: problemJSON("invalid", 422, `{"pointer":"/targets","code":"too_many_targets"}`),
			body: `{"record":` + aRecord + `,"targets":[{"institution":"ridge"},{"institution":"coast"}],"requirement":"/"}`,
		},
		{name: "other rules", call: "POST /v1/explanations", body: ask(`"line":"MATH 7"`, `"rulesVersion":"`+strings.Repeat("0", 64)+`"`), status: 409},
		{name: "not stored", call: get + "&line=MATH%207", status: 404},
		{call: "POST /v1/records", body: aRecord, status: 201},
		{name: "stored", call: get + "&line=MATH%207&asOf=2025-06-01", status: 200, want: `{"lines":[{"asOf":"2025-06-01"}]}`},
		{name: "stored, whole", call: get + "&requirement=/", status: 200, want: `{"requirement":{"asOf":"2026-03-02"}}`},
		{name: "no subject", call: get, status: 422},
		{name: "unknown program", call: strings.Replace(get, "maths", "math", 1) + "&line=x", status: 422, want: problemJSON("invalid", 422, `{"code":"unknown_program"}`)},
		{name: "bad day", call: get + "&line=x&asOf=2025-13-01", status: 422},
	})
}

func TestComparisons(t *testing.T) {
	t.Parallel()
	many := `{"record":` + aRecord + `,"targets":[` + strings.TrimSuffix(strings.Repeat(`{"institution":"ridge"},`, 65), ",") + `]}`
	both := `{"record":` + aRecord + `,"targets":[{"institution":"coast"},{"institution":"ridge","program":"ridge/maths-bsc"}]}`
	runSteps(t, setup(t, setupOptions{}), []step{
		{
			name: "programs first", call: "POST /v1/comparisons", body: both, status: 200,
			want: `{"asOf":"2026-03-02","rulesVersion":"*","unit":"semester","rows":[{"rank":1,"program":"ridge/maths-bsc","verdict":"incomplete","certainty":"*","remaining":{"items":2}},{"rank":2,"institution":"coast","transfers":"5"}]}`,
		},
		{name: "nothing", call: "POST /v1/comparisons", body: `{"record":` + aRecord + `,"targets":[]}`, status: 422, want: problemJSON("invalid", 422, `{"pointer":"/targets","code":"missing_target"}`)},
		{name: "too many", call: "POST /v1/comparisons", body: many, status: 422, want: problemJSON("invalid", 422, `{"pointer":"/targets","code":"too_many_targets"}`)},
		{name: "unknown", call: "POST /v1/comparisons", body: strings.Replace(both, `"coast"`, `"coats"`, 1), status: 422, want: problemJSON("invalid", 422, `{"pointer":"/targets/0","code":"unknown_institution"}`)},
	})
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	saved := uuid.UUID{6: 0x70, 8: 0x80, 15: 1}.String()
	record := `{"attainments":[{"item":"coast/math-7","grade":"B","attained":"2025-05-20"},{"item":"coast/math-8","grade":"B","attained":"2025-05-20"}]}`
	question := func(more ...string) string {
		return "{" + strings.Join(append([]string{`"record":` + record, `"targets":[{"institution":"ridge","program":"ridge/maths-bsc"}]`}, more...), ",") + "}"
	}
	runSteps(t, setup(t, setupOptions{}), []step{
		{name: "equal", call: "POST /v1/differences", body: question(`"asOf":"2026-01-01"`, `"against":"2026-01-01"`), status: 200, want: `{"before":{"asOf":"2026-01-01"},"after":{"asOf":"2026-01-01"},"changes":[]}`},
		{name: "the agreement begins", call: "POST /v1/differences", body: question(`"asOf":"2025-01-01"`, `"against":"2026-01-01"`), status: 200, want: `{"changes":[{"target":"ridge/maths-bsc","kind":"program","text":"*"},{},{},{},{},{},{},{},{}]}`},
		{name: "against nothing", call: "POST /v1/differences", body: question(), status: 422, want: problemJSON("invalid", 422, `{"pointer":"/against","code":"missing_against"}`)},
		{name: "two questions", call: "POST /v1/differences", body: question(`"evaluationId":"` + saved + `"`), status: 422, want: problemJSON("invalid", 422, `{"pointer":"/evaluationId","code":"two_questions"}`)},
		{name: "not saved", call: "POST /v1/differences", body: `{"evaluationId":"` + saved + `"}`, status: 404},
		{call: "POST /v1/evaluations", body: question(`"asOf":"2026-01-01"`, `"save":true`), status: 201},
		{name: "nothing since", call: "POST /v1/differences", body: `{"evaluationId":"` + saved + `"}`, status: 200, want: `{"before":{"asOf":"2026-01-01"},"after":{"asOf":"2026-01-01"},"changes":[]}`},
		{name: "another day", call: "POST /v1/differences", body: `{"evaluationId":"` + saved + `","against":"2025-01-01"}`, status: 200, want: `{"changes":[{"kind":"program"},{},{},{},{},{},{},{},{}]}`},
		{name: "nonsense", call: "POST /v1/differences", body: `{"evaluationId":"x"}`, status: 404},
	})
}

// What is hostile to evaluations is hostile to every question about a record.
func TestQuestionsRefuseHostileBodies(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	deep := strings.Repeat("[", 70) + strings.Repeat("]", 70)
	for _, path := range []string{"/v1/explanations", "/v1/comparisons", "/v1/differences"} {
		runSteps(t, w, []step{
			{name: path + " empty", call: "POST " + path, status: 400, header: map[string]string{"Content-Type": jsonType}},
			{name: path + " deep", call: "POST " + path, body: `{"targets":` + deep + `}`, status: 400, want: problemJSON("malformed", 400, `{"code":"too_deep"}`)},
			{name: path + " unknown field", call: "POST " + path, body: `{"target":1}`, status: 422, want: problemJSON("invalid", 422, `{"code":"unknown_field"}`)},
			{name: path + " twice", call: "POST " + path, body: `{"asOf":"2026-01-01","asOf":"2026-01-01"}`, status: 400},
			{name: path + " bad date", call: "POST " + path, body: `{"asOf":"yesterday"}`, status: 422},
			{name: path + " wrong type", call: "POST " + path, body: `{}`, header: map[string]string{"Content-Type": "text/plain"}, status: 415},
			{name: path + " null", call: "POST " + path, body: `null`, status: 422},
		})
	}
	var long strings.Builder
	for i := range 2001 {
		fmt.Fprintf(&long, `{"item":"coast/math-7","id":"l%d"},`, i)
	}
	body := `{"record":{"attainments":[` + strings.TrimSuffix(long.String(), ",") + `]},"targets":[{"institution":"ridge"}],"line":"x","against":"2026-01-01"}`
	for path, drop := range map[string]string{"/v1/explanations": `,"against":"2026-01-01"`, "/v1/differences": `,"line":"x"`} {
		resp, text := w.do(t, "POST "+path, strings.Replace(body, drop, "", 1), map[string]string{"Content-Type": jsonType})
		if resp.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(text, "record_too_long") {
			t.Errorf("%s: %d %.300s", path, resp.StatusCode, text)
		}
	}
}
