package cli_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/cairnproject/cairn/internal/cli"
	"github.com/cairnproject/cairn/internal/obs"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"cairn": func() {
		os.Exit(cli.Run(context.Background(), cli.System{
			In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Now: today,
			Build: obs.Build{Version: "v0.0.0-test", Go: "go0"},
		}, os.Args[1:]))
	}})
}

// TestScripts runs every script of testdata/script: what people type, what they
// see, and the exit code.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, params("testdata/script", nil))
}

// TestRealAgreements runs the scripts that need the raw ASSIST files.
func TestRealAgreements(t *testing.T) {
	t.Parallel()
	dir := realAssist(t)
	testscript.Run(t, params("testdata/real", map[string]string{"ASSIST": dir, "ASSISTALL": filepath.Dir(dir)}))
}

func params(dir string, more map[string]string) testscript.Params {
	return testscript.Params{
		Dir:                 dir,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			fixtures, err := filepath.Abs(filepath.Join("..", "..", "fixtures"))
			if err != nil {
				return err
			}
			env.Setenv("FIXTURES", fixtures)
			for k, v := range more {
				env.Setenv(k, v)
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "nest": nest, "bytes": rawBytes, "program": bigProgram,
		},
	}
}

// exits CODE COMMAND ARG… runs a command and checks its exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARG…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// nest FILE DEPTH writes a JSON text that is nested so deeply.
func nest(ts *testscript.TestScript, _ bool, args []string) {
	depth, err := strconv.Atoi(args[1])
	ts.Check(err)
	text := `{"attainments": ` + strings.Repeat("[", depth) + strings.Repeat("]", depth) + "}"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}

// program FILE N writes a catalogue with a program of N requirements.
func bigProgram(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	var b strings.Builder
	b.WriteString("institutions: [{id: u, name: U, kind: university, unit: semester}]\n" +
		"items: [{id: u/a, kind: course, versions: [{code: A 1, title: A, credits: 3}]}, {id: u/b, kind: course, versions: [{code: B 1, title: B, credits: 3}]}]\n" +
		"programs:\n  - id: u/p\n    title: P\n    requires:\n      any:\n")
	for i := range n - 1 {
		fmt.Fprintf(&b, "        - {id: n%d, choose: 1, from: {subject: A, minCredits: %d/50000}}\n", i, i)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(b.String()), 0o600))
}

// bytes FILE QUOTED writes a Go string literal.
func rawBytes(ts *testscript.TestScript, _ bool, args []string) {
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o600))
}
