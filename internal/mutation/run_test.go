package mutation

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// A suite is code and the tests that should notice its changes.
type suite struct {
	dir    string
	stages []stage // one after the other, until one fails
}

// A stage is some tests of one package: the quick ones that notice most come first.
type stage struct {
	dir, run string
}

const (
	solver  = "../engine/solve"
	checker = "../engine/proof/check"
	teller  = "../engine/proof/words"
)

var suites = []suite{
	{checker, []stage{
		{checker, "."},
		{solver, "Killers|Documented"},
		{solver, "Certif"},
	}},
	{teller, []stage{{teller, "."}, {checker, "Sentence|Hall"}}},
	{solver, []stage{
		{solver, "Killers|Documented|Missing|Refus|Memory|Corner|Inside"},
		{solver, "Effort"},
		{solver, "BruteForce"},
		{solver, "Certif|Order|Hurts|Budget|Large|Enough|Dense"},
		{"../interop/microaudit", "Corpus"},
	}},
}

// TestMutants runs every CAIRN_MUTATE-th change of the solver and the checker,
// from the number CAIRN_MUTATE_FROM on. CAIRN_MUTATE_ONLY names a part of the
// path of the files ("solve/", "check/check.go"), CAIRN_MUTATE_LIST the numbers
// of single changes, CAIRN_MUTATE_WORKERS how many are tried at once, and
// CAIRN_MUTATE_WITHOUT a stage that is left out.
//
//nolint:paralleltest,tparallel // one suite after the other: each uses the whole machine
func TestMutants(t *testing.T) {
	t.Parallel()
	step, err := strconv.Atoi(os.Getenv("CAIRN_MUTATE"))
	if err != nil || step < 1 {
		t.Skip("needs CAIRN_MUTATE=1, for every change, or =10 for every tenth")
	}
	from, _ := strconv.Atoi(os.Getenv("CAIRN_MUTATE_FROM"))
	for _, s := range suites {
		var chosen []mutant
		all := mutants(t, s.dir)
		for i := from; i < len(all); i += step {
			if all[i].asked() {
				chosen = append(chosen, all[i])
			}
		}
		if len(chosen) == 0 {
			continue
		}
		// In a drawn order, always the same: a run that is stopped early has tried an
		// even part of all.
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(chosen), func(i, k int) { chosen[i], chosen[k] = chosen[k], chosen[i] })
		t.Run(filepath.Base(s.dir), func(t *testing.T) { s.run(t, chosen, len(all)) })
	}
}

// asked reports whether the variables that narrow a run let the change through.
func (m *mutant) asked() bool {
	if only := os.Getenv("CAIRN_MUTATE_ONLY"); !strings.Contains(filepath.ToSlash(m.file), only) {
		return false
	}
	list := os.Getenv("CAIRN_MUTATE_LIST")
	return list == "" || strings.Contains(","+list+",", fmt.Sprintf(",%d,", m.number))
}

// run tries the changes and reports them by outcome.
func (s *suite) run(t *testing.T, chosen []mutant, all int) {
	t.Helper()
	limits := s.limits(t)
	work := make(chan mutant)
	var mu sync.Mutex
	count := map[outcome]int{}
	var wg sync.WaitGroup
	workers, _ := strconv.Atoi(os.Getenv("CAIRN_MUTATE_WORKERS"))
	for range max(workers, 1) {
		wg.Go(func() {
			for m := range work {
				o, by := s.try(t, m, limits)
				mu.Lock()
				count[o]++
				fmt.Fprintf(os.Stderr, "%s %s: %s %s\n", o, filepath.Base(s.dir), &m, by) // as it goes
				mu.Unlock()
			}
		})
	}
	for _, m := range chosen {
		work <- m
	}
	close(work)
	wg.Wait()
	noticed := count[killed] + count[timeout]
	tried := noticed + count[survived]
	t.Logf("%s: %d of %d changes tried, %d do not compile; of the other %d, %d are killed by a test, %d by time, %d survive: %.1f %% killed",
		filepath.Base(s.dir), len(chosen), all, count[invalid], tried, count[killed], count[timeout], count[survived],
		100*float64(noticed)/float64(max(tried, 1)))
	if 10*noticed < 9*tried {
		t.Error("fewer than nine in ten are noticed")
	}
}

// The changes are what they say, and there are many.
func TestMutantsAreChanges(t *testing.T) {
	t.Parallel()
	for _, s := range suites {
		all := mutants(t, s.dir)
		if len(all) < 100 {
			t.Errorf("%s: only %d changes", s.dir, len(all))
		}
		for _, m := range all {
			text, err := os.ReadFile(m.file)
			if err != nil {
				t.Fatal(err)
			}
			if string(text[m.from:m.to]) == m.text {
				t.Errorf("%s is no change", &m)
			}
		}
		t.Log(s.dir, len(all))
	}
}
