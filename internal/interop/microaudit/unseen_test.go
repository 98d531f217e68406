package microaudit_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/engine/proof"
	"github.com/cairnproject/cairn/internal/engine/proof/check"
	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/interop/microaudit"
)

// certify checks the verdict of a case without trusting the solver: a yes by
// the definition of its format, a no by its certificate, which there must be. It
// returns the number of its leaves.
func certify(t *testing.T, s *solve.Solver, c *microaudit.Case, r microaudit.Result) int {
	t.Helper()
	if r.Satisfied {
		if why := refuse(c, r.Uses); why != "" {
			t.Errorf("%s: the witness is wrong: %s", c.ID, why)
		}
		return 0
	}
	p, _ := c.Problem()
	n := s.CertifyNo(p, 20_000)
	if n == nil {
		t.Errorf("%s: there is no certificate", c.ID)
		return 0
	}
	pp, _ := solve.ProofProblem(p)
	if err := check.No(pp, n); err != nil {
		t.Errorf("%s: the certificate is wrong: %v", c.ID, err)
	}
	return leaves(n)
}

func leaves(n *proof.No) int {
	if n.Split == nil {
		return 1
	}
	return leaves(n.Yes) + leaves(n.No)
}

// refuse reads the formats anew and says what is wrong with a placement that
// should satisfy everything.
func refuse(c *microaudit.Case, uses []microaudit.Placed) string {
	groups := c.Groups
	if groups == nil {
		groups = []microaudit.Group{{Choose: len(c.Requirements), Requirements: c.Requirements}}
	}
	used := make([]map[int]bool, len(groups))
	first := 0
	for k, g := range groups {
		used[k] = map[int]bool{}
		if why := refuseGroup(c, &g, first, uses, used[k]); why != "" {
			return fmt.Sprintf("group %d: %s", k, why)
		}
		first += len(g.Requirements)
	}
	for _, s := range c.ShareCaps {
		both := int64(0)
		for i := range used[s.A] {
			if used[s.B][i] {
				both++
			}
		}
		if both > s.AtMost {
			return "too much is shared"
		}
	}
	return ""
}

func refuseGroup(c *microaudit.Case, g *microaudit.Group, first int, uses []microaudit.Placed, used map[int]bool) string {
	good := 0
	for k, q := range g.Requirements {
		var got int64
		for _, u := range uses {
			if u.Requirement != first+k {
				continue
			}
			if used[u.Course] {
				return "a course is used twice"
			}
			used[u.Course] = true
			if !slices.Contains(q.Eligible, u.Course) || c.Courses[u.Course].GradePoints < q.MinGradePoints {
				return "a course does not count"
			}
			if q.Measure == microaudit.Count {
				got++
			} else {
				got += c.Courses[u.Course].Credits
			}
		}
		if got >= q.Need {
			good++
		}
	}
	if good < g.Choose {
		return "too few requirements hold"
	}
	var points, credits int64
	tag := map[string]int64{}
	for i := range used {
		k := &c.Courses[i]
		points, credits = points+k.Credits*k.GradePoints, credits+k.Credits
		for _, t := range k.Tags {
			tag[t] += k.Credits
		}
	}
	for _, k := range g.Caps {
		if k.Measure == microaudit.Credits && tag[k.Tag] > k.AtMost {
			return "a cap is exceeded"
		}
	}
	if g.Residency != nil && tag[g.Residency.Tag] < g.Residency.AtLeast {
		return "the residency is not reached"
	}
	if g.MinMean != nil && points < *g.MinMean*credits {
		return "the mean is not reached"
	}
	return ""
}

// Unseen cases of both formats in the proportion of the published ones, those of
// the second with a heavier tail: all are decided, and every verdict is checked
// by its witness or certificate.
func TestUnseen(t *testing.T) {
	t.Parallel()
	cases := 720
	if os.Getenv("CAIRN_LONG") != "" {
		cases = 9000
	}
	var s solve.Solver
	var times, second []time.Duration
	yes, long := 0, 0
	for i := range cases {
		g := newGen(uint64(i))
		c := g.unseen(i)
		begin := time.Now()
		r := microaudit.Solve(&s, &c, 0)
		times = append(times, time.Since(begin))
		if c.Groups != nil {
			second = append(second, times[i])
		}
		if !r.Decided {
			t.Errorf("%s: undecided after %d steps, %v", c.ID, r.Steps, times[i])
			continue
		}
		if r.Satisfied {
			yes++
		}
		if certify(t, &s, &c, r) > 1 {
			long++
		}
	}
	t.Logf("%d cases, %d satisfied, %d no with more than one leaf; of all, and of the second format:", len(times), yes, long)
	report(t, times)
	report(t, second)
}

// unseen draws a case of the mix.
func (g gen) unseen(i int) microaudit.Case {
	measure := []microaudit.Measure{microaudit.Count, microaudit.Credits}[i%2]
	c := g.small(g.between(5, 10), g.between(2, 4), measure)
	switch {
	case i%18 >= 13:
		c = g.full(g.between(18, 34), g.between(2, 3))
	case i%36 == 0: // as large as the pathological ones
		c = g.small(g.between(12, 24), g.between(4, 8), measure)
	}
	c.ID = fmt.Sprint("seed ", i)
	return c
}
