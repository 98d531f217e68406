package cli

import (
	"encoding/json"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/scenario"
)

func (p *program) checkCommand() *cobra.Command {
	var asJSON, verbose bool
	cmd := &cobra.Command{
		Use:   "check PATH…",
		Short: "Run scenario files: catalogue, record, expected ledger",
		Long: "Runs every case of the scenario files (and of all *.yaml below folders) and shows\n" +
			"where the answer differs from what is expected. JSON files are micro-audits\n" +
			"(formats micro-audit/1 and micro-audit/2): each is answered on a line of its own.\n\n" +
			"Exit code 0: all pass. 3: some fail or stay undecided. 2: a file cannot be used.",
		Example: "  cairn check fixtures/scenarios",
		Args:    arguments(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			audits, args := microAudits(args)
			if len(audits) > 0 {
				if err := p.checkAudits(audits, asJSON); err != nil || len(args) == 0 {
					return err
				}
			}
			files, problems := scenario.Load(cmd.Context(), args)
			if problems.HasErrors() {
				return fault.List(fault.Invalid, "The scenarios have mistakes.", problems)
			}
			if len(files) == 0 {
				return usage("There are no scenario files (*.yaml).")
			}
			outcomes, err := scenario.Run(cmd.Context(), scenario.Engine{}, files)
			if err != nil {
				return err
			}
			return p.printOutcomes(outcomes, len(files), asJSON, verbose)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the outcomes as JSON")
	cmd.Flags().BoolVarP(&verbose, "verbose", "v", false, "list the cases that pass too")
	return cmd
}

// checked is the outcome of all cases as JSON.
type checked struct {
	Passed   int                `json:"passed"`
	Failed   int                `json:"failed"`
	Outcomes []scenario.Outcome `json:"outcomes"`
}

func (p *program) printOutcomes(outcomes []scenario.Outcome, files int, asJSON, verbose bool) error {
	sum := checked{Outcomes: outcomes}
	for i := range outcomes {
		if outcomes[i].Pass {
			sum.Passed++
		} else {
			sum.Failed++
		}
	}
	var err error
	if asJSON {
		enc := json.NewEncoder(p.Out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		err = enc.Encode(sum)
	} else {
		w := &printer{w: p.Out}
		printCases(w, outcomes, verbose)
		w.printf("%d passed, %d failed, in %d files\n", sum.Passed, sum.Failed, files)
		err = w.err
	}
	if err != nil || sum.Failed == 0 {
		return err
	}
	return fault.New(fault.NotMet, "")
}

func printCases(w *printer, outcomes []scenario.Outcome, verbose bool) {
	for _, o := range outcomes {
		switch {
		case !o.Pass:
			w.printf("FAIL %s:%d: %s\n%s", o.File, o.Line, o.Case, scenario.Report(o))
		case verbose:
			w.printf("ok   %s:%d: %s\n", o.File, o.Line, o.Case)
		}
	}
}
