package cli

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
)

// printProgram prints how a program stands: the verdict, the outline of its
// requirements, and what would finish it.
func (p *program) printProgram(w *printer, t *engine.TargetResult) {
	a := t.Audit
	if a == nil {
		return
	}
	w.println()
	p.wrapped(w, verdictSign(a.Verdict)+" ", p.bold(a.Text+"."))
	if words := versionWords(a); words != "" {
		p.wrapped(w, "  ", words)
	}
	p.printChoices(w, a)
	p.wrapped(w, "  ", fmt.Sprintf("Counts towards it: %s. Remaining: %s.", quantityWords(a.Counts), remainingWords(&a.Remaining)))
	if !a.Proven {
		p.wrapped(w, "  ", unprovenWords(a))
	}
	if b := a.Remaining.Bound; a.Proven && b != nil {
		p.wrapped(w, "  ", "This is the least that was found; whatever is taken, at least "+quantityWords(*b)+" remain.")
	}
	p.printOutline(w, t)
	p.printQuestions(w, a)
	p.printLenses(w, a)
	p.printWays(w, "Ways to finish", a.Ways)
	p.printFlips(w, a.Flips)
	p.printProof(w, a)
}

func verdictSign(v audit.Verdict) string {
	switch v {
	case audit.Complete:
		return "✓"
	case audit.Undecided:
		return "¿"
	case audit.Incomplete:
		return "✗"
	}
	return "?"
}

// verdictWord is a verdict for people.
func verdictWord(v audit.Verdict) string {
	switch v {
	case audit.Complete:
		return "complete"
	case audit.Undecided:
		return "undecided"
	case audit.Incomplete:
		return "not complete"
	}
	return string(v)
}

// versionWords says which catalogue version is asked, and why that one.
func versionWords(a *engine.Audit) string {
	name := a.Version
	if name == "" && a.Catalog.From.IsZero() && a.Catalog.To.IsZero() {
		return ""
	}
	text := "Catalogue version " + name
	if name == "" {
		text = "Catalogue of " + a.Catalog.String()
	} else if !a.Catalog.From.IsZero() || !a.Catalog.To.IsZero() {
		text += " (" + a.Catalog.String() + ")"
	}
	return text + rightWords(a.Right) + "."
}

// rightWords says by which right a version is asked.
func rightWords(right string) string {
	switch right {
	case "":
		return ""
	case "current":
		return ", in force on the day of evaluation"
	case "latest":
		return ", the latest there is"
	}
	return ", by right of " + right
}

// printChoices prints how the right came about, and the versions that were not
// chosen.
func (p *program) printChoices(w *printer, a *engine.Audit) {
	for i := range a.RightReasons {
		p.wrapped(w, "  because ", a.RightReasons[i].Text)
	}
	for i := range a.Choices {
		c := &a.Choices[i]
		if c.Chosen {
			continue
		}
		p.wrapped(w, "  or ", fmt.Sprintf("%s, by right of %s: %s; remaining %s",
			first(c.Version, c.Catalog.String()), c.Right, verdictWord(c.Verdict), remainingWords(&c.Remaining)))
	}
}

func unprovenWords(a *engine.Audit) string {
	text := "The search was cut short: this is the best that was found"
	if b := a.Remaining.Bound; b != nil {
		text += "; no answer leaves less than " + quantityWords(*b)
	}
	return text + "."
}

// quantityWords is credit with its unit: "12 quarter credits".
func quantityWords(q credit.Quantity) string {
	unit := string(q.Unit)
	if q.Unit == credit.ECTS || q.Unit == credit.CATS {
		unit = unitName(q.Unit)
	}
	amount := q.Amount.Decimal()
	return amount + " " + plural(amount, strings.TrimSpace(unit+" credit"))
}

// remainingWords is what is left: "18 quarter credits in 5 courses".
func remainingWords(r *engine.Remaining) string {
	switch {
	case r.Credits.Amount.IsZero() && r.Items == 0 && r.Unmet == 0:
		return "nothing"
	case r.Credits.Amount.IsZero() && r.Items == 0:
		return count(r.Unmet, "requirement", "requirements") + " without credits"
	case r.Items == 0:
		return quantityWords(r.Credits)
	}
	return quantityWords(r.Credits) + " in " + count(r.Items, "course", "courses")
}

func (p *program) printQuestions(w *printer, a *engine.Audit) {
	if len(a.Questions) == 0 {
		return
	}
	w.println("For a person to answer")
	for i := range a.Questions {
		q := &a.Questions[i]
		p.wrapped(w, "  ¿ ", strings.TrimPrefix(q.Path+": ", ": ")+q.Text)
	}
}

func (p *program) printLenses(w *printer, a *engine.Audit) {
	for i := range a.Lenses {
		l := &a.Lenses[i]
		text := "With what is in progress: "
		if l.With == "planned" {
			text = "With what is in progress and planned: "
		}
		text += verdictWord(l.Verdict)
		if l.Verdict != audit.Complete {
			text += "; " + remainingWords(&l.Remaining) + " would remain"
		}
		p.wrapped(w, "~ ", text+".")
	}
}
