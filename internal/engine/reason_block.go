package engine

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
)

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
