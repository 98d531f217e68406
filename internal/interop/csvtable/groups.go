package csvtable

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/interop/csvtext"
)

// groupKey is one rule of the long form.
type groupKey struct {
	agreement agreement.ID
	group     string
}

// groups reads the long form: the rows of one rule_group are one rule. The
// sources are joined by the operator, and every distinct target is awarded.
func (t *table) groups() {
	var order []groupKey
	rows := map[groupKey][][]csvtext.Cell{}
	for _, row := range t.sheet.Rows {
		d := t.draft(row)
		group, ok := t.needed(row, "rule_group")
		if d == nil || !ok {
			continue
		}
		key := groupKey{d.ID, group}
		if rows[key] == nil {
			order = append(order, key)
		}
		rows[key] = append(rows[key], row)
	}
	for _, key := range order {
		t.group(t.build.agreements[key.agreement], key.group, rows[key])
	}
}

func (t *table) group(d *draft, name string, rows [][]csvtext.Cell) {
	either, ok := t.operator(rows)
	if !ok {
		return
	}
	outcome, ok := t.outcome(rows[0])
	if !ok {
		return
	}
	r := agreement.Rule{Outcome: outcome}
	var parts []agreement.Expr
	seen := map[string]bool{}
	for _, row := range rows {
		key := strings.ToUpper(t.text(row, "source")) + "\x00" + t.text(row, "min_grade")
		if e := t.sources(row, d, d.Effective.From); e != nil && !seen[key] {
			parts = append(parts, *e)
		}
		seen[key] = true
	}
	if len(parts) == 0 {
		t.badf(t.cell(rows[0], "source"), "missing_cell", "", "the group %s has no source", name)
		return
	}
	joined := join(parts, either)
	r.When = liftGrade(&joined)
	r.Awards = t.targets(rows, d)
	for _, row := range rows {
		n := agreement.Text{Text: t.text(row, "note")}
		n.Meaning = meaning(n.Text, &r)
		if n.Text != "" && !slices.Contains(r.Conditions, n) {
			r.Conditions = append(r.Conditions, n)
		}
	}
	d.add(r, rows[0], slug(name))
}

// liftGrade writes a least grade that all parts share once, on the whole.
func liftGrade(e *agreement.Expr) *agreement.Expr {
	parts := e.Parts()
	if len(parts) == 0 || e.MinGrade != "" {
		return e
	}
	for i := range parts {
		if parts[i].MinGrade != parts[0].MinGrade {
			return e
		}
	}
	e.MinGrade = parts[0].MinGrade
	for i := range parts {
		parts[i].MinGrade = ""
	}
	return e
}

// operator reads how the rows of a group are joined.
func (t *table) operator(rows [][]csvtext.Cell) (either, ok bool) {
	word := ""
	for _, row := range rows {
		c := t.cell(row, "operator")
		up := strings.ToUpper(c.Text)
		switch {
		case up != "" && up != "AND" && up != "OR":
			t.badf(c, "unknown_operator", "write AND or OR", "%q joins nothing", c.Text)
			return false, false
		case up != "" && word != "" && up != word:
			t.badf(c, "mixed_operators", "give the alternatives rule groups of their own", "the group joins its rows with both AND and OR")
			return false, false
		case up != "":
			word = up
		}
	}
	if word == "" && len(rows) > 1 && t.severalSources(rows) {
		t.badf(t.cell(rows[1], "operator"), "missing_operator", "write AND or OR", "nothing says whether all the courses of the group are needed")
		return false, false
	}
	return word == "OR", true
}

func (t *table) severalSources(rows [][]csvtext.Cell) bool {
	for _, row := range rows[1:] {
		if !strings.EqualFold(t.text(row, "source"), t.text(rows[0], "source")) {
			return true
		}
	}
	return false
}

// targets lists the distinct targets of a group; rows that name one target must
// give it the same credits.
func (t *table) targets(rows [][]csvtext.Cell, d *draft) []agreement.Award {
	var out []agreement.Award
	first := map[string][]csvtext.Cell{}
	for _, row := range rows {
		key := strings.ToUpper(t.text(row, "target"))
		if other, again := first[key]; again {
			a, b := t.text(other, "credits"), t.text(row, "credits")
			if b != "" && a != b {
				t.badf(t.cell(row, "credits"), "contradiction", "rows of one target agree about its credits", "%s has %s credits on line %d", t.text(row, "target"), a, other[0].Line)
			}
			continue
		}
		first[key] = row
		if w, ok := t.award(row, d, d.Effective.From); ok {
			out = append(out, w)
		}
	}
	return out
}
