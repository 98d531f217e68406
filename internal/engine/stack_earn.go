package engine

import (
	"cmp"
	"fmt"

	"github.com/cairnproject/cairn/internal/credit"
)

// earn says that a credential is to be earned on the way.
func (w *stackWriter) earn(p int32, step earnStep) StackEarn {
	inst := w.ix.list[p].inst
	out := StackEarn{Credential: step.item, Apply: step.apply}
	if step.program >= 0 {
		q := &w.ix.list[step.program]
		inst = q.inst
		out.Program, out.Title = q.ID, w.title(step.program)
		if c := w.costs[step.program]; c != nil && c.ok && !step.apply && !step.again {
			w.settle(step.program)
			step.credits, step.items = c.credits, c.items
			out.Remaining.AtMost, out.Remaining.AtLeast = c.atMost, c.atLeast
			if out.Missing = c.missing; out.Missing == nil {
				out.Missing = w.missing(c.answer)
			}
		}
	} else {
		out.Title = w.s.itemName(step.item)
		if k, ok := w.s.itemByID[step.item]; ok && w.s.items[k].institution >= 0 {
			inst = w.s.items[k].institution
		}
	}
	in := &w.s.institutions[inst]
	out.Institution, out.InstitutionName = in.ID, in.Name
	// What no program earns is priced in the unit of who asks for it.
	unit := in.Unit
	if step.program < 0 {
		unit = w.s.institutions[w.ix.list[p].inst].Unit
	}
	out.Remaining.Credits, out.Remaining.Items = credit.Quantity{Amount: step.credits, Unit: unit}, step.items
	out.Text = earnWords(&out, step.again)
	return out
}

func earnWords(e *StackEarn, again bool) string {
	name := fmt.Sprintf("%s (%s)", e.Title, cmp.Or(e.InstitutionName, string(e.Institution)))
	if e.Apply {
		return "apply for " + name + ", which is complete"
	}
	left := plural(e.Remaining.Items, "item")
	if a := e.Remaining.Credits.Amount; a.Sign() > 0 {
		left = fmt.Sprintf("%s %s in %s", a.Decimal(), unitWord(e.Remaining.Credits.Unit), left)
	}
	switch {
	case e.Remaining.AtMost:
		left = "at most " + left
	case e.Remaining.AtLeast:
		left = "at least " + left
	}
	verb := "earn"
	if again {
		verb = "renew, or earn again,"
	}
	return fmt.Sprintf("%s %s: %s", verb, name, left)
}
