package engine

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
)

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

func olderThanMonths(l *line, months int, until, asOf calendar.Date) Reason {
	return Reason{
		Code: "too_old", Text: fmt.Sprintf("%s is valid for %d months: until %s, and the evaluation is as of %s", lineName(l), months, until, asOf),
		Have: &Value{Text: "attained", Date: l.day}, Need: &Value{Text: fmt.Sprintf("not older than %d months", months), Date: asOf},
		Fix: "earn it again, or ask for a waiver",
	}
}

// tierText is a tier as a bound.
func tierText(t catalog.IssuerTier) *Value { return &Value{Text: string(t) + " or better"} }

func issuerNotShown(l *line, need catalog.IssuerTier) Reason {
	return Reason{
		Code: "issuer_tier", Text: fmt.Sprintf("%s must be shown by a verified credential of an issuer that is %s or better", lineName(l), need),
		Have: &Value{Text: "no verified credential"}, Need: tierText(need), Fix: "provide the badge itself",
	}
}

func issuerNotProved(l *line, issuer string, need catalog.IssuerTier) Reason {
	return Reason{
		Code: "issuer_tier", Text: fmt.Sprintf("the credential of %s names the issuer %s, and its key is not shown to be that issuer's", lineName(l), issuer),
		Have: &Value{Text: "issuer not proved"}, Need: tierText(need), Fix: "ask the issuer for a credential that verifies",
	}
}

func issuerTooWeak(l *line, issuer string, entry *catalog.Issuer, need catalog.IssuerTier, receiver string) Reason {
	have := "not in the register"
	if entry != nil {
		have = string(entry.Tier)
	}
	return Reason{
		Code: "issuer_tier", Text: fmt.Sprintf("%s needs an issuer that is %s or better in the register of %s; %s is %s", lineName(l), need, receiver, issuer, have),
		Have: &Value{Text: have}, Need: tierText(need), Fix: "ask " + receiver + " to examine the issuer",
	}
}

func notActive(l *line, asOf calendar.Date) Reason {
	return Reason{
		Code: "not_active", Text: fmt.Sprintf("%s expired on %s; it must be active on %s", lineName(l), l.expires, asOf),
		Have: &Value{Text: "expired", Date: l.expires}, Need: &Value{Text: "active", Date: asOf}, Fix: "renew it",
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
		if l.future && l.status == record.Earned {
			return Reason{
				Code: "not_finished", Text: fmt.Sprintf("%s ends on %s, after the day of evaluation %s", lineName(l), l.day, e.asOf),
				Have: &Value{Text: "ends", Date: l.day}, Need: &Value{Text: "earned", Date: e.asOf}, Fix: "evaluate again after " + l.day.String(),
			}
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
