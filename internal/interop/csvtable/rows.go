package csvtable

import (
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/csvtext"
)

// rows reads the simple form: every row is a rule.
func (t *table) rows() {
	for _, row := range t.sheet.Rows {
		d := t.draft(row)
		if d == nil {
			continue
		}
		day := d.Effective.From
		outcome, known := t.outcome(row)
		r := agreement.Rule{Outcome: outcome, When: t.sources(row, d, day)}
		if award, ok := t.award(row, d, day); ok {
			r.Awards = []agreement.Award{award}
		}
		if n := t.text(row, "note"); n != "" {
			r.Conditions = []agreement.Text{{Text: n, Meaning: meaning(n, &r)}}
		}
		if !known {
			continue
		}
		if r.When == nil && (outcome == "" || len(r.Awards) == 0) {
			t.badf(t.cell(row, "source"), "missing_cell", "", "the cell source is empty")
			continue
		}
		d.add(r, row, ruleName(t, row))
	}
}

// ruleName names a rule by what it is about, so that its id is stable when the
// rows are put into another order.
func ruleName(t *table, row []csvtext.Cell) string {
	if s := t.text(row, "source"); s != "" {
		return slug(strings.NewReplacer("|", " or ").Replace(s))
	}
	return slug(t.text(row, "target"))
}

func (d *draft) add(r agreement.Rule, row []csvtext.Cell, name string) {
	r.ID = d.names.unique(name)
	d.Rules, d.rows = append(d.Rules, r), append(d.rows, row)
}

// sources reads codes joined by + and |, all with the row's least grade.
func (t *table) sources(row []csvtext.Cell, d *draft, day calendar.Date) *agreement.Expr {
	var choices []agreement.Expr
	for _, group := range alternatives(t.text(row, "source")) {
		var all []agreement.Expr
		for _, code := range group {
			c := course{code: code}
			if len(group) == 1 {
				c.title = t.text(row, "source_title")
			}
			all = append(all, agreement.Expr{Item: t.build.item(d.Senders[0], c, day)})
		}
		choices = append(choices, join(all, false))
	}
	if len(choices) == 0 {
		return nil
	}
	e := join(choices, true)
	e.MinGrade = t.text(row, "min_grade")
	return &e
}

// join makes one expression of several.
func join(parts []agreement.Expr, either bool) agreement.Expr {
	switch {
	case len(parts) == 1:
		return parts[0]
	case either:
		return agreement.Expr{Any: parts}
	}
	return agreement.Expr{All: parts}
}

// award reads what a row gives; ok is false where it names nothing.
func (t *table) award(row []csvtext.Cell, d *draft, day calendar.Date) (w agreement.Award, ok bool) {
	code, credits := t.text(row, "target"), t.credits(row)
	w.Credits = credits
	if credits != nil {
		w.Credits = t.inReceiverUnit(*credits, row, d)
	}
	elective := strings.EqualFold(t.text(row, "applies_to"), "elective") || strings.EqualFold(code, "elective")
	subject, wild := wildcard(code)
	switch {
	case wild:
		w.Kind, w.Subject, w.Level = agreement.AwardSubjectElective, subject, t.level(row)
	case code == "" && credits == nil && !elective:
		return w, false
	case code == "" || strings.EqualFold(code, "elective"):
		w.Kind = agreement.AwardElective
	default:
		c := course{code: code, title: t.text(row, "target_title"), credits: w.Credits, level: t.level(row)}
		w.Kind, w.Item = agreement.AwardCourse, t.build.item(d.Receiver, c, day)
	}
	return w, true
}

// inReceiverUnit converts the credits of a row, which may be in another unit
// than the receiver's.
func (t *table) inReceiverUnit(a credit.Amount, row []csvtext.Cell, d *draft) *credit.Amount {
	from := t.unit(row)
	for _, list := range [][]catalog.Institution{t.build.set.Institutions, t.build.baseInstitutions()} {
		for i := range list {
			if list[i].ID != d.Receiver || list[i].Unit == from || t.text(row, "unit") == "" {
				continue
			}
			ratio, ok := credit.NewTable(list[i].Policy.Conversions).Ratio(from, list[i].Unit)
			if !ok {
				t.badf(t.cell(row, "unit"), "unknown_conversion", "state the credits in "+string(list[i].Unit), "%s does not convert %s", d.Receiver, from)
				return &a
			}
			a = a.Mul(ratio)
		}
	}
	return &a
}

func (b *builder) baseInstitutions() []catalog.Institution {
	if b.opts.Base == nil {
		return nil
	}
	return b.opts.Base.Institutions
}
