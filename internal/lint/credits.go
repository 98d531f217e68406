package lint

import (
	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// credits compares what a rule brings with what its awards state. It looks at
// rules whose sources are certain (one item, or all of several) and speaks only
// of credit that nobody has accounted for.
func (l *linter) credits(at string, a *agreement.Agreement, r *agreement.Rule) {
	if r.When == nil || r.Outcome != "" && r.Outcome != agreement.OutcomeAward {
		return
	}
	source := first(r.Credit, a.Credit)
	if source == agreement.BySender || source == agreement.ByLower {
		return // the rule follows what is brought
	}
	receiver := l.institutions[a.Receiver]
	brought, ok := l.brought(r.When, receiver)
	if !ok || brought.IsZero() {
		return
	}
	given, ok := l.given(r, source)
	if !ok {
		return
	}
	switch given.Cmp(brought) {
	case -1:
		if first(r.Remainder, a.Remainder) == agreement.RemainderElective {
			return
		}
		l.findf(at, CreditsLost, "add elective credit to the awards, or set remainder: elective",
			"%s of %s %s credits are unaccounted for", brought.Sub(given).Decimal(), brought.Decimal(), receiver.Unit)
	case 1:
		l.findf(at, CreditsGranted, "check the credits of the awards",
			"the awards give %s %s credits for %s brought", given.Decimal(), receiver.Unit, brought.Decimal())
	}
}

func first[T ~string](values ...T) T {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// brought sums the sources' credits in the receiver's unit; ok is false where
// they are not certain or cannot be converted.
func (l *linter) brought(e *agreement.Expr, receiver *catalog.Institution) (sum credit.Amount, ok bool) {
	if receiver == nil || e.Any != nil || e.AtLeast != nil || e.Match != nil {
		return sum, false
	}
	table := credit.NewTable(receiver.Policy.Conversions)
	for leaf := range e.Leaves {
		it := l.items[leaf.Item]
		if it == nil || leaf.Match != nil || leaf.Any != nil {
			return sum, false
		}
		v := it.Latest()
		unit := v.Unit
		if sender := l.institutions[it.Institution]; unit == "" && sender != nil {
			unit = sender.Unit
		}
		ratio, known := table.Ratio(unit, receiver.Unit)
		if !known || !v.MaxCredits.IsZero() {
			return sum, false
		}
		sum = sum.Add(v.Credits.Mul(ratio))
	}
	return sum, true
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
