package engine_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// hostileStacks is one university with programs that confer certificates, and a
// learner who has its 60 courses but those from the given number on.
func hostileStacks(have int, programs []requirement.Program) (ruleset.Set, record.Record) {
	var set ruleset.Set
	var rec record.Record
	set.Institutions = []catalog.Institution{{ID: "u", Name: "U", Kind: catalog.FourYear, Unit: credit.Semester}}
	for c := range 60 {
		id := courseOf(c)
		set.Items = append(set.Items, catalog.Item{ID: id, Institution: "u", Kind: catalog.Course, Versions: []catalog.ItemVersion{{
			Code: fmt.Sprintf("C %d", 100+c), Title: "C", Credits: credit.Int(int64(1 + c%5)),
		}}})
		if c < have {
			rec.Attainments = append(rec.Attainments, record.Attainment{Item: id, Grade: "B", Attained: calendar.NewDate(2020+c/12, 5, 1+c%12)})
		}
	}
	for i := range programs {
		id := certificateOf(i)
		set.Items = append(set.Items, catalog.Item{ID: id, Institution: "u", Kind: catalog.Certificate, Versions: []catalog.ItemVersion{{Code: fmt.Sprintf("K %d", i), Title: "K"}}})
		programs[i].ID, programs[i].Title, programs[i].Institution, programs[i].Credential = fmt.Sprintf("u/p%04d", i), fmt.Sprintf("P %d", i), "u", id
	}
	set.Programs = programs
	set.Sort()
	return set, rec
}

func courseOf(n int) catalog.ItemID      { return catalog.ItemID(fmt.Sprintf("u/c%d", n)) }
func certificateOf(n int) catalog.ItemID { return catalog.ItemID(fmt.Sprintf("u/k%d", n)) }

func heldOf(id string, items ...catalog.ItemID) requirement.Node {
	return requirement.Node{ID: id, Held: &requirement.ItemFilter{Items: items}}
}

func takeOf(id string, n int, items ...catalog.ItemID) requirement.Node {
	return requirement.Node{ID: id, Take: &requirement.Take{Items: n, From: &requirement.ItemFilter{Items: items}}}
}

