package storetest

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/store"
)

func runEvaluations(t *testing.T, open Open) {
	t.Helper()
	runTests(t, open, []test{
		{"BytesComeBackAsGiven", bytesAsGiven},
		{"NewestFirstInPages", listEvaluations},
		{"TheyGoWithTheirRecord", goWithRecord},
	})
}

func evaluation(recordID uuid.UUID, created time.Time) store.Evaluation {
	return store.Evaluation{
		ID: uuid.New(), RecordID: recordID, Created: created, AsOf: "2026-03-01", RulesVersion: "v", InputHash: "h",
		Query: json.RawMessage(`{"a": 1}`), Result: json.RawMessage(`{}`),
	}
}

func mustSave(t *testing.T, s store.Store, e store.Evaluation) {
	t.Helper()
	if err := s.SaveEvaluation(t.Context(), e); err != nil {
		t.Fatal(err)
	}
}

func bytesAsGiven(t *testing.T, s store.Store) {
	e := evaluation(uuid.Nil, noon)
	e.Query = json.RawMessage("{\"b\" : 1,\r\n \"a\":\"\\u0000<é>\", \"a\": 1.0e3}\n")
	e.Result = bytes.Repeat([]byte{0, 255, '\n', 'x'}, 300_000) // not even JSON, and large
	mustSave(t, s, e)
	got, err := s.Evaluation(t.Context(), e.ID)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Query, e.Query) || !bytes.Equal(got.Result, e.Result) {
		t.Error("the bytes differ")
	}
	e.Created = kept(e.Created)
	e.Query, e.Result, got.Query, got.Result = nil, nil, nil, nil
	equal(t, "evaluation", e, got)
	if err := s.SaveEvaluation(t.Context(), e); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the same id again gives %v", err)
	}
}

func listEvaluations(t *testing.T, s store.Store) {
	id := uuid.New()
	mustPut(t, s, id, lines("a"), 0)
	var want []uuid.UUID
	for i := range 7 {
		// Times with and without fractions, and two that are equal.
		e := evaluation(id, noon.Truncate(time.Second).Add(time.Duration(i/2)*350*time.Millisecond))
		e.ID[0] = byte(i) // of equal times the greater id is first
		mustSave(t, s, e)
		want = append([]uuid.UUID{e.ID}, want...)
	}
	mustSave(t, s, evaluation(uuid.Nil, noon.Add(-time.Hour)))
	equal(t, "of the record", want, allEvaluations(t, s, id, 2))
	if n := len(allEvaluations(t, s, uuid.Nil, 3)); n != 8 {
		t.Errorf("all: %d, want 8", n)
	}
	for _, cursor := range []string{"x", "1.x", ".", uuid.NewString()} {
		if _, _, err := s.ListEvaluations(t.Context(), id, store.Page{After: cursor}); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("cursor %q gives %v", cursor, err)
		}
	}
}

func allEvaluations(t *testing.T, s store.Store, recordID uuid.UUID, limit int) (ids []uuid.UUID) {
	t.Helper()
	page := store.Page{Limit: limit}
	for {
		list, next, err := s.ListEvaluations(t.Context(), recordID, page)
		if err != nil || len(list) > limit {
			t.Fatal(len(list), err)
		}
		for i := range list {
			ids = append(ids, list[i].ID)
		}
		if page.After = next; next == "" {
			return ids
		}
	}
}

func goWithRecord(t *testing.T, s store.Store) {
	id := uuid.New()
	if err := s.SaveEvaluation(t.Context(), evaluation(id, noon)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("without its record: %v, want ErrNotFound", err)
	}
	mustPut(t, s, id, lines("a"), 0)
	e, other := evaluation(id, noon), evaluation(uuid.Nil, noon)
	mustSave(t, s, e)
	mustSave(t, s, other)
	mustPut(t, s, id, lines("b"), 1) // a new revision keeps them
	if _, err := s.Evaluation(t.Context(), e.ID); err != nil {
		t.Errorf("after a new revision: %v", err)
	}
	if err := s.DeleteRecord(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Evaluation(t.Context(), e.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("after its record: %v, want ErrNotFound", err)
	}
	if _, err := s.Evaluation(t.Context(), other.ID); err != nil {
		t.Errorf("the other: %v", err)
	}
}
