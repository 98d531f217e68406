package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/ruleset"
	"github.com/cairnproject/cairn/internal/store"
)

func runHistory(t *testing.T, open Open) {
	t.Helper()
	runTests(t, open, []test{
		{"NewestFirstInPages", historyPages},
		{"WhatAChangeSays", historyEntry},
	})
}

func historyEntry(t *testing.T, s store.Store) {
	c, err := s.Apply(t.Context(), small(), store.ApplyOptions{Source: "by\x00hand", At: noon})
	if err != nil {
		t.Fatal(err)
	}
	list, next, err := s.History(t.Context(), store.Page{})
	if err != nil || next != "" {
		t.Fatal(next, err)
	}
	want := store.Revision{
		Seq: 1, Version: c.After, Previous: c.Before, At: kept(noon), Source: "by\uFFFDhand",
		Count: store.Count{Added: 6},
		ByKind: map[string]store.Count{
			ruleset.WhatScale: {Added: 1}, ruleset.WhatInstitution: {Added: 2},
			ruleset.WhatItem: {Added: 2}, ruleset.WhatAgreement: {Added: 1},
		},
	}
	equal(t, "history", []store.Revision{want}, list)
}

func historyPages(t *testing.T, s store.Store) {
	const n = 7
	for i := range n {
		scale := catalog.Scale{ID: "s", Name: fmt.Sprint(i)}
		mustApply(t, s, ruleset.Set{Scales: []catalog.Scale{scale}})
	}
	var seqs []int64
	page := store.Page{Limit: 3}
	for {
		list, next, err := s.History(t.Context(), page)
		if err != nil {
			t.Fatal(err)
		}
		for i := range list {
			seqs = append(seqs, list[i].Seq)
		}
		if page.After = next; next == "" {
			break
		}
	}
	equal(t, "order", []int64{7, 6, 5, 4, 3, 2, 1}, seqs)
	if _, _, err := s.History(t.Context(), store.Page{After: "!"}); !errors.Is(err, store.ErrInvalid) {
		t.Errorf("a bad cursor gives %v", err)
	}
}

// kept is a time as a store keeps it.
func kept(t time.Time) time.Time { return t.UTC().Truncate(time.Microsecond) }
