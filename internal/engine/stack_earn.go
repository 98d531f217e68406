package engine

import (
	"cmp"
	"fmt"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/wording"
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
	out.Words = earnWords(&out, step.again)
	out.Text = out.Words.String()
	return out
}

func earnWords(e *StackEarn, again bool) wording.Phrase {
	name := fmt.Sprintf("%s (%s)", e.Title, cmp.Or(e.InstitutionName, string(e.Institution)))
	if e.Apply {
		return wording.Of("earn.apply", "apply for {name}, which is complete", "name", name)
	}
	left := wording.Count("count.items", e.Remaining.Items, "{n} item", "{n} items")
	if a := e.Remaining.Credits.Amount; a.Sign() > 0 {
		left = wording.Of("earn.left", "{credits} in {items}", "credits", units(a, e.Remaining.Credits.Unit), "items", left)
	}
	switch {
	case e.Remaining.AtMost:
		left = wording.Of("requirement.at_most", "at most {what}", "what", left)
	case e.Remaining.AtLeast:
		left = wording.Of("requirement.at_least", "at least {what}", "what", left)
	}
	if again {
		return wording.Of("earn.again", "renew, or earn again, {name}: {left}", "name", name, "left", left)
	}
	return wording.Of("earn.earn", "earn {name}: {left}", "name", name, "left", left)
}
