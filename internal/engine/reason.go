package engine

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
)

// The reasons of a line that was not recognised.

func itemUnknown(code string) Reason {
	return Reason{
		Code: "item_unknown", Text: fmt.Sprintf("%s is not in the catalogue; the line is kept and undecided", orUnnamed(code)),
		Have: &Value{Text: code}, Fix: "check the code, or ask the registrar to evaluate the item",
	}
}

func institutionUnknown(name string) Reason {
	return Reason{
		Code: "institution_unknown", Text: fmt.Sprintf("no institution is known as %s; the line is kept and undecided", orUnnamed(name)),
		Have: &Value{Text: name}, Fix: "check the name, or ask for the institution to be added",
	}
}

func orUnnamed(s string) string {
	if strings.TrimSpace(s) == "" {
		return "an unnamed entry"
	}
	return fmt.Sprintf("%q", s)
}

func codeNotInUse(code string, day calendar.Date, it *item) Reason {
	return Reason{
		Code: "code_not_in_use", Text: fmt.Sprintf("%s was not in use on %s; the catalogue knows it for %s at another time", code, day, it.Latest().Title),
		Have: &Value{Text: code, Date: day}, Need: &Value{Text: code + " " + it.datesOf(code)},
		Fix: "check the date, or ask the registrar which course it was",
	}
}

// datesOf lists when the item had the code.
func (it *item) datesOf(code string) string {
	var parts []string
	for i := range it.Versions {
		if catalog.NormalCode(it.Versions[i].Code) == catalog.NormalCode(code) {
			parts = append(parts, it.Versions[i].Valid.String())
		}
	}
	return strings.Join(parts, ", ")
}

func codeAmbiguous(code string, day calendar.Date, a, b string) Reason {
	return Reason{
		Code: "code_ambiguous", Text: fmt.Sprintf("%s could be %s or %s", code, a, b),
		Have: &Value{Text: code, Date: day}, Fix: "state the day or term of attainment",
	}
}

func gradeUnknown(grade string, scale *catalog.Scale) Reason {
	return Reason{
		Code: "grade_unknown", Text: fmt.Sprintf("the grade %q is not on the scale %s", grade, scale.Name),
		Have: &Value{Text: grade}, Need: &Value{Text: "a grade of " + scale.Name}, Fix: "state the grade scale",
	}
}

// The reasons of a line that cannot be a source.

func notPassed(l *line) Reason {
	grade := l.att.Grade
	if grade == "" {
		grade = "failed"
	}
	return Reason{
		Code: "not_passed", Text: fmt.Sprintf("not passed (%s), so there is no credit to transfer", grade),
		Have: &Value{Text: grade, Date: l.day}, Need: &Value{Text: "a passing grade"}, Fix: "pass it",
	}
}

func withdrawn(l *line) Reason {
	return Reason{
		Code: "withdrawn", Text: "withdrawn, so there is no credit to transfer",
		Have: &Value{Text: "withdrawn", Date: l.day}, Need: &Value{Text: "a passing grade"}, Fix: "take it again",
	}
}

func policyPassFail(l *line, in *institution) Reason {
	return Reason{
		Code: "policy_pass_fail", Text: fmt.Sprintf("%s accepts no pass/fail grades; this is %s", in.Name, l.mark.Symbol),
		Have: &Value{Text: l.mark.Symbol}, Need: &Value{Text: "a letter grade"}, Fix: "ask for a letter grade",
	}
}

func policyMinGrade(l *line, in *institution) Reason {
	need := gradeOnly(in.policy.MinGrade)
	return Reason{
		Code: "policy_min_grade", Text: fmt.Sprintf("%s accepts %s or better; this is %s", in.Name, need, l.mark.Symbol),
		Have: grade(l.mark), Need: &Value{Text: need}, Fix: fmt.Sprintf("repeat it with %s or better", need),
	}
}

