package cli

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
)

// explained is one line at one target, as JSON.
type explained struct {
	Target string      `json:"target"`
	AsOf   string      `json:"asOf"`
	Rules  string      `json:"rulesVersion"`
	Line   engine.Line `json:"line"`
	// Sentences are the rules behind the line, in words, by "agreement/rule".
	Sentences map[string]string `json:"sentences,omitempty"`

	rivals []rival // of an ambiguous line
}

func (p *program) explainCommand() *cobra.Command {
	var (
		q      question
		asJSON bool
	)
	cmd := &cobra.Command{
		Use:   "explain --record FILE --to INSTITUTION[/PROGRAM] LINE",
		Short: "Say why one line of a record got its answer",
		Long: "Prints every reason of one line, named by its id or course code: the values\n" +
			"compared, what would change the answer, and the rule as a sentence.",
		Example: "  cairn explain --record transcript.csv --to hilltop \"MATH 120\"",
		Args:    arguments(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			view, result, err := p.ask(cmd.Context(), &q)
			if err != nil {
				return err
			}
			found, err := p.explainLines(view, &result, args[0])
			if err != nil {
				return err
			}
			if asJSON {
				enc := json.NewEncoder(p.Out)
				enc.SetEscapeHTML(false)
				enc.SetIndent("", "  ")
				return enc.Encode(found)
			}
			w := &printer{w: p.Out}
			for i := range found {
				printExplained(w, &found[i])
			}
			return w.err
		},
	}
	q.flags(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}

func (p *program) explainLines(view *loaded, r *engine.Result, name string) ([]explained, error) {
	var out []explained
	var known []string
	for i := range r.Targets {
		t := &r.Targets[i]
		for j := range t.Lines {
			l := &t.Lines[j]
			if i == 0 {
				known = append(known, l.ID, l.Source.Code)
			}
			sameCode := catalog.NormalCode(l.Source.Code) == catalog.NormalCode(name)
			if l.ID == name || l.Source.Code != "" && sameCode {
				e := explained{
					Target: t.String(), AsOf: r.AsOf.String(), Rules: string(r.RulesVersion),
					Line: *l, Sentences: sentences(view, l),
				}
				e.findRivals(view, t.Institution)
				out = append(out, e)
			}
		}
	}
	if out == nil {
		hint := didYouMean(name, known)
		if hint != "" {
			hint = " (" + hint + ")"
		}
		return nil, usage("The record has no line %s%s.", quoted(name), hint)
	}
	return out, nil
}

// sentences finds the rules that a line's awards and reasons name.
func sentences(view *loaded, l *engine.Line) map[string]string {
	out := map[string]string{}
	add := func(ref *engine.RuleRef) {
		if ref == nil || ref.Rule == "" {
			return
		}
		for _, a := range view.Agreement(ref.Agreement) {
			if a.Version != ref.Version {
				continue
			}
			for i := range a.Rules {
				if a.Rules[i].ID == ref.Rule {
					out[string(ref.Agreement)+"/"+ref.Rule] = a.Rules[i].Sentence(view.name)
				}
			}
		}
	}
	for i := range l.Awards {
		add(l.Awards[i].Rule)
	}
	for i := range l.Reasons {
		add(l.Reasons[i].Rule)
	}
	return out
}

// name is the code of an item.
func (v *loaded) name(id catalog.ItemID) string {
	if it, ok := v.Item(id); ok {
		return first(it.Latest().Code, string(id))
	}
	return string(id)
}

var _ agreement.Namer = (*loaded)(nil).name

func printExplained(w *printer, e *explained) {
	sign, word := statusSign(e.Line.Status)
	w.printf("%s at %s: %s %s\n", first(sourceWords(&e.Line.Source), e.Line.ID), e.Target, sign, word)
	if words := countsAs(&e.Line); words != "–" {
		w.printf("  counts as   %s\n", words)
	}
	w.printf("  credits     %s\n", creditsWords(e.Line.Credits))
	for i := range e.Line.Reasons {
		printReason(w, e, &e.Line.Reasons[i])
	}
	w.printf("  as of       %s\n", e.AsOf)
}

func printReason(w *printer, e *explained, r *engine.Reason) {
	w.printf("  because     %s  [%s]\n", r.Text, r.Code)
	if r.Have != nil || r.Need != nil {
		var parts []string
		if r.Have != nil {
			parts = append(parts, "have "+valueWords(r.Have))
		}
		if r.Need != nil {
			parts = append(parts, "need "+valueWords(r.Need))
		}
		w.printf("              %s\n", strings.Join(parts, " · "))
	}
	if r.Fix != "" {
		w.printf("  change it   %s\n", r.Fix)
	}
	if r.Rule == nil {
		return
	}
	w.printf("  rule        %s\n", ruleWords(r.Rule))
	if s := e.Sentences[string(r.Rule.Agreement)+"/"+r.Rule.Rule]; s != "" {
		w.printf("              “%s”\n", s)
	}
	if r.Rule.Reference != "" {
		w.printf("  signed      %s\n", r.Rule.Reference)
	}
	if r.Code == ambiguousCode {
		e.printRivals(w)
	}
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
	if !v.Date.IsZero() {
		parts = append(parts, "("+v.Date.String()+")")
	}
	return strings.Join(parts, " ")
}
