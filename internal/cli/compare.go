package cli

import (
	"fmt"
	"strconv"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/engine/compare"
	"github.com/cairnproject/cairn/internal/fault"
)

func (p *program) compareCommand() *cobra.Command {
	var (
		q      question
		all    bool
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "compare --record FILE {--to INSTITUTION[/PROGRAM] … | --all}",
		Short: "Rank many targets by what remains",
		Long: "Evaluates a record at every target and ranks them: complete programs first, then by\n" +
			"the least that remains, converted to semester hours, then by what counts most, then\n" +
			"by name. Targets without requirements follow, by what transfers.\n\n" +
			"Exit code 0: answered. 2: the question or the input is wrong.",
		Example: "  cairn compare -r transcript.csv -t hilltop/computer-science-bs -t lakeside/computer-science-bs\n" +
			"  cairn compare -r transcript.csv --all --json",
		Args: arguments(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			query, view, err := p.queryAll(cmd, &q, all)
			if err != nil {
				return err
			}
			result, err := evaluateMany(view, query)
			if err != nil {
				return err
			}
			p.sayUnknown(view, &result)
			ranked := view.Rank(&result)
			if asJSON {
				return app.EncodeJSON(p.Out, &ranked)
			}
			return p.printComparison(&ranked)
		},
	}
	q.flags(cmd)
	cmd.Flags().BoolVar(&all, "all", false, "every program whose requirements are known")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, byte-equal to the API's answer for up to 64 targets")
	return cmd
}

// queryAll reads the question; with all, its targets are every program.
func (p *program) queryAll(cmd *cobra.Command, q *question, all bool) (engine.Query, *loaded, error) {
	if !all {
		return p.query(cmd.Context(), q)
	}
	if len(q.targets) > 0 {
		return engine.Query{}, nil, usage("Either --to or --all, not both.")
	}
	query, view, err := p.queryFor(cmd.Context(), q, true)
	if err != nil {
		return query, view, err
	}
	for i := range view.Set.Programs {
		if prog := &view.Set.Programs[i]; prog.Current() != nil {
			query.Targets = append(query.Targets, engine.Target{Institution: prog.Institution, Program: prog.ID})
		}
	}
	if len(query.Targets) == 0 {
		return query, view, usage("No program with requirements is known.")
	}
	return query, view, nil
}

// evaluateMany asks in as many queries as the engine's bound on targets needs.
func evaluateMany(view *loaded, q engine.Query) (engine.Result, error) {
	var out engine.Result
	targets := q.Targets
	for len(targets) > 0 || out.Targets == nil {
		n := min(len(targets), engine.MaxTargets)
		q.Targets, q.Brief, targets = targets[:n], true, targets[n:]
		r, err := view.Snapshot.Evaluate(q)
		if err != nil {
			return out, fault.From(err)
		}
		out.AsOf, out.RulesVersion, out.Engine = r.AsOf, r.RulesVersion, r.Engine
		if out.InputHash == "" {
			out.InputHash = r.InputHash
		}
		out.Targets = append(out.Targets, r.Targets...)
	}
	return out, nil
}

// roomForCredits is the width from which a comparison has a column for each
// kind of credit.
const roomForCredits = 110

func (p *program) printComparison(c *compare.Comparison) error {
	w := &printer{w: p.Out}
	if p.width() >= roomForTable {
		w.println(p.comparisonTable(c))
	} else {
		for i := range c.Rows {
			row := comparisonRow(&c.Rows[i], true)
			p.wrapped(w, row[0]+". ", p.bold(row[1]))
			p.wrapped(w, "   ", fmt.Sprintf("%s; remaining %s; transfers %s, counts %s, elective %s, lost %s; %s",
				row[2], row[3], row[4], row[5], row[6], row[7], row[8]))
		}
	}
	p.line(w, fmt.Sprintf("As of %s · rules version %s · engine %s · ranked by what remains, in %s",
		c.AsOf, c.RulesVersion.Short(), c.Engine, unitName(c.Unit)))
	w.println("Unofficial: the receiving registrar decides.")
	return w.err
}

// roomForTable is the width below which a comparison is a list.
const roomForTable = 76

func (p *program) comparisonTable(c *compare.Comparison) string {
	wide := p.width() >= roomForCredits
	columns := []column{
		{most: 3, least: 2, align: text.AlignRight},
		{most: 44, least: 20},
		{most: 14, least: 10},
		{most: 26, least: 9},
		{most: 16, least: 9, align: text.AlignRight},
	}
	head := []string{"#", "Target", "Verdict", "Remaining", "Transfers"}
	if wide {
		right := column{most: 9, least: 8, align: text.AlignRight}
		columns = append(columns, right, right, right)
		head = append(head, "Counts", "Elective", "Lost")
	}
	columns, head = append(columns, column{most: 14, least: 9}), append(head, "Certainty")
	rows := [][]string{head}
	for i := range c.Rows {
		rows = append(rows, comparisonRow(&c.Rows[i], wide))
	}
	return render(columns, rows, p.width())
}

func comparisonRow(r *compare.Row, wide bool) []string {
	name := r.InstitutionName
	if r.ProgramTitle != "" {
		name = r.ProgramTitle + " · " + name
	}
	verdict, remaining := "–", "–"
	if r.Remaining != nil {
		verdict = verdictSign(r.Verdict) + " " + verdictWord(r.Verdict)
		if r.Verdict != audit.Complete {
			remaining = shortRemaining(r.Remaining)
		}
	}
	row := []string{strconv.Itoa(r.Rank), name, verdict, remaining, r.Transfers.Decimal() + " " + unitWord(r.Unit)}
	if wide {
		row = append(row, r.Counts.Decimal(), r.Elective.Decimal(), r.Lost.Decimal())
	}
	certainty := string(r.Certainty)
	if r.Questions > 0 {
		certainty = count(r.Questions, "question", "questions")
	}
	return append(row, certainty)
}

// shortRemaining is "18 qtr, 5 courses".
func shortRemaining(r *engine.Remaining) string {
	if r.Credits.Amount.IsZero() {
		return count(r.Unmet, "requirement", "requirements")
	}
	out := r.Credits.Amount.Decimal() + " " + unitWord(r.Credits.Unit)
	if r.Items > 0 {
		out += ", " + count(r.Items, "course", "courses")
	}
	return out
}
