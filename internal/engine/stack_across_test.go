package engine_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// acrossWorld has programs at two or three institutions which ask for courses and
// for one another's credentials, and agreements by which a credential of one gives
// a course of another.
type acrossWorld struct {
	finishWorld
	courses map[catalog.InstitutionID][]catalog.ItemID
	creds   []catalog.ItemID
}

func newAcrossWorld(seed uint64) *acrossWorld {
	w := &acrossWorld{finishWorld: finishWorld{Rand: rand.New(rand.NewPCG(seed, 1234))}, courses: map[catalog.InstitutionID][]catalog.ItemID{}}
	insts := []catalog.InstitutionID{"a", "b", "c"}[:2+w.IntN(2)]
	for _, in := range insts {
		w.set.Institutions = append(w.set.Institutions, catalog.Institution{ID: in, Name: strings.ToUpper(string(in)), Kind: catalog.FourYear, Unit: credit.Semester})
		for n := range 2 + w.IntN(2) {
			id := catalog.ItemID(fmt.Sprintf("%s/k%d", in, n))
			w.courses[in], w.items = append(w.courses[in], id), append(w.items, id)
			w.set.Items = append(w.set.Items, catalog.Item{ID: id, Institution: in, Kind: catalog.Course, Versions: []catalog.ItemVersion{{
				Code: fmt.Sprintf("AA %d", 100+n), Title: "T", Credits: credit.Int(int64(1 + w.IntN(4))),
			}}})
		}
	}
	for k := range 3 + w.IntN(3) {
		w.program(k, insts[w.IntN(len(insts))])
	}
	for _, in := range insts {
		w.gives(in)
	}
	w.set.Sort()
	for _, id := range w.items {
		if w.IntN(3) == 0 {
			w.rec.Attainments = append(w.rec.Attainments, attained(id))
		}
	}
	return w
}

func (w *acrossWorld) program(k int, in catalog.InstitutionID) {
	id := catalog.ItemID(fmt.Sprintf("%s/cr%d", in, k))
	w.set.Items = append(w.set.Items, catalog.Item{ID: id, Institution: in, Kind: catalog.Certificate, Versions: []catalog.ItemVersion{{Code: fmt.Sprint("CR ", k), Title: "C"}}})
	top := requirement.Node{}
	cs := w.courses[in]
	for r := range 1 + w.IntN(2) {
		n := requirement.Node{ID: fmt.Sprint("r", r), Item: cs[w.IntN(len(cs))]}
		if w.IntN(3) == 0 {
			n.Item, n.Take = "", &requirement.Take{Items: 1 + w.IntN(2), From: &requirement.ItemFilter{Items: cs}}
		}
		if w.IntN(5) == 0 {
			n.Scope = "other"
		}
		top.All = append(top.All, n)
	}
	if len(w.creds) > 0 && w.IntN(3) > 0 {
		n := requirement.Node{ID: "h", Held: &requirement.ItemFilter{Items: []catalog.ItemID{w.creds[w.IntN(len(w.creds))]}}}
		if w.IntN(3) == 0 {
			n = requirement.Node{ID: "hx", Any: []requirement.Node{n, {ID: "alt", Item: cs[w.IntN(len(cs))], Scope: "third"}}}
		}
		top.All = append(top.All, n)
	}
	w.creds = append(w.creds, id)
	w.set.Programs = append(w.set.Programs, requirement.Program{
		ID: fmt.Sprintf("%s/p%d", in, k), Institution: in, Title: fmt.Sprint("P", k), Credential: id, Requires: &top,
		Stack: &requirement.StackPolicy{Pieces: requirement.PiecesShared},
	})
}

