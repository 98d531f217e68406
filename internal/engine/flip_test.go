package engine_test

import (
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/record"
)

// without is the verdict when some lines are not there; mask says which.
func (w *finishWorld) without(t *testing.T, s *engine.Snapshot, mask int) audit.Verdict {
	t.Helper()
	q := w.query()
	var rest []record.Attainment
	for i, a := range q.Record.Attainments {
		if mask>>i&1 == 0 {
			rest = append(rest, a)
		}
	}
	q.Record.Attainments = rest
	v, err := s.VerdictWith(q)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// The flip of a yes is a smallest set of lines without which it is none.
func TestFlipOfAYesIsSmallest(t *testing.T) {
	t.Parallel()
	sizes := map[int]int{}
	for seed := range uint64(max(120, finishCases()/3)) {
		w := newFinishWorld(seed + 500)
		w.rec.Attainments = nil
		for _, id := range w.items {
			w.rec.Attainments = append(w.rec.Attainments, attained(id))
		}
		s, err := engine.Compile(&w.set)
		if err != nil {
			t.Fatal(err)
		}
		q := w.query()
		q.Critical = true
		res, err := s.Evaluate(q)
		if err != nil {
			t.Fatal(err)
		}
		a := res.Targets[0].Audit
		if a.Verdict != audit.Complete {
			continue
		}
		least := 99
		for mask := 1; mask < 1<<len(w.items); mask++ {
			if n := ones(mask); n < least && w.without(t, s, mask) != audit.Complete {
				least = n
			}
		}
		if len(a.Flips) == 0 {
			if least <= 3 {
				t.Fatalf("seed %d: %d lines turn it, and no flip is named\n%s", seed, least, w)
			}
			continue
		}
		for _, f := range a.Flips {
			mask := 0
			for i := range w.rec.Attainments {
				if slices.Contains(f.Lines, w.rec.Attainments[i].ID) {
					mask |= 1 << i
				}
			}
			if len(f.Lines) != least || w.without(t, s, mask) == audit.Complete {
				t.Fatalf("seed %d: %q turns the verdict is said, and %d lines do\n%s", seed, f.Text, least, w)
			}
		}
		sizes[least]++
	}
	if sizes[1] == 0 || len(sizes) < 2 {
		t.Errorf("the worlds are too simple: %v", sizes)
	}
}

func ones(mask int) (n int) {
	for ; mask > 0; mask &= mask - 1 {
		n++
	}
	return n
}
