package mutation

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// A suite is code and the tests that should notice its changes.
type suite struct {
	dir   string
	tests []string // arguments of go test, one run after the other
}

var suites = []suite{
	{"../engine/proof", []string{
		"../engine/proof",
		"-run=Certif|Killers|Documented ../engine/solve",
	}},
	{"../engine/solve", []string{
		"-run=Killers|Documented|BruteForce|Missing|Refus|Memory|Effort ../engine/solve",
		"-run=Certif|Order|Hurts|Budget|Large|Corpus ../engine/solve ../interop/microaudit",
	}},
}

// TestMutants runs every CAIRN_MUTATE-th change of the solver and the checker;
// CAIRN_MUTATE_ONLY names one of the directories, CAIRN_MUTATE_FROM the first.
func TestMutants(t *testing.T) {
	t.Parallel()
	step, err := strconv.Atoi(os.Getenv("CAIRN_MUTATE"))
	if err != nil || step < 1 {
		t.Skip("needs CAIRN_MUTATE=1, for every change, or =10 for every tenth")
	}
	from, _ := strconv.Atoi(os.Getenv("CAIRN_MUTATE_FROM"))
	for _, s := range suites {
		t.Run(filepath.Base(s.dir), func(t *testing.T) {
			t.Parallel()
			if only := os.Getenv("CAIRN_MUTATE_ONLY"); only != "" && only != filepath.Base(s.dir) {
				t.Skip("not asked for")
			}
			s.run(t, from, step)
		})
	}
}

func (s *suite) run(t *testing.T, from, step int) {
	t.Helper()
	all := mutants(t, s.dir)
	work := make(chan mutant)
	var mu sync.Mutex
	count := map[outcome]int{}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for m := range work {
				o := s.try(t, m)
				mu.Lock()
				count[o]++
				if o == survived {
					t.Logf("survivor: %s:%d: %s", filepath.Base(m.file), m.line, m.what)
				}
				mu.Unlock()
			}
		})
	}
	for i := from; i < len(all); i += step {
		work <- all[i]
	}
	close(work)
	wg.Wait()
	tried := count[killed] + count[survived]
	t.Logf("%s: %d of %d changes tried, %d do not compile, %d of %d killed: %.1f %%", filepath.Base(s.dir),
		tried+count[invalid], len(all), count[invalid], count[killed], tried, 100*float64(count[killed])/float64(max(tried, 1)))
	if 10*count[killed] < 9*tried {
		t.Error("fewer than nine in ten are noticed")
	}
}

type outcome int

const (
	killed outcome = iota
	survived
	invalid
)

// try runs the tests on one change.
func (s *suite) try(t *testing.T, m mutant) outcome {
	t.Helper()
	overlay, err := m.overlay(t.TempDir())
	if err != nil {
		t.Error(err)
		return invalid
	}
	for _, args := range s.tests {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
		all := append([]string{"test", "-count=1", "-failfast", "-vet=off", "-timeout=100s", "-overlay=" + overlay}, strings.Fields(args)...)
		cmd := exec.CommandContext(ctx, "go", all...)
		cmd.Env = append(os.Environ(), "CAIRN_AUDITS=4000", "GOMEMLIMIT=1GiB", "CAIRN_LONG=")
		out, err := cmd.CombinedOutput()
		cancel()
		switch {
		case strings.Contains(string(out), "[build failed]"):
			return invalid
		case err != nil:
			return killed
		}
	}
	return survived
}

// overlay writes the changed file and tells the compiler to read it instead.
func (m *mutant) overlay(dir string) (string, error) {
	text, err := os.ReadFile(m.file)
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "mutant.go")
	changed := string(text[:m.from]) + m.text + string(text[m.to:])
	if err := os.WriteFile(file, []byte(changed), 0o600); err != nil {
		return "", err
	}
	from, err := filepath.Abs(m.file)
	if err != nil {
		return "", err
	}
	list, err := json.Marshal(map[string]map[string]string{"Replace": {from: file}})
	if err != nil {
		return "", err
	}
	name := filepath.Join(dir, "overlay.json")
	return name, os.WriteFile(name, list, 0o600)
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
				t.Errorf("%s:%d: %s is no change", m.file, m.line, m.what)
			}
		}
		t.Log(s.dir, len(all))
	}
}
