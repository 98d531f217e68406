package cli

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/recordfile"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/scenario"
)

// question is what evaluate and explain ask.
type question struct {
	rules   rulesSource
	record  string
	targets []string
	asOf    string
	// credentials are badges that become lines of the record.
	credentials []string
	verify      verifyFlags
	together    bool
	maxUses     int
	certificate bool
	critical    bool
}

func (q *question) flags(cmd *cobra.Command) {
	q.rules.flags(cmd)
	cmd.Flags().StringVarP(&q.record, "record", "r", "", "the learner's record: a YAML, JSON or CSV file, or - for standard input")
	cmd.Flags().StringArrayVarP(&q.targets, "to", "t", nil, "INSTITUTION or INSTITUTION/PROGRAM, by id, name or alias; may be given several times")
	cmd.Flags().StringArrayVar(&q.credentials, "credential", nil, "a badge or other credential that becomes a line of the record; may be given several times")
	q.verify.flags(cmd)
	cmd.Flags().StringVar(&q.asOf, "as-of", "", "the day of evaluation, YYYY-MM-DD (default: today, UTC)")
}

func (p *program) evaluateCommand() *cobra.Command {
	var (
		q        question
		asJSON   bool
		exitZero bool
	)
	cmd := &cobra.Command{
		Use:   "evaluate --record FILE --to INSTITUTION[/PROGRAM] …",
		Short: "Say what a record is worth at one or more institutions",
		Long: "Prints the reconciled ledger of a record at every target: one line a source,\n" +
			"receiving items of a program, and totals that balance; for a program then how its\n" +
			"requirements stand, what remains, and why.\n\n" +
			"Exit code 0: every program is complete, and at every other target every line is\n" +
			"accepted (awarded, elective, satisfied or provisional). 3: not so. 2: the question\n" +
			"or the input is wrong.",
		Example: "  cairn evaluate --record transcript.csv --to hilltop --to lakeside/computer-science-bs\n" +
			"  cairn evaluate -r - -t UCSD -c agreements/ --as-of 2025-06-01 --json < record.json",
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, result, err := p.ask(cmd.Context(), &q)
			if err != nil {
				return err
			}
			if asJSON {
				err = app.EncodeResult(p.Out, &result)
			} else {
				err = p.printResult(&result)
			}
			if err != nil || exitZero {
				return err
			}
			return verdict(&result)
		},
	}
	q.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result as JSON, byte-equal to the API's answer")
	cmd.Flags().BoolVar(&exitZero, "exit-zero", false, "exit 0 although the answer is no")
	cmd.Flags().BoolVar(&q.together, "together", false, "solve the programs among the targets as one too: no piece serves more of them than they allow")
	cmd.Flags().IntVar(&q.maxUses, "max-uses", 0, "with --together: how many requirements one piece may serve (0: as many as budgets allow)")
	cmd.Flags().BoolVar(&q.certificate, "certificate", false, "give the whole certificate of each program's verdict (with --json)")
	cmd.Flags().BoolVar(&q.critical, "critical", false, "list the lines without which a complete program would not be")
	return cmd
}

// ask reads the question's files and asks the engine.
func (p *program) ask(ctx context.Context, q *question) (*loaded, engine.Result, error) {
	query, view, err := p.query(ctx, q)
	if err != nil {
		return nil, engine.Result{}, err
	}
	result, err := view.Snapshot.Evaluate(query)
	if err != nil {
		return nil, result, fault.From(err)
	}
	p.sayUnknown(view, &result)
	return view, result, nil
}

// sayUnknown suggests names for the institutions of the record that nobody
// knows: their lines stay undecided at every target.
func (p *program) sayUnknown(view *loaded, r *engine.Result) {
	var said []string
	for i := range r.Targets {
		for j := range r.Targets[i].Lines {
			l := &r.Targets[i].Lines[j]
			name := l.Source.InstitutionName
			unknown := slices.ContainsFunc(l.Reasons, func(x engine.Reason) bool { return x.Code == "institution_unknown" })
			if !unknown || slices.Contains(said, name) {
				continue
			}
			said = append(said, name)
			if hint := didYouMean(name, institutionNames(&view.Set)); hint != "" {
				p.sayf("warning: line %s: unknown_institution: no institution is known as %s (%s)", l.ID, quoted(name), hint)
			}
		}
	}
}

