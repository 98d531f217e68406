package web

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/web/view"
)

// programsShown is how many programs stand on one page of the list.
const programsShown = 100

// pathways lists the programs, by institution.
func (s *Site) pathways(x *exchange) (*answer, error) {
	m := &view.Pathways{Institution: x.query.Get("institution"), Level: x.query.Get("level")}
	all := x.programs(m)
	from, _ := strconv.Atoi(x.query.Get("from"))
	from = min(max(from-1, 0), max(len(all)-1, 0)) / programsShown * programsShown
	to := min(from+programsShown, len(all))
	m.Entries = all[from:to]
	page := func(first int) string {
		return x.href("/pathways", "institution", m.Institution, "level", m.Level, "from", strconv.Itoa(first+1))
	}
	m.Place = view.Place{From: from + 1, To: to, All: len(all)}
	if from > 0 {
		m.Place.Previous = page(from - programsShown)
	}
	if to < len(all) {
		m.Place.Next = page(to)
	}
	p := x.page("pathways", x.loc.T("pathways.title"))
	return &answer{
		page: p, body: view.PathwaysPage(p, m),
		json: func() ([]byte, error) { return encodePrograms(all) },
		csv:  func() [][]string { return programRows(all) },
	}, nil
}

// programs are those that the filters leave; the choices are filled in.
func (x *exchange) programs(m *view.Pathways) []view.PathwayEntry {
	var all []view.PathwayEntry
	kinds := map[string]bool{}
	institutions := map[catalog.InstitutionID]string{}
	set := &x.rules.Set
	for i := range set.Programs {
		q := &set.Programs[i]
		e := x.programEntry(q)
		kinds[e.Kind], institutions[q.Institution] = true, e.InstitutionName
		if (m.Institution == "" || m.Institution == string(q.Institution)) && (m.Level == "" || m.Level == e.Kind) {
			all = append(all, e)
		}
	}
	slices.SortStableFunc(all, func(a, b view.PathwayEntry) int {
		return cmp.Or(cmp.Compare(a.InstitutionName, b.InstitutionName), cmp.Compare(a.Institution, b.Institution), cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID))
	})
	for _, kind := range catalog.ItemKinds() {
		if kinds[string(kind)] {
			m.Levels = append(m.Levels, string(kind))
		}
	}
	for i := range set.Institutions {
		if id := set.Institutions[i].ID; institutions[id] != "" {
			m.Institutions = append(m.Institutions, view.Option{Value: string(id), Text: institutions[id]})
		}
	}
	slices.SortStableFunc(m.Institutions, func(a, b view.Option) int { return cmp.Compare(a.Text, b.Text) })
	return all
}

func (x *exchange) programEntry(q *requirement.Program) view.PathwayEntry {
	e := view.PathwayEntry{
		ID: q.ID, Title: firstOf(q.Title, q.ID), Institution: string(q.Institution), InstitutionName: string(q.Institution),
		Credential: string(q.Credential),
	}
	if in, ok := x.rules.Institution(q.Institution); ok {
		e.InstitutionName = in.Name
	}
	if it, ok := x.rules.Item(q.Credential); ok {
		e.Kind, e.Size = string(it.Kind), x.rules.SizeOf(it, x.asOf)
	}
	return e
}

func encodePrograms(list []view.PathwayEntry) ([]byte, error) {
	var buf bytes.Buffer
	err := app.EncodeJSON(&buf, struct {
		Data  []view.PathwayEntry `json:"data"`
		Total int                 `json:"total"`
	}{append([]view.PathwayEntry{}, list...), len(list)})
	return buf.Bytes(), err
}

func programRows(list []view.PathwayEntry) [][]string {
	rows := [][]string{{"id", "title", "institution", "institution_name", "credential", "kind", "credits", "unit"}}
	for i := range list {
		e := &list[i]
		rows = append(rows, []string{e.ID, e.Title, e.Institution, e.InstitutionName, e.Credential, e.Kind, e.Size.Amount.String(), string(e.Size.Unit)})
	}
	return rows
}

// pathway is a program as steps: exits, drawing, outline.
func (s *Site) pathway(x *exchange) (*answer, error) {
	who, err := x.record()
	if err != nil {
		return nil, err
	}
	if err := x.begin(); err != nil {
		return nil, err
	}
	defer x.end()
	found, err := s.service.PathwayOn(x.rules, app.PathwayQuery{
		Program: x.r.PathValue("program"), Record: who.record, AsOf: x.asOf, Stop: x.context().Done(), Keep: x.keep(),
	})
	if err != nil {
		return nil, err
	}
	m := &view.Pathway{
		Pathway: found, Entry: x.programEntry(found.Program), Learner: who.learner, AsOf: x.asOf,
		FromGoal: x.query.Get("read") == "goal", Lanes: x.query.Get("lanes") == "1", All: x.query.Get("all") == "1",
		Names: func(id catalog.InstitutionID) string { return x.names([]catalog.InstitutionID{id})[0] },
		Item:  x.rules.Item,
		Size:  func(it *catalog.Item) string { return sizeText(x, it) },
	}
	p := x.page("pathways", m.Entry.Title)
	draw := func(base string) []byte { return view.DrawPathway(p, m, base) }
	m.Drawing = draw("")
	return &answer{
		page: p, body: view.PathwayPage(p, m), svg: func() []byte { return draw(p.Href(x.r.URL.Path)) },
		json: func() ([]byte, error) {
			var buf bytes.Buffer
			if err := found.Graph.WriteJSON(&buf); err != nil {
				return nil, fault.From(err)
			}
			return buf.Bytes(), nil
		},
		csv: func() [][]string { return stepRows(found, x) },
	}, nil
}

// sizeText is the credit of an item in words, "" where it has none.
func sizeText(x *exchange, it *catalog.Item) string {
	q := x.rules.SizeOf(it, x.asOf)
	if q.Amount.IsZero() {
		return ""
	}
	return x.loc.Quantity(q)
}

// stepRows are the steps of a pathway as a table.
func stepRows(found *app.Pathway, x *exchange) [][]string {
	rows := [][]string{{"number", "kind", "item", "code", "title", "institution", "credits", "unit", "optional", "status", "text", "accepted_instead"}}
	found.Walk(func(s *app.PathStep) {
		row := []string{s.Number, "", "", "", "", "", "", "", strconv.FormatBool(s.Optional), string(s.Status), "", ""}
		if s.Requirement != nil {
			row[1], row[4], row[10] = string(s.Requirement.Kind), s.Requirement.Title, s.Requirement.Text
		}
		if s.Item != nil {
			version, _ := s.Item.At(x.asOf)
			size := x.rules.SizeOf(s.Item, x.asOf)
			row[1], row[2], row[3], row[4] = string(s.Item.Kind), string(s.Item.ID), version.Code, version.Title
			row[5], row[6], row[7] = string(s.Item.Institution), size.Amount.String(), string(size.Unit)
		}
		for i := range s.Ways {
			w := &s.Ways[i]
			if i > 0 {
				row[11] += "; "
			}
			row[11] += w.Number + ": " + w.Rule.Sentence
		}
		rows = append(rows, row)
	})
	return rows
}
