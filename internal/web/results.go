package web

import (
	"maps"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/web/view"
)

// results is what a record is worth at one target.
func (s *Site) results(x *exchange) (*answer, error) {
	who, err := x.record()
	if err != nil {
		return nil, err
	}
	r := &view.Results{Learner: who.learner, Targets: x.targets(), Kept: x.keptLinks()}
	text := x.query.Get("target")
	if text == "" || who.empty {
		p := x.page("", x.loc.T("results.choose.title"))
		key := "results.choose.none"
		if who.empty {
			key = "results.choose.empty"
		}
		return &answer{page: p, body: view.ChooseResults(p, r, x.loc.T(key))}, nil
	}
	asked, err := x.asked(who.record, targetOf(text))
	if err != nil {
		return nil, err
	}
	r.Target = &asked.result.Targets[0]
	r.Trial, r.Replay = asked.trial, asked.replay
	x.tools(r, asked)
	p := x.page("", resultTitle(x, r.Target))
	p.Pinning = r.Target.Audit != nil
	x.ledgerPage(r, p.Open)
	a := &answer{
		page: p, body: view.ResultsPage(p, r),
		json: func() ([]byte, error) { return app.AppendResult(nil, &asked.result), nil },
		csv:  func() [][]string { return ledgerRows(r.Target) },
	}
	if asked.replay != nil {
		d := &asked.replay.Difference
		a.json = func() ([]byte, error) { return encoded(d) }
		a.csv = func() [][]string { return changeRows(d) }
	}
	return a, nil
}

// linesInLedger is how many lines of a ledger a page shows at once.
const linesInLedger = 50

// ledgerPage is the part of a long ledger that the page shows; in print it is whole.
func (x *exchange) ledgerPage(r *view.Results, whole bool) {
	r.Lines = r.Target.Lines
	n := len(r.Lines)
	if n <= linesInLedger || whole {
		return
	}
	from, _ := strconv.Atoi(x.query.Get("lines"))
	from = max(0, min(from, n-1)) / linesInLedger * linesInLedger
	to := min(n, from+linesInLedger)
	r.Lines, r.Place = r.Lines[from:to], view.Place{From: from + 1, To: to, All: n}
	link := func(from int) string {
		q := maps.Clone(x.query)
		q.Set("lines", strconv.Itoa(from))
		return "/results?" + q.Encode() + "#ledger"
	}
	if from > 0 {
		r.Place.Previous = link(from - linesInLedger)
	}
	if to < n {
		r.Place.Next = link(to)
	}
}

func resultTitle(x *exchange, t *engine.TargetResult) string {
	if t.ProgramTitle != "" {
		return x.loc.T("results.title.program", "program", t.ProgramTitle)
	}
	return x.loc.T("results.title", "institution", t.InstitutionName)
}

// targetOf reads "institution" or "institution/program".
func targetOf(text string) engine.Target {
	name, _, found := strings.Cut(text, "/")
	t := engine.Target{Institution: catalog.InstitutionID(name)}
	if found {
		t.Program = text
	}
	return t
}

// maxListed is how many targets a select holds; beyond it they are typed.
const maxListed = 300

// targets are the institutions with their programs, to choose from.
func (x *exchange) targets() []view.Group {
	set := &x.rules.Set
	if len(set.Institutions)+len(set.Programs) > maxListed {
		return nil
	}
	programs := map[catalog.InstitutionID][]view.Option{}
	for i := range set.Programs {
		p := &set.Programs[i]
		programs[p.Institution] = append(programs[p.Institution], view.Option{Value: p.ID, Text: firstOf(p.Title, p.ID)})
	}
	var out []view.Group
	if x.query.Get("target") == "" {
		out = append(out, view.Group{Options: []view.Option{{Text: x.loc.T("form.choose")}}})
	}
	for i := range set.Institutions {
		in := &set.Institutions[i]
		whole := view.Option{Value: string(in.ID), Text: x.loc.T("results.whole", "institution", in.Name)}
		out = append(out, view.Group{Label: in.Name, Options: append([]view.Option{whole}, programs[in.ID]...)})
	}
	return out
}

// ledgerRows are the lines of a target as a table, with exact numbers.
func ledgerRows(t *engine.TargetResult) [][]string {
	rows := [][]string{{
		"line", "institution", "item", "code", "title", "attained", "grade", "status",
		"source_credits", "source_unit", "credits", "unit",
		"counted", "elective", "excess", "not_accepted", "undecided", "rounding", "awards", "reason_code", "reason",
	}}
	for i := range t.Lines {
		l := &t.Lines[i]
		row := []string{
			l.ID, string(l.Source.Institution), string(l.Source.Item), l.Source.Code, l.Source.Title,
			dayText(l.Source.Attained), l.Source.Grade, string(l.Status),
			l.Credits.Source.Amount.String(), string(l.Credits.Source.Unit), l.Credits.Receiver.Amount.String(), string(l.Credits.Receiver.Unit),
			l.Ledger.Counted.String(), l.Ledger.Elective.String(), l.Ledger.Excess.String(),
			l.Ledger.NotAccepted.String(), l.Ledger.Undecided.String(), l.Ledger.Rounding.String(), awardNames(l.Awards),
		}
		if len(l.Reasons) > 0 {
			row = append(row, l.Reasons[0].Code, l.Reasons[0].Text)
		} else {
			row = append(row, "", "")
		}
		rows = append(rows, row)
	}
	return rows
}

func awardNames(list []engine.Award) string {
	words := make([]string, len(list))
	for i := range list {
		a := &list[i]
		words[i] = firstOf(a.Code, string(a.Item), a.Name, a.Subject, string(a.Kind))
		if a.Credits != nil {
			words[i] += " (" + a.Credits.Amount.String() + ")"
		}
	}
	return strings.Join(words, "; ")
}
