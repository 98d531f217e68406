package engine_test

import (
	"encoding/json"
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

// feedWorld is a few small programs at two or three institutions that ask for
// courses and for one another's credentials, which agreements take for courses:
// in a row, or round in a circle.
type feedWorld struct {
	*finishWorld
	insts   []catalog.InstitutionID
	courses map[catalog.InstitutionID][]catalog.ItemID
	creds   []catalog.ItemID
}

func newFeedWorld(seed uint64) *feedWorld {
	r := rand.New(rand.NewPCG(seed, 1234))
	w := &feedWorld{finishWorld: &finishWorld{Rand: r}, courses: map[catalog.InstitutionID][]catalog.ItemID{}}
	policy := catalog.Policy{Repeats: []catalog.RepeatRule{catalog.RepeatBest, catalog.RepeatFirst}[seed%2]}
	w.insts = []catalog.InstitutionID{"a", "b", "c"}[:2+w.IntN(2)]
	for _, in := range w.insts {
		w.set.Institutions = append(w.set.Institutions, catalog.Institution{ID: in, Name: strings.ToUpper(string(in)), Kind: catalog.FourYear, Unit: credit.Semester, Policy: policy})
		for n := range 2 + w.IntN(2) {
			id := catalog.ItemID(fmt.Sprintf("%s/k%d", in, n))
			w.courses[in], w.items = append(w.courses[in], id), append(w.items, id)
			w.set.Items = append(w.set.Items, catalog.Item{ID: id, Institution: in, Kind: catalog.Course, Versions: []catalog.ItemVersion{{
				Code: fmt.Sprintf("X %d", 100+n), Title: "T", Credits: credit.Int(int64(1 + w.IntN(4))),
			}}})
		}
	}
	for k := range 3 + w.IntN(3) {
		w.program(k)
	}
	for _, in := range w.insts {
		w.rules(in)
	}
	for _, id := range w.items {
		if w.IntN(3) == 0 {
			w.rec.Attainments = append(w.rec.Attainments, attained(id))
		}
	}
	w.set.Sort()
	return w
}

func (w *feedWorld) course(in catalog.InstitutionID) catalog.ItemID {
	return w.courses[in][w.IntN(len(w.courses[in]))]
}

// program asks for one or two things, and may ask for the credential of one before
// it, or for a course instead.
func (w *feedWorld) program(k int) {
	in := w.insts[w.IntN(len(w.insts))]
	id := catalog.ItemID(fmt.Sprintf("%s/cr%d", in, k))
	w.set.Items = append(w.set.Items, catalog.Item{ID: id, Institution: in, Kind: catalog.Certificate, Versions: []catalog.ItemVersion{{Code: fmt.Sprint("CR ", k), Title: "C"}}})
	top := requirement.Node{}
	for r := range 1 + w.IntN(2) {
		n := requirement.Node{ID: fmt.Sprint("r", r)}
		switch w.IntN(4) {
		case 0:
			n.Item = w.course(in)
		case 1:
			n.Item, n.Scope = w.course(in), "other"
		case 2:
			n.Take = &requirement.Take{Items: 1 + w.IntN(2), From: &requirement.ItemFilter{Items: w.courses[in]}}
		default:
			n.Any = []requirement.Node{{ID: "x", Item: w.courses[in][0]}, {ID: "y", Item: w.courses[in][1]}}
		}
		top.All = append(top.All, n)
	}
	if len(w.creds) > 0 && w.IntN(3) > 0 {
		n := requirement.Node{ID: "h", Held: &requirement.ItemFilter{Items: []catalog.ItemID{w.creds[w.IntN(len(w.creds))]}}}
		if w.IntN(3) == 0 {
			n = requirement.Node{ID: "hx", Any: []requirement.Node{n, {ID: "alt", Item: w.course(in), Scope: "third"}}}
		}
		top.All = append(top.All, n)
	}
	w.set.Programs = append(w.set.Programs, requirement.Program{
		ID: fmt.Sprintf("%s/p%d", in, k), Institution: in, Title: fmt.Sprint("P", k), Credential: id, Requires: &top,
		Stack: &requirement.StackPolicy{Pieces: requirement.PiecesShared},
	})
	w.creds = append(w.creds, id)
}

// rules take credentials of other institutions for courses.
func (w *feedWorld) rules(in catalog.InstitutionID) {
	a := agreement.Agreement{
		ID: agreement.ID("to-" + in), Version: 1, Title: "A", Kind: agreement.ReceiverTable, Receiver: in, Lifecycle: agreement.Approved,
		Use: []agreement.Use{agreement.Exclusive, agreement.Shared}[w.IntN(2)], Credit: agreement.ByRule,
		Evidence: agreement.Evidence{Reference: "doc", SignedOn: calendar.NewDate(2020, 1, 1)},
	}
	for r := range 1 + w.IntN(3) {
		from := w.creds[w.IntN(len(w.creds))]
		if from.Institution() == in {
			continue
		}
		a.Rules = append(a.Rules, agreement.Rule{
			ID: fmt.Sprint("r", r), When: &agreement.Expr{Item: from},
			Awards: []agreement.Award{{Kind: agreement.AwardCourse, Item: w.course(in)}},
		})
	}
	if len(a.Rules) > 0 {
		w.set.Agreements = append(w.set.Agreements, a)
	}
}

// work is an amount of work.
type work struct {
	credits int64
	items   int
}

// leastOfAll is the least work that completes each program: every set of future
// courses is tried, the cheapest first.
func (w *feedWorld) leastOfAll(t *testing.T, s *engine.Snapshot) map[string]work {
	t.Helper()
	out := map[string]work{}
	for _, ids := range w.futures() {
		rec := w.rec
		rec.Attainments = slices.Clone(rec.Attainments)
		for _, id := range ids {
			rec.Attainments = append(rec.Attainments, record.Attainment{ID: "new:" + string(id), Item: id, Attained: asOf - 1, Grade: "A"})
		}
		res, err := s.Stacks(engine.StackQuery{Record: rec, AsOf: asOf, Near: -1})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range res.Completed {
			if _, known := out[a.Program]; !known {
				out[a.Program] = work{w.size(ids), len(ids)}
			}
		}
		if len(out) == len(w.set.Programs) {
			break
		}
	}
	return out
}

// wrong reports whether what is said of a program is not so.
func (least work) wrong(said engine.StackLeft) bool {
	credits, whole := said.Credits.Amount.Scaled(1)
	switch {
	case !whole:
		return true
	case said.AtLeast:
		return credits > least.credits
	case said.AtMost:
		return credits < least.credits
	}
	return credits != least.credits || said.Items != least.items
}

// What is said of near misses that count on credentials, which others feed, is so:
// of the program itself and of each credential on the way.
func TestNearMissesThroughFeedingCredentials(t *testing.T) {
	t.Parallel()
	near, sure, through := 0, 0, 0
	for seed := range uint64(2 * finishCases()) {
		w := newFeedWorld(seed + 20_000)
		if ruleset.Validate(&w.set).Err() != nil {
			continue // in a circle for sure
		}
		s, err := engine.Compile(&w.set)
		if err != nil {
			t.Fatal(err)
		}
		res, err := s.Stacks(engine.StackQuery{Record: w.rec, AsOf: asOf})
		if err != nil {
			t.Fatal(err)
		}
		least := w.leastOfAll(t, s)
		check := func(n *engine.NearMiss, program string, said engine.StackLeft) {
			if known, can := least[program]; can && known.wrong(said) {
				text, _ := json.MarshalIndent(n, "", " ")
				t.Errorf("seed %d: %s: %d credits in %d items complete it; said is %s\n%s", seed, program, known.credits, known.items, text, w.programs())
			}
		}
		for _, n := range slices.Concat(res.OneStep, res.InReach) {
			near++
			if !n.AtMost && !n.AtLeast {
				sure++
			}
			check(&n, n.Program, engine.StackLeft{Credits: n.Remaining.Credits, Items: n.Remaining.Items, AtMost: n.AtMost, AtLeast: n.AtLeast})
			for _, e := range n.Earn {
				through++
				check(&n, e.Program, e.Remaining)
				if e.Program == n.Program {
					t.Errorf("seed %d: %s counts on itself", seed, n.Program)
				}
			}
		}
	}
	t.Logf("%d near misses, %d without a mark; %d credentials on the way", near, sure, through)
	if sure*10 < near*9 || through*10 < near {
		t.Errorf("%d near misses, %d without a mark; %d credentials on the way", near, sure, through)
	}
}
