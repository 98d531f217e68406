package recordfile

import (
	"fmt"
	"strconv"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/interop/catalogfile"
	"github.com/cairnproject/cairn/internal/record"
)

// Complete derives what awards in decisions and appeals leave out.
func Complete(rec *record.Record) {
	for i := range rec.Decisions {
		d := &rec.Decisions[i]
		catalogfile.DeriveKinds(d.Awards)
		for k := range d.Appeals {
			catalogfile.DeriveKinds(d.Appeals[k].Asks)
			catalogfile.DeriveKinds(d.Appeals[k].Awards)
		}
	}
}

// maxStages is the most stages of appeal against one decision.
const maxStages = 10

// appeals looks at the stages of appeal in their order: each is lodged after the
// decision, or after the answer to the one before.
func (c *recordChecker) appeals(d *record.Decision, at string) {
	if n := len(d.Appeals); n > maxStages {
		c.reportf(at+"/appeals", "too_many_appeals", "keep the stages that still matter", "a decision holds at most %d stages of appeal, not %d", maxStages, n)
		return
	}
	before := d.DecidedOn
	for i := range d.Appeals {
		a, here := &d.Appeals[i], at+"/appeals/"+strconv.Itoa(i)
		if i > 0 && d.Appeals[i-1].AnsweredOn.IsZero() {
			c.reportf(here, "appeal_before_answer", "give answeredOn of the stage before, or leave this one out", "the stage before has no answer that could be appealed against")
		}
		c.appealDays(a, here, before)
		if len(a.Asks) == 0 {
			c.reportf(here+"/asks", "missing_asks", "list what the learner asks for as awards", "the appeal does not say what it asks for")
		}
		c.awards(a.Asks, here+"/asks")
		c.awards(a.Awards, here+"/awards")
		word(c, here, "outcome", "outcome", a.Outcome, agreement.Outcomes())
		before = max(before, a.LodgedOn, a.AnsweredOn)
	}
}

// appealDays looks at the days of one stage, and that it has an answer exactly
// where it has a day of the answer.
func (c *recordChecker) appealDays(a *record.Appeal, at string, before calendar.Date) {
	switch {
	case a.LodgedOn.IsZero():
		c.reportf(at+"/lodgedOn", "missing_date", "give lodgedOn", "the appeal does not say when it was lodged")
	case a.LodgedOn < before:
		c.reportf(at+"/lodgedOn", "inverted_dates", "", "lodged on %s, before %s, the day of what it is against", a.LodgedOn, before)
	}
	says := a.Outcome != "" || len(a.Awards) > 0
	switch {
	case says && a.AnsweredOn.IsZero():
		c.reportf(at+"/answeredOn", "missing_date", "give answeredOn", "the answer has no date")
	case !says && !a.AnsweredOn.IsZero():
		c.reportf(at+"/answeredOn", "missing_answer", "give outcome or awards", "the answer of %s does not say anything", a.AnsweredOn)
	case says && a.AnsweredOn < a.LodgedOn:
		c.reportf(at+"/answeredOn", "inverted_dates", "", "answered on %s, before it was lodged on %s", a.AnsweredOn, a.LodgedOn)
	}
}

// awards looks at the awards of a decision or an appeal.
func (c *recordChecker) awards(list []agreement.Award, at string) {
	for i, w := range list {
		here := fmt.Sprintf("%s/%d", at, i)
		if w.Credits != nil && w.Credits.Sign() < 0 {
			c.reportf(here+"/credits", "negative_credits", "", "%s credits are less than none", *w.Credits)
		}
		word(c, here, "kind", "kind of award", w.Kind, agreement.AwardKinds())
	}
}
