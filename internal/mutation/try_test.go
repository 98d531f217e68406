package mutation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

type outcome string

const (
	killed   outcome = "killed"   // a test failed
	timeout  outcome = "timeout"  // the tests took many times as long as without the change
	survived outcome = "survived" // no test noticed
	invalid  outcome = "invalid"  // it does not compile
)

// A stage has ten times the processor time that it takes without a change, and at
// least ten seconds. A busy machine takes longer, but kills nothing.
const (
	patience = 10
	atLeast  = 10 * time.Second
)

// limits runs the tests on the unchanged code, where they must pass, and returns
// how much processor time each stage may take.
func (s *suite) limits(t *testing.T) []time.Duration {
	t.Helper()
	var out []time.Duration
	binaries := binaries{t: t, dir: t.TempDir()}
	for _, st := range s.stages {
		file, err := binaries.build(st.dir)
		if err != nil {
			t.Fatal(err)
		}
		took, text, err := st.test(t.Context(), file, 10*time.Minute)
		if err != nil {
			t.Fatalf("without a change %s fails: %v\n%s", st.run, err, text)
		}
		t.Logf("%s of %s takes %v", st.run, filepath.Base(st.dir), took)
		out = append(out, max(patience*took, atLeast))
	}
	return out
}

// try runs the tests on one change. It says which stage noticed it.
func (s *suite) try(t *testing.T, m mutant, limits []time.Duration) (outcome, string) {
	t.Helper()
	dir, err := os.MkdirTemp(t.TempDir(), "mutant") //nolint:usetesting // removed at once: thousands of binaries
	if err != nil {
		t.Error(err)
		return invalid, ""
	}
	defer os.RemoveAll(dir) //nolint:errcheck // the directory of the test goes anyway
	overlay, err := m.overlay(dir)
	if err != nil {
		t.Error(err)
		return invalid, ""
	}
	binaries := binaries{t: t, dir: dir, overlay: overlay}
	for k, st := range s.stages {
		if st.run == os.Getenv("CAIRN_MUTATE_WITHOUT") {
			continue
		}
		file, err := binaries.build(st.dir)
		if errors.Is(err, errCompile) {
			return invalid, ""
		} else if err != nil {
			t.Error(err)
			return invalid, ""
		}
		took, text, err := st.test(t.Context(), file, limits[k])
		switch {
		case err == nil:
		case took >= limits[k]-time.Second:
			return timeout, st.run
		default:
			return killed, first(text)
		}
	}
	return survived, ""
}

// first is the name of the first test that failed.
func first(text string) string {
	for line := range strings.Lines(text) {
		if _, name, ok := strings.Cut(line, "--- FAIL: "); ok {
			return strings.TrimSpace(name)
		}
	}
	return "the tests died"
}

// test runs the tests of a stage with bounded time and memory, since a change may
// well make a loop endless. It returns the processor time that they took.
func (st *stage) test(ctx context.Context, file string, limit time.Duration) (time.Duration, string, error) {
	script := fmt.Sprintf(`ulimit -v 8000000 2>/dev/null; ulimit -t %d; exec "$0" "$@"`, int(limit.Seconds()))
	cmd := exec.CommandContext(ctx, "sh", "-c", script, file, "-test.run="+st.run, "-test.failfast", "-test.timeout=1h")
	cmd.Dir = st.dir
	cmd.Env = append(os.Environ(), "CAIRN_AUDITS=4000", "GOMEMLIMIT=1GiB", "CAIRN_LONG=", "GOTRACEBACK=none")
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		return 0, string(out), err
	}
	return cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), string(out), err
}

// binaries are the tests of packages, compiled with one change.
type binaries struct {
	t            *testing.T
	dir, overlay string
}

var errCompile = errors.New("does not compile")

// build compiles the tests of a package, once.
func (b *binaries) build(pkg string) (string, error) {
	file := filepath.Join(b.dir, filepath.Base(pkg)+".test")
	if _, err := os.Stat(file); err == nil {
		return file, nil
	}
	args := []string{"test", "-c", "-vet=off", "-ldflags=-s -w", "-o", file}
	if b.overlay != "" {
		args = append(args, "-overlay="+b.overlay)
	}
	cmd := exec.CommandContext(b.t.Context(), "go", append(args, pkg)...)
	cmd.Env = append(os.Environ(), "GOGC=off") // a compiler that runs for a second needs no collector
	out, err := cmd.CombinedOutput()
	switch {
	case err == nil:
		return file, nil
	case strings.Contains(string(out), "mutant.go:"):
		return "", errCompile
	}
	return "", fmt.Errorf("building the tests of %s: %w\n%s", pkg, err, out)
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
