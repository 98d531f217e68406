package api

import (
	"strconv"
	"testing"

	"github.com/cairnproject/cairn/internal/calendar"
)

func TestAnswersAreKeptWithinBounds(t *testing.T) {
	t.Parallel()
	a := newAnswers()
	day := calendar.NewDate(2026, 3, 2)
	key := func(i int) answerKey { return question([]byte(strconv.Itoa(i)), day) }
	for i := range 3 * keptQuestions {
		a.put(key(i), "v1", make([]byte, 100))
		if _, ok := a.get(key(i), "v1"); ok {
			t.Fatal("an answer was kept the first time")
		}
		a.put(key(i), "v1", make([]byte, 100))
		a.put(key(i), "v1", make([]byte, 100))
	}
	if a.order.Len() != keptQuestions || len(a.byKey) != keptQuestions || a.bytes != 100*keptQuestions {
		t.Errorf("%d answers, %d keys, %d bytes", a.order.Len(), len(a.byKey), a.bytes)
	}
	last := key(3*keptQuestions - 1)
	if _, ok := a.get(last, "v1"); !ok {
		t.Error("the newest answer is gone")
	}
	if _, ok := a.get(last, "v2"); ok {
		t.Error("an answer outlived its rules")
	}
	for i := range 30 {
		a.put(key(i), "v2", make([]byte, 1<<20))
		a.put(key(i), "v2", make([]byte, 1<<20))
	}
	if a.bytes > keptAnswerBytes {
		t.Errorf("%d MiB are kept", a.bytes>>20)
	}
	if question([]byte("x"), day) == question([]byte("x"), day+1) {
		t.Error("the day is not part of the question")
	}
}

// A kept answer is never given where the question reads the store, or after the
// rules have changed.
func TestKeptAnswersAreNeverOld(t *testing.T) {
	t.Parallel()
	w := setup(t, setupOptions{})
	runSteps(t, w, []step{{call: "POST /v1/records", body: aRecord, status: 201}})
	byID := `{"recordId":"00000000-0000-7000-8000-000000000001","targets":[{"institution":"ridge"}]}`
	_, inline := w.do(t, "POST /v1/evaluations", evaluate(), nil)
	w.do(t, "POST /v1/evaluations", evaluate(), nil) // the second time it is kept
	_, stored := w.do(t, "POST /v1/evaluations", byID, nil)
	if resp, again := w.do(t, "POST /v1/evaluations", evaluate(), nil); again != inline || resp.Header.Get("Content-Type") != jsonType {
		t.Error("the same question has two answers")
	}
	runSteps(t, w, []step{
		{call: "PUT " + firstRecord, body: `{"attainments":[]}`, header: map[string]string{"If-Match": `"1"`}, status: 200},
		{call: "POST /v1/imports?format=catalogue", header: map[string]string{"Content-Type": "text/yaml"}, status: 200, body: "items:\n  - {id: coast/art-1, kind: course, versions: [{code: ART 1, title: Drawing, credits: 3}]}\n"},
	})
	if _, again := w.do(t, "POST /v1/evaluations", byID, nil); again == stored {
		t.Error("the record changed and its answer did not")
	}
	if _, again := w.do(t, "POST /v1/evaluations", evaluate(), nil); again == inline {
		t.Error("the rules changed and the rules version in the answer did not")
	}
}
