package lint

import (
	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// credits compares what a rule brings with what its awards state: of several
// alternatives the least that is brought when credit gets lost, the most when
// there is too much. It speaks only of credit that nobody has accounted for.
func (l *linter) credits(at place, a *agreement.Agreement, r *agreement.Rule) {
	if !awarding(r) {
		return
	}
	source := first(r.Credit, a.Credit)
	if source == agreement.BySender || source == agreement.ByLower {
		return // the rule follows what is brought
	}
	receiver := l.institutions[a.Receiver]
	least, most, ok := l.brought(r.When, receiver)
	if !ok || most.IsZero() {
		return
	}
	given, ok := l.given(r, source)
	if !ok {
		return
	}
	switch {
	case given.Cmp(least) < 0:
		if first(r.Remainder, a.Remainder) == agreement.RemainderElective {
			return
		}
		l.findf(at.String(), CreditsLost, "add elective credit to the awards, or set remainder: elective",
			"%s of %s %s credits are unaccounted for%s", least.Sub(given).Decimal(), least.Decimal(), receiver.Unit, atLeast(least, most))
	case given.Cmp(most) > 0:
		l.findf(at.String(), CreditsGranted, "check the credits of the awards",
			"the awards give %s %s credits for %s brought%s", given.Decimal(), receiver.Unit, most.Decimal(), atMost(least, most))
	}
}

func atLeast(least, most credit.Amount) string {
	if least.Equal(most) {
		return ""
	}
	return ", whichever alternative is brought"
}

func atMost(least, most credit.Amount) string {
	if least.Equal(most) {
		return ""
	}
	return " at most"
}

// brought is the least and the most credit that meets the rule, in the
// receiver's unit; ok is false where it is not certain or cannot be converted.
func (l *linter) brought(e *agreement.Expr, receiver *catalog.Institution) (least, most credit.Amount, ok bool) {
	if receiver == nil {
		return least, most, false
	}
	ways, whole := waysOf(e)
	table := credit.NewTable(receiver.Policy.Conversions)
	for i, w := range ways {
		var sum credit.Amount
		for k := range w {
			one, known := l.size(w[k].item, table, receiver.Unit)
			if !known {
				return least, most, false
			}
			sum = sum.Add(one)
		}
		if i == 0 {
			least, most = sum, sum
		}
		least, most = credit.Min(least, sum), credit.Max(most, sum)
	}
	return least, most, whole
}

// size is the credit of an item in a unit.
func (l *linter) size(id catalog.ItemID, table credit.Table, to credit.Unit) (credit.Amount, bool) {
	it := l.items[id]
	if it == nil {
		return credit.Amount{}, false
	}
	v := it.Latest()
	unit := v.Unit
	if sender := l.institutions[it.Institution]; unit == "" && sender != nil {
		unit = sender.Unit
	}
	ratio, known := table.Ratio(unit, to)
	return v.Credits.Mul(ratio), known && v.MaxCredits.IsZero()
}

// given sums what the awards state; ok is false where one of them follows what
// is brought.
func (l *linter) given(r *agreement.Rule, source agreement.CreditSource) (sum credit.Amount, ok bool) {
	for i := range r.Awards {
		w := &r.Awards[i]
		if w.Kind == agreement.AwardOneOf && len(w.OneOf) > 0 {
			w = &w.OneOf[0]
		}
		switch it := l.items[w.Item]; {
		case !w.Kind.GivesCredit():
		case w.Credits != nil && (source != agreement.ByCatalog || it == nil):
			sum = sum.Add(*w.Credits)
		case it != nil:
			sum = sum.Add(it.Latest().Credits)
		default:
			return sum, false
		}
	}
	return sum, true
}