func gradeOnly(s string) string {
	if _, g, ok := strings.Cut(s, ":"); ok {
		return g
	}
	return s
}

func repeatOf(l, winner *line, rule catalog.RepeatRule) Reason {
	if rule == "" {
		rule = catalog.RepeatBest
	}
	return Reason{
		Code: "duplicate_repeat", Text: fmt.Sprintf("repeats %s; the %s attempt counts", lineName(winner), rule),
		Have: &Value{Text: l.att.Grade, Date: l.day}, Need: &Value{Text: winner.att.Grade, Date: winner.day},
	}
}

func afterHigher(l, higher *line, note string) Reason {
	text := fmt.Sprintf("attained after %s, which is higher in the same sequence", lineName(higher))
	if note != "" {
		text += " (" + note + ")"
	}
	return Reason{
		Code: "duplicate_after_higher", Text: text,
		Have: &Value{Text: lineName(l), Date: l.day}, Need: &Value{Text: "before " + lineName(higher), Date: higher.day},
	}
}

func lineName(l *line) string {
	if l.ver.Code != "" {
		return l.ver.Code
	}
	if l.att.Code != "" {
		return l.att.Code
	}
	return l.att.Title
}

// The reasons of conditions.

func grade(m catalog.Mark) *Value {
	v := &Value{Text: m.Symbol}
	if m.Points != nil {
		v.Text += " (" + m.Points.String() + ")"
	}
	return v
}

func gradeOutside(l *line, bound catalog.Mark, wrong int) Reason {
	word, fix := "better", "repeat it with %s or better"
	code := "grade_below_minimum"
	if wrong > 0 {
		word, fix, code = "lower", "this rule is for %s or lower only", "grade_above_maximum"
	}
	return Reason{
		Code: code, Text: fmt.Sprintf("%s needs %s or %s; the grade is %s", lineName(l), bound.Symbol, word, l.mark.Symbol),
		Have: grade(l.mark), Need: grade(bound), Fix: fmt.Sprintf(fix, bound.Symbol),
	}
}

func letterGradeNeeded(l *line) Reason {
	return Reason{
		Code: "letter_grade_required", Text: fmt.Sprintf("%s must be taken for a letter grade; this is %s", lineName(l), l.mark.Symbol),
		Have: &Value{Text: l.mark.Symbol}, Need: &Value{Text: "a letter grade"}, Fix: "ask whether a letter grade is on file",
	}
}

func gradeMissing(l *line, bound string) Reason {
	return Reason{
		Code: "grade_missing", Text: fmt.Sprintf("%s needs the grade %s, and the record states none", lineName(l), gradeOnly(bound)),
		Need: &Value{Text: gradeOnly(bound)}, Fix: "add the grade to the record",
	}
}

func gradeIncomparable(l *line, bound string) Reason {
	return Reason{
		Code: "grade_incomparable", Text: fmt.Sprintf("the grade %s of %s cannot be compared with %s", l.att.Grade, lineName(l), gradeOnly(bound)),
		Have: &Value{Text: l.att.Grade}, Need: &Value{Text: gradeOnly(bound)}, Fix: "a person must compare the two scales",
	}
}

func attainedOutside(l *line, r calendar.Range) Reason {
	return Reason{
		Code: "attained_outside", Text: fmt.Sprintf("%s must be attained %s; it was attained on %s", lineName(l), r, l.day),
		Have: &Value{Text: "attained", Date: l.day}, Need: &Value{Text: r.String()},
	}
}

func tooOld(l *line, years int, until, asOf calendar.Date, who string) Reason {
	by := ""
	if who != "" {
		by = " at " + who
	}
	return Reason{
		Code: "too_old", Text: fmt.Sprintf("%s is valid for %d years%s: until %s, and the evaluation is as of %s", lineName(l), years, by, until, asOf),
		Have: &Value{Text: "attained", Date: l.day}, Need: &Value{Text: fmt.Sprintf("not older than %d years", years), Date: asOf},
		Fix: "earn it again, or ask for a waiver",
	}
}

