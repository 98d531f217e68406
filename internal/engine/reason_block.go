package engine

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/wording"
)

// The reasons of a line that cannot be a source.

func notPassed(l *line) Reason {
	grade := wording.Name(l.att.Grade)
	if l.att.Grade == "" {
		grade = wording.Term("status", "failed", "failed")
	}
	return Reason{
		Code: "not_passed", Text: fmt.Sprintf("not passed (%s), so there is no credit to transfer", grade),
		Have: said(grade).on(l.day), Need: value("value.passing", "a passing grade"), Fix: "pass it",
	}
}

func withdrawn(l *line) Reason {
	return Reason{
		Code: "withdrawn", Text: "withdrawn, so there is no credit to transfer",
		Have: status(record.Withdrawn).on(l.day), Need: value("value.passing", "a passing grade"), Fix: "take it again",
	}
}

func policyPassFail(l *line, in *institution) Reason {
	return Reason{
		Code: "policy_pass_fail", Text: fmt.Sprintf("%s accepts no pass/fail grades; this is %s", in.Name, l.mark.Symbol),
		Have: &Value{Text: l.mark.Symbol}, Need: value("value.letter_grade", "a letter grade"), Fix: "ask for a letter grade",
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
		Words: wording.Of("reason.repeat", "repeats {line}; the {rule} attempt counts", "line", lineName(winner),
			"rule", wording.Term("repeat", string(rule), string(rule))),
		Have: &Value{Text: l.att.Grade, Date: l.day}, Need: &Value{Text: winner.att.Grade, Date: winner.day},
	}
}

func afterHigher(l, higher *line, note string) Reason {
	words := wording.Of("reason.after_higher", "attained after {line}, which is higher in the same sequence", "line", lineName(higher))
	if note != "" {
		words = wording.Row(words, " ("+note+")")
	}
	return Reason{
		Code: "duplicate_after_higher", Text: words.String(), Words: words,
		Have: &Value{Text: lineName(l), Date: l.day}, Need: value("value.before", "before {line}", "line", lineName(higher)).on(higher.day),
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
