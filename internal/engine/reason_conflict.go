package engine

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/wording"
)

func (r *RuleRef) name() string { return r.words().String() }

func (r *RuleRef) words() wording.Phrase {
	if r.Rule == "" {
		return wording.Of("ref.agreement", "agreement {agreement} v{version}", "agreement", string(r.Agreement), "version", r.Version)
	}
	return wording.Of("ref.rule", "rule {rule} of {agreement} v{version}", "rule", r.Rule, "agreement", string(r.Agreement), "version", r.Version)
}

func conflictDuplicate(kept, dropped *RuleRef) Reason {
	return Reason{
		Code: "conflict_duplicate", Text: fmt.Sprintf("%s and %s say the same; one is used", kept.name(), dropped.name()),
		Words: wording.Of("reason.duplicate", "{one} and {other} say the same; one is used", "one", kept.words(), "other", dropped.words()),
		Rule:  dropped, Fix: "remove one of the two rules",
	}
}

func conflictEquivalent(first, other *RuleRef) Reason {
	return Reason{
		Code: "conflict_equivalent", Text: fmt.Sprintf("%s and %s lead to equivalent credit; one is used", first.name(), other.name()),
		Words: wording.Of("reason.equivalent", "{one} and {other} lead to equivalent credit; one is used", "one", first.words(), "other", other.words()),
		Rule:  other, Fix: "keep one of the two rules",
	}
}

func conflictBlanket(awarded, blanket *RuleRef) Reason {
	return Reason{
		Code: "conflict_blanket_versus_real", Text: fmt.Sprintf("%s gives a real course and %s only elective credit; the real course is awarded", awarded.name(), blanket.name()),
		Words: wording.Of("reason.blanket", "{one} gives a real course and {other} only elective credit; the real course is awarded", "one", awarded.words(), "other", blanket.words()),
		Rule:  blanket, Fix: "limit one of the rules so that only one applies",
	}
}

func conflictDenial(awarded, denied *RuleRef) Reason {
	return Reason{
		Code: "conflict_denial", Text: fmt.Sprintf("%s awards what %s refuses; inside a tier the award that is best for the learner is used", awarded.name(), denied.name()),
		Words: wording.Of("reason.denial", "{one} awards what {other} refuses; inside a tier the award that is best for the learner is used", "one", awarded.words(), "other", denied.words()),
		Rule:  denied, Fix: "decide which of the two rules is right",
	}
}

func conflictFloor(floor, higher *RuleRef) Reason {
	return Reason{
		Code: "guarantee_floor", Text: fmt.Sprintf("%s guarantees more than %s gives; the guarantee is a floor and wins", floor.name(), higher.name()),
		Words: wording.Of("reason.floor", "{one} guarantees more than {other} gives; the guarantee is a floor and wins", "one", floor.words(), "other", higher.words()),
		Rule:  higher, Fix: "bring the agreement up to the guarantee",
	}
}

func ambiguousRules(refs []*RuleRef, sentences []wording.Phrase) Reason {
	words := wording.Of("reason.ambiguous", "the rules lead to different courses, and nothing says which: {rules}", "rules", wording.Join(sentences, "; "))
	return Reason{
		Code: "ambiguous_rules", Text: words.String(), Words: words, Rule: refs[0],
		Have: value("value.rules", "{n} rules", "n", len(refs)), Need: value("value.one_rule", "one rule, or an explicit choice"),
		Fix: "the receiving department decides",
	}
}

// The reasons of the ledger.

func (e *evaluation) awardedBy(c *candidate, code string) Reason {
	w := e.s.wordsOf(c.rule)
	return Reason{Code: code, Text: w.sentence, Words: w.words, Rule: c.ref}
}

func remainderElective(ref *RuleRef, elective credit.Amount, unit credit.Unit) Reason {
	amount := elective.Decimal()
	return Reason{
		Code: "remainder_elective", Text: creditsOf(elective, unit) + " beyond the receiving course count as elective",
		Words: wording.Of("reason.remainder", "{credits} beyond the receiving course count as elective", "credits", units(elective, unit)),
		Rule:  ref, Have: &Value{Text: amount, Unit: string(unit)},
	}
}

func unitsOnce(l *line, targets []wording.Phrase) Reason {
	return because("units_once", wording.Of("reason.units_once", "{line} serves {awards}; its units are counted once",
		"line", lineName(l), "awards", alland(targets)))
}

func grantedBy(ref *RuleRef, granted credit.Amount, unit credit.Unit) Reason {
	return Reason{
		Code: "credit_granted", Text: "the rule gives " + creditsOf(granted, unit) + " beyond what was brought",
		Words: wording.Of("reason.granted", "the rule gives {credits} beyond what was brought", "credits", units(granted, unit)),
		Rule:  ref, Have: &Value{Text: granted.Decimal(), Unit: string(unit)},
	}
}

func roundingTook(in *institution, taken, brought credit.Amount) Reason {
	p := in.policy.Rounding
	return Reason{
		Code: "rounding", Text: fmt.Sprintf("%s rounds (%s): %s becomes %s", in.Name, p.Mode, brought.Decimal(), brought.Sub(taken).Decimal()),
		Words: wording.Of("reason.rounding", "{institution} rounds ({mode}): {before} becomes {after}", "institution", in.Name,
			"mode", wording.Term("rounding", string(p.Mode), string(p.Mode)), "before", brought, "after", brought.Sub(taken)),
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
		Words: wording.Of("reason.over_cap", "{cap} allows {limit} {unit} in all; {over} of {had} credits of this line are over it",
			"cap", title, "limit", limit, "unit", wording.As(string(limitUnit), limitUnit), "over", over, "had", units(had, unit)),
		Have: &Value{Text: had.Decimal(), Unit: string(unit)}, Need: &Value{Text: limit.Decimal(), Unit: string(limitUnit)},
		Fix: "the limit leaves no room for it; other credit would have to give way",
	}
}

