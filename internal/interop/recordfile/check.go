package recordfile

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/yamltext"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Check looks at a record by itself, without a catalogue, and returns every
// problem with its JSON pointer: duplicate_id, id_too_long, missing_item, bad_id,
// negative_credits, unknown_unit, unknown_status, unknown_kind,
// unknown_evidence, unknown_level, unknown_outcome, missing_institution, bad_term, inverted_dates,
// missing_lines, missing_kind, unknown_line, missing_receiver, missing_date, too_many_lines; of
// exceptions also missing_program, missing_reason,
// missing_approver, missing_line, missing_to, missing_with, missing_what,
// unknown_what, negative_need; of appeals also missing_asks, missing_answer,
// appeal_before_answer, too_many_appeals; empty_text.
func Check(rec *record.Record, opts Options) diag.List {
	c := recordChecker{opts: opts.withDefaults()}
	c.units = append(credit.Units(), opts.Units...)
	if len(rec.Attainments) > c.opts.Lines {
		c.reportf("/attainments", "too_many_lines", "split the record", "a record holds at most %d lines, not %d", c.opts.Lines, len(rec.Attainments))
		return c.problems
	}
	c.length("/learner", rec.Learner, maxRecordID)
	ids := make(map[string]int, len(rec.Attainments))
	for i := range rec.Attainments {
		c.attainment(&rec.Attainments[i], "/attainments/"+strconv.Itoa(i), ids, i)
	}
	if n := len(rec.Enrolments); n > maxAbsences {
		c.reportf("/enrolments", "too_many_lines", "leave out the oldest", "a record holds at most %d enrolments, not %d", maxAbsences, n)
		return c.problems
	}
	if n := len(rec.Leaves); n > maxAbsences {
		c.reportf("/leaves", "too_many_lines", "leave out the oldest", "a record holds at most %d leaves, not %d", maxAbsences, n)
		return c.problems
	}
	decided := map[string]bool{}
	for i := range rec.Decisions {
		c.decision(&rec.Decisions[i], "/decisions/"+strconv.Itoa(i), ids, decided)
	}
	c.circumstances(rec, ids)
	for i := range rec.Enrolments {
		c.enrolment(&rec.Enrolments[i], "/enrolments/"+strconv.Itoa(i))
	}
	for i := range rec.Leaves {
		c.leave(&rec.Leaves[i], "/leaves/"+strconv.Itoa(i))
	}
	return c.problems
}

func (c *recordChecker) enrolment(e *record.Enrolment, at string) {
	c.length(at+"/institution", string(e.Institution), ruleset.MaxInstitutionID)
	if e.Institution == "" {
		c.reportf(at, "missing_institution", "give the id of the institution", "the enrolment does not say where")
	}
	if _, err := calendar.ParseTerm(e.Term); err != nil {
		c.reportf(at+"/term", "bad_term", "", "%s", err)
	}
}

func (c *recordChecker) leave(l *record.Leave, at string) {
	c.length(at+"/institution", string(l.Institution), ruleset.MaxInstitutionID)
	c.length(at+"/kind", l.Kind, maxRecordID)
	if l.Kind == "" {
		c.reportf(at, "missing_kind", "such as military or medical", "the leave is of no kind")
	}
	switch {
	case l.From.IsZero() || l.To.IsZero():
		c.reportf(at, "missing_date", "give from and to", "the leave does not say from when to when")
	case l.To < l.From:
		c.reportf(at+"/to", "inverted_dates", "exchange the two dates", "the leave ends on %s, before it begins on %s", l.To, l.From)
	}
}

type recordChecker struct {
	opts     Options
	units    []credit.Unit
	problems diag.List
}

func (c *recordChecker) reportf(pointer, code, suggestion, format string, args ...any) {
	c.problems = append(c.problems, diag.Problem{
		Code: code, Message: fmt.Sprintf(format, args...), Suggestion: suggestion, Pointer: pointer,
	})
}

// maxAbsences bounds the enrolments, and the leaves, of one record.
const maxAbsences = 1000

// maxRecordID is the most bytes of the id of a learner, a line or a decision.
const maxRecordID = 200

func (c *recordChecker) length(pointer, id string, limit int) {
	if len(id) > limit {
		c.reportf(pointer, "id_too_long", "shorten it", "the id that begins with %q is %d bytes long; %d are the most", strings.ToValidUTF8(id[:40], ""), len(id), limit)
	}
}

