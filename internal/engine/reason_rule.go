package engine

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/wording"
)

// The reasons of rules and agreements.

func (s *Snapshot) agreementRef(ai int32) *RuleRef {
	a := &s.agreements[ai]
	return &RuleRef{
		Agreement: a.ID, Version: a.Version, Tier: a.tier.String(),
		Reference: a.Evidence.Reference, SHA256: a.Evidence.SHA256,
	}
}

// ruleWords is how results speak of a rule.
type ruleWords struct {
	ref      RuleRef
	sentence string
	words    wording.Phrase
}

// wordsOf returns the words of a rule. They depend on the snapshot alone, so
// two goroutines that make them at once make the same.
func (s *Snapshot) wordsOf(ri int32) *ruleWords {
	if w := s.words[ri].Load(); w != nil {
		return w
	}
	r := &s.rules[ri]
	words := r.Words(s.codeOf)
	w := &ruleWords{ref: *s.agreementRef(r.agreement), sentence: words.String(), words: words}
	w.ref.Rule, w.ref.Tier = r.ID, r.tier.String()
	s.words[ri].Store(w)
	return w
}

// ruleRef is shared by all results and must not be changed.
func (s *Snapshot) ruleRef(ri int32) *RuleRef { return &s.wordsOf(ri).ref }

func (s *Snapshot) sentence(ri int32) string { return s.wordsOf(ri).sentence }

func agreementState(a *compiledAgreement, code, word, fix string) Reason {
	return Reason{
		Code: code, Text: fmt.Sprintf("the agreement %q version %d %s", a.name(), a.Version, word),
		Have: said(wording.Term("lifecycle", string(a.Lifecycle), string(a.Lifecycle))), Need: value("value.approved", "approved and signed"), Fix: fix,
		Rule: &RuleRef{Agreement: a.ID, Version: a.Version},
	}
}

// planUnsigned says that nobody has signed a plan under an agreement that is for
// those who did, or only later.
func planUnsigned(a *compiledAgreement, day, asOf calendar.Date) Reason {
	out := agreementState(a, "plan_not_signed", "is for those who have signed a plan under it, and the record shows none", "it would apply if the learner signs the plan")
	out.Have, out.Need = nil, value("value.signed_by", "signed by").on(asOf)
	if !day.IsZero() {
		out.Have, out.Fix = value("value.signed", "signed").on(day), "it applies from "+day.String()
	}
	return out
}

func basisWord(b agreement.Basis) wording.Phrase {
	switch b {
	case agreement.OnEvaluation:
		return wording.Of("basis.evaluation", "the day of evaluation")
	case agreement.OnEntryCatalog:
		return wording.Of("basis.entry", "the day of entry")
	case agreement.OnPlan:
		return wording.Of("basis.plan", "the day the plan was signed")
	}
	return wording.Of("basis.attainment", "the day of attainment")
}

func outsideWindow(a *compiledAgreement, r *agreement.Rule, what string, valid calendar.Range, day calendar.Date) force {
	ref := &RuleRef{Agreement: a.ID, Version: a.Version}
	if r != nil {
		ref.Rule = r.ID
	}
	why := Reason{
		Code: "outside_window", Text: fmt.Sprintf("%s is valid %s, and %s is %s", what, valid, basisWord(a.Basis), day),
		Have: said(basisWord(a.Basis)).on(day), Need: period(valid), Rule: ref,
		Fix: "ask whether a later version covers it",
	}
	notYet := !valid.From.IsZero() && day < valid.From
	if notYet && a.Basis != "" && a.Basis != agreement.OnAttainment {
		why.Code, why.Fix = "not_yet_in_force", "wait until "+valid.From.String()
		return force{status: Pending, why: why}
	}
	return force{status: Expired, why: why}
}

func (e *evaluation) ruleSays(ri int32) Reason {
	r, ref := &e.s.rules[ri], e.s.ruleRef(ri)
	return Reason{
		Code: "rule_" + strings.ReplaceAll(string(r.Outcome), "-", "_"), Text: e.s.sentence(ri), Rule: ref,
		Fix: outcomeFix(r.Outcome), Words: e.s.wordsOf(ri).words,
	}
}

