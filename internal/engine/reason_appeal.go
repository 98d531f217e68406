package engine

import (
	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/wording"
)

// The reasons of appeals.

// dayValue is a day as one side of a comparison.
func dayValue(d calendar.Date) *Value { return &Value{Text: d.String(), Date: d} }

// appealTime says how long the receiver's policy gives, and whose policy it is.
func (e *evaluation) appealTime() wording.Phrase {
	p := e.recv.policy.Appeals
	days := wording.Count("count.days", p.Days, "{n} calendar day", "{n} calendar days")
	if p.Business {
		days = wording.Count("count.business_days", p.Days, "{n} business day", "{n} business days")
	}
	return wording.Of("appeal.time", "{days}, by the policy of {institution}", "days", days, "institution", e.recv.Name)
}

func (e *evaluation) appealLate(r *ruling, a *record.Appeal, until calendar.Date) Reason {
	why := because("appeal_late", wording.Of("appeal.late",
		"the appeal of {day} came too late and changes nothing: what was decided on {decided} could be appealed until {until} ({time})",
		"day", a.LodgedOn, "decided", r.day, "until", until, "time", e.appealTime()))
	why.Have, why.Need = dayValue(a.LodgedOn), dayValue(until)
	return why
}

func (e *evaluation) appealUnderWay(r *ruling, a *record.Appeal, due calendar.Date) Reason {
	why := Reason{Code: "appeal_under_way"}
	asked := wording.Of("appeal.asked", "appealed on {day}, asking for {awards}", "day", a.LodgedOn, "awards", e.awardNames(a.Asks))
	if due.IsZero() {
		why.Words = wording.Row(asked, wording.Of("appeal.no_day", "; {institution} states no day by which it answers", "institution", e.recv.Name))
		why = why.fix(wording.Of("fix.appeal_ask", "ask the receiving institution when it will answer"))
	} else {
		why.Words = wording.Row(asked, wording.Of("appeal.due", "; the answer is due by {due} ({time})", "due", due, "time", e.appealTime()))
		why = why.fix(wording.Of("fix.appeal_wait", "wait for the answer that is due by {due}", "due", due))
		why.Need = dayValue(due)
	}
	why.Have = dayValue(a.LodgedOn)
	return e.untilThen(r, why)
}

func (e *evaluation) appealOverdue(r *ruling, a *record.Appeal, due calendar.Date) Reason {
	why := because("appeal_overdue", wording.Of("appeal.overdue",
		"appealed on {day}, asking for {awards}; the answer was due by {due} ({time}), and on {asof} there is none",
		"day", a.LodgedOn, "awards", e.awardNames(a.Asks), "due", due, "time", e.appealTime(), "asof", e.asOf))
	why.Have, why.Need = dayValue(e.asOf), dayValue(due)
	return e.untilThen(r, why.fix(wording.Of("fix.appeal_overdue", "ask the receiving institution for the answer that was due by {due}", "due", due)))
}

// untilThen adds what stands while the answer is open, where something does.
func (e *evaluation) untilThen(r *ruling, why Reason) Reason {
	if r.keeps() {
		why.Words = wording.Row(why.Words, wording.Of("appeal.stands", "; until then what was decided on {day} stands", "day", r.day))
	}
	why.Text = why.Words.String()
	return why
}

func (e *evaluation) appealGranted(a *record.Appeal, due, last calendar.Date, answered bool) Reason {
	found := wording.Of("appeal.none", "on {day} there is no answer", "day", last)
	if answered {
		found = wording.Of("appeal.answer_late", "the answer of {day} came too late", "day", last)
	}
	why := because("appeal_granted_by_silence", wording.Of("appeal.silence",
		"{awards} is granted as asked: the appeal of {day} was to be answered by {due} ({time}, under which silence grants), and {found}",
		"awards", e.awardNames(a.Asks), "day", a.LodgedOn, "due", due, "time", e.appealTime(), "found", found))
	why.Have, why.Need = dayValue(last), dayValue(due)
	return why
}

func (e *evaluation) appealAnswered(r *ruling, a *record.Appeal, due calendar.Date) Reason {
	words := wording.Of("appeal.answered", "decided on appeal on {day}: {answer}; the appeal of {lodged} against what was decided on {decided} asked for {awards}",
		"day", a.AnsweredOn, "answer", e.answerWords(a), "lodged", a.LodgedOn, "decided", r.day, "awards", e.awardNames(a.Asks))
	if !due.IsZero() && a.AnsweredOn > due {
		words = wording.Row(words, wording.Of("appeal.was_due", "; the answer was due by {due} ({time})", "due", due, "time", e.appealTime()))
	}
	why := because("appeal_answered", words)
	why.Have = dayValue(a.AnsweredOn)
	if !due.IsZero() {
		why.Need = dayValue(due)
	}
	return why
}

// answerWords is what an answer says.
func (e *evaluation) answerWords(a *record.Appeal) wording.Phrase {
	if a.Outcome == "" || a.Outcome == agreement.OutcomeAward {
		return wording.Of("appeal.given", "{awards} is given", "awards", e.awardNames(a.Awards))
	}
	return wording.Term("outcome", string(a.Outcome), string(a.Outcome))
}
