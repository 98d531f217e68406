package engine

import (
	"cmp"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/credit"
)

// priceCandidate computes the credit of a rule's candidate.
func (e *evaluation) priceCandidate(c *candidate, r *rule) {
	a := &e.s.agreements[r.agreement]
	e.price(c, cmp.Or(r.Credit, a.Credit, agreement.ByRule), cmp.Or(r.Remainder, a.Remainder))
}

// price fills the split: how much credit each line gives. What the awards name
// is drawn from the lines in proportion to what they brought.
func (e *evaluation) price(c *candidate, source agreement.CreditSource, rest agreement.Remainder) {
	c.split = make([]share, len(c.lines))
	if !givesCredit(c.awards) {
		if c.gives() {
			c.consumes, c.outcome = false, SatisfiedNoCredit
		}
		return
	}
	var brought credit.Amount
	for _, i := range c.lines {
		brought = brought.Add(e.brought[i])
		if !e.convertible[i] && source != agreement.ByRule && source != agreement.ByCatalog && c.outcome == Awarded {
			c.outcome = NeedsAssessment
			c.reasons = append(c.reasons, notConvertible(&e.lines[i], e.recv))
		}
	}
	v := valuation{e: e, c: c, brought: brought, rest: rest}
	switch source {
	case agreement.BySender:
		v.bySender()
	case agreement.ByLower:
		v.byLower()
	default:
		v.byRule(source == agreement.ByCatalog)
	}
}

func givesCredit(awards []agreement.Award) bool {
	for i := range awards {
		if awards[i].Kind.GivesCredit() {
			return true
		}
	}
	return false
}

// valuation turns brought credit into accepted credit for one candidate.
type valuation struct {
	e       *evaluation
	c       *candidate
	brought credit.Amount
	rest    agreement.Remainder
}

// stated sums the credits that the awards name, direct and elective; open is
// set where an award leaves its size to what was brought.
func (v *valuation) stated(catalogOnly bool) (direct, elective credit.Amount, open bool) {
	for i := range v.c.awards {
		aw := &v.c.awards[i]
		if !aw.Kind.GivesCredit() {
			continue
		}
		size, known := v.e.awardSize(aw, catalogOnly)
		switch {
		case !known:
			open = true
		case aw.Kind.Elective():
			elective = elective.Add(size)
		default:
			direct = direct.Add(size)
		}
	}
	return direct, elective, open
}

// awardSize is what an award states, else the catalogue credits of its
// receiving course in the receiver's unit.
func (e *evaluation) awardSize(aw *agreement.Award, catalogOnly bool) (credit.Amount, bool) {
	if aw.Credits != nil && !catalogOnly {
		return *aw.Credits, true
	}
	i, ok := e.s.itemByID[aw.Item]
	if !ok {
		if aw.Credits != nil {
			return *aw.Credits, true
		}
		return credit.Amount{}, false
	}
	ver, _ := e.s.items[i].At(e.asOf)
	unit := cmp.Or(ver.Unit, e.s.institutions[e.s.items[i].institution].Unit)
	ratio, ok := e.recv.table.Ratio(unit, e.recv.Unit)
	return ver.Credits.Mul(ratio), ok
}

// byRule gives what the awards state. Brought credit beyond it is elective or
// not accepted; what is stated beyond the brought credit is granted. An award
// that leaves its size open takes the brought credit that is left.
func (v *valuation) byRule(catalogOnly bool) {
	direct, elective, open := v.stated(catalogOnly)
	total := direct.Add(elective)
	left := v.brought.Sub(total)
	switch {
	case left.Sign() <= 0:
		v.spread(direct, elective, left.Neg())
	case open && v.openDirect():
		v.derive(direct.Add(left), elective, left)
	case open || v.rest == agreement.RemainderElective:
		v.derive(direct, elective.Add(left), left)
	default:
		v.spread(direct, elective, credit.Amount{})
		v.c.reasons = append(v.c.reasons, unassigned(v.c.ref, left, v.brought, v.e.recv.Unit))
	}
}

// openDirect reports whether an award without a size is direct credit.
func (v *valuation) openDirect() bool {
	for i := range v.c.awards {
		aw := &v.c.awards[i]
		if aw.Kind.GivesCredit() && !aw.Kind.Elective() {
			if _, known := v.e.awardSize(aw, false); !known {
				return true
			}
		}
	}
	return false
}

