package engine

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/wording"
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
		Have: &Value{Text: l.mark.Symbol}, Need: value("value.letter_grade", "a letter grade"), Fix: "ask whether a letter grade is on file",
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
		Have: attainedOn(l.day), Need: period(r),
	}
}

func tooOld(l *line, years int, until, asOf calendar.Date, who string) Reason {
	by := ""
	if who != "" {
		by = " at " + who
	}
	return Reason{
		Code: "too_old", Text: fmt.Sprintf("%s is valid for %d years%s: until %s, and the evaluation is as of %s", lineName(l), years, by, until, asOf),
		Have: attainedOn(l.day),
		Need: said(wording.Count("value.years", years, "not older than {n} years", "not older than {n} years")).on(asOf),
		Fix:  "earn it again, or ask for a waiver",
	}
}

func olderThanMonths(l *line, months int, until, asOf calendar.Date) Reason {
	return Reason{
		Code: "too_old", Text: fmt.Sprintf("%s is valid for %d months: until %s, and the evaluation is as of %s", lineName(l), months, until, asOf),
		Have: attainedOn(l.day),
		Need: said(wording.Count("value.months", months, "not older than {n} months", "not older than {n} months")).on(asOf),
		Fix:  "earn it again, or ask for a waiver",
	}
}

// tierText is a tier as a bound.
func tierText(t catalog.IssuerTier) *Value {
	return value("value.tier", "{tier} or better", "tier", wording.Term("tier", string(t), string(t)))
}

func attainedOn(d calendar.Date) *Value { return value("value.attained", "attained").on(d) }

func issuerNotShown(l *line, need catalog.IssuerTier) Reason {
	return Reason{
		Code: "issuer_tier", Text: fmt.Sprintf("%s must be shown by a verified credential of an issuer that is %s or better", lineName(l), need),
		Have: value("value.no_credential", "no verified credential"), Need: tierText(need), Fix: "provide the badge itself",
	}
}

func issuerNotProved(l *line, issuer string, need catalog.IssuerTier) Reason {
	return Reason{
		Code: "issuer_tier", Text: fmt.Sprintf("the credential of %s names the issuer %s, and its key is not shown to be that issuer's", lineName(l), issuer),
		Have: value("value.not_proved", "issuer not proved"), Need: tierText(need), Fix: "ask the issuer for a credential that verifies",
	}
}

func issuerTooWeak(l *line, issuer string, entry *catalog.Issuer, need catalog.IssuerTier, receiver string) Reason {
	have := wording.Of("value.not_registered", "not in the register")
	if entry != nil {
		have = wording.Term("tier", string(entry.Tier), string(entry.Tier))
	}
	return Reason{
		Code: "issuer_tier", Text: fmt.Sprintf("%s needs an issuer that is %s or better in the register of %s; %s is %s", lineName(l), need, receiver, issuer, have),
		Have: said(have), Need: tierText(need), Fix: "ask " + receiver + " to examine the issuer",
	}
}

func notActive(l *line, asOf calendar.Date) Reason {
	return Reason{
		Code: "not_active", Text: fmt.Sprintf("%s expired on %s; it must be active on %s", lineName(l), l.expires, asOf),
		Have: value("value.expired", "expired").on(l.expires), Need: value("value.active", "active").on(asOf), Fix: "renew it",
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
		Have: said(wording.Term("evidence", string(have), string(have))), Need: said(alternatives(kinds)), Fix: "provide that evidence",
	}
}

// alternatives are kinds of evidence: "a or b or c".
func alternatives(kinds []catalog.EvidenceKind) wording.Phrase {
	var out wording.Phrase
	for i, k := range kinds {
		word := wording.Term("evidence", string(k), string(k))
		if i == 0 {
			out = word
			continue
		}
		out = wording.Of("evidence.or", "{one} or {other}", "one", out, "other", word)
	}
	return out
}

func wrongAttribute(l *line, name, want string) Reason {
	have := l.att.Attributes[name]
	shown := wording.Name(have)
	if have == "" {
		shown = notStated()
	}
	words := wording.Of("reason.attribute", "{line} needs {name} {want}; it is {have}", "line", lineName(l), "name", name, "want", want, "have", shown)
	return Reason{
		Code: "attribute", Text: words.String(), Words: words,
		Have: &Value{Text: have}, Need: &Value{Text: want}, Fix: "provide evidence of it",
	}
}

func levelIncomparable(l *line, have, need string) Reason {
	level := wording.Name(have)
	if have == "" {
		level = notStated()
	}
	words := wording.Of("reason.level", "{line} needs level {need}; its level is {have}", "line", lineName(l), "need", levelWord(need), "have", level)
	return Reason{
		Code: "level_incomparable", Text: words.String(), Words: words,
		Have: said(level), Need: said(levelWord(need)), Fix: "a person must compare the levels",
	}
}

func levelTooLow(l *line, have, need string) Reason {
	return Reason{
		Code: "level_too_low", Text: fmt.Sprintf("%s needs level %s or higher; its level is %s", lineName(l), need, have),
		Have: said(levelWord(have)), Need: said(levelWord(need)),
	}
}

func notStated() wording.Phrase { return wording.Of("value.not_stated", "not stated") }

func levelWord(level string) wording.Phrase { return wording.Term("level", level, level) }

func creditsOutside(l *line, bound credit.Amount, word string) Reason {
	return Reason{
		Code: "credits_outside", Text: fmt.Sprintf("%s needs %s %s %s credits; it has %s", lineName(l), word, bound.Decimal(), l.unit, l.amount.Decimal()),
		Words: wording.Of("reason.credits", "{line} needs {bound}; it has {have}", "line", lineName(l), "bound", bounded(word, bound, l.unit), "have", l.amount),
		Have:  &Value{Text: l.amount.Decimal(), Unit: string(l.unit)},
		Need:  said(wording.Row(wording.As(word+" "+bound.Decimal(), bounded(word, bound, l.unit)))).in(string(l.unit)),
	}
}

// bounded is an amount as a bound: "at least 3 semester credits".
func bounded(word string, bound credit.Amount, unit credit.Unit) wording.Phrase {
	if word == "at most" {
		return wording.Of("requirement.at_most", "at most {what}", "what", units(bound, unit))
	}
	return wording.Of("requirement.at_least", "at least {what}", "what", units(bound, unit))
}

func status(s record.Status) *Value { return said(wording.Term("status", string(s), string(s))) }

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
				Have: value("value.ends", "ends").on(l.day), Need: value("value.earned", "earned").on(e.asOf), Fix: "evaluate again after " + l.day.String(),
			}
		}
		word := "in progress"
		if l.status == record.Planned {
			word = "planned"
		}
		return Reason{
			Code: "not_finished", Text: fmt.Sprintf("%s is %s; the award follows when it is passed", lineName(l), word),
			Have: status(l.status), Need: status(record.Earned), Fix: "finish " + lineName(l),
		}
	}
	return Reason{}
}
