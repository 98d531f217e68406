package engine

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

func (r *RuleRef) name() string {
	if r.Rule == "" {
		return fmt.Sprintf("agreement %s v%d", r.Agreement, r.Version)
	}
	return fmt.Sprintf("rule %s of %s v%d", r.Rule, r.Agreement, r.Version)
}

func conflictDuplicate(kept, dropped *RuleRef) Reason {
	return Reason{
		Code: "conflict_duplicate", Text: fmt.Sprintf("%s and %s say the same; one is used", kept.name(), dropped.name()),
		Rule: dropped, Fix: "remove one of the two rules",
	}
}

func conflictEquivalent(first, other *RuleRef) Reason {
	return Reason{
		Code: "conflict_equivalent", Text: fmt.Sprintf("%s and %s lead to equivalent credit; one is used", first.name(), other.name()),
		Rule: other, Fix: "keep one of the two rules",
	}
}

func conflictBlanket(awarded, blanket *RuleRef) Reason {
	return Reason{
		Code: "conflict_blanket_versus_real", Text: fmt.Sprintf("%s gives a real course and %s only elective credit; the real course is awarded", awarded.name(), blanket.name()),
		Rule: blanket, Fix: "limit one of the rules so that only one applies",
	}
}

func conflictDenial(awarded, denied *RuleRef) Reason {
	return Reason{
		Code: "conflict_denial", Text: fmt.Sprintf("%s awards what %s refuses; inside a tier the award that is best for the learner is used", awarded.name(), denied.name()),
		Rule: denied, Fix: "decide which of the two rules is right",
	}
}

func conflictFloor(floor, higher *RuleRef) Reason {
	return Reason{
		Code: "guarantee_floor", Text: fmt.Sprintf("%s guarantees more than %s gives; the guarantee is a floor and wins", floor.name(), higher.name()),
		Rule: higher, Fix: "bring the agreement up to the guarantee",
	}
}

func ambiguousRules(refs []*RuleRef, sentences []string) Reason {
	return Reason{
		Code: "ambiguous_rules", Text: "the rules lead to different courses, and nothing says which: " + strings.Join(sentences, "; "),
		Rule: refs[0], Have: &Value{Text: fmt.Sprintf("%d rules", len(refs))}, Need: &Value{Text: "one rule, or an explicit choice"},
		Fix: "the receiving department decides",
	}
}

// The reasons of the ledger.

func (e *evaluation) awardedBy(c *candidate, code string) Reason {
	text := e.s.sentence(c.rule)
	return Reason{Code: code, Text: text, Rule: c.ref}
}

func remainderElective(ref *RuleRef, elective credit.Amount, unit credit.Unit) Reason {
	amount := elective.Decimal()
	return Reason{
		Code: "remainder_elective", Text: amount + " " + string(unit) + " credits beyond the receiving course count as elective",
		Rule: ref, Have: &Value{Text: amount, Unit: string(unit)},
	}
}

func unitsOnce(l *line, targets string) Reason {
	return Reason{
		Code: "units_once", Text: lineName(l) + " serves " + targets + "; its units are counted once",
	}
}

func grantedBy(ref *RuleRef, granted credit.Amount, unit credit.Unit) Reason {
	return Reason{
		Code: "credit_granted", Text: fmt.Sprintf("the rule gives %s %s credits beyond what was brought", granted.Decimal(), unit),
		Rule: ref, Have: &Value{Text: granted.Decimal(), Unit: string(unit)},
	}
}

func roundingTook(in *institution, taken, brought credit.Amount) Reason {
	p := in.policy.Rounding
	return Reason{
		Code: "rounding", Text: fmt.Sprintf("%s rounds (%s): %s becomes %s", in.Name, p.Mode, brought.Decimal(), brought.Sub(taken).Decimal()),
		Have: &Value{Text: brought.String(), Unit: string(in.Unit)}, Need: &Value{Text: brought.Sub(taken).String(), Unit: string(in.Unit)},
	}
}

func overCap(c *catalog.Cap, limit, over, had credit.Amount, unit credit.Unit) Reason {
	title := c.Title
	if title == "" {
		title = c.ID
	}
	limitUnit := unit
	if c.Share.IsZero() && c.Unit != "" {
		limit, limitUnit = c.Limit, c.Unit // in the words of the policy
	}
	return Reason{
		Code: "over_cap", Text: fmt.Sprintf("%s allows %s %s in all; %s of %s %s credits of this line are over it", title, limit.Decimal(), limitUnit, over.Decimal(), had.Decimal(), unit),
		Have: &Value{Text: had.Decimal(), Unit: string(unit)}, Need: &Value{Text: limit.Decimal(), Unit: string(limitUnit)},
		Fix: "the limit leaves no room for it; other credit would have to give way",
	}
}