func duplicateCourse(what, by string) Reason {
	return Reason{
		Code: "duplicate_course", Text: fmt.Sprintf("%s is already given by %s, and counts once", what, by),
		Words: wording.Of("reason.given_twice", "{what} is already given by {by}, and counts once", "what", what, "by", by),
		Have:  &Value{Text: what}, Need: &Value{Text: by},
	}
}

func excludedBy(other string, note string) Reason {
	words := wording.Of("reason.exclusion", "credit is given for this or {other}, not for both", "other", other)
	if note != "" {
		words = wording.Row(words, " ("+note+")")
	}
	r := because("duplicate_exclusion", words)
	r.Need = &Value{Text: other}
	return r
}

func sourceUsed(ref *RuleRef, partner, by string) Reason {
	return Reason{
		Code: "source_used", Text: fmt.Sprintf("%s would need %s, which serves %s here", ref.name(), partner, by), Rule: ref,
		Words: wording.Of("reason.source_used", "{rule} would need {partner}, which serves {by} here", "rule", ref.words(), "partner", partner, "by", by),
	}
}

func higherTier(ref *RuleRef, tier agreement.Tier) Reason {
	return Reason{
		Code: "higher_tier", Text: fmt.Sprintf("%s is not used: the %s decides first", ref.name(), tier), Rule: ref,
		Words: wording.Of("reason.higher_tier", "{rule} is not used: the {tier} decides first", "rule", ref.words(),
			"tier", wording.Term("rank", strings.ReplaceAll(tier.String(), " ", "-"), tier.String())),
	}
}

func noRule(l *line, in *institution) Reason {
	return Reason{
		Code: "no_rule", Text: fmt.Sprintf("%s has not evaluated %s: no rule names it", in.Name, lineName(l)),
		Need: value("value.rule_at", "a rule at {institution}", "institution", in.Name), Fix: "ask " + in.Name + " to evaluate it",
	}
}

func noProgramRule(l *line, in *institution, programs int) Reason {
	return Reason{
		Code: "program_rules_only", Text: fmt.Sprintf("%s names %s only in agreements for single programs (%d)", in.Name, lineName(l), programs),
		Need: value("value.program", "a program"), Fix: "name a program of " + in.Name,
	}
}

func programsToTry(in *institution, n int, programs wording.Phrase) Reason {
	list := programs.String()
	return Reason{
		Code: "programs_to_try", Text: fmt.Sprintf("%s speaks of this record in agreements for single programs (%d): %s", in.Name, n, list),
		Words: wording.Of("reason.programs", "{institution} speaks of this record in agreements for single programs ({n}): {list}",
			"institution", in.Name, "n", n, "list", programs),
		Need: said(programs), Fix: "name one of these programs as the target",
	}
}

func unlistedRefused(in *institution) Reason {
	return Reason{
		Code: "unlisted_refused", Text: fmt.Sprintf("%s gives no credit for what no rule names", in.Name),
		Need: value("value.rule_at", "a rule at {institution}", "institution", in.Name), Fix: "ask " + in.Name + " to evaluate it",
	}
}

func chainSuggestion(l *line, via *institution, given string, then wording.Phrase, in *institution, ref *RuleRef) Reason {
	return Reason{
		Code: "chain_suggestion",
		Text: fmt.Sprintf("a suggestion, not an award: %s takes %s as %s, and %s takes that as %s", via.Name, lineName(l), given, in.Name, then),
		Words: wording.Of("reason.chain", "a suggestion, not an award: {via} takes {line} as {given}, and {institution} takes that as {then}",
			"via", via.Name, "line", lineName(l), "given", given, "institution", in.Name, "then", then),
		Rule: ref, Fix: fmt.Sprintf("ask %s whether it accepts %s as %s", in.Name, lineName(l), then),
		FixWords: wording.Of("fix.chain", "ask {institution} whether it accepts {line} as {then}", "institution", in.Name, "line", lineName(l), "then", then),
	}
}

func sourceMissing(ref *RuleRef, target, missing, sentence wording.Phrase) Reason {
	r := because("source_missing", wording.Of("reason.missing", "not yet {target}: missing {missing} ({rule})", "target", target, "missing", missing, "rule", sentence))
	r.Rule, r.Need = ref, said(missing)
	return r.fix(wording.Of("requirement.complete", "complete {what}", "what", missing))
}

func orderWrong(ref *RuleRef, sentence wording.Phrase) Reason {
	r := because("order_of_taking", wording.Of("reason.order", "{rule}; they were taken in another order", "rule", sentence))
	r.Rule, r.Need = ref, said(sentence)
	return r
}

func (s *Snapshot) ruleSentences(cands []*candidate) []wording.Phrase {
	var out []wording.Phrase
	for _, c := range cands {
		switch {
		case c.rule >= 0:
			out = append(out, s.wordsOf(c.rule).words)
		case len(c.awards) > 0:
			out = append(out, wording.Of("ref.by", "{item} by {rule}", "item", s.codeOf(c.awards[0].Item), "rule", c.ref.words()))
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
