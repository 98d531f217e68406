package engine_test

import (
	"cmp"
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// What is said to remain completes the program also where it changes what the
// record brings: every way is added to the record and evaluated, and the least is
// compared with all sets of items. What counts already need not be taken again, so
// that the least of new items is enough.
func TestLeastRemainingWithTransferEqualsBruteForce(t *testing.T) {
	t.Parallel()
	compared := 0
	for seed := range uint64(finishCases()) {
		w := newTransferWorld(seed)
		if ruleset.Validate(&w.set).HasErrors() {
			continue
		}
		s, err := engine.Compile(&w.set)
		if err != nil {
			t.Fatal(err)
		}
		res, err := s.Evaluate(w.query())
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		a := res.Targets[0].Audit
		if a.Verdict != audit.Incomplete {
			continue
		}
		q := w.query()
		ways, err := s.FinishedWays(&q)
		if err != nil {
			t.Fatal(err)
		}
		for _, way := range ways {
			if verdict, err := s.VerdictWith(w.with(way.Take)); !way.Unlisted && (err != nil || verdict != audit.Complete) {
				t.Errorf("seed %d: the way %v does not complete: %v %v\n%s", seed, way, verdict, err, w)
			}
		}
		least, fresh := w.leastOf(t, s)
		said := a.Remaining.Credits.Amount
		switch {
		case a.Remaining.Bound != nil:
			if least != nil && a.Remaining.Bound.Amount.Cmp(*least) > 0 {
				t.Errorf("seed %d: at least %v said to remain, and %v do\n%s", seed, a.Remaining.Bound.Amount, least, w)
			}
		case least == nil || len(ways) == 0 || ways[0].Unlisted:
		case !w.credits && said.Cmp(*least) < 0, fresh != nil && said.Cmp(*fresh) > 0:
			t.Errorf("seed %d: %v said to remain, and %v do, or %v that are new\n%s", seed, said, least, fresh, w)
		default:
			compared++
		}
	}
	if t.Logf("%d compared", compared); compared == 0 {
		t.Error("the worlds are too simple")
	}
}

// leastOf tries all sets of items: the least that completes the program, and the
// least of items that the record does not bring; nil where there is none.
func (w *transferWorld) leastOf(t *testing.T, s *engine.Snapshot) (least, fresh *credit.Amount) {
	t.Helper()
	var all [][]catalog.ItemID
	for mask := range 1 << len(w.items) {
		var ids []catalog.ItemID
		for i, id := range w.items {
			if mask>>i&1 == 1 {
				ids = append(ids, id)
			}
		}
		all = append(all, ids)
	}
	slices.SortStableFunc(all, func(a, b []catalog.ItemID) int { return cmp.Compare(w.size(a), w.size(b)) })
	for _, ids := range all {
		isNew := !slices.ContainsFunc(ids, w.brings)
		if least != nil && !isNew {
			continue
		}
		verdict, err := s.VerdictWith(w.with(ids))
		if err != nil {
			t.Fatal(err)
		}
		if verdict != audit.Complete {
			continue
		}
		size := credit.Int(w.size(ids))
		if least == nil {
			least = &size
		}
		if isNew {
			return least, &size
		}
	}
	return least, nil
}
