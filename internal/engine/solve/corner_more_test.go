package solve_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cairnproject/cairn/internal/engine/solve"
)

// What does not hold and needs no work costs no more than that, also where the
// rest can be placed well and badly.
func TestCornerNoWorkEqualsBruteForce(t *testing.T) {
	t.Parallel()
	var s solve.Solver
	for seed := range some(3000) {
		p := newDraw(seed).problem(9)
		p.Nodes = append(p.Nodes, solve.Node{Kind: solve.Fixed},
			solve.Node{Kind: solve.All, Children: []int32{int32(len(p.Nodes)), p.Root}})
		p.Root = int32(len(p.Nodes) - 1)
		goals := goalLists[seed%uint64(len(goalLists))]
		if diff := disagreement(&s, p, goals); diff != "" {
			t.Fatalf("seed %d: %s\n%+v", seed, diff, p)
		}
	}
}

// Goals about what is missing may come in any order.
func TestCornerOrdersEqualBruteForce(t *testing.T) {
	t.Parallel()
	var s solve.Solver
	for seed := range some(3000) {
		p := newDraw(seed + 1<<20).problem(8)
		if diff := disagreement(&s, p, orders[seed%uint64(len(orders))]); diff != "" {
			t.Fatalf("seed %d: %s\n%+v", seed, diff, p)
		}
	}
}

// A search whose answer nobody wants any more ends at once, with what it has.
func TestCornerStop(t *testing.T) {
	t.Parallel()
	stop := make(chan struct{})
	close(stop)
	s := solve.Solver{Stop: stop}
	for seed := range uint64(20) {
		p := bins(seed)
		a, err := s.Solve(p, solve.Options{Goals: standard})
		if err != nil || a.Proven || a.Satisfied || a.Steps > 10 {
			t.Errorf("seed %d: %+v, %v", seed, a, err)
		}
		if why := witness(p, standard, a); why != "" {
			t.Errorf("seed %d: %s", seed, why)
		}
		if s.CertifyNo(p, 0) != nil {
			t.Errorf("seed %d: a certificate", seed)
		}
	}
}

// A set is as long as its last item needs, and may be longer than there are items.
func TestCornerSets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		items []int32
		words int
	}{{nil, 0}, {[]int32{0}, 1}, {[]int32{63}, 1}, {[]int32{64}, 2}, {[]int32{3, 200, 64}, 4}} {
		set := solve.SetOf(c.items...)
		if len(set) != c.words {
			t.Errorf("%v takes %d words", c.items, len(set))
		}
		for i := range int32(300) {
			if set.Has(i) != slices.Contains(c.items, i) {
				t.Errorf("%v has %d: %v", c.items, i, set.Has(i))
			}
		}
	}
	var b b
	var s solve.Solver
	b.items(3, 3).all(b.count(0, 1, 0, 1, 2, 70), b.count(0, 2, 1, 64, 2), b.total(9, 0, 1, 2, 65))
	if a := mustSolve(t, &s, &b.p, standard); !slices.Equal(a.Goals, []int64{1, 3, 1}) || len(a.Uses) != 4 {
		t.Errorf("%+v", a)
	}
}

// Searching the same kinds of problems again allocates little more than the answers.
//
//nolint:paralleltest // allocations are counted for the whole process
func TestMemoryOfSearchesIsKept(t *testing.T) {
	var s solve.Solver
	var all []*solve.Problem
	for seed := range uint64(4) {
		all = append(all, larger(seed), sharing(seed), broad(seed), bins(seed), nested(seed), countings(seed))
	}
	solveAll := func() {
		for _, p := range all {
			if _, err := s.Solve(p, solve.Options{Goals: goalLists[3], Budget: 100}); err != nil {
				t.Fatal(err)
			}
			if n := solve.Borrowed(&s); n != 0 {
				t.Fatalf("%d candidates are left", n)
			}
		}
	}
	for range 2 {
		solveAll()
	}
	n := testing.AllocsPerRun(1, solveAll) / float64(len(all))
	t.Log(n, "allocations a problem")
	if n > 7 {
		t.Errorf("%v allocations a problem", n)
	}
}

// What a solver did before changes nothing, neither of an answer nor of the work.
func TestMemoryDoesNotMatter(t *testing.T) {
	t.Parallel()
	var used solve.Solver
	for seed := range uint64(12) {
		for k, draw := range []func(uint64) *solve.Problem{
			larger, tight, coupled, countings, clauses, seats, drawn(20), nested, chosen, sharing, drawn(12), coarse, crowded, alike,
		} {
			p, o := draw(seed), solve.Options{Goals: goalLists[(int(seed)+k)%len(goalLists)], Budget: 100}
			var fresh solve.Solver
			got, err := used.Solve(p, o)
			want, _ := fresh.Solve(p, o)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Fatalf("family %d, seed %d: %v (-fresh +used):\n%s", k, seed, err, diff)
			}
			if k%3 == 0 {
				if diff := cmp.Diff(fresh.CertifyNo(p, 20), used.CertifyNo(p, 20)); diff != "" {
					t.Fatalf("family %d, seed %d: (-fresh +used):\n%s", k, seed, diff)
				}
			}
		}
	}
}