func (p *program) query(ctx context.Context, q *question) (engine.Query, *loaded, error) {
	return p.queryFor(ctx, q, false)
}

// queryFor reads the question; anywhere allows it to name no target.
func (p *program) queryFor(ctx context.Context, q *question, anywhere bool) (engine.Query, *loaded, error) {
	if q.record == "" && len(q.credentials) == 0 || len(q.targets) == 0 && !anywhere {
		return engine.Query{}, nil, usage("A record and at least one target are needed: --record FILE --to INSTITUTION.")
	}
	asOf, err := p.day(q.asOf)
	if err != nil {
		return engine.Query{}, nil, err
	}
	view, err := p.load(ctx, &q.rules)
	if err != nil {
		return engine.Query{}, nil, err
	}
	targets, targetErr := resolveTargets(&view.Set, q.targets)
	var (
		rec       record.Record
		recordErr error
	)
	if q.record != "" {
		rec, recordErr = p.readRecord(q.record, view)
	}
	if err := both(targetErr, recordErr); err != nil {
		return engine.Query{}, nil, err
	}
	if rec, err = p.addCredentials(ctx, q, view, targets, rec); err != nil {
		return engine.Query{}, nil, err
	}
	if q.maxUses < 0 {
		return engine.Query{}, nil, usage("--max-uses is a number from 0.")
	}
	return engine.Query{
		Stop:   ctx.Done(),
		Record: rec, Targets: targets, AsOf: asOf,
		Together: q.together, MaxUses: q.maxUses, Certificate: q.certificate, Critical: q.critical,
	}, view, nil
}

// both joins two faults of one question, so that their problems come together.
func both(x, y error) error {
	if x == nil {
		return y
	}
	if y == nil {
		return x
	}
	fx, fy := fault.From(x), fault.From(y)
	return fault.List(fx.Code, fx.Message+" "+fy.Message, slices.Concat(fx.Details, fy.Details))
}

func (p *program) day(text string) (calendar.Date, error) {
	if text == "" {
		return calendar.Of(p.Now().UTC()), nil
	}
	d, err := calendar.ParseDate(text)
	if err != nil {
		return 0, usage("--as-of: %v", err)
	}
	return d, nil
}

// readRecord reads a file or, for "-", standard input. Warnings are printed.
func (p *program) readRecord(name string, view *loaded) (record.Record, error) {
	in := p.In
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return record.Record{}, unreadable(name, err)
		}
		defer func() { _ = f.Close() }() // it was only read
		in = f
	}
	rec, problems := recordfile.Read(in, name, recordfile.Options{Units: scenario.Units(&view.Set)})
	if problems.HasErrors() {
		return rec, fault.List(fault.Invalid, "The record has mistakes.", problems)
	}
	for _, w := range problems {
		p.sayf("%s", w)
	}
	return rec, nil
}

// verdict is nil where every target says yes: a program that is complete, or,
// where the target asks for nothing, a record of which every line is accepted.
func verdict(r *engine.Result) error {
	lines, open := 0, 0
	var unmet []string
	for i := range r.Targets {
		t := &r.Targets[i]
		if t.Audit != nil {
			if t.Audit.Verdict != audit.Complete {
				unmet = append(unmet, t.String())
			}
			continue
		}
		for j := range t.Lines {
			lines++
			if !accepted(t.Lines[j].Status) {
				open++
			}
		}
	}
	var words []string
	if len(unmet) > 0 {
		words = append(words, "Not complete: "+andWords(unmet))
	}
	if open > 0 {
		words = append(words, fmt.Sprintf("Not everything is accepted: %d of %s not", open, count(lines, "line is", "lines are")))
	}
	if words == nil {
		return nil
	}
	return fault.New(fault.NotMet, strings.Join(words, ". ")+" (exit code 3; --exit-zero to ignore).")
}

func accepted(s engine.Status) bool {
	switch s {
	case engine.Awarded, engine.AwardedAsElective, engine.SatisfiedNoCredit, engine.Provisional:
		return true
	}
	return false
}
