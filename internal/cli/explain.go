package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/engine"
)

func (p *program) explainCommand() *cobra.Command {
	var (
		q           question
		requirement string
		asJSON      bool
	)
	cmd := &cobra.Command{
		Use:   "explain --record FILE --to INSTITUTION[/PROGRAM] {LINE | --requirement PATH}",
		Short: "Say why one line, or one requirement, got its answer",
		Long: "For a line, named by its id or course code: every reason with the values compared,\n" +
			"what would change the answer, the rule as a sentence, and the requirements that use\n" +
			"it. For a requirement of a program, named by its path (\"\" is the whole program):\n" +
			"what it asks, what qualifies, what of the record does and why the rest does not,\n" +
			"where that is used instead, and what would change it.",
		Example: "  cairn explain --record transcript.csv --to hilltop \"MATH 120\"\n" +
			"  cairn explain -r transcript.csv -t lakeside/computer-science-bs --requirement all/cse-15l",
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			line := strings.Join(args, "")
			if asked := cmd.Flags().Changed("requirement"); asked == (line != "") {
				return usage("Name a line or, with --requirement, a requirement; see cairn explain --help")
			}
			query, view, err := p.query(cmd.Context(), &q)
			if err != nil {
				return err
			}
			found, err := view.Explain(query, line, requirement)
			if err != nil {
				return err
			}
			if asJSON {
				return app.EncodeJSON(p.Out, &found)
			}
			return p.printExplanation(&found)
		},
	}
	q.flags(cmd)
	cmd.Flags().StringVar(&requirement, "requirement", "", "the path of a requirement, as `cairn evaluate --json` shows it; \"\" is the whole program")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON, byte-equal to the API's answer")
	return cmd
}

func (p *program) printExplanation(x *app.Explanation) error {
	w := &printer{w: p.Out}
	for i := range x.Lines {
		p.printExplained(w, &x.Lines[i])
	}
	if x.Requirement != nil {
		p.printRequirementExplained(w, x.Requirement)
	}
	return w.err
}

func (p *program) printExplained(w *printer, e *app.LineExplanation) {
	sign, word := statusSign(e.Line.Status)
	w.printf("%s at %s: %s %s\n", first(sourceWords(&e.Line.Source), e.Line.ID), e.Target, sign, word)
	if words := countsAs(&e.Line); words != "–" {
		w.printf("  counts as   %s\n", words)
	}
	w.printf("  credits     %s\n", creditsWords(e.Line.Credits))
	for i := range e.Line.Reasons {
		p.printReason(w, e, &e.Line.Reasons[i])
	}
	for _, u := range e.UsedFor {
		words := bareSentence(u.Text) + "  [" + u.Path + "]"
		if u.Beyond {
			words += ", beyond the need"
		}
		p.wrapped(w, "  used for    ", words)
	}
	if e.Unused {
		p.wrapped(w, "  used for    ", "nothing: its credit serves no requirement of the program")
	}
	w.printf("  as of       %s\n", e.AsOf)
}

func (p *program) printReason(w *printer, e *app.LineExplanation, r *engine.Reason) {
	p.wrapped(w, "  because     ", fmt.Sprintf("%s  [%s]", r.Text, r.Code))
	if words := valuesWords(r); words != "" {
		p.wrapped(w, "              ", words)
	}
	if r.Fix != "" {
		p.wrapped(w, "  change it   ", r.Fix)
	}
	if r.Rule == nil {
		return
	}
	w.printf("  rule        %s\n", ruleWords(r.Rule))
	if s := e.Sentences[string(r.Rule.Agreement)+"/"+r.Rule.Rule]; s != "" {
		p.wrapped(w, "              ", "“"+s+"”")
	}
	if r.Rule.Reference != "" {
		w.printf("  signed      %s\n", r.Rule.Reference)
	}
	if r.Code != app.AmbiguousCode {
		return
	}
	for i := range e.Rivals {
		x := &e.Rivals[i]
		w.printf("  or rule     %s\n", ruleWords(&x.Rule))
		p.wrapped(w, "              ", "“"+x.Sentence+"”")
		if x.Rule.Reference != "" {
			w.printf("  signed      %s\n", x.Rule.Reference)
		}
	}
}

// valuesWords is "have 2 · need 4", or "".
func valuesWords(r *engine.Reason) string {
	var parts []string
	if r.Have != nil {
		parts = append(parts, "have "+valueWords(r.Have))
	}
	if r.Need != nil {
		parts = append(parts, "need "+valueWords(r.Need))
	}
	return strings.Join(parts, " · ")
}

// ruleWords names a rule with its agreement and tier.
func ruleWords(r *engine.RuleRef) string {
	out := fmt.Sprintf("%s version %d", r.Agreement, r.Version)
	if r.Rule != "" {
		out += ", rule " + r.Rule
	}
	if r.Tier != "" {
		out += " (" + r.Tier + ")"
	}
	return out
}

func valueWords(v *engine.Value) string {
	parts := []string{v.Text}
	if v.Unit != "" {
		parts = append(parts, v.Unit)
	}
	if !v.Date.IsZero() && v.Date.String() != v.Text {
		parts = append(parts, "("+v.Date.String()+")")
	}
	return strings.Join(parts, " ")
}
