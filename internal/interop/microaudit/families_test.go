package microaudit_test

import (
	"fmt"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/interop/microaudit"
)

// family is k requirements of the same need, all from the same courses: what
// lacks is known by counting, and no bound on both goals together sees it.
func family(name string, measure microaudit.Measure, credits []int64, need int64, k int) microaudit.Case {
	c := microaudit.Case{ID: name}
	var all []int
	for i, n := range credits {
		c.Courses = append(c.Courses, microaudit.Course{ID: fmt.Sprintf("C%d", i), Credits: n})
		all = append(all, i)
	}
	for i := range k {
		c.Requirements = append(c.Requirements, microaudit.Requirement{
			ID: fmt.Sprintf("R%d", i), Measure: measure, Need: need, Eligible: all,
		})
	}
	return c
}

func repeat(n int, list ...int64) []int64 {
	var out []int64
	for range n {
		out = append(out, list...)
	}
	return out
}

// One course, or one credit, too few for many requirements.
func TestOneTooFew(t *testing.T) {
	t.Parallel()
	short := func(list []int64) []int64 { list[0]--; return list }
	odd := []int64{14, 14, 12, 6, 8, 6, 14, 18, 8, 10, 12, 8, 14, 6, 14, 10, 14, 18, 16, 8, 6, 14, 14, 16, 8, 10, 6, 14, 16, 6, 14, 6}
	for _, f := range []struct {
		c             microaudit.Case
		most, deficit int64
	}{
		{family("30 of 3 from 89", microaudit.Count, repeat(89, 1), 3, 30), 29, 1},
		{family("40 of 2 from 78", microaudit.Count, repeat(78, 1), 2, 40), 39, 2},
		{family("40 of 2 from 77", microaudit.Count, repeat(77, 1), 2, 40), 38, 3},
		{family("8 of 12 credits from 31 courses", microaudit.Credits, repeat(31, 3), 12, 8), 7, 3},
		{family("12 of 10 credits, one missing", microaudit.Credits, short(repeat(12, 4, 3, 3)), 10, 12), 11, 1},
		{family("8 of 45 credits, all even", microaudit.Credits, odd, 45, 8), 7, 7},
	} {
		t.Run(f.c.ID, func(t *testing.T) {
			t.Parallel()
			var s solve.Solver
			r := microaudit.Solve(&s, &f.c, 0)
			if r.Satisfied || !r.Decided || r.Most != f.most || r.MinDeficit != f.deficit {
				t.Errorf("satisfied %t, most %d, deficit %d, decided %t; want %d and %d", r.Satisfied, r.Most, r.MinDeficit, r.Decided, f.most, f.deficit)
			}
		})
	}
}