func (c *recordChecker) attainment(a *record.Attainment, at string, ids map[string]int, index int) {
	c.length(at+"/id", a.ID, maxRecordID)
	c.length(at+"/item", string(a.Item), ruleset.MaxItemID)
	if a.ID != "" {
		if first, twice := ids[a.ID]; twice {
			c.reportf(at+"/id", "duplicate_id", "give every line an id of its own, or none", "line %d has the id %q too", first+1, a.ID)
		} else {
			ids[a.ID] = index
		}
	}
	switch {
	case a.Item == "" && strings.TrimSpace(a.Code) == "" && strings.TrimSpace(a.Title) == "":
		c.reportf(at, "missing_item", "give the item, or the institution with its code or title", "the line does not say what was attained")
	case a.Item != "" && (a.Item.Institution() == "" || !strings.Contains(string(a.Item), "/")):
		c.reportf(at+"/item", "bad_id", `write "institution/item", or use institution and code`, "%q is no item id", string(a.Item))
	case a.Item == "" && strings.TrimSpace(a.Institution) == "":
		c.reportf(at, "missing_institution", "give the institution that the code belongs to", "the line does not say where it was attained")
	}
	c.words(a, at)
	c.days(a, at)
	if a.Credits != nil && a.Credits.Sign() < 0 {
		c.reportf(at+"/credits", "negative_credits", "", "%s credits are less than none", *a.Credits)
	}
	if a.Level != "" && !catalog.ValidLevel(a.Level) {
		c.reportf(at+"/level", "unknown_level", `write lower, upper, graduate or "framework:number" such as eqf:5`, "%q is no level", a.Level)
	}
}

func (c *recordChecker) words(a *record.Attainment, at string) {
	word(c, at, "unit", "unit of credit", a.Unit, c.units)
	word(c, at, "status", "status of an attainment", a.Status, record.Statuses())
	word(c, at, "kind", "kind of item", a.Kind, catalog.ItemKinds())
	word(c, at, "evidence", "kind of evidence", a.Evidence, catalog.EvidenceKinds())
}

// word reports what is not in the vocabulary; an empty word is not stated.
func word[T ~string](c *recordChecker, at, key, what string, value T, words []T) {
	if value == "" || slices.Contains(words, value) {
		return
	}
	names := make([]string, len(words))
	for i, w := range words {
		names[i] = string(w)
	}
	c.reportf(at+"/"+key, "unknown_"+key, yamltext.DidYouMean(string(value), names), "%q is no %s", string(value), what)
}

func (c *recordChecker) days(a *record.Attainment, at string) {
	if a.Term != "" {
		if _, err := calendar.ParseTerm(a.Term); err != nil {
			c.reportf(at+"/term", "bad_term", "", "%s", err)
		}
	}
	switch day := a.Day(); {
	case day.IsZero():
	case a.Started > day:
		c.reportf(at+"/started", "inverted_dates", "exchange the two dates", "started on %s, after it was attained on %s", a.Started, day)
	case !a.Expires.IsZero() && a.Expires < a.Attained:
		c.reportf(at+"/expires", "inverted_dates", "exchange the two dates", "expires on %s, before it was attained on %s", a.Expires, a.Attained)
	}
}

func (c *recordChecker) decision(d *record.Decision, at string, ids map[string]int, decided map[string]bool) {
	switch {
	case d.ID == "":
		c.reportf(at, "missing_id", "", "the decision has no id")
	case decided[d.ID]:
		c.reportf(at+"/id", "duplicate_id", "give every decision an id of its own", "another decision has the id %q", d.ID)
	}
	decided[d.ID] = true
	c.length(at+"/id", d.ID, maxRecordID)
	c.length(at+"/receiver", string(d.Receiver), ruleset.MaxInstitutionID)
	if d.Receiver == "" {
		c.reportf(at, "missing_receiver", "", "the decision does not say who decided")
	}
	if d.DecidedOn.IsZero() {
		c.reportf(at, "missing_date", "give decidedOn", "the decision has no date")
	}
	if len(d.Lines) == 0 {
		c.reportf(at, "missing_lines", "list the ids of the attainments decided on", "the decision is about no line")
	}
	for i, l := range d.Lines {
		if _, ok := ids[l]; !ok {
			c.reportf(at+"/lines/"+strconv.Itoa(i), "unknown_line", "use the id of an attainment of this record", "there is no line %q", l)
		}
	}
	word(c, at, "outcome", "outcome", d.Outcome, agreement.Outcomes())
	c.awards(d.Awards, at+"/awards")
	c.appeals(d, at)
}
