package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/difference"
	"github.com/cairnproject/cairn/internal/fault"
)

// other is what the second side of a difference has of its own.
type other struct {
	day   string
	rules rulesSource
}

func (p *program) diffCommand() *cobra.Command {
	var (
		q      question
		o      other
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "diff --record FILE --to INSTITUTION[/PROGRAM] … [--against DATE] [--against-catalogue PATH …]",
		Short: "Say what changed between two days or two versions of the rules, and why",
		Long: "Asks one question twice and lists the lines, receiving courses and requirements that\n" +
			"differ, each with both values and the reason. What did not change is not mentioned.\n" +
			"The first answer is of --as-of and the rules of --catalogue or the database; the\n" +
			"second differs in its day, in its rules, or in both.\n\n" +
			"Exit code 0: no difference. 3: a difference. 2: the question or the input is wrong.",
		Example: "  cairn diff -r transcript.csv -t hilltop/nursing-bsn --as-of 2025-09-01 --against 2026-09-01\n" +
			"  cairn diff -r transcript.csv -t hilltop -c agreements-2025 --against-catalogue agreements-2026",
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			d, err := p.differ(cmd, &q, &o)
			if err != nil {
				return err
			}
			if asJSON {
				err = app.EncodeJSON(p.Out, &d)
			} else {
				err = p.printDifference(&d)
			}
			if err != nil || len(d.Changes) == 0 {
				return err
			}
			return fault.New(fault.NotMet, fmt.Sprintf("%s (exit code 3).", count(len(d.Changes), "difference", "differences")))
		},
	}
	q.flags(cmd)
	cmd.Flags().StringVar(&o.day, "against", "", "the day of the second answer, YYYY-MM-DD (default: that of the first)")
	cmd.Flags().StringArrayVar(&o.rules.catalogue, "against-catalogue", nil, "the rules of the second answer: files or folders (default: those of the first)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, byte-equal to the API's answer")
	return cmd
}

func (p *program) differ(cmd *cobra.Command, q *question, o *other) (difference.Difference, error) {
	var none difference.Difference
	if o.day == "" && len(o.rules.catalogue) == 0 {
		return none, usage("Name what the second answer differs in: --against DATE, --against-catalogue PATH, or both.")
	}
	query, view, err := p.query(cmd.Context(), q)
	if err != nil {
		return none, err
	}
	before, err := view.Snapshot.Evaluate(query)
	if err != nil {
		return none, fault.From(err)
	}
	if o.day != "" {
		if query.AsOf, err = calendar.ParseDate(o.day); err != nil {
			return none, usage("--against: %v", err)
		}
	}
	if len(o.rules.catalogue) > 0 {
		if view, err = p.load(cmd.Context(), &o.rules); err != nil {
			return none, err
		}
		query.Targets = known(view, query.Targets)
	}
	after, err := p.evaluateKnown(view, query, &before)
	if err != nil {
		return none, err
	}
	return difference.Between(&before, &after), nil
}

// known are the targets that the other rules know: one that is gone is a
// difference, no mistake.
func known(view *loaded, targets []engine.Target) []engine.Target {
	var out []engine.Target
	for _, t := range targets {
		_, institution := view.Institution(t.Institution)
		_, program := view.Program(t.Program)
		if institution && (t.Program == "" || program) {
			out = append(out, t)
		}
	}
	return out
}

// evaluateKnown evaluates, and answers without targets where none is known.
func (p *program) evaluateKnown(view *loaded, q engine.Query, before *engine.Result) (engine.Result, error) {
	if len(q.Targets) == 0 {
		return engine.Result{AsOf: q.AsOf, RulesVersion: view.Version, Engine: before.Engine}, nil
	}
	r, err := view.Snapshot.Evaluate(q)
	if err != nil {
		return r, fault.From(err)
	}
	return r, nil
}

// printDifference prints the changes by target, as sentences.
func (p *program) printDifference(d *difference.Difference) error {
	w := &printer{w: p.Out}
	w.printf("Before: as of %s, rules version %s\nAfter:  as of %s, rules version %s\n",
		d.Before.AsOf, d.Before.RulesVersion.Short(), d.After.AsOf, d.After.RulesVersion.Short())
	if len(d.Changes) == 0 {
		w.println("Nothing changed.")
		return w.err
	}
	target := ""
	for i := range d.Changes {
		c := &d.Changes[i]
		if c.Target != target {
			target = c.Target
			w.println()
			w.println(p.bold(target))
		}
		p.printChange(w, c)
	}
	return w.err
}

func (p *program) printChange(w *printer, c *difference.Change) {
	p.wrapped(w, "  "+changeWord(c.Kind)+"  ", first(c.Name, c.ID)+"  ["+string(c.Cause)+"]")
	p.wrapped(w, "      before   ", c.Before)
	p.wrapped(w, "      after    ", c.After)
	for _, why := range c.Why {
		p.wrapped(w, "      because  ", why)
	}
}

func changeWord(k difference.Kind) string {
	return fmt.Sprintf("%-11s", string(k))
}
