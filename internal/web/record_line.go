package web

import (
	"net/url"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/interop/pastetext"
	"github.com/cairnproject/cairn/internal/record"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/web/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// exceptionsWithout drops the exceptions about a line.
func exceptionsWithout(list []requirement.Exception, line string) []requirement.Exception {
	return slices.DeleteFunc(list, func(e requirement.Exception) bool { return e.Line == line })
}

// saveLine changes one line, or adds one, as the form states it.
func (s *Site) saveLine(x *exchange) (*answer, error) {
	form := x.r.PostForm
	rec, _ := s.sessions.Record(x.context())
	var held map[string]app.HeldCredential
	s.sessions.Get(x.context(), credentialsKey, &held)
	id := form.Get("id")
	at := slices.IndexFunc(rec.Attainments, func(a record.Attainment) bool { return a.ID == id && id != "" })
	var line record.Attainment
	if at >= 0 {
		line = rec.Attainments[at]
	} else if id != "" {
		return nil, fault.Say(fault.NotFound, wording.Of("fault.line_gone", "The line is not in the record any more."))
	}
	if line.Attributes[record.CredentialID] != "" {
		return nil, fault.Say(fault.Invalid, wording.Of("fault.line_signed", "A line from a credential says what the credential says; remove it and enter another."))
	}
	if problems := fill(&line, form); len(problems) > 0 {
		return nil, fault.SayList(fault.Invalid, wording.Of("fault.line_bad", "The line cannot be kept."), problems)
	}
	notes := &view.Notes{Changed: 1}
	if at >= 0 {
		rec.Attainments = slices.Clone(rec.Attainments)
		rec.Attainments[at] = line
	} else {
		rec, _ = app.Join(rec, record.Record{Attainments: []record.Attainment{line}})
		notes = &view.Notes{Added: 1}
	}
	return s.keepRecord(x, rec, held, notes)
}

// fill takes a line from a form. What says which item it is undoes what was
// settled before.
func fill(a *record.Attainment, form url.Values) (problems diag.List) {
	text := func(name string) string { return strings.TrimSpace(form.Get(name)) }
	if a.Institution != text("institution") || a.Code != text("code") || a.Title != text("title") {
		a.Item = ""
	}
	a.Institution, a.Code, a.Title = text("institution"), text("code"), text("title")
	if a.Institution == "" {
		a.Institution = pastetext.NotStated
	}
	a.Unit, a.Grade, a.Term, a.Status = credit.Unit(text("unit")), text("grade"), text("term"), record.Status(text("status"))
	a.Credits, a.Attained = nil, 0
	if c := text("credits"); c != "" {
		amount, err := credit.ParseAmount(strings.Replace(c, ",", ".", 1))
		if err != nil {
			problems = append(problems, diag.Problem{Code: "bad_value", Pointer: "/credits", Message: err.Error(), Suggestion: "write it like 3 or 4.5"})
		}
		a.Credits = &amount
	}
	if d := text("attained"); d != "" {
		day, err := calendar.ParseDate(d)
		if err != nil {
			problems = append(problems, diag.Problem{Code: "bad_date", Pointer: "/attained", Message: err.Error()})
		}
		a.Attained = day
	}
	return problems
}

// recordRows are the lines of a record as a table that can be read again.
func recordRows(r *record.Record) [][]string {
	rows := [][]string{{
		"id", "institution", "item", "code", "title", "credits", "unit", "grade", "scale", "term", "attained", "started", "expires", "status", "level", "evidence", "kind",
	}}
	for i := range r.Attainments {
		a := &r.Attainments[i]
		credits := ""
		if a.Credits != nil {
			credits = a.Credits.String()
		}
		rows = append(rows, []string{
			a.ID, a.Institution, string(a.Item), a.Code, a.Title, credits, string(a.Unit), a.Grade, string(a.Scale), a.Term,
			dayText(a.Attained), dayText(a.Started), dayText(a.Expires), string(a.Status), a.Level, string(a.Evidence), string(a.Kind),
		})
	}
	return rows
}

// copyRecord makes the record that is shown (a demo learner's) the session's own.
func (s *Site) copyRecord(x *exchange) (*answer, error) {
	x.query.Set("record", x.r.PostForm.Get("from"))
	who, err := x.record()
	x.query.Del("record")
	if err != nil {
		return nil, err
	}
	rec := x.rules.Named(who.record, x.asOf)
	return s.keepRecord(x, rec, nil, &view.Notes{Added: len(rec.Attainments)})
}