// bySender gives the brought credit. The awards say how much of it is direct;
// the rest is elective unless the rule drops it.
func (v *valuation) bySender() {
	direct, elective, open := v.stated(false)
	switch {
	case open && v.openDirect():
		direct, elective = v.brought, credit.Amount{}
	case v.rest != agreement.RemainderNone:
		direct = credit.Min(direct, v.brought)
		elective = v.brought.Sub(direct)
	default:
		direct = credit.Min(direct, v.brought)
		elective = credit.Min(elective, v.brought.Sub(direct))
		if open {
			elective = v.brought.Sub(direct)
		}
	}
	total := direct.Add(elective)
	v.derive(direct, elective, total)
}

// byLower gives the brought credit or what the awards state, whichever is less.
func (v *valuation) byLower() {
	direct, elective, open := v.stated(false)
	if open {
		v.bySender()
		return
	}
	direct = credit.Min(direct, v.brought)
	elective = credit.Min(elective, v.brought.Sub(direct))
	if v.rest == agreement.RemainderElective {
		elective = v.brought.Sub(direct)
	}
	v.derive(direct, elective, direct.Add(elective))
}

// derive rounds the part of the accepted credit that comes from brought credit
// and spreads the result. Numbers that a rule states are never rounded.
func (v *valuation) derive(direct, elective, derived credit.Amount) {
	policy := v.e.recv.policy.Rounding
	v.spread(direct, elective, credit.Amount{})
	switch {
	case policy.At(credit.PerRule):
		v.take(derived.Sub(policy.Apply(derived)))
	case policy.At(credit.PerCourse):
		for k := range v.c.split {
			part := v.portion(derived, k)
			v.takeFrom(k, part.Sub(policy.Apply(part)))
		}
	}
}

// portion is line k's share of an amount, in proportion to what it brought;
// lines that all brought nothing share equally. The last line takes what is
// left, so that the shares always sum to the amount.
func (v *valuation) portion(total credit.Amount, k int) credit.Amount {
	last := len(v.c.lines) - 1
	if last == 0 || total.IsZero() {
		return total
	}
	if k < last {
		return v.share(total, k)
	}
	rest := total
	for i := range last {
		rest = rest.Sub(v.share(total, i))
	}
	return rest
}

// fineness is the finest fraction of a share that is not exact anyway: all
// fractions up to tenths, and thousandths of them, stay exact.
const fineness = 2520

// share is the proportional part of a line. Fractions of one solve must have a
// common denominator, so a part with an awkward one (a rule over 59 credits) is
// cut to 1/2520 of a credit.
func (v *valuation) share(total credit.Amount, k int) credit.Amount {
	part := total.Mul(credit.Frac(1, int64(len(v.c.lines))))
	if !v.brought.IsZero() {
		part = total.Mul(v.e.brought[v.c.lines[k]]).Div(v.brought)
	}
	if d, ok := part.Denominator(); ok && fineness*1000%d == 0 {
		return part
	}
	return credit.Rounding{Mode: credit.Truncate, Quantum: credit.Frac(1, fineness)}.Apply(part)
}

// spread divides direct and elective credit over the lines. What a line brought
// beyond its share is not accepted, so that every line balances.
func (v *valuation) spread(direct, elective, granted credit.Amount) {
	total := direct.Add(elective)
	for k := range v.c.split {
		brought := v.e.brought[v.c.lines[k]]
		s := share{granted: v.portion(granted, k)}
		units := v.portion(total, k)
		if granted.Sign() > 0 || total.Equal(v.brought) {
			units = brought.Add(s.granted)
		}
		s.counted = credit.Min(v.portion(direct, k), units)
		if elective.IsZero() {
			s.counted = units
		}
		s.elective = units.Sub(s.counted)
		if s.notAccepted = brought.Add(s.granted).Sub(units); s.notAccepted.Sign() < 0 {
			s.granted, s.notAccepted = s.granted.Sub(s.notAccepted), credit.Amount{}
		}
		v.c.split[k] = s
	}
}

// take lets rounding take an amount from all lines in proportion.
func (v *valuation) take(amount credit.Amount) {
	for k := range v.c.split {
		v.takeFrom(k, v.portion(amount, k))
	}
}

// takeFrom lets rounding take from a line: elective credit first. A negative
// amount gives.
func (v *valuation) takeFrom(k int, amount credit.Amount) {
	s := &v.c.split[k]
	s.rounding = s.rounding.Add(amount)
	fromElective := amount
	if amount.Sign() > 0 {
		fromElective = credit.Min(amount, s.elective)
	} else if s.elective.IsZero() {
		fromElective = credit.Amount{}
	}
	s.elective = s.elective.Sub(fromElective)
	s.counted = s.counted.Sub(amount.Sub(fromElective))
}
