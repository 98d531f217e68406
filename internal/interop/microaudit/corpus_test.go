package microaudit_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/cairnproject/cairn/internal/engine/solve"
	"github.com/cairnproject/cairn/internal/interop/microaudit"
)

// load reads a file of the shared data, or skips.
func load(tb testing.TB, name string) microaudit.File {
	tb.Helper()
	f, err := os.Open(filepath.Join("..", "..", "..", "..", "shared", "data", "micro-audits", name))
	if err != nil {
		tb.Skipf("../shared/data/micro-audits/%s is not beside the repository; only the invented cases are tested", name)
	}
	defer f.Close()
	file, err := microaudit.Read(f)
	if err != nil {
		tb.Fatal(err)
	}
	return file
}

// Every published case is decided as published; a yes is checked by the
// definition of its format, a no by its certificate.
//
//nolint:paralleltest,tparallel // the files one after the other, for their times together
func TestCorpus(t *testing.T) {
	t.Parallel()
	var together []time.Duration
	for _, name := range []string{"small-1000.json", "pathological.json", "full-features.json"} {
		t.Run(name, func(t *testing.T) {
			file := load(t, name)
			var s solve.Solver
			var times []time.Duration
			for i := range file.Cases {
				c := &file.Cases[i]
				begin := time.Now()
				got := microaudit.Solve(&s, c, 0)
				took := time.Since(begin)
				times = append(times, took)
				if !got.Decided {
					t.Errorf("%s: undecided after %d steps, %v", c.ID, got.Steps, took)
					continue
				}
				certify(t, &s, c, got)
				e := c.Expected
				if got.Satisfied != e.Satisfied || file.Format == microaudit.Format1 && (got.Most != e.Most || got.MinDeficit != e.MinDeficit) {
					t.Errorf("%s: got %+v, want %+v", c.ID, got, *e)
				}
			}
			together = append(together, times...)
			report(t, times)
		})
	}
	report(t, together)
}

// report logs the distribution of the times.
func report(t *testing.T, times []time.Duration) {
	t.Helper()
	if len(times) == 0 {
		return
	}
	slices.Sort(times)
	n := len(times)
	t.Logf("%d cases: p50 %v, p90 %v, p99 %v, worst %v", n, times[n/2], times[n*9/10], times[n*99/100], times[n-1])
}
