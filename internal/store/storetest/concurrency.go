package storetest

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

func runConcurrency(t *testing.T, open Open) {
	t.Helper()
	runTests(t, open, []test{
		{"NoUpdateOfARecordIsLost", func(t *testing.T, s store.Store) { NoLostUpdate(t, s, s) }},
		{"OneOfManyCreatesARecord", oneCreates},
		{"EveryApplyIsSeen", func(t *testing.T, s store.Store) { EveryApplyIsSeen(t, s, s) }},
		{"ReadersSeeWholeStates", wholeStates},
	})
}

const (
	writers = 6
	rounds  = 8
)

// NoLostUpdate lets writers on several handles of one database add a line each
// to one record, again and again, and counts the lines.
func NoLostUpdate(t *testing.T, handles ...store.Store) {
	t.Helper()
	id := uuid.New()
	mustPut(t, handles[0], id, lines(), 0)
	parallel(writers, func(w int) {
		s := handles[w%len(handles)]
		for range rounds {
			for done := false; !done; {
				done = addLine(t, s, id)
			}
		}
	})
	got, err := handles[0].Record(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got.Record.Attainments); n != writers*rounds || got.Revision != writers*rounds+1 {
		t.Errorf("%d lines at revision %d, want %d", n, got.Revision, writers*rounds)
	}
}

// addLine adds one line; false means that somebody was faster.
func addLine(t *testing.T, s store.Store, id uuid.UUID) bool {
	t.Helper()
	r, err := s.Record(t.Context(), id)
	if err != nil {
		t.Error(err)
		return true
	}
	if int64(len(r.Record.Attainments)) != r.Revision-1 {
		t.Errorf("a reader saw %d lines at revision %d", len(r.Record.Attainments), r.Revision)
	}
	r.Record.Attainments = append(r.Record.Attainments, lines("x").Attainments...)
	_, err = s.PutRecord(t.Context(), id, r.Record, store.PutOptions{Expect: r.Revision, At: noon})
	if errors.Is(err, store.ErrConflict) {
		return false
	}
	if err != nil {
		t.Error(err)
	}
	return true
}

func oneCreates(t *testing.T, s store.Store) {
	id := uuid.New()
	var mu sync.Mutex
	created := 0
	parallel(writers, func(w int) {
		_, err := s.PutRecord(t.Context(), id, lines(fmt.Sprint(w)), store.PutOptions{At: noon})
		mu.Lock()
		defer mu.Unlock()
		if err == nil {
			created++
		} else if !errors.Is(err, store.ErrConflict) {
			t.Error(err)
		}
	})
	if created != 1 {
		t.Errorf("%d writers created the record", created)
	}
}

// EveryApplyIsSeen lets writers on several handles of one database apply
// different updates and checks that the history is one chain that holds all.
func EveryApplyIsSeen(t *testing.T, handles ...store.Store) {
	t.Helper()
	parallel(writers, func(w int) {
		s := handles[w%len(handles)]
		for i := range rounds {
			scale := catalog.Scale{ID: catalog.ScaleID(fmt.Sprintf("%d-%d", w, i))}
			if _, err := s.Apply(t.Context(), ruleset.Set{Scales: []catalog.Scale{scale}}, store.ApplyOptions{At: noon}); err != nil {
				t.Error(err)
			}
		}
	})
	set := mustLoad(t, handles[0])
	if len(set.Scales) != writers*rounds {
		t.Errorf("%d entries, want %d", len(set.Scales), writers*rounds)
	}
	list, _, err := handles[0].History(t.Context(), store.Page{})
	if err != nil || len(list) != writers*rounds {
		t.Fatalf("history: %d entries (%v)", len(list), err)
	}
	for i := range list[1:] {
		if list[i].Previous != list[i+1].Version {
			t.Errorf("change %d does not follow on change %d", list[i].Seq, list[i+1].Seq)
		}
	}
}

// wholeStates reads while an agreement grows, and compares what is read with its
// version each time.
func wholeStates(t *testing.T, s store.Store) {
	mustApply(t, s, small())
	parallel(4, func(w int) {
		for i := range rounds {
			if w == 0 {
				if _, err := s.Apply(t.Context(), grown(i+1), store.ApplyOptions{At: noon}); err != nil {
					t.Error(err)
				}
				continue
			}
			set, v, err := s.Load(t.Context())
			if err != nil || set.Version() != v {
				t.Errorf("a reader saw the content of %s as %s (%v)", set.Version().Short(), v.Short(), err)
			}
		}
	})
}

// grown is the small set with more rules.
func grown(round int) ruleset.Set {
	set := small()
	for i := range 40 * round {
		set.Agreements[0].Rules = append(set.Agreements[0].Rules, rule(fmt.Sprintf("n%d", i), "a/1"))
	}
	set.Institutions[0].Name = fmt.Sprint("A College, round ", round)
	return set
}

func parallel(n int, fn func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { fn(i) })
	}
	wg.Wait()
}
