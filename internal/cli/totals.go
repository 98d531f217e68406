package cli

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
)

// printTotals prints the balance: what comes in on the left, where it went on
// the right, so that anybody can add it up.
func (p *program) printTotals(w *printer, t *engine.TargetResult) {
	l := &t.Totals
	sources := make([]string, len(l.Source))
	for i, q := range l.Source {
		sources[i] = q.Amount.Decimal() + " " + first(unitWord(q.Unit), "in no stated unit")
	}
	if len(sources) > 0 {
		p.line(w, "In the record's own units: "+strings.Join(sources, ", "))
	}
	out := []string{"counted " + l.Counted.Decimal(), "elective " + l.Elective.Decimal()}
	for _, c := range []struct {
		name   string
		amount credit.Amount
	}{{"excess", l.Excess}, {"not accepted", l.NotAccepted}, {"undecided", l.Undecided}, {"rounding", l.Rounding}} {
		if !c.amount.IsZero() {
			out = append(out, c.name+" "+c.amount.Decimal())
		}
	}
	mark := ""
	if !l.Balanced {
		mark = "   (does not balance)"
	}
	p.line(w, fmt.Sprintf("Brought %s + granted %s = %s   (%s)%s",
		l.Brought.Decimal(), l.Granted.Decimal(), strings.Join(out, " + "), unitName(t.Unit), mark))
	p.line(w, fmt.Sprintf("Transfers: %s%s · counts directly: %s%s",
		l.Accepted.Decimal(), share(l.AcceptedShare), l.Counted.Decimal(), share(l.CountedShare)))
}

func share(percent string) string {
	if percent == "" {
		return ""
	}
	return " (" + percent + " %)"
}

func unitName(u credit.Unit) string {
	switch u {
	case credit.Semester:
		return "semester hours"
	case credit.Quarter:
		return "quarter units"
	case credit.ECTS:
		return "ECTS"
	case credit.CATS:
		return "CATS"
	case credit.Competency:
		return "competency units"
	}
	return string(u)
}
