package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/fault"
)

// stackQuestion is what stacks asks.
type stackQuestion struct {
	rules  rulesSource
	record string
	at     []string
	asOf   string
	near   int
	json   bool
}

func (p *program) stacksCommand() *cobra.Command {
	var (
		q        stackQuestion
		exitZero bool
	)
	cmd := &cobra.Command{
		Use:   "stacks --record FILE [--at INSTITUTION …]",
		Short: "Say which credentials a record completes anywhere, and which it nearly does",
		Long: "Looks at the programs of every institution and shows those of all, or of those\n" +
			"named. A completed credential is an attainment for the next, there or through\n" +
			"agreements elsewhere, until nothing is added.\n\n" +
			"Exit code 0: something is complete, available on application or held. 3: nothing\n" +
			"is, or the search could not decide. 2: the question or the input is wrong.",
		Example: "  cairn stacks --record transcript.csv\n" +
			"  cairn stacks -r record.yaml --at hilltop --as-of 2026-06-01 --json",
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			result, err := p.askStacks(cmd, &q)
			if err != nil {
				return err
			}
			if err := p.writeStacks(&q, &result); err != nil || exitZero {
				return err
			}
			return stackVerdict(&result)
		},
	}
	q.rules.flags(cmd)
	flags := cmd.Flags()
	flags.StringVarP(&q.record, "record", "r", "", "the learner's record: a YAML, JSON or CSV file, or - for standard input")
	flags.StringArrayVar(&q.at, "at", nil, "show only programs of this INSTITUTION, by id, name or alias; may be given several times")
	flags.StringVar(&q.asOf, "as-of", "", "the day of evaluation, YYYY-MM-DD (default: today, UTC)")
	flags.IntVar(&q.near, "near", engine.DefaultNear, "how many near misses of each kind are listed")
	flags.BoolVar(&q.json, "json", false, "print the result as JSON, byte-equal to the API's answer")
	flags.BoolVar(&exitZero, "exit-zero", false, "exit 0 although nothing is complete")
	return cmd
}

// askStacks reads the question's files and asks the engine.
func (p *program) askStacks(cmd *cobra.Command, q *stackQuestion) (engine.StackResult, error) {
	if q.record == "" {
		return engine.StackResult{}, usage("A record is needed: --record FILE.")
	}
	asOf, err := p.day(q.asOf)
	if err != nil {
		return engine.StackResult{}, err
	}
	view, err := p.load(cmd.Context(), &q.rules)
	if err != nil {
		return engine.StackResult{}, err
	}
	at, atErr := resolveTargets(&view.Set, q.at)
	rec, recordErr := p.readRecord(q.record, view)
	if err := both(atErr, recordErr); err != nil {
		return engine.StackResult{}, err
	}
	ask := engine.StackQuery{Record: rec, AsOf: asOf, Near: q.near, Stop: cmd.Context().Done()}
	if q.near == 0 {
		ask.Near = -1
	}
	for _, t := range at {
		if t.Program != "" {
			return engine.StackResult{}, usage("--at names an institution; %s is a program.", quoted(t.Program))
		}
		ask.Institutions = append(ask.Institutions, t.Institution)
	}
	result, err := view.Snapshot.Stacks(ask)
	if err != nil {
		return result, fault.From(err)
	}
	return result, nil
}

func (p *program) writeStacks(q *stackQuestion, r *engine.StackResult) error {
	if !q.json {
		return p.printStacks(r)
	}
	body, err := app.EncodeStacks(r)
	if err != nil {
		return err
	}
	w := &printer{w: p.Out}
	w.printf("%s", body)
	return w.err
}

// stackVerdict is nil where something is complete.
func stackVerdict(r *engine.StackResult) error {
	switch {
	case len(r.Completed)+len(r.Available)+len(r.Held) > 0:
		return nil
	case !r.Decided:
		return fault.New(fault.NotMet, "Nothing was found, and the search reached its limit (exit code 3; --exit-zero to ignore).")
	}
	return fault.New(fault.NotMet, "Nothing is complete (exit code 3; --exit-zero to ignore).")
}

// credentialWords names a credential with its institution.
func credentialWords(title string, institution string, id catalog.ItemID) string {
	if id == "" {
		return fmt.Sprintf("%s, %s", title, institution)
	}
	return fmt.Sprintf("%s, %s (%s)", title, institution, id)
}