func duplicateCourse(what, by string) Reason {
	return Reason{
		Code: "duplicate_course", Text: fmt.Sprintf("%s is already given by %s, and counts once", what, by),
		Have: &Value{Text: what}, Need: &Value{Text: by},
	}
}

func excludedBy(other string, note string) Reason {
	text := fmt.Sprintf("credit is given for this or %s, not for both", other)
	if note != "" {
		text += " (" + note + ")"
	}
	return Reason{Code: "duplicate_exclusion", Text: text, Need: &Value{Text: other}}
}

func sourceUsed(ref *RuleRef, partner, by string) Reason {
	return Reason{
		Code: "source_used", Text: fmt.Sprintf("%s would need %s, which serves %s here", ref.name(), partner, by), Rule: ref,
	}
}

func higherTier(ref *RuleRef, tier agreement.Tier) Reason {
	return Reason{
		Code: "higher_tier", Text: fmt.Sprintf("%s is not used: the %s decides first", ref.name(), tier), Rule: ref,
	}
}

func noRule(l *line, in *institution) Reason {
	return Reason{
		Code: "no_rule", Text: fmt.Sprintf("%s has not evaluated %s: no rule names it", in.Name, lineName(l)),
		Need: &Value{Text: "a rule at " + in.Name}, Fix: "ask " + in.Name + " to evaluate it",
	}
}

func noProgramRule(l *line, in *institution, programs int) Reason {
	return Reason{
		Code: "program_rules_only", Text: fmt.Sprintf("%s names %s only in agreements for single programs (%d)", in.Name, lineName(l), programs),
		Need: &Value{Text: "a program"}, Fix: "name a program of " + in.Name,
	}
}

func programsToTry(in *institution, n int, list string) Reason {
	return Reason{
		Code: "programs_to_try", Text: fmt.Sprintf("%s speaks of this record in agreements for single programs (%d): %s", in.Name, n, list),
		Need: &Value{Text: list}, Fix: "name one of these programs as the target",
	}
}

func unlistedRefused(in *institution) Reason {
	return Reason{
		Code: "unlisted_refused", Text: fmt.Sprintf("%s gives no credit for what no rule names", in.Name),
		Need: &Value{Text: "a rule at " + in.Name}, Fix: "ask " + in.Name + " to evaluate it",
	}
}

func chainSuggestion(l *line, via *institution, given, then string, in *institution, ref *RuleRef) Reason {
	return Reason{
		Code: "chain_suggestion",
		Text: fmt.Sprintf("a suggestion, not an award: %s takes %s as %s, and %s takes that as %s", via.Name, lineName(l), given, in.Name, then),
		Rule: ref, Fix: fmt.Sprintf("ask %s whether it accepts %s as %s", in.Name, lineName(l), then),
	}
}

func sourceMissing(ref *RuleRef, target, missing, sentence string) Reason {
	return Reason{
		Code: "source_missing", Text: "not yet " + target + ": missing " + missing + " (" + sentence + ")", Rule: ref,
		Need: &Value{Text: missing}, Fix: "complete " + missing,
	}
}

func orderWrong(ref *RuleRef, sentence string) Reason {
	return Reason{Code: "order_of_taking", Text: sentence + "; they were taken in another order", Rule: ref, Need: &Value{Text: sentence}}
}

func (s *Snapshot) ruleSentences(cands []*candidate) []string {
	var out []string
	for _, c := range cands {
		switch {
		case c.rule >= 0:
			out = append(out, s.sentence(c.rule))
		case len(c.awards) > 0:
			out = append(out, s.codeOf(c.awards[0].Item)+" by "+c.ref.name())
		}
	}
	return out
}

// codeOf is the name by which people know an item: its latest code, else its
// title, else the id.
func (s *Snapshot) codeOf(id catalog.ItemID) string {
	i, ok := s.itemByID[id]
	if !ok {
		return string(id)
	}
	v := s.items[i].Latest()
	switch {
	case v.Code != "":
		return v.Code
	case v.Title != "":
		return v.Title
	}
	return string(id)
}
