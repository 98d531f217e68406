package csvtable

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/csvtext"
)

// columns are those of both forms.
var columns = []csvtext.Column{
	{Name: "agreement_id", Synonyms: []string{"agreement"}},
	{Name: "sending", Synonyms: []string{"sending_institution", "sender", "from_institution"}},
	{Name: "receiving", Synonyms: []string{"receiving_institution", "receiver", "to_institution"}},
	{Name: "sending_program"},
	{Name: "receiving_program", Synonyms: []string{"program", "major"}},
	{Name: "effective_from", Synonyms: []string{"from", "valid_from", "start_date"}},
	{Name: "effective_until", Synonyms: []string{"until", "effective_to", "valid_until", "end_date"}},
	{Name: "rule_group", Synonyms: []string{"group"}},
	{Name: "source", Synonyms: []string{"source_course", "sending_code", "sending_codes", "sending_course"}},
	{Name: "source_title", Synonyms: []string{"sending_title"}},
	{Name: "min_grade", Synonyms: []string{"minimum_grade"}},
	{Name: "operator"},
	{Name: "target", Synonyms: []string{"target_course", "receiving_code", "receiving_course"}},
	{Name: "target_title", Synonyms: []string{"receiving_title"}},
	{Name: "credits", Synonyms: []string{"target_credits", "receiving_credits"}},
	{Name: "unit", Synonyms: []string{"credit_unit"}},
	{Name: "level"},
	{Name: "applies_to"},
	{Name: "outcome", Synonyms: []string{"result", "decision"}},
	{Name: "note", Synonyms: []string{"notes", "comment", "condition"}},
}

// table reads rows by their columns.
type table struct {
	sheet    *csvtext.Sheet
	at       map[string]int
	problems diag.List
	build    *builder
}

// required reports the columns without which nothing can be understood.
func (t *table) required() bool {
	ok := true
	for _, c := range []string{"sending", "receiving", "source", "target"} {
		if _, has := t.at[c]; !has {
			ok = false
			t.problems = append(t.problems, t.sheet.Header[0].Problem(t.sheet.File, "missing_column",
				"the table has no column "+c, "the first line names the columns, such as sending,sending_code,receiving,receiving_code,credits"))
		}
	}
	return ok
}

func (t *table) cell(row []csvtext.Cell, column string) csvtext.Cell {
	if i, ok := t.at[column]; ok {
		return row[i]
	}
	return csvtext.Cell{Line: row[0].Line, Column: row[0].Column}
}

func (t *table) text(row []csvtext.Cell, column string) string { return t.cell(row, column).Text }

func (t *table) badf(c csvtext.Cell, code, suggestion, format string, args ...any) {
	t.problems = append(t.problems, c.Problem(t.sheet.File, code, fmt.Sprintf(format, args...), suggestion))
}

// needed returns a cell that must not be empty.
func (t *table) needed(row []csvtext.Cell, column string) (string, bool) {
	c := t.cell(row, column)
	if c.Text == "" {
		t.badf(c, "missing_cell", "", "the cell %s is empty", column)
	}
	return c.Text, c.Text != ""
}

func (t *table) date(row []csvtext.Cell, column string) calendar.Date {
	c := t.cell(row, column)
	var d calendar.Date
	if err := d.UnmarshalText([]byte(c.Text)); err != nil {
		t.badf(c, "bad_value", "", "%s", err)
	}
	return d
}

func (t *table) credits(row []csvtext.Cell) *credit.Amount {
	c := t.cell(row, "credits")
	if c.Text == "" {
		return nil
	}
	a, err := credit.ParseAmount(c.Text)
	switch {
	case err != nil:
		t.badf(c, "bad_value", "", "%s", err)
		return nil
	case a.Sign() < 0:
		t.badf(c, "negative_credits", "", "%s credits are less than none", a)
		return nil
	}
	return &a
}

// unit reads the unit in which the table states credits; empty means semester.
func (t *table) unit(row []csvtext.Cell) credit.Unit {
	c := t.cell(row, "unit")
	u := credit.Unit(strings.ToLower(c.Text))
	if u == "" {
		return credit.Semester
	}
	if !credit.Known(u) && !t.build.units[u] {
		names := make([]string, 0, len(credit.Units()))
		for _, k := range credit.Units() {
			names = append(names, string(k))
		}
		hint := "one of " + strings.Join(names, ", ")
		if near := diag.Nearest(string(u), names); near != "" {
			hint = "did you mean " + near + "?"
		}
		t.badf(c, "unknown_unit", hint, "%q is no unit of credit", c.Text)
		return credit.Semester
	}
	return u
}

var levels = map[string]string{
	"": "", "ld": "lower", "lower": "lower", "ud": "upper", "upper": "upper", "gr": "graduate", "graduate": "graduate",
}

func (t *table) level(row []csvtext.Cell) string {
	text := strings.ToLower(t.text(row, "level"))
	if l, ok := levels[text]; ok {
		return l
	}
	return text
}
