package solve_test

import (
	"fmt"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/proof"
	"github.com/cairnproject/cairn/internal/engine/proof/check"
	"github.com/cairnproject/cairn/internal/engine/solve"
)

// work is what solving a family of problems took and gave. The numbers do not
// depend on the machine: a change that makes the search work more, or less,
// place otherwise, or prove less shows here and nowhere else.
type work struct {
	steps    int
	uses     int   // of the placement
	goals    int64 // of the values found
	bound    int64 // of what was proven where the budget ended first
	lacks    int64 // of what is listed as missing
	proofs   int   // nodes of certificates
	weighing int64 // of their weights
}

// effort is one family, and the work that it takes. Write down the new numbers
// where a change of the search is meant: the test prints them.
type effort struct {
	name   string
	number uint64
	draw   func(seed uint64) *solve.Problem
	goals  [][]solve.Goal // tried in turn; nil is the usual ones
	budget int
	enough int64
	prove  bool // search a certificate where the root is not satisfied
	want   work
}

func drawn(uses int) func(uint64) *solve.Problem {
	return func(seed uint64) *solve.Problem { return newDraw(seed).problem(uses) }
}

func taken(courses int) func(uint64) *solve.Problem {
	return func(seed uint64) *solve.Problem { return degree(seed, courses) }
}

func only(draw func(uint64) *solve.Problem, seeds ...uint64) func(uint64) *solve.Problem {
	return func(seed uint64) *solve.Problem { return draw(seeds[seed]) }
}

// TestEffort pins the work of every family, the cheap ones first.
//
//nolint:paralleltest,tparallel // so that whoever stops at the first failure is fast
func TestEffort(t *testing.T) {
	t.Parallel()
	for _, f := range efforts {
		t.Run(f.name, func(t *testing.T) {
			if got := f.measure(t); got != f.want {
				t.Errorf("the work is\n%s\nand was\n%s", &got, &f.want)
			}
		})
	}
}

func (w *work) String() string {
	return fmt.Sprintf("work{%d, %d, %d, %d, %d, %d, %d}", w.steps, w.uses, w.goals, w.bound, w.lacks, w.proofs, w.weighing)
}

func (f *effort) measure(t *testing.T) (w work) {
	t.Helper()
	var s solve.Solver
	goals := f.goals
	if goals == nil {
		goals = [][]solve.Goal{nil}
	}
	for seed := range f.number {
		p := f.draw(seed)
		a, err := s.Solve(p, solve.Options{Goals: goals[seed%uint64(len(goals))], Budget: f.budget, Enough: f.enough})
		if err != nil {
			t.Fatal(err)
		}
		if why := witness(p, askedFor(goals[seed%uint64(len(goals))]), a); why != "" {
			t.Fatalf("seed %d: %s", seed, why)
		}
		w.add(p, &a)
		if f.prove && !a.Satisfied {
			n := s.CertifyNo(p, 100)
			w.proof(n)
			if pp, _ := solve.ProofProblem(p); n != nil && check.No(pp, n) != nil {
				t.Fatalf("seed %d: the certificate is refused", seed)
			}
		}
	}
	return w
}

func askedFor(goals []solve.Goal) []solve.Goal {
	if goals == nil {
		return standard
	}
	return goals
}

func (w *work) add(p *solve.Problem, a *solve.Answer) {
	w.steps += a.Steps
	for _, u := range a.Uses {
		w.uses += int(u.Item+1) * int(u.Take+1)
	}
	for a, b := range a.Bundles {
		w.uses += (a + 3) * int(b)
	}
	for i, g := range a.Goals {
		w.goals += int64(i+1) * g
	}
	for i, g := range a.Bound {
		w.bound += int64(i+1) * g
	}
	for _, l := range p.Missing(a) {
		w.lacks += int64(l.Node+1) * (l.Credits + 2*l.Items + 3*l.Distinct)
	}
}

// proof adds a certificate, also one that was not found within its budget.
func (w *work) proof(n *proof.No) {
	w.proofs++
	if n == nil {
		w.proofs += 100
		return
	}
	for _, v := range n.Weights {
		w.weighing += int64(v.Row+1) * v.Value
		for i, p := range v.Prices {
			w.weighing += int64(i+1) * p % 1_000_003
		}
	}
	if n.Split != nil {
		w.proof(n.Yes)
		w.proof(n.No)
	}
}
