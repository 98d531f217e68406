package cli

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/audit"
)

// printTogether prints how several programs stand when they are solved as one.
func (p *program) printTogether(w *printer, t *engine.Together) {
	if t == nil {
		return
	}
	w.println()
	w.println(p.bold("Together"))
	p.wrapped(w, verdictSign(t.Verdict)+" ", t.Text+".")
	for i := range t.Programs {
		x := &t.Programs[i]
		text := fmt.Sprintf("%s: %s", x.Target, verdictWord(x.Verdict))
		if x.Verdict != audit.Complete {
			text += fmt.Sprintf("; %s remain", quantityWords(x.Remaining))
		}
		p.wrapped(w, "  "+verdictSign(x.Verdict)+" ", text)
	}
	for i := range t.Budgets {
		b := &t.Budgets[i]
		text := fmt.Sprintf("%s may share %s; they share %s", strings.Join(b.Between, " and "), shareWords(b), b.Have.Decimal())
		if b.Note != "" {
			text += " (" + b.Note + ")"
		}
		p.wrapped(w, "  ", text)
	}
	for i := range t.Shared {
		p.wrapped(w, "  ", fmt.Sprintf("%s serves %s", t.Shared[i].Line, strings.Join(t.Shared[i].Programs, " and ")))
	}
	p.printWays(w, "Ways to finish all of them", t.Ways)
	p.printFlips(w, t.Flips)
	for _, note := range t.Notes {
		p.wrapped(w, "  ", "Note: "+note+".")
	}
}

// shareWords is what two programs may share: "at most 1 course", "no credits".
func shareWords(b *engine.Budget) string {
	one, many := "course", "courses"
	if b.What == "credits" {
		one, many = "credit", "credits"
	}
	switch {
	case b.Limit.IsZero():
		return "no " + many
	case b.Limit.Equal(credit.Int(1)):
		return "at most 1 " + one
	}
	return "at most " + b.Limit.Decimal() + " " + many
}
