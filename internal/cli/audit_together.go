package cli

import (
	"fmt"
	"strings"

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
		text := fmt.Sprintf("%s may both use %s %s; they share %s", strings.Join(b.Between, " and "), b.Limit.Decimal(), b.What, b.Have.Decimal())
		if b.Note != "" {
			text += " (" + b.Note + ")"
		}
		p.wrapped(w, "  ", text)
	}
	for i := range t.Shared {
		p.wrapped(w, "  ", fmt.Sprintf("%s serves %s", t.Shared[i].Line, strings.Join(t.Shared[i].Programs, " and ")))
	}
	for _, note := range t.Notes {
		p.wrapped(w, "  ", "Note: "+note+".")
	}
}
