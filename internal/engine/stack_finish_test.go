package engine_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/requirement"
)

// newStackFinishWorld is a program as in newFinishWorld that may ask for the
// credentials of one or two others, which have limits and minima too.
func newStackFinishWorld(seed uint64) *finishWorld {
	w := newFinishWorld(seed)
	var held []catalog.ItemID
	for k := range 1 + w.IntN(2) {
		id := catalog.ItemID(fmt.Sprintf("u/k%d", k))
		top := requirement.Node{All: []requirement.Node{w.node("s", w.IntN(2))}}
		if w.IntN(3) == 0 {
			w.conditions(&top)
		}
		if k > 0 && w.IntN(3) == 0 {
			top.All = append(top.All, requirement.Node{ID: "below", Held: &requirement.ItemFilter{Items: held}})
		}
		held = append(held, id)
		w.set.Items = append(w.set.Items, catalog.Item{ID: id, Institution: "u", Kind: catalog.Certificate, Versions: []catalog.ItemVersion{{Code: fmt.Sprint("K ", k), Title: "K"}}})
		w.set.Programs = append(w.set.Programs, requirement.Program{
			ID: fmt.Sprintf("u/m%d", k), Institution: "u", Title: "M", Credential: id, Requires: &top,
			Stack: &requirement.StackPolicy{Pieces: requirement.PiecesShared},
		})
	}
	p := &w.set.Programs[0]
	p.Stack = &requirement.StackPolicy{Pieces: requirement.PiecesShared}
	switch n := (requirement.Node{ID: "held", Held: &requirement.ItemFilter{Items: held[:1+w.IntN(len(held))]}}); w.IntN(3) {
	case 0:
		p.Requires.All = append(p.Requires.All, n)
	case 1:
		p.Requires.All = append(p.Requires.All, requirement.Node{ID: "or", Any: []requirement.Node{n, w.node("else", 0)}})
	}
	w.set.Sort()
	return w
}

// leastOf tries every set of future items, the cheapest first.
func (w *finishWorld) leastOf(t *testing.T, s *engine.Snapshot, program string) (credits int64, items int, ok bool) {
	t.Helper()
	for _, ids := range w.futures() {
		res, err := s.Stacks(engine.StackQuery{Record: w.query(ids...).Record, AsOf: asOf, Near: -1})
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(res.Completed, func(a engine.StackAward) bool { return a.Program == program }) {
			return w.size(ids), len(ids), true
		}
	}
	return 0, 0, false
}

func TestNearMissesSayWhatCompletesThem(t *testing.T) {
	t.Parallel()
	exact, most, least, through := 0, 0, 0, 0
	for seed := range uint64(finishCases()) {
		w := newStackFinishWorld(seed + 2000)
		s, err := engine.Compile(&w.set)
		if err != nil {
			continue // a requirement that nobody can meet
		}
		res, err := s.Stacks(engine.StackQuery{Record: w.rec, AsOf: asOf})
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range slices.Concat(res.OneStep, res.InReach) {
			credits, items, ok := w.leastOf(t, s, n.Program)
			said, _ := n.Remaining.Credits.Amount.Scaled(1)
			var wrong bool
			switch {
			case !ok:
				continue // courses that nobody lists
			case n.AtLeast:
				least++
				wrong = said > credits
			case n.AtMost:
				most++
				wrong = said < credits && !w.credits
			case w.credits:
				wrong = said > credits
			default:
				exact++
				wrong = said != credits || n.Remaining.Items != items
			}
			if len(n.Earn) > 0 {
				through++
			}
			if wrong {
				text, _ := json.MarshalIndent(n, "", " ")
				t.Errorf("seed %d: %s: %d credits in %d items complete it; said is %s\n%s", seed, n.Program, credits, items, text, w.programs())
				return
			}
		}
	}
	t.Logf("%d exact, %d at most, %d at least; %d through credentials", exact, most, least, through)
	if exact == 0 || through == 0 {
		t.Error("the worlds are too simple")
	}
}
