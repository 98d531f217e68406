package recordfile

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/csvtext"
	"github.com/cairnproject/cairn/internal/record"
)

func (t *table) line(row []csvtext.Cell, rec *record.Record) record.Attainment {
	t.learner(t.cell(row, "learner"), rec)
	a := record.Attainment{
		ID: t.text(row, "id"), Item: catalog.ItemID(t.text(row, "item")),
		Institution: t.text(row, "institution"), Code: t.text(row, "code"), Title: t.text(row, "title"),
		Kind: catalog.ItemKind(strings.ToLower(t.text(row, "kind"))), Term: t.text(row, "term"),
		Unit: credit.Unit(strings.ToLower(t.text(row, "unit"))), Grade: t.text(row, "grade"),
		Scale:    scaleOf(t.text(row, "scale"), t.text(row, "grade")),
		Status:   record.Status(strings.ToLower(t.text(row, "status"))),
		Level:    levelOf(t.text(row, "level")),
		Evidence: catalog.EvidenceKind(strings.ToLower(t.text(row, "evidence"))),
	}
	if a.Item == "" && a.Institution == "" {
		a.Institution = t.institution
	}
	if a.Code == "" {
		a.Code = strings.TrimSpace(t.text(row, "subject") + " " + t.text(row, "number"))
	}
	a.Started, a.Attained, a.Expires = t.date(row, "started"), t.date(row, "attained"), t.date(row, "expires")
	a.Credits = t.amount(row, "credits")
	attempted := t.amount(row, "attempted")
	for _, key := range []string{"repeat", "transfer"} {
		if v := t.text(row, key); v != "" {
			if a.Attributes == nil {
				a.Attributes = map[string]string{}
			}
			a.Attributes[key] = v
		}
	}
	settle(&a, attempted)
	return a
}

// learner takes the learner's id, which must be the same on every line.
func (t *table) learner(c csvtext.Cell, rec *record.Record) {
	switch {
	case c.Text == "":
	case rec.Learner == "":
		rec.Learner = c.Text
	case rec.Learner != c.Text:
		t.bad(c, "several_learners", fmt.Sprintf("the line belongs to %s, the lines above to %s", c.Text, rec.Learner), "read each learner's lines from a file of their own")
	}
}

func (t *table) date(row []csvtext.Cell, column string) calendar.Date {
	c := t.cell(row, column)
	var d calendar.Date
	if err := d.UnmarshalText([]byte(c.Text)); err != nil {
		t.bad(c, "bad_value", err.Error(), "")
	}
	return d
}

func (t *table) amount(row []csvtext.Cell, column string) *credit.Amount {
	c := t.cell(row, column)
	if c.Text == "" {
		return nil
	}
	a, err := credit.ParseAmount(c.Text)
	if err != nil {
		t.bad(c, "bad_value", err.Error(), "")
		return nil
	}
	return &a
}

// place finds the cell that a problem of the record is about.
func (t *table) place(p diag.Problem) (diag.Problem, bool) {
	parts := strings.Split(p.Pointer, "/") // "", "attainments", index, key
	p.File, p.Line, p.Column = t.sheet.File, 1, 1
	if len(parts) < 3 {
		return p, true
	}
	i, err := strconv.Atoi(parts[2])
	if err != nil || i >= len(t.sheet.Rows) {
		return p, true
	}
	c := t.sheet.Rows[i][0]
	if len(parts) > 3 {
		if j, ok := t.at[parts[3]]; ok {
			c = t.sheet.Rows[i][j]
		}
	}
	p.Line, p.Column = c.Line, c.Column
	return p, !t.broken[c]
}
