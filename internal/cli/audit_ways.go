package cli

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
)

// printWays prints the best ways to finish, cheapest first.
func (p *program) printWays(w *printer, a *engine.Audit) {
	if len(a.Ways) == 0 {
		return
	}
	w.println("Ways to finish")
	for i := range a.Ways {
		way := &a.Ways[i]
		head := quantityWords(way.Credits) + " in " + count(way.Items, "course", "courses")
		if way.Credits.Amount.IsZero() {
			head = count(len(way.Steps), "step", "steps") + " without credits"
		}
		p.wrapped(w, fmt.Sprintf("  %d. ", i+1), head)
		for j := range way.Steps {
			p.wrapped(w, "     - ", stepWords(&way.Steps[j]))
		}
	}
}

// shownOptions bounds the options of a step: an open elective has thousands.
const shownOptions = 5

func stepWords(s *engine.Step) string {
	out := strings.TrimSuffix(s.Text, ".")
	if len(s.Options) == 1 && len(s.Options[0].Items) == 1 && out == "Complete "+s.Options[0].Items[0].Code {
		return "Complete " + missingWords(&s.Options[0]) + creditsBehind(s.Credits)
	}
	out += creditsBehind(s.Credits)
	options := make([]string, 0, shownOptions)
	for i := range s.Options {
		if i == shownOptions {
			options = append(options, fmt.Sprintf("%d more", len(s.Options)-i))
			break
		}
		options = append(options, missingWords(&s.Options[i]))
	}
	if len(options) > 0 {
		out += ": " + strings.Join(options, ", or ")
	}
	return out
}

func creditsBehind(q credit.Quantity) string {
	if q.Amount.IsZero() {
		return ""
	}
	return " (" + q.Amount.Decimal() + ")"
}

func (p *program) printFlips(w *printer, a *engine.Audit) {
	if len(a.Flips) == 0 {
		return
	}
	w.println("What would turn the verdict")
	for i := range a.Flips {
		f := &a.Flips[i]
		p.wrapped(w, "  "+verdictSign(f.To)+" ", f.Text)
	}
}

func (p *program) printProof(w *printer, a *engine.Audit) {
	if a.Proof == nil || a.Proof.Text == "" {
		return
	}
	words := strings.TrimSuffix(a.Proof.Text, ".") + "."
	if a.Proof.Checked {
		words += " (Checked by the independent checker.)"
	}
	p.wrapped(w, "Proof: ", words)
}