func (w *acrossWorld) gives(in catalog.InstitutionID) {
	a := agreement.Agreement{
		ID: agreement.ID("to-" + string(in)), Version: 1, Title: "A", Kind: agreement.ReceiverTable, Receiver: in, Lifecycle: agreement.Approved,
		Use: []agreement.Use{agreement.Exclusive, agreement.Shared}[w.IntN(2)], Credit: agreement.ByRule,
		Evidence: agreement.Evidence{Reference: "doc", SignedOn: calendar.NewDate(2020, 1, 1)},
	}
	for r := range 1 + w.IntN(3) {
		if src := w.creds[w.IntN(len(w.creds))]; src.Institution() != in {
			a.Rules = append(a.Rules, agreement.Rule{ID: fmt.Sprint("r", r), When: &agreement.Expr{Item: src}, Awards: []agreement.Award{{
				Kind: agreement.AwardCourse, Item: w.courses[in][w.IntN(len(w.courses[in]))],
			}}})
		}
	}
	if len(a.Rules) > 0 {
		w.set.Agreements = append(w.set.Agreements, a)
	}
}

// completed are the programs that stacks finds complete with some more items.
func (w *acrossWorld) completed(t *testing.T, s *engine.Snapshot, ids []catalog.ItemID) map[string]bool {
	t.Helper()
	rec := record.Record{Attainments: slices.Clone(w.rec.Attainments)}
	for _, id := range ids {
		rec.Attainments = append(rec.Attainments, attained(id))
	}
	res, err := s.Stacks(engine.StackQuery{Record: rec, AsOf: asOf, Near: -1})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]bool{}
	for _, a := range slices.Concat(res.Completed, res.Available) {
		out[a.Program] = true
	}
	return out
}

// What a near miss is said to lack is the least over all sets of courses, wherever
// credentials feed one another through agreements.
func TestNearMissesAcrossInstitutions(t *testing.T) {
	t.Parallel()
	exact, most, least, fed := 0, 0, 0, 0
	for seed := range uint64(max(200, finishCases())) {
		w := newAcrossWorld(seed)
		if ruleset.Validate(&w.set).Err() != nil {
			continue
		}
		s, err := engine.Compile(&w.set)
		if err != nil {
			t.Fatal(err)
		}
		res, err := s.Stacks(engine.StackQuery{Record: w.rec, AsOf: asOf})
		if err != nil {
			t.Fatal(err)
		}
		near := slices.Concat(res.OneStep, res.InReach)
		if len(near) == 0 {
			continue
		}
		sets := w.futures()
		sets = slices.DeleteFunc(sets, func(ids []catalog.ItemID) bool { return len(ids) > 4 })
		done := make([]map[string]bool, len(sets))
		for i := range near {
			n := &near[i]
			at := slices.IndexFunc(sets, func(ids []catalog.ItemID) bool {
				k := slices.IndexFunc(sets, func(o []catalog.ItemID) bool { return slices.Equal(o, ids) })
				if done[k] == nil {
					done[k] = w.completed(t, s, ids)
				}
				return done[k][n.Program]
			})
			if at < 0 {
				continue
			}
			said, _ := n.Remaining.Credits.Amount.Scaled(1)
			apart := cmp.Or(cmp.Compare(said, w.size(sets[at])), cmp.Compare(n.Remaining.Items, len(sets[at])))
			var wrong bool
			switch {
			case n.AtLeast:
				least++
				wrong = said > w.size(sets[at])
			case n.AtMost:
				most++
				wrong = said < w.size(sets[at])
			default:
				exact++
				wrong = apart != 0
			}
			if len(n.Earn) > 1 {
				fed++
			}
			if wrong {
				t.Errorf("seed %d: %s: %v completes it; said is %d credits in %d items (at most %t, at least %t)\n%s", seed, n.Program, sets[at], said, n.Remaining.Items, n.AtMost, n.AtLeast, w.programs())
			}
		}
		if t.Failed() {
			return
		}
	}
	t.Logf("%d exact, %d at most, %d at least; %d through several credentials", exact, most, least, fed)
	if exact == 0 || fed == 0 {
		t.Error("the worlds are too simple")
	}
}
