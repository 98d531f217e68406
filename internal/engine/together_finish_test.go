package engine_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// newTogetherWorld is a small program as in newFinishWorld, with one or two more
// at the same institution or another, and budgets between them.
func newTogetherWorld(seed uint64) (*finishWorld, engine.Query) {
	w := newFinishWorld(seed)
	q := w.query()
	w.set.Institutions = append(w.set.Institutions, catalog.Institution{ID: "v", Name: "V", Kind: catalog.FourYear, Unit: credit.Semester})
	for k := range 1 + w.IntN(2) {
		inst := catalog.InstitutionID([]string{"u", "u", "u", "v"}[w.IntN(4)])
		id := fmt.Sprintf("%s/m%d", inst, k)
		top := requirement.Node{}
		for r := range 1 + w.IntN(2) {
			if n := w.node(fmt.Sprint("s", r), w.IntN(2)); inst == "v" {
				top.All = append(top.All, requirement.Node{ID: n.ID, Take: &requirement.Take{Items: 1 + w.IntN(2), From: &requirement.ItemFilter{Items: w.some(3)}}})
			} else {
				top.All = append(top.All, n)
			}
		}
		if inst == "u" && w.IntN(2) == 0 {
			w.conditions(&top)
		}
		p := requirement.Program{ID: id, Institution: inst, Title: "M", Requires: &top}
		if w.IntN(2) == 0 {
			p.Shares = append(p.Shares, w.budget(id))
		}
		w.set.Programs = append(w.set.Programs, p)
		q.Targets = append(q.Targets, engine.Target{Institution: inst, Program: id})
	}
	w.set.Sort()
	q.Together, q.Budget = true, 5000
	if w.IntN(5) == 0 {
		q.MaxUses = 1 + w.IntN(2)
	}
	return w, q
}

func (w *finishWorld) some(most int) []catalog.ItemID {
	list := slices.Clone(w.items)
	w.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:min(len(list), 2+w.IntN(most))]
}

func (w *finishWorld) budget(id string) requirement.Share {
	own := "program:" + id
	if w.IntN(3) == 0 {
		own = "s0"
	}
	out := requirement.Share{Between: []string{own, []string{"program:u/p", "program:*", "program:u/p#r0"}[w.IntN(3)]}}
	if some := w.IntN(3); w.credits && w.IntN(2) == 0 {
		credits := credit.Int(int64(2 * some))
		out.Credits = &credits
	} else {
		out.Items = &some
	}
	return out
}

// leastTogether tries every set of future items; open says that some cheaper set
// is undecided.
func (w *finishWorld) leastTogether(t *testing.T, s *engine.Snapshot, q engine.Query) (credits int64, items int, ok, open bool) {
	t.Helper()
	for _, ids := range w.futures() {
		q.Record = w.query(ids...).Record
		verdict, err := s.VerdictTogether(q)
		if err != nil {
			t.Fatal(err)
		}
		open = open || verdict == audit.Undecided
		if verdict == audit.Complete {
			return w.size(ids), len(ids), true, open
		}
	}
	return 0, 0, false, open
}

func TestLeastTogetherEqualsBruteForce(t *testing.T) {
	t.Parallel()
	compared, bounded, unclear := 0, 0, 0
	for seed := range uint64(finishCases() / 8) {
		w, q := newTogetherWorld(seed + 1000)
		s, err := engine.Compile(&w.set)
		if err != nil {
			t.Fatal(err)
		}
		got, ways, err := s.TogetherWays(&q)
		if err != nil {
			t.Fatal(err)
		}
		if got.Verdict == audit.Complete {
			continue
		}
		credits, items, ok, open := w.leastTogether(t, s, q)
		r := &got.Remaining
		said, _ := r.Credits.Amount.Scaled(1)
		switch {
		case open:
			unclear++
		case !ok:
			if len(ways) > 0 && !ways[0].Unlisted {
				t.Errorf("seed %d: %v completes, and nothing does\n%s", seed, ways[0], w.programs())
			}
		case r.Bound != nil:
			bounded++
			if n, _ := r.Bound.Amount.Scaled(1); n > credits || len(ways) > 0 && said < credits && !w.credits {
				t.Errorf("seed %d: at least %d and at most %d is said to remain, and %d do\n%s", seed, n, said, credits, w.programs())
			}
		case w.credits:
			if said > credits {
				t.Errorf("seed %d: %d said to remain, and %d do\n%s", seed, said, credits, w.programs())
			}
		case said != credits || r.Items != items:
			t.Errorf("seed %d: %d credits in %d items said to remain, and %d in %d do; ways %v\n%s", seed, said, r.Items, credits, items, ways, w.programs())
		default:
			compared++
		}
		for _, way := range ways {
			if way.Unlisted {
				continue
			}
			with := q
			with.Record = w.query(way.Take...).Record
			if verdict, err := s.VerdictTogether(with); err != nil || verdict == audit.Incomplete {
				t.Errorf("seed %d: the way %v does not complete: %v %v\n%s", seed, way, verdict, err, w.programs())
			}
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d compared, %d bounded, %d unclear", compared, bounded, unclear)
	if compared == 0 {
		t.Error("the worlds are too simple")
	}
}

func (w *finishWorld) programs() string {
	out := w.String()
	for i := range w.set.Programs {
		text, _ := json.Marshal(w.set.Programs[i])
		out += "\n" + string(text)
	}
	return out
}
