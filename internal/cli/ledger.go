package cli

import (
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine"
)

// statusSign is a status for people: a sign that differs in shape, and a word.
func statusSign(s engine.Status) (sign, word string) {
	switch s {
	case engine.Awarded:
		return "✓", "awarded"
	case engine.AwardedAsElective:
		return "◐", "elective"
	case engine.SatisfiedNoCredit:
		return "◇", "satisfied, no credit"
	case engine.Held:
		return "‖", "held"
	case engine.Pending:
		return "…", "pending"
	case engine.Provisional:
		return "~", "provisional"
	case engine.NotEvaluated:
		return "?", "not evaluated"
	case engine.Refused:
		return "✗", "refused"
	case engine.NoEquivalent:
		return "∅", "no equivalent"
	case engine.TakeAtReceiver:
		return "⌂", "take it there"
	case engine.NeedsAssessment:
		return "¿", "needs assessment"
	case engine.ConditionFailed:
		return "!", "condition failed"
	case engine.Duplicate:
		return "=", "duplicate"
	case engine.OverCap:
		return "⊤", "over a cap"
	case engine.Expired:
		return "†", "expired"
	case engine.Ambiguous:
		return "≠", "ambiguous"
	}
	return "?", string(s)
}

// printResult prints the ledger of every target.
func (p *program) printResult(r *engine.Result) error {
	w := &printer{w: p.Out}
	for i := range r.Targets {
		if i > 0 {
			w.println()
		}
		p.printTarget(w, &r.Targets[i])
	}
	p.printTogether(w, r.Together)
	w.printf("\nAs of %s · rules version %s · engine %s\nUnofficial: the receiving registrar decides.\n",
		r.AsOf, r.RulesVersion.Short(), r.Engine)
	return w.err
}

func (p *program) printTarget(w *printer, t *engine.TargetResult) {
	heading := t.InstitutionName
	if t.ProgramTitle != "" {
		heading += " · " + t.ProgramTitle
	}
	w.println(p.bold(heading))
	if !t.Decided {
		p.line(w, "The search was cut short: the ledger is the best that was found.")
	}
	if len(t.Lines) == 0 {
		w.println("The record is empty.")
	} else {
		p.printLines(w, t)
	}
	p.printReceiving(w, t)
	p.printNotes(w, t)
	p.printTotals(w, t)
	p.printProgram(w, t)
}

// countsAs says what a line gives, for people.
func countsAs(l *engine.Line) string {
	if len(l.Awards) == 0 {
		if !l.Ledger.Elective.IsZero() { // what several rules have in common
			return "elective (" + l.Ledger.Elective.Decimal() + ")"
		}
		return "–"
	}
	parts := make([]string, 0, len(l.Awards))
	for i := range l.Awards {
		parts = append(parts, awardWords(&l.Awards[i]))
	}
	return strings.Join(parts, "; ")
}

func awardWords(a *engine.Award) string {
	var name string
	switch a.Kind {
	case agreement.AwardCourse, agreement.AwardOneOf:
		name = first(a.Code, string(a.Item), a.Name)
	case agreement.AwardSubjectElective:
		name = strings.TrimSpace(a.Subject+" elective") + levelWords(a.Level)
	case agreement.AwardLevelElective:
		name = strings.TrimSpace(a.Subject+" elective") + levelWords(a.Level)
	case agreement.AwardElective:
		name = "elective"
	case agreement.AwardArea, agreement.AwardBlock, agreement.AwardRequirement:
		name = a.Name
	case agreement.AwardExemption:
		name = "exempt from " + first(a.Name, a.Code, string(a.Item))
	case agreement.AwardAdmission:
		name = first(a.Name, "admission")
	}
	if a.Credits != nil && !a.Credits.Amount.IsZero() {
		name += " (" + a.Credits.Amount.Decimal() + ")"
	}
	return name
}

func levelWords(level string) string {
	if level == "" {
		return ""
	}
	return " at " + level + " level"
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// creditsWords shows credit in the sender's and the receiver's unit.
func creditsWords(c engine.LineCredits) string {
	switch {
	case c.Source.Unit == "" && !c.Source.Amount.IsZero():
		return c.Source.Amount.Decimal() + " ? → 0" // no unit is stated, none is guessed
	case c.Source.Unit == c.Receiver.Unit || c.Source.Unit == "":
		return c.Receiver.Amount.Decimal()
	}
	return c.Source.Amount.Decimal() + " " + unitWord(c.Source.Unit) + " → " + c.Receiver.Amount.Decimal()
}

func unitWord(u credit.Unit) string {
	switch u {
	case credit.Semester:
		return "sem"
	case credit.Quarter:
		return "qtr"
	case credit.ECTS:
		return "ECTS"
	case credit.CATS:
		return "CATS"
	case credit.ClockHour:
		return "h"
	}
	return string(u)
}
