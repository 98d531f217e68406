package engine

import (
	"fmt"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/record"
)

// The reasons of appeals.

// dayValue is a day as one side of a comparison.
func dayValue(d calendar.Date) *Value { return &Value{Text: d.String(), Date: d} }

// appealTime says how long the receiver's policy gives, and whose policy it is.
func (e *evaluation) appealTime() string {
	p := e.recv.policy.Appeals
	kind := "calendar day"
	if p.Business {
		kind = "business day"
	}
	return fmt.Sprintf("%s, by the policy of %s", plural(p.Days, kind), e.recv.Name)
}

func (e *evaluation) appealLate(r *ruling, a *record.Appeal, until calendar.Date) Reason {
	return Reason{
		Code: "appeal_late",
		Text: fmt.Sprintf("the appeal of %s came too late and changes nothing: what was decided on %s could be appealed until %s (%s)", a.LodgedOn, r.day, until, e.appealTime()),
		Have: dayValue(a.LodgedOn), Need: dayValue(until),
	}
}

func (e *evaluation) appealUnderWay(r *ruling, a *record.Appeal, due calendar.Date) Reason {
	why := Reason{
		Code: "appeal_under_way", Text: fmt.Sprintf("appealed on %s, asking for %s", a.LodgedOn, e.awardNames(a.Asks)),
		Have: dayValue(a.LodgedOn), Fix: "ask the receiving institution when it will answer",
	}
	if due.IsZero() {
		why.Text += fmt.Sprintf("; %s states no day by which it answers", e.recv.Name)
	} else {
		why.Text += fmt.Sprintf("; the answer is due by %s (%s)", due, e.appealTime())
		why.Need, why.Fix = dayValue(due), "wait for the answer that is due by "+due.String()
	}
	return e.untilThen(r, why)
}

func (e *evaluation) appealOverdue(r *ruling, a *record.Appeal, due calendar.Date) Reason {
	return e.untilThen(r, Reason{
		Code: "appeal_overdue",
		Text: fmt.Sprintf("appealed on %s, asking for %s; the answer was due by %s (%s), and on %s there is none", a.LodgedOn, e.awardNames(a.Asks), due, e.appealTime(), e.asOf),
		Have: dayValue(e.asOf), Need: dayValue(due), Fix: "ask the receiving institution for the answer that was due by " + due.String(),
	})
}

// untilThen adds what stands while the answer is open, where something does.
func (e *evaluation) untilThen(r *ruling, why Reason) Reason {
	if r.keeps() {
		why.Text += fmt.Sprintf("; until then what was decided on %s stands", r.day)
	}
	return why
}

func (e *evaluation) appealGranted(a *record.Appeal, due, last calendar.Date, answered bool) Reason {
	found := fmt.Sprintf("on %s there is no answer", last)
	if answered {
		found = fmt.Sprintf("the answer of %s came too late", last)
	}
	return Reason{
		Code: "appeal_granted_by_silence",
		Text: fmt.Sprintf("%s is granted as asked: the appeal of %s was to be answered by %s (%s, under which silence grants), and %s", e.awardNames(a.Asks), a.LodgedOn, due, e.appealTime(), found),
		Have: dayValue(last), Need: dayValue(due),
	}
}

func (e *evaluation) appealAnswered(r *ruling, a *record.Appeal, due calendar.Date) Reason {
	why := Reason{
		Code: "appeal_answered",
		Text: fmt.Sprintf("decided on appeal on %s: %s; the appeal of %s against what was decided on %s asked for %s", a.AnsweredOn, e.answerWords(a), a.LodgedOn, r.day, e.awardNames(a.Asks)),
		Have: dayValue(a.AnsweredOn),
	}
	if !due.IsZero() {
		why.Need = dayValue(due)
		if a.AnsweredOn > due {
			why.Text += fmt.Sprintf("; the answer was due by %s (%s)", due, e.appealTime())
		}
	}
	return why
}

// answerWords is what an answer says.
func (e *evaluation) answerWords(a *record.Appeal) string {
	if a.Outcome == "" || a.Outcome == agreement.OutcomeAward {
		return e.awardNames(a.Awards) + " is given"
	}
	return string(a.Outcome)
}
