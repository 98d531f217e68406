package csvtable

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/interop/csvtext"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// check adds the cross-checks of the whole, each at the cell that it comes
// from.
func (t *table) check(set *ruleset.Set) {
	seen := map[string]bool{}
	for _, p := range t.problems {
		seen[p.Code+"\x00"+strconv.Itoa(p.Line)] = true
	}
	for _, p := range ruleset.ValidateOn(t.build.opts.Base, set) {
		c := t.place(set, p.Pointer)
		p.File, p.Line, p.Column = t.sheet.File, c.Line, c.Column
		// One cell that was refused already needs no second complaint.
		if !seen[p.Code+"\x00"+strconv.Itoa(p.Line)] {
			t.problems = append(t.problems, p)
		}
	}
}

// cellOf says which column a part of a rule was read from.
var cellOf = map[string]string{
	"minGrade": "min_grade", "when": "source", "awards": "target", "level": "level", "credits": "credits",
	"subject": "target", "outcome": "outcome", "conditions": "note",
}

// place finds the cell that a pointer into the set was read from; what no
// single cell made is placed at the header.
func (t *table) place(set *ruleset.Set, pointer string) csvtext.Cell {
	parts := strings.Split(pointer, "/") // "", "agreements", i, "rules", j, …
	header := t.sheet.Header[0]
	if len(parts) < 3 || parts[1] != "agreements" {
		return header
	}
	i, err := strconv.Atoi(parts[2])
	if err != nil || i >= len(set.Agreements) {
		return header
	}
	d := t.build.agreements[set.Agreements[i].ID]
	if len(d.rows) == 0 {
		return header
	}
	row := d.rows[0]
	if len(parts) > 4 && parts[3] == "rules" {
		if j, err := strconv.Atoi(parts[4]); err == nil && j < len(d.rows) {
			row = d.rows[j]
		}
	}
	cell := row[0]
	for _, p := range parts[min(5, len(parts)):] {
		if column, ok := cellOf[p]; ok {
			if at, has := t.at[column]; has {
				cell = row[at]
			}
		}
	}
	return cell
}
