package web

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/web/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// item is what an item is and where it counts.
func (s *Site) item(x *exchange) (*answer, error) {
	id := catalog.ItemID(x.r.PathValue("institution") + "/" + x.r.PathValue("item"))
	q := app.ItemQuery{Item: id, AsOf: x.asOf, Grade: strings.TrimSpace(x.query.Get("grade"))}
	if text := x.query.Get("earned"); text != "" {
		day, err := calendar.ParseDate(text)
		if err != nil {
			return nil, fault.SayList(fault.Usage, wording.Of("fault.day", "The day cannot be read."), diag.List{{
				Code: "bad_date", Message: "earned is not a day", Suggestion: "write it as YYYY-MM-DD, such as " + x.asOf.String(),
			}})
		}
		q.Attained = day
	}
	found, err := x.itemAnswer(q)
	if err != nil {
		return nil, err
	}
	m := x.itemModel(found)
	p := x.page("check", strings.TrimSpace(view.NameOf(found.Item, m.Now)+" "+titleBeside(m.Now)))
	m.Facts, m.Trust = x.itemFacts(m), x.itemTrust(m)
	if m.Onward = x.rules.LeadsOn(id, x.asOf); len(m.Onward) > 0 {
		m.Drawing = view.DrawLeads(p, view.NameOf(found.Item, m.Now), "", found.Item, m.Onward)
	}
	a := &answer{
		page: p, body: view.ItemPage(p, m),
		json: func() ([]byte, error) { return app.AppendResult(nil, &found.Result), nil },
		csv:  func() [][]string { return itemRows(m.Rows) },
	}
	if len(m.Drawing) > 0 {
		a.svg = func() []byte {
			return view.DrawLeads(p, view.NameOf(found.Item, m.Now), p.Href(x.r.URL.Path), found.Item, m.Onward)
		}
	}
	return a, nil
}

// titleBeside is the title where the code does not stand for it already.
func titleBeside(v catalog.ItemVersion) string {
	if v.Code == "" {
		return ""
	}
	return v.Title
}

// rowOrder puts first where the item counts.
var rowOrder = []view.Part{view.Counted, view.Elective, view.Excess, view.Undecided, view.NotAccepted}

// itemModel filters the rows and finds what else has had the item's codes.
func (x *exchange) itemModel(found *app.ItemAnswer) *view.Item {
	m := &view.Item{
		Answer: found, Size: x.rules.SizeOf(found.Item, x.asOf), Level: x.query.Get("level"),
		OnlyCounts: x.query.Get("only") == "counts", Issuer: &catalog.Institution{Name: string(found.Item.Institution)},
	}
	m.Now, _ = found.Item.At(x.asOf)
	if in, ok := x.rules.Institution(found.Item.Institution); ok {
		m.Issuer = in
	}
	for i := range found.Rows {
		row := &found.Rows[i]
		if row.Level != "" && !slices.Contains(m.Levels, row.Level) {
			m.Levels = append(m.Levels, row.Level)
		}
		if m.OnlyCounts && view.PartOf(row.Line.Status) != view.Counted || m.Level != "" && row.Level != m.Level {
			m.Hidden++
			continue
		}
		m.Rows = append(m.Rows, *row)
	}
	slices.Sort(m.Levels)
	best := map[catalog.InstitutionID]int{}
	for i := range m.Rows {
		id, at := m.Rows[i].Target.Institution, slices.Index(rowOrder, view.PartOf(m.Rows[i].Line.Status))
		if held, ok := best[id]; !ok || at < held {
			best[id] = at
		}
	}
	slices.SortStableFunc(m.Rows, func(a, b app.ItemRow) int { return best[a.Target.Institution] - best[b.Target.Institution] })
	m.Reused = x.reusedCodes(found.Item)
	return m
}

// reusedCodes finds other items of the institution that have had one of the
// item's codes on other days.
func (x *exchange) reusedCodes(it *catalog.Item) []view.ReusedCode {
	codes := map[string]bool{}
	for i := range it.Versions {
		if code := catalog.NormalCode(it.Versions[i].Code); code != "" {
			codes[code] = true
		}
	}
	var out []view.ReusedCode
	list := x.rules.ItemsOf(it.Institution)
	for i := range list {
		other := &list[i]
		if other.ID == it.ID || slices.Contains(it.CrossListed, other.ID) {
			continue
		}
		for _, v := range other.Versions {
			if codes[catalog.NormalCode(v.Code)] {
				out = append(out, view.ReusedCode{Item: other.ID, Code: v.Code, Title: v.Title, Valid: v.Valid})
			}
		}
	}
	return out
}

// itemRows are the rows as a table, with exact numbers.
func itemRows(list []app.ItemRow) [][]string {
	rows := [][]string{{
		"institution", "institution_name", "program", "status", "credits", "unit", "level", "requirements",
		"agreement", "version", "rule", "sentence", "valid_from", "valid_to", "reason_code", "reason",
	}}
	for i := range list {
		r := &list[i]
		var uses []string
		for _, u := range r.Uses {
			uses = append(uses, u.Program+": "+u.Text)
		}
		row := []string{
			string(r.Target.Institution), r.Target.InstitutionName, r.Target.Program, string(r.Line.Status),
			r.Line.Ledger.Accepted().String(), string(r.Target.Unit), r.Level, strings.Join(uses, "; "),
		}
		row = append(row, ruleCells(r.Rules)...)
		if len(r.Line.Reasons) > 0 {
			row = append(row, r.Line.Reasons[0].Code, r.Line.Reasons[0].Text)
		} else {
			row = append(row, "", "")
		}
		rows = append(rows, row)
	}
	return rows
}
