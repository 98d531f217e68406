package storetest

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/store"
)

func runRecords(t *testing.T, open Open) {
	t.Helper()
	runTests(t, open, []test{
		{"PutReplaceDelete", putReplaceDelete},
		{"RevisionsAreCompared", revisions},
		{"ListInPages", listRecords},
		{"ManyLines", manyLines},
		{"TextThatNoDatabaseKeeps", badText},
	})
}

func mustPut(t *testing.T, s store.Store, id uuid.UUID, r record.Record, expect int64) store.StoredRecord {
	t.Helper()
	put, err := s.PutRecord(t.Context(), id, r, store.PutOptions{Expect: expect, At: noon})
	if err != nil {
		t.Fatal(err)
	}
	return put
}

func lines(codes ...string) record.Record {
	r := record.Record{Learner: "l-1"}
	for _, c := range codes {
		r.Attainments = append(r.Attainments, record.Attainment{ID: c, Code: c})
	}
	return r
}

func putReplaceDelete(t *testing.T, s store.Store) {
	id := uuid.New()
	first := mustPut(t, s, id, lines("a", "b", "c"), 0)
	want := store.StoredRecord{ID: id, Record: lines("a", "b", "c"), Created: kept(noon), Updated: kept(noon), Revision: 1}
	equal(t, "created", want, first)

	later := noon.Add(time.Hour)
	second, err := s.PutRecord(t.Context(), id, lines("d"), store.PutOptions{Expect: 1, At: later})
	if err != nil {
		t.Fatal(err)
	}
	want.Record, want.Updated, want.Revision = lines("d"), kept(later), 2
	equal(t, "replaced", want, second)
	got, err := s.Record(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "read", want, got)

	if err := s.DeleteRecord(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Record(t.Context(), id); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a deleted record gives %v", err)
	}
	if err := s.DeleteRecord(t.Context(), id); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("deleting twice gives %v", err)
	}
	mustPut(t, s, id, record.Record{}, 0) // the id is free again, and no line is left
	got, err = s.Record(t.Context(), id)
	equal(t, "lines", []record.Attainment{}, got.Record.Attainments)
	if err != nil || got.Record.Attainments == nil {
		t.Errorf("an empty record has lines %v (%v), want an empty list", got.Record.Attainments, err)
	}
}

func revisions(t *testing.T, s store.Store) {
	id := uuid.New()
	mustPut(t, s, id, lines("a"), 0)
	for _, c := range []struct {
		id     uuid.UUID
		expect int64
	}{{id, 0}, {id, 2}, {id, -1}, {uuid.New(), 1}} {
		_, err := s.PutRecord(t.Context(), c.id, lines("x"), store.PutOptions{Expect: c.expect, At: noon})
		if !errors.Is(err, store.ErrConflict) {
			t.Errorf("expecting revision %d gives %v", c.expect, err)
		}
	}
	got, err := s.Record(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "record", lines("a"), got.Record)
}

func listRecords(t *testing.T, s store.Store) {
	var want []uuid.UUID
	for range 7 {
		id := uuid.New()
		r := lines("a", "b")
		r.Decisions = []record.Decision{{ID: id.String(), Lines: []string{"a"}, Appeals: []record.Appeal{
			{LodgedOn: 739000, Asks: []agreement.Award{{Kind: agreement.AwardCourse, Item: "r/" + catalog.ItemID(id.String())}}, AnsweredOn: 739010, Outcome: agreement.OutcomeRefused},
			{LodgedOn: 739011, Asks: []agreement.Award{{Kind: agreement.AwardElective}}},
		}}}
		mustPut(t, s, id, r, 0)
		want = append(want, id)
	}
	slices.SortFunc(want, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	var got []uuid.UUID
	page := store.Page{Limit: 3}
	for {
		list, next, err := s.ListRecords(t.Context(), page)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range list {
			got = append(got, r.ID)
			if a := r.Record.Decisions[0].Appeals; len(a) != 2 || a[0].AnsweredOn != 739010 || string(a[0].Asks[0].Item) != "r/"+r.ID.String() || !a[1].AnsweredOn.IsZero() {
				t.Errorf("record %s has the appeals %+v", r.ID, a)
			}
			if len(r.Record.Attainments) != 2 || r.Record.Decisions[0].ID != r.ID.String() {
				t.Errorf("record %s has the lines of another: %+v", r.ID, r.Record)
			}
		}
		if page.After = next; next == "" {
			break
		}
	}
	equal(t, "ids", want, got)
	if _, _, err := s.ListRecords(t.Context(), store.Page{After: "x"}); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("a bad cursor gives %v", err)
	}
}

func manyLines(t *testing.T, s store.Store) {
	r := lines("x")
	for i := range 3000 { // more than one statement
		amount := credit.Frac(int64(i), 7)
		r.Attainments = append(r.Attainments, record.Attainment{ID: "x", Credits: &amount})
	}
	put := mustPut(t, s, uuid.New(), r, 0)
	got, err := s.Record(t.Context(), put.ID)
	if err != nil {
		t.Fatal(err)
	}
	equalJSON(t, "record", r, got.Record)
}

func badText(t *testing.T, s store.Store) {
	for name, r := range map[string]record.Record{
		"NUL":           lines("a\x00b"),
		"invalid UTF-8": lines("a\xffb"),
		"learner":       {Learner: "\x00"},
		"decision":      {Decisions: []record.Decision{{Reason: "\x00"}}},
		"fact":          {Facts: map[string]string{"a": "\x00"}},
		"milestone":     {Milestones: map[string]bool{"\x00": true}},
		"exception":     {Exceptions: []requirement.Exception{{ID: "x", Reason: "\xff"}}},
	} {
		_, err := s.PutRecord(t.Context(), uuid.New(), r, store.PutOptions{At: noon})
		if !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%s: %v, want ErrInvalid", name, err)
		}
	}
	if _, err := s.PutRecord(t.Context(), uuid.Nil, lines("a"), store.PutOptions{}); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("without an id: %v", err)
	}
}
