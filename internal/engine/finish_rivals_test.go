package engine_test

import (
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
)

// exclude adds exclusions to the policy of a world's institution.
func (w *finishWorld) exclude() {
	for range 1 + w.IntN(2) {
		x := catalog.Exclusion{Kind: catalog.OneOf}
		if w.IntN(3) == 0 {
			x.Kind = catalog.NoLowerAfterHigher
		}
		for _, k := range w.Perm(len(w.items))[:2+w.IntN(2)] {
			x.Items = append(x.Items, w.items[k])
		}
		w.set.Institutions[0].Policy.Exclusions = append(w.set.Institutions[0].Policy.Exclusions, x)
	}
}

// What an institution gives no credit for beside something else completes nothing.
func TestLeastRemainingKeepsExclusions(t *testing.T) {
	t.Parallel()
	compared := 0
	for seed := range uint64(finishCases()) {
		w := newFinishWorld(seed + 9000)
		if w.credits {
			continue
		}
		w.exclude()
		s, err := engine.Compile(&w.set)
		if err != nil {
			t.Fatal(err)
		}
		a := w.audit(t, s)
		if a.Verdict != audit.Incomplete {
			continue
		}
		credits, items, ok := w.least(t, s)
		q := w.query()
		ways, err := s.FinishedWays(&q)
		if err != nil {
			t.Fatal(err)
		}
		for _, way := range ways {
			if verdict, err := s.VerdictWith(w.query(way.Take...)); !way.Unlisted && (err != nil || verdict != audit.Complete) {
				t.Fatalf("seed %d: the way %v does not complete: %v %v\n%s\n%v", seed, way, verdict, err, w, w.set.Institutions[0].Policy.Exclusions)
			}
		}
		said := a.Remaining
		switch bound := said.Bound; {
		case bound != nil:
			if ok && (bound.Amount.Cmp(credit.Int(credits)) > 0 || said.Credits.Amount.Cmp(credit.Int(credits)) < 0) {
				t.Fatalf("seed %d: between %v and %v said to remain, and %d do\n%s", seed, bound, said.Credits, credits, w)
			}
		case !ok:
		case len(ways) > 0 && ways[0].Unlisted && !said.Credits.Amount.Equal(credit.Int(credits)):
			t.Fatalf("seed %d: %d credits of the catalogue complete it, and unlisted ones are asked for\n%s\n%+v\nproven %v bound %v", seed, credits, w, w.set.Institutions[0].Policy.Exclusions, a.Proven, said.Bound)
		case !said.Credits.Amount.Equal(credit.Int(credits)) || said.Items != items && !ways[0].Unlisted:
			t.Fatalf("seed %d: %v in %d said to remain, and %d in %d do\n%s\n%v", seed, said.Credits, said.Items, credits, items, w, w.set.Institutions[0].Policy.Exclusions)
		default:
			compared++
		}
	}
	if compared == 0 {
		t.Error("the worlds are too simple")
	}
	t.Logf("%d compared", compared)
}