func notActive(l *line, asOf calendar.Date) Reason {
	return Reason{
		Code: "not_active", Text: fmt.Sprintf("%s expired on %s; it must be active on %s", lineName(l), l.att.Expires, asOf),
		Have: &Value{Text: "expired", Date: l.att.Expires}, Need: &Value{Text: "active", Date: asOf}, Fix: "renew it",
	}
}

func wrongEvidence(l *line, kinds []catalog.EvidenceKind) Reason {
	have := l.att.Evidence
	if have == "" {
		have = catalog.Transcript
	}
	need := make([]string, len(kinds))
	for i, k := range kinds {
		need[i] = string(k)
	}
	return Reason{
		Code: "evidence_kind", Text: fmt.Sprintf("%s must be shown by %s; it is shown by %s", lineName(l), strings.Join(need, " or "), have),
		Have: &Value{Text: string(have)}, Need: &Value{Text: strings.Join(need, " or ")}, Fix: "provide that evidence",
	}
}

func wrongAttribute(l *line, name, want string) Reason {
	have := l.att.Attributes[name]
	shown := have
	if have == "" {
		shown = "not stated"
	}
	return Reason{
		Code: "attribute", Text: fmt.Sprintf("%s needs %s %s; it is %s", lineName(l), name, want, shown),
		Have: &Value{Text: have}, Need: &Value{Text: want}, Fix: "provide evidence of it",
	}
}

func levelIncomparable(l *line, have, need string) Reason {
	if have == "" {
		have = "not stated"
	}
	return Reason{
		Code: "level_incomparable", Text: fmt.Sprintf("%s needs level %s; its level is %s", lineName(l), need, have),
		Have: &Value{Text: have}, Need: &Value{Text: need}, Fix: "a person must compare the levels",
	}
}

func levelTooLow(l *line, have, need string) Reason {
	return Reason{
		Code: "level_too_low", Text: fmt.Sprintf("%s needs level %s or higher; its level is %s", lineName(l), need, have),
		Have: &Value{Text: have}, Need: &Value{Text: need},
	}
}

func creditsOutside(l *line, bound credit.Amount, word string) Reason {
	return Reason{
		Code: "credits_outside", Text: fmt.Sprintf("%s needs %s %s %s credits; it has %s", lineName(l), word, bound.Decimal(), l.unit, l.amount.Decimal()),
		Have: &Value{Text: l.amount.Decimal(), Unit: string(l.unit)}, Need: &Value{Text: word + " " + bound.Decimal(), Unit: string(l.unit)},
	}
}

// unfinished says what is pending until a line is finished.
func (e *evaluation) unfinished(lines []int32) Reason {
	for _, i := range lines {
		l := &e.lines[i]
		if !l.expected() {
			continue
		}
		word := "in progress"
		if l.status == record.Planned {
			word = "planned"
		}
		return Reason{
			Code: "not_finished", Text: fmt.Sprintf("%s is %s; the award follows when it is passed", lineName(l), word),
			Have: &Value{Text: string(l.status)}, Need: &Value{Text: string(record.Earned)}, Fix: "finish " + lineName(l),
		}
	}
	return Reason{}
}

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
		Code: code, Text: fmt.Sprintf("the agreement %q version %d %s", a.Title, a.Version, word),
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

func outsideWindow(a *compiledAgreement, r *agreement.Rule, valid calendar.Range, day calendar.Date) force {
	ref := &RuleRef{Agreement: a.ID, Version: a.Version}
	what := fmt.Sprintf("the agreement %q", a.Title)
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

func unlistedElective(in *institution) Reason {
	return Reason{Code: "unlisted_elective", Text: fmt.Sprintf("no rule names it; %s gives elective credit for such courses", in.Name)}
}
