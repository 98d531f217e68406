package engine

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
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
}

// wordsOf returns the words of a rule. They depend on the snapshot alone, so
// two goroutines that make them at once make the same.
func (s *Snapshot) wordsOf(ri int32) *ruleWords {
	if w := s.words[ri].Load(); w != nil {
		return w
	}
	r := &s.rules[ri]
	w := &ruleWords{ref: *s.agreementRef(r.agreement), sentence: r.Sentence(s.codeOf)}
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
		Have: &Value{Text: string(a.Lifecycle)}, Need: &Value{Text: "approved and signed"}, Fix: fix,
		Rule: &RuleRef{Agreement: a.ID, Version: a.Version},
	}
}

func basisWord(b agreement.Basis) string {
	switch b {
	case agreement.OnEvaluation:
		return "the day of evaluation"
	case agreement.OnEntryCatalog:
		return "the day of entry"
	case agreement.OnPlan:
		return "the day the plan was signed"
	}
	return "the day of attainment"
}

func outsideWindow(a *compiledAgreement, r *agreement.Rule, what string, valid calendar.Range, day calendar.Date) force {
	ref := &RuleRef{Agreement: a.ID, Version: a.Version}
	if r != nil {
		ref.Rule = r.ID
	}
	why := Reason{
		Code: "outside_window", Text: fmt.Sprintf("%s is valid %s, and %s is %s", what, valid, basisWord(a.Basis), day),
		Have: &Value{Text: basisWord(a.Basis), Date: day}, Need: &Value{Text: valid.String()}, Rule: ref,
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
		Fix: outcomeFix(r.Outcome),
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
	return Reason{Code: "provisional", Text: "awarded provisionally: " + text, Rule: ref, Need: &Value{Text: text}, Fix: text}
}

func (e *evaluation) heldUntil(ref *RuleRef, hold int32, r *rule) Reason {
	ways := e.ways(&e.s.nodes[hold], &e.s.agreements[r.agreement])
	need := e.gapText(ways[0].missing)
	return Reason{
		Code: "held_until", Text: "held in escrow until the record shows " + need, Rule: ref,
		Need: &Value{Text: need}, Fix: "complete " + need,
	}
}

func awardWithheld(aw *agreement.Award, why Reason) Reason {
	name := aw.Name
	if name == "" {
		name = string(aw.Item)
	}
	why.Text = fmt.Sprintf("without %s: %s", name, why.Text)
	why.Code = "award_condition"
	return why
}

func unassigned(ref *RuleRef, left, brought credit.Amount, unit credit.Unit) Reason {
	return Reason{
		Code: "credit_unassigned", Text: fmt.Sprintf("the rule leaves %s of %s %s credits unassigned", left.Decimal(), brought.Decimal(), unit), Rule: ref,
		Have: &Value{Text: brought.Decimal(), Unit: string(unit)}, Need: &Value{Text: brought.Sub(left).Decimal(), Unit: string(unit)},
	}
}

func notConvertible(l *line, in *institution) Reason {
	return Reason{
		Code: "unit_not_convertible", Text: fmt.Sprintf("%s states no conversion from %s to %s", in.Name, l.unit, in.Unit),
		Have: &Value{Text: l.amount.Decimal(), Unit: string(l.unit)}, Need: &Value{Text: "a conversion", Unit: string(in.Unit)},
		Fix: "ask the receiving institution to state a conversion",
	}
}

func decided(d *record.Decision) Reason {
	text := "decided on this learner's petition on " + d.DecidedOn.String()
	if d.Reason != "" {
		text += ": " + d.Reason
	}
	return Reason{Code: "decision", Text: text, Have: &Value{Text: d.ID, Date: d.DecidedOn}}
}

func earnedHere(in *institution) Reason {
	return Reason{Code: "earned_here", Text: "earned at " + in.Name + " itself"}
}

func commonNumbering(ref *RuleRef, title string) Reason {
	return Reason{Code: "common_numbering", Text: "accepted as the same course by " + title, Rule: ref}
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