func compiled(tb testing.TB, set *ruleset.Set) *engine.Snapshot {
	tb.Helper()
	s, err := engine.Compile(set)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// chain is n credentials of which each needs the one before it and a course.
func chain(n int) (ruleset.Set, record.Record) {
	programs := make([]requirement.Program, n)
	for i := range programs {
		all := []requirement.Node{{ID: "course", Item: courseOf(i % 60)}}
		if i > 0 {
			all = append(all, heldOf("before", certificateOf(i-1)))
		}
		programs[i].Requires = &requirement.Node{All: all}
	}
	return hostileStacks(60, programs)
}

// A long chain is completed to its end: what is transferred grows with the
// credentials that matter to a program, not with all that were conferred.
func TestALongChainOfCredentials(t *testing.T) {
	t.Parallel()
	const long = 500
	set, rec := chain(long)
	s := compiled(t, &set)
	res := stacks(t, s, rec)
	if len(res.Completed) != long || res.Completed[long-1].Step != long || res.Completed[long-1].Program != fmt.Sprintf("u/p%04d", long-1) {
		t.Errorf("%d are complete, the last in step %d", len(res.Completed), res.Completed[len(res.Completed)-1].Step)
	}
	if kept, err := s.StacksKept(engine.StackQuery{Record: rec, AsOf: asOf}); err != nil || kept > long*100 {
		t.Errorf("the transfers of %d lines are remembered: %v", kept, err)
	}
}

// BenchmarkStacksOfAChain shows what a long chain costs in time and memory.
func BenchmarkStacksOfAChain(b *testing.B) {
	set, rec := chain(1_500)
	s := compiled(b, &set)
	b.ReportAllocs()
	for b.Loop() {
		if res, err := s.Stacks(engine.StackQuery{Record: rec, AsOf: asOf}); err != nil || len(res.Completed) != 1_500 {
			b.Fatal(err, len(res.Completed))
		}
	}
}

// rivalsForPieces is programs that take three of six courses each and let a
// piece serve nothing else.
func rivalsForPieces(n int) (ruleset.Set, record.Record) {
	programs := make([]requirement.Program, n)
	for i := range programs {
		var from []catalog.ItemID
		for k := range 6 {
			from = append(from, courseOf((i*7+k*(1+i%11))%60))
		}
		slices.Sort(from)
		programs[i].Requires = &requirement.Node{All: []requirement.Node{takeOf("three", 3, slices.Compact(from)...)}}
		programs[i].Stack = &requirement.StackPolicy{Pieces: requirement.PiecesDebited}
	}
	return hostileStacks(60, programs)
}

// Where too many awards compete for pieces to try all sets of them, the answer
// is a set that stands and to which nothing can be added without more search, and
// it says that there may be a better one.
func TestManyAwardsForFewPieces(t *testing.T) {
	t.Parallel()
	set, rec := rivalsForPieces(150)
	res, err := compiled(t, &set).Stacks(engine.StackQuery{Record: rec, AsOf: asOf})
	if err != nil || res.Decided {
		t.Fatal("decided: ", res.Decided, err)
	}
	used := map[string]string{}
	for _, a := range res.Completed {
		lines := 0
		for _, u := range a.Uses {
			for _, id := range u.Lines {
				lines++
				if other, ok := used[id]; ok {
					t.Errorf("%s serves %s and %s", id, other, a.Program)
				}
				used[id] = a.Program
			}
		}
		if lines != 3 {
			t.Errorf("%s is made of %d lines", a.Program, lines)
		}
	}
	// 60 courses carry 20 at most; sets that are much smaller were no search.
	if n := len(res.Completed); n < 15 || n > 20 {
		t.Errorf("%d awards stand together", n)
	}
	if len(res.Completed)+len(res.Excluded) != 150 {
		t.Errorf("%d chosen and %d excluded of 150", len(res.Completed), len(res.Excluded))
	}
}

// Who gives up gets the answer that it was given up, and soon.
func TestAContestThatIsGivenUp(t *testing.T) {
	t.Parallel()
	set, rec := rivalsForPieces(150)
	stop := make(chan struct{})
	close(stop)
	if _, err := compiled(t, &set).Stacks(engine.StackQuery{Record: rec, AsOf: asOf, Stop: stop}); !errors.Is(err, engine.ErrStopped) {
		t.Errorf("%v", err)
	}
}

// Credentials that need one another in a web cost more than anybody could count:
// the prices end somewhere, and everything else is said as ever.
func TestAWebOfCredentials(t *testing.T) {
	t.Parallel()
	programs := make([]requirement.Program, 120)
	for i := range programs {
		var courses []catalog.ItemID
		for k := range 6 {
			courses = append(courses, courseOf(i%50+k))
		}
		all := []requirement.Node{takeOf("courses", 2, courses...)}
		if i > 0 {
			var before []catalog.ItemID
			var one []requirement.Node
			for j := max(0, i-30); j < i; j++ {
				before = append(before, certificateOf(j))
			}
			for j := max(0, i-10); j < i; j++ {
				one = append(one, heldOf(fmt.Sprint("g", j), certificateOf(j)))
			}
			all = append(all, heldOf("one", before...), requirement.Node{ID: "other", Any: one})
		}
		programs[i].Requires = &requirement.Node{All: all}
	}
	set, rec := hostileStacks(1, programs)
	res := stacks(t, compiled(t, &set), rec)
	if len(res.OneStep) == 0 || res.OneStep[0].Program != "u/p0000" || res.OneStep[0].Remaining.Items != 1 {
		t.Errorf("one step away: %+v", res.OneStep)
	}
}

// A program whose numbers cannot be weighed exactly is listed as such; the
// others are answered.
func TestAProgramThatCannotBeWeighed(t *testing.T) {
	t.Parallel()
	odd := make([]requirement.Node, 0, 3)
	for i, d := range []int64{9_973, 10_007, 10_009} {
		odd = append(odd, requirement.Node{ID: fmt.Sprint("odd", i), Take: &requirement.Take{Credits: credit.Frac(1, d), From: &requirement.ItemFilter{Items: []catalog.ItemID{courseOf(i)}}}})
	}
	set, rec := hostileStacks(60, []requirement.Program{
		{Requires: &requirement.Node{All: odd}},
		{Requires: &requirement.Node{All: []requirement.Node{takeOf("one", 1, courseOf(3))}}},
	})
	res, err := compiled(t, &set).Stacks(engine.StackQuery{Record: rec, AsOf: asOf})
	if err != nil || res.Decided {
		t.Fatal("decided: ", res.Decided, err)
	}
	if len(res.Completed) != 1 || res.Completed[0].Program != "u/p0001" {
		t.Errorf("complete: %+v", res.Completed)
	}
	if len(res.Undecided) != 1 || res.Undecided[0].Program != "u/p0000" || len(res.Undecided[0].Reasons) != 1 || res.Undecided[0].Reasons[0].Code != "stack_unweighed" {
		t.Errorf("undecided: %+v", res.Undecided)
	}
}
