package cli

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
)

// printWays prints the best ways to finish, cheapest first.
func (p *program) printWays(w *printer, title string, ways []engine.Way) {
	if len(ways) == 0 {
		return
	}
	w.println(title)
	for i := range ways {
		way := &ways[i]
		head := quantityWords(way.Credits) + " in " + count(way.Items, "course", "courses")
		if way.Credits.Amount.IsZero() {
			head = count(len(way.Steps), "step", "steps") + " without credits"
		}
		p.wrapped(w, fmt.Sprintf("  %d. ", i+1), head)
		for j := range way.Steps {
			text := stepWords(&way.Steps[j])
			if of := way.Steps[j].Programs; len(of) > 0 {
				text = strings.Join(of, " and ") + ": " + text
			}
			p.wrapped(w, "     - ", text)
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
	if s.Short {
		return out + "; " + s.ListedWords()
	}
	if len(s.Options) > 0 {
		out += ": " + s.Choice(shownOptions).String()
	}
	return out
}

func creditsBehind(q credit.Quantity) string {
	if q.Amount.IsZero() {
		return ""
	}
	return " (" + q.Amount.Decimal() + ")"
}

func (p *program) printFlips(w *printer, flips []engine.Flip) {
	if len(flips) == 0 {
		return
	}
	w.println("What would turn the verdict")
	for i := range flips {
		f := &flips[i]
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
