package web

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/engine"
	"github.com/cairnproject/cairn/internal/engine/compare"
	lookup "github.com/cairnproject/cairn/internal/search"
	"github.com/cairnproject/cairn/internal/web/view"
)

// maxCompared is how many targets stand side by side; nearest is how many the
// page finds by itself.
const (
	maxCompared = 10
	nearest     = 5
)

// compare is what a record is worth at several targets, side by side.
func (s *Site) compare(x *exchange) (*answer, error) {
	who, err := x.record()
	if err != nil {
		return nil, err
	}
	picked, unknown := x.compared()
	m := &view.Compare{Learner: who.learner, Empty: who.empty, Most: maxCompared, Unknown: unknown, OnlyDifferences: x.query.Get("only") != ""}
	if x.query.Get("best") != "" && !who.empty {
		if picked, err = x.nearest(who); err != nil {
			return nil, err
		}
	}
	m.Dropped = max(0, len(picked)-maxCompared)
	picked = picked[:min(len(picked), maxCompared)]
	// What was typed or found becomes part of the address.
	found := x.query.Get("q") != "" || x.query.Get("best") != "" && !who.empty
	if found && formatOf(x.r) == "html" && len(unknown) == 0 && m.Dropped == 0 {
		return &answer{redirect: x.comparison(picked)}, nil
	}
	p := x.page("compare", x.loc.T("compare.title"))
	p.Live = true
	m.Groups = x.choices(picked)
	a := &answer{page: p}
	if !who.empty && len(picked) > 0 {
		result, err := x.evaluate(app.Query{Record: who.record, Targets: picked, Brief: true})
		if err != nil {
			return nil, err
		}
		ranked := x.rules.Rank(&result)
		m.Unit = ranked.Unit
		m.Columns = x.columns(&result, &ranked, picked)
		p.Announce = x.loc.N("compare.targets", len(m.Columns))
		a.json = func() ([]byte, error) { return encoded(&ranked) }
		a.csv = func() [][]string { return comparisonRows(m) }
	}
	a.body = view.ComparePage(p, m)
	return a, nil
}

// compared reads the targets: t=TARGET, and q=what people type, with commas or
// semicolons between.
func (x *exchange) compared() (picked []engine.Target, unknown []string) {
	add := func(t engine.Target) {
		if !slices.Contains(picked, t) {
			picked = append(picked, t)
		}
	}
	for _, text := range x.query["t"] {
		if text != "" {
			add(targetOf(text))
		}
	}
	typed := strings.FieldsFunc(x.query.Get("q"), func(r rune) bool { return r == ',' || r == ';' || r == '\n' })
	for _, text := range typed[:min(len(typed), maxCompared)] {
		if text = strings.TrimSpace(text); text == "" {
			continue
		}
		if t, ok := x.targetBy(text); ok {
			add(t)
		} else {
			unknown = append(unknown, text)
		}
	}
	return picked, unknown
}

// targetBy finds a program or institution by what people type.
func (x *exchange) targetBy(text string) (engine.Target, bool) {
	found := x.rules.Search(lookup.Query{Text: text, Limit: 1, AsOf: x.asOf, Kinds: []lookup.Kind{lookup.Program, lookup.Institution}})
	if len(found.Hits) == 0 {
		return engine.Target{}, false
	}
	h := found.Hits[0]
	t := engine.Target{Institution: h.Institution}
	if h.Kind == lookup.Program {
		t.Program = h.ID
	} else {
		t.Institution = catalog.InstitutionID(h.ID)
	}
	return t, true
}

// nearest are the programs of which least remains.
func (x *exchange) nearest(who owner) ([]engine.Target, error) {
	if err := x.begin(); err != nil {
		return nil, err
	}
	defer x.end()
	return x.site.service.Nearest(x.rules, app.Query{Record: who.record, AsOf: x.asOf, Stop: x.context().Done()}, nearest)
}

