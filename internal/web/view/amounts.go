package view

import (
	"fmt"
	"math/big"

	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
)

// amountOf is the credit of a part.
func amountOf(l *engine.Ledger, p Part) credit.Amount {
	switch p {
	case Counted:
		return l.Counted
	case Elective:
		return l.Elective
	case Excess:
		return l.Excess
	case NotAccepted:
		return l.NotAccepted
	case Undecided:
		return l.Undecided
	}
	return credit.Amount{}
}

// segment is a piece of the stacked bar, in per cent of its width.
type segment struct {
	part     Part
	at, wide string
	amount   credit.Amount
}

// segments lays the parts of a ledger out side by side. It only decides how wide
// they are drawn; the numbers beside them are the engine's.
func segments(l *engine.Ledger) []segment {
	var all credit.Amount
	for _, p := range Parts() {
		if a := amountOf(l, p); a.Sign() > 0 {
			all = all.Add(a)
		}
	}
	if all.Sign() <= 0 {
		return nil
	}
	at := new(big.Rat)
	var out []segment
	for _, p := range Parts() {
		a := amountOf(l, p)
		if a.Sign() <= 0 {
			continue
		}
		share := new(big.Rat).Quo(a.Rat(), all.Rat())
		share.Mul(share, big.NewRat(100, 1))
		out = append(out, segment{part: p, at: percent(at), wide: percent(share), amount: a})
		at.Add(at, share)
	}
	return out
}

func percent(r *big.Rat) string { return r.FloatString(3) + "%" }

// barText says the stacked bar in words.
func barText(p *Page, t *engine.TargetResult) string {
	var parts []string
	for _, s := range segments(&t.Totals.Ledger) {
		parts = append(parts, p.T("results.bar.part", "amount", p.Loc.Amount(s.amount), "part", p.T("part."+string(s.part))))
	}
	in := credit.Quantity{Amount: t.Totals.In(), Unit: t.Unit}
	return p.T("results.bar.text", "brought", p.Loc.Quantity(in), "parts", p.Loc.List(parts))
}

// itemsText is "3 courses".
func itemsText(p *Page, n int) string { return p.N("results.items", n) }

// workText is what is left, in words: "18 quarter credits in 5 courses".
func workText(p *Page, key string, q credit.Quantity, items int) string {
	return p.T(key, "credits", p.Loc.Quantity(q), "items", itemsText(p, items))
}

// stepID makes an id of a document out of step numbers.
func stepID(number string) string { return fmt.Sprintf("step-%s", number) }