func outcomeFix(o agreement.Outcome) string {
	switch o {
	case agreement.OutcomeRefused:
		return "appeal to the receiving institution"
	case agreement.OutcomeNoEquivalent:
		return "ask the receiving department for an evaluation, or take another course"
	case agreement.OutcomeTakeAtReceiver:
		return "plan to take it after transfer"
	case agreement.OutcomeNeedsAssessment:
		return "send the syllabus to the receiving institution"
	}
	return "ask the receiving institution when it will decide"
}

func textBears(ref *RuleRef, text string) Reason {
	return Reason{
		Code: "text_condition", Text: fmt.Sprintf("a condition in words needs a person: %q", text), Rule: ref,
		Need: &Value{Text: text}, Fix: "ask the receiving institution whether the condition is met",
	}
}

func provisionalOn(ref *RuleRef, text string) Reason {
	r := because("provisional", wording.Of("reason.provisional", "awarded provisionally: {text}", "text", text))
	r.Rule, r.Need = ref, &Value{Text: text}
	return r.fix(wording.Name(text))
}

func (e *evaluation) heldUntil(ref *RuleRef, hold int32, r *rule) Reason {
	ways := e.ways(&e.s.nodes[hold], &e.s.agreements[r.agreement])
	need := e.gapWords(ways[0].missing)
	why := because("held_until", wording.Of("reason.held_until", "held in escrow until the record shows {what}", "what", need))
	why.Rule, why.Need = ref, said(need)
	return why.fix(wording.Of("requirement.complete", "complete {what}", "what", need))
}

func awardWithheld(aw *agreement.Award, why Reason) Reason {
	name := aw.Name
	if name == "" {
		name = string(aw.Item)
	}
	why.Words = wording.Of("reason.without", "without {award}: {why}", "award", name, "why", why.Phrase())
	why.Text = why.Words.String()
	why.Code = "award_condition"
	return why
}

func unassigned(ref *RuleRef, left, brought credit.Amount, unit credit.Unit) Reason {
	return Reason{
		Code: "credit_unassigned", Text: fmt.Sprintf("the rule leaves %s of %s %s credits unassigned", left.Decimal(), brought.Decimal(), unit), Rule: ref,
		Words: wording.Of("reason.unassigned", "the rule leaves {left} of {brought} unassigned", "left", left, "brought", units(brought, unit)),
		Have:  &Value{Text: brought.Decimal(), Unit: string(unit)}, Need: &Value{Text: brought.Sub(left).Decimal(), Unit: string(unit)},
	}
}

func notConvertible(l *line, in *institution) Reason {
	return Reason{
		Code: "unit_not_convertible", Text: fmt.Sprintf("%s states no conversion from %s to %s", in.Name, l.unit, in.Unit),
		Have: &Value{Text: l.amount.Decimal(), Unit: string(l.unit)}, Need: value("value.conversion", "a conversion").in(string(in.Unit)),
		Fix: "ask the receiving institution to state a conversion",
	}
}

func decided(d *record.Decision) Reason {
	words := wording.Of("reason.decision", "decided on this learner's petition on {day}", "day", d.DecidedOn)
	if d.Reason != "" {
		words = wording.Row(words, ": ", d.Reason)
	}
	r := because("decision", words)
	r.Have = &Value{Text: d.ID, Date: d.DecidedOn}
	return r
}

func earnedHere(in *institution) Reason {
	return Reason{Code: "earned_here", Text: "earned at " + in.Name + " itself"}
}

func commonNumbering(ref *RuleRef, title string) Reason {
	r := because("common_numbering", wording.Of("reason.numbering", "accepted as the same course by {agreement}", "agreement", title))
	r.Rule = ref
	return r
}

func unlistedElective(in *institution, named bool) Reason {
	text := "no rule names it"
	if named {
		text = "no rule that names it gives credit for it"
	}
	return Reason{Code: "unlisted_elective", Text: fmt.Sprintf("%s; %s gives elective credit for such courses", text, in.Name)}
}

func namedByProgram(program string) Reason {
	return Reason{Code: "named_by_program", Text: program + " names it itself, wherever it was earned"}
}
