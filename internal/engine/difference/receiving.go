package difference

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/wording"
)

// receiving compares where the receiving items stand.
func (c *collector) receiving(a, b *engine.TargetResult) {
	for _, id := range ids(a.Receiving, b.Receiving, receivingID) {
		x, y := byID(a.Receiving, id, receivingID), byID(b.Receiving, id, receivingID)
		out := Change{Kind: Receiving, ID: id, Before: "no agreement speaks of it", After: "no agreement speaks of it", Cause: Rule}
		if x != nil {
			out.NameWords, out.Before = receivingPhrase(x), receivingWords(x)
		}
		if y != nil {
			out.After = receivingWords(y)
			if x == nil {
				out.NameWords = receivingPhrase(y)
			}
		}
		if x != nil && y != nil {
			out.Cause = receivingCause(x, y)
			if x.Rule.Version != y.Rule.Version && x.Rule.Agreement == y.Rule.Agreement {
				out.WhyWords = append(out.WhyWords, earlier(ruleWords(&x.Rule)), later(ruleWords(&y.Rule)))
			}
			if receivingName(x) != receivingName(y) {
				out.Before, out.After = receivingName(x)+" "+out.Before, receivingName(y)+" "+out.After
			}
		}
		if out.Before != out.After || len(out.WhyWords) > 0 {
			c.add(out)
		}
	}
}

func receivingID(r *engine.Receiving) string {
	items := make([]string, len(r.Items))
	for i := range r.Items {
		items[i] = string(r.Items[i].Item)
	}
	return strings.Join(items, "+")
}

func receivingName(r *engine.Receiving) string { return receivingPhrase(r).String() }

func receivingPhrase(r *engine.Receiving) wording.Phrase {
	var out wording.Phrase
	for i := range r.Items {
		code := wording.Name(cmp.Or(r.Items[i].Code, string(r.Items[i].Item)))
		if i == 0 {
			out = code
			continue
		}
		out = wording.Of("gap.and", "{one} and {other}", "one", out, "other", code)
	}
	return out
}

func receivingWords(r *engine.Receiving) string {
	words := statusWords(string(r.Status))
	if len(r.By) > 0 {
		by := slices.Clone(r.By)
		slices.Sort(by)
		words += " by " + strings.Join(by, ", ")
	}
	return words
}

func receivingCause(x, y *engine.Receiving) Cause {
	switch {
	case receivingName(x) != receivingName(y):
		return ItemRenumbered
	case x.Rule.Agreement == y.Rule.Agreement && x.Rule.Version != y.Rule.Version:
		return AgreementVersion
	case x.Rule != y.Rule || x.Sentence != y.Sentence:
		return Rule
	}
	return Consequence
}

// totals compares what is accepted and what counts in all.
func (c *collector) totals(a, b *engine.TargetResult) {
	words := func(t *engine.TargetResult) string {
		l := &t.Totals.Ledger
		return "transfers " + l.Accepted().Decimal() + ", counts directly " + l.Counted.Decimal() + " (" + string(t.Unit) + ")"
	}
	if before, after := words(a), words(b); before != after {
		c.add(Change{Kind: Totals, ID: "totals", Name: "Credit in all", Before: before, After: after, Cause: Consequence})
	}
}
