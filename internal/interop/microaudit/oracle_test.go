package microaudit_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/interop/microaudit"
)

// The verdicts agree with an outside solver, CBC (Debian: coinor-cbc). It is
// asked in the long run only: it takes some 30 ms a case.
func TestAgreesWithCBC(t *testing.T) {
	t.Parallel()
	cbc, err := exec.LookPath("cbc")
	if err != nil || os.Getenv("CAIRN_LONG") == "" {
		t.Skip("needs CAIRN_LONG=1 and cbc on the path")
	}
	var s solve.Solver
	asked := 0
	for seed := range uint64(1000) {
		g := newGen(1_000_000 + seed)
		c := g.full(g.between(18, 30), g.between(2, 3))
		r := microaudit.Solve(&s, &c, 0)
		if !r.Decided {
			continue
		}
		want, ok := ask(t, cbc, &c)
		if !ok {
			continue // out of its time
		}
		if asked++; want != r.Satisfied {
			t.Fatalf("seed %d: CBC says %v, we say %v", seed, want, r.Satisfied)
		}
	}
	t.Logf("%d cases agree", asked)
}

// ask writes a case as a program in LP format and lets CBC decide it.
func ask(t *testing.T, cbc string, c *microaudit.Case) (feasible, ok bool) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "case.lp")
	if err := os.WriteFile(file, []byte(program(c)), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(cbc, file, "sec", "20", "solve", "quit").CombinedOutput() // #nosec G204 -- a test names the program
	if err != nil {
		t.Fatal(err)
	}
	text := string(out)
	switch {
	case strings.Contains(text, "infeasible"):
		return false, true
	case strings.Contains(text, "Optimal solution found"):
		return true, true
	}
	return false, false
}

// program is the definition of micro-audit/2 in inequalities.
func program(c *microaudit.Case) string {
	var rows []string
	vars := map[string]bool{}
	v := func(format string, args ...any) string {
		name := fmt.Sprintf(format, args...)
		vars[name] = true
		return name
	}
	row := func(terms []string, rest string) {
		rows = append(rows, " "+strings.Join(append(terms, "0 zero"), " + ")+" "+rest)
	}
	for k := range c.Groups {
		groupRows(c, k, v, row)
	}
	for n, s := range c.ShareCaps {
		var both []string
		for i := range c.Courses {
			z := v("z%d_%d", n, i)
			row([]string{z, "-1 " + v("u%d_%d", s.A, i), "-1 " + v("u%d_%d", s.B, i)}, ">= -1")
			both = append(both, z)
		}
		row(both, fmt.Sprintf("<= %d", s.AtMost))
	}
	names := []string{"zero"}
	for name := range vars {
		names = append(names, name)
	}
	slices.Sort(names)
	text := strings.ReplaceAll(strings.Join(rows, "\n"), "+ -", "- ")
	return "Minimize\n obj: zero\nSubject To\n" + text + "\nBinaries\n " + strings.Join(names, "\n ") + "\nEnd\n"
}

func groupRows(c *microaudit.Case, k int, v func(string, ...any) string, row func([]string, string)) {
	g := &c.Groups[k]
	used := make([][]string, len(c.Courses))
	var good []string
	for r, q := range g.Requirements {
		y := v("y%d_%d", k, r)
		good = append(good, y)
		need := []string{fmt.Sprintf("-%d %s", q.Need, y)}
		for _, i := range q.Eligible {
			if c.Courses[i].GradePoints < q.MinGradePoints {
				continue
			}
			x := v("x%d_%d_%d", k, r, i)
			used[i] = append(used[i], x)
			a := int64(1)
			if q.Measure == microaudit.Credits {
				a = c.Courses[i].Credits
			}
			need = append(need, fmt.Sprintf("%d %s", a, x))
		}
		row(need, ">= 0")
	}
	row(good, fmt.Sprintf(">= %d", g.Choose))
	tag := map[string][]string{}
	var mean []string
	for i, xs := range used {
		u := v("u%d_%d", k, i)
		row(append(slices.Clone(xs), "-1 "+u), "= 0")
		course := &c.Courses[i]
		for _, t := range course.Tags {
			tag[t] = append(tag[t], fmt.Sprintf("%d %s", course.Credits, u))
		}
		if g.MinMean != nil {
			mean = append(mean, fmt.Sprintf("%d %s", course.Credits*(course.GradePoints-*g.MinMean), u))
		}
	}
	for _, q := range g.Caps {
		row(tag[q.Tag], fmt.Sprintf("<= %d", q.AtMost))
	}
	if g.Residency != nil {
		row(tag[g.Residency.Tag], fmt.Sprintf(">= %d", g.Residency.AtLeast))
	}
	row(mean, ">= 0")
}