// comparison is the address of a comparison.
func (x *exchange) comparison(targets []engine.Target) string {
	var pairs []string
	for _, t := range targets {
		pairs = append(pairs, "t", t.String())
	}
	if x.query.Get("only") != "" {
		pairs = append(pairs, "only", "differences")
	}
	return x.href("/compare", pairs...)
}

// columns are the targets in the order of the ranking.
func (x *exchange) columns(r *engine.Result, ranked *compare.Comparison, picked []engine.Target) []view.Column {
	out := make([]view.Column, 0, len(ranked.Rows))
	for i := range ranked.Rows {
		row := &ranked.Rows[i]
		at := slices.IndexFunc(r.Targets, func(t engine.TargetResult) bool { return t.Target == row.Target })
		rest := slices.DeleteFunc(slices.Clone(picked), func(t engine.Target) bool { return t == row.Target })
		out = append(out, view.Column{
			Row: row, Target: &r.Targets[at], Certain: x.rules.Certain(&r.Targets[at], x.asOf),
			Open: x.href("/results", "target", row.String()), Remove: x.comparison(rest),
		})
	}
	return out
}

// choices are the targets that can be added, institution by institution; none
// where there are too many to list.
func (x *exchange) choices(picked []engine.Target) []view.TargetGroup {
	set := &x.rules.Set
	if len(set.Institutions)+len(set.Programs) > maxListed {
		return nil
	}
	var out []view.TargetGroup
	at := map[catalog.InstitutionID]int{}
	for i := range set.Institutions {
		in := &set.Institutions[i]
		at[in.ID] = len(out)
		whole := view.Choice{Value: string(in.ID), Text: x.loc.T("results.whole", "institution", in.Name)}
		out = append(out, view.TargetGroup{Name: in.Name, Choices: []view.Choice{whole}})
	}
	for i := range set.Programs {
		if p := &set.Programs[i]; p.Current() != nil {
			g := &out[at[p.Institution]]
			g.Choices = append(g.Choices, view.Choice{Value: p.ID, Text: firstOf(p.Title, p.ID)})
		}
	}
	for i := range out {
		for j := range out[i].Choices {
			c := &out[i].Choices[j]
			c.Picked = slices.ContainsFunc(picked, func(t engine.Target) bool { return t.String() == c.Value })
		}
	}
	// An institution without programs receives nothing that could be compared.
	return slices.DeleteFunc(out, func(g view.TargetGroup) bool { return len(g.Choices) == 1 && !g.Choices[0].Picked })
}

// used is the credit that a program's requirements use.
func used(r *compare.Row) string {
	if r.Remaining == nil {
		return ""
	}
	return r.Counts.String()
}

// comparisonRows is a comparison as a table: one row a target, with exact numbers.
func comparisonRows(m *view.Compare) [][]string {
	rows := [][]string{{
		"rank", "target", "institution", "program", "verdict", "unit", "used", "transfers", "counts", "elective", "excess", "not_accepted",
		"undecided", "remaining_credits", "remaining_unit", "remaining_items", "certainty", "undecided_lines", "agreement_ends",
	}}
	for i := range m.Columns {
		c := &m.Columns[i]
		r, l := c.Row, &c.Target.Totals.Ledger
		row := []string{
			view.Count(r.Rank), r.String(), r.InstitutionName, r.ProgramTitle, string(r.Verdict), string(r.Unit),
			used(r), r.Transfers.String(), l.Counted.String(), r.Elective.String(), l.Excess.String(), l.NotAccepted.String(), r.Undecided.String(),
		}
		if r.Remaining != nil {
			row = append(row, r.Remaining.Credits.Amount.String(), string(r.Remaining.Credits.Unit), view.Count(r.Remaining.Items))
		} else {
			row = append(row, "", "", "")
		}
		ends := ""
		if len(c.Certain.Ending) > 0 {
			ends = dayText(c.Certain.Ending[0].Last)
		}
		rows = append(rows, append(row, string(r.Certainty), view.Count(c.Certain.Undecided), ends))
	}
	return rows
}
