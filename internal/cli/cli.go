// Package cli is the command line: it reads arguments and files, asks the
// services of internal/app, and prints. Data goes to standard output, words to
// standard error. Exit codes: 0 done (and the answer is yes), 1 Cairn or
// something that it needs failed, 2 the question or the input is wrong, 3 the
// answer is no. See docs/reference/cli.md.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/obs"
)

// System is what the program touches of the world. Every field is required
// except Terminal, Width and Build.
type System struct {
	// Name is how the program was called, for advice; empty means "cairn".
	Name     string
	In       io.Reader
	Out, Err io.Writer
	// Getenv reads the environment, usually os.Getenv.
	Getenv func(string) string
	// Now is the clock.
	Now func() time.Time
	// Terminal says that a person looks at Out; Width is its columns, 0 where
	// unknown.
	Terminal bool
	Width    int
	Build    obs.Build
}

// Run executes one command line, without the program's name, and returns the
// exit code.
func Run(ctx context.Context, sys System, args []string) int {
	p := &program{System: sys}
	root := p.root()
	root.SetArgs(args)
	root.SetIn(sys.In)
	root.SetOut(sys.Out)
	root.SetErr(sys.Err)
	err := root.ExecuteContext(ctx)
	p.explainError(err)
	return fault.ExitCode(err)
}

// program is one run of the program.
type program struct {
	System

	databaseURL string // --db
	quiet       bool   // --quiet
}

// say prints words for people to standard error.
func (p *program) sayf(format string, args ...any) {
	if !p.quiet {
		w := printer{w: p.Err} // where words cannot be written, nobody can be told
		w.printf(format+"\n", args...)
	}
}

// explainError prints an error once: problems one a line, with their places.
func (p *program) explainError(err error) {
	if err == nil {
		return
	}
	w := printer{w: p.Err}
	f := fault.From(err)
	if f.Code == fault.Internal {
		w.println("cairn:", err) // the one place where a cause helps whoever sees it
		return
	}
	for i, problem := range f.Details {
		if i == diag.Shown {
			w.printf("… and %d more problems\n", len(f.Details)-diag.Shown)
			break
		}
		if problem.Severity == diag.Warning {
			w.printf("warning: ")
		}
		w.println(problem)
	}
	if f.Message != "" && f.Code != fault.NotMet {
		w.println("cairn:", f.Message)
	} else if f.Message != "" {
		p.sayf("%s", f.Message)
	}
}

func (p *program) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "cairn",
		Short: "Stackable credentials and credit transfer: what counts where, and why",
		Long: "Cairn says what a learner's record is worth at each institution: what transfers,\n" +
			"what counts, and why. Answers are unofficial; the receiving registrar decides.",
		SilenceErrors: true, SilenceUsage: true,
		Args: subcommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.HiddenDefaultCmd = false
	root.PersistentFlags().StringVar(&p.databaseURL, "db", "", "database: sqlite:PATH or postgres://… ($DATABASE_URL; default sqlite:"+defaultDatabase+")")
	root.PersistentFlags().BoolVarP(&p.quiet, "quiet", "q", false, "no words on standard error")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fault.New(fault.Usage, err.Error()+"; see "+cmd.CommandPath()+" --help")
	})
	root.AddCommand(
		p.serveCommand(), p.demoCommand(), p.evaluateCommand(), p.explainCommand(), p.stacksCommand(), p.compareCommand(), p.diffCommand(),
		p.importCommand(), p.exportCommand(), p.lintCommand(), p.checkCommand(),
		p.graphCommand(), p.verifyCommand(), p.issueCommand(), p.issuerCommand(),
		p.migrateCommand(), p.versionCommand(),
	)
	root.AddCommand(p.standingCommands()...)
	return root
}

// subcommand refuses an unknown verb with a suggestion.
func subcommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	message := fmt.Sprintf("There is no command %q.", cmd.CommandPath()+" "+args[0])
	cmd.SuggestionsMinimumDistance = max(cmd.SuggestionsMinimumDistance, 2)
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		message += " Did you mean " + strings.Join(near, " or ") + "?"
	}
	return fault.New(fault.Usage, message)
}

// arguments turns cobra's complaint about the number of arguments into a fault.
func arguments(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return fault.New(fault.Usage, err.Error()+"; see "+cmd.CommandPath()+" --help")
		}
		return nil
	}
}

// usage is a fault of the command line itself.
func usage(format string, args ...any) error {
	return fault.New(fault.Usage, fmt.Sprintf(format, args...))
}

// unreadable is the fault of a file that cannot be opened.
func unreadable(name string, err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		err = path.Err
	}
	return fault.Wrap(fault.Usage, name+": "+err.Error(), err)
}
