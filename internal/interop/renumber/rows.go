package renumber

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

const rowsTable = "renumberings"

// row is one line of the list. A zero day means that the list does not say when.
type row struct {
	line               int
	day                calendar.Date
	former, next       string
	formerTitle, title string
}

type importer struct {
	inst   catalog.Institution
	file   string
	report intake.Report
	bases  map[catalog.ItemID]*catalog.Item
	// courses in the order of their creation.
	courses []*course
	// dated finds the course that had a code until the dated renumbering;
	// current the one that has it since, or without a date.
	dated, current map[string]*course
}

var usualCode = regexp.MustCompile(`^[A-Z&]{2,5} \d{4}[A-Z]?$`)

// rows reads the terms and drops what has no codes.
func (im *importer) rows(name string, table []intake.Row) ([]row, diag.List) {
	var out []row
	var problems diag.List
	for _, t := range table {
		f := t.Fields
		r := row{
			line: t.Line, former: catalog.NormalCode(f[2]), next: catalog.NormalCode(f[4]),
			formerTitle: intake.OneLine(f[3]), title: intake.OneLine(f[5]),
		}
		code, message := "", ""
		if r.former == "" || r.next == "" {
			code, message = "missing_code", "a renumbering needs the former and the new code"
		}
		if f[1] != "0" {
			term, err := calendar.ParseTerm(f[1])
			if err != nil {
				code, message = "bad_term", err.Error()
			} else {
				r.day = term.Start()
			}
		}
		if code != "" {
			problems = append(problems, diag.Problem{Code: code, Message: message, File: name, Line: t.Line, Column: 1})
			im.report.Add(rowsTable, "unreadable", intake.Refused, im.sample(r))
			continue
		}
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b row) int { return cmp.Compare(a.day, b.day) })
	return out, problems
}

func (im *importer) sample(r row) string {
	return fmt.Sprintf("row %d: %s => %s", r.line, r.former, r.next)
}

// datedRows builds the history from the rows that say when. All rows of one day
// happen at once: first every former code ends, then every new code begins.
func (im *importer) datedRows(rows []row) {
	for len(rows) > 0 && rows[0].day.IsZero() {
		rows = rows[1:]
	}
	for len(rows) > 0 {
		n := 1
		for n < len(rows) && rows[n].day == rows[0].day {
			n++
		}
		im.oneDay(rows[:n])
		rows = rows[n:]
	}
}

// oneDay applies the rows of one day. A code that keeps its course comes first:
// a course that moves to the same code was merged into it.
func (im *importer) oneDay(rows []row) {
	rows = slices.Clone(rows)
	slices.SortStableFunc(rows, func(a, b row) int { return cmp.Compare(moves(a), moves(b)) })
	day := rows[0].day
	before := map[string]*course{}
	for _, r := range rows {
		if before[r.former] == nil {
			before[r.former] = im.ending(r, day)
		}
	}
	for code, c := range before {
		if im.current[code] == c {
			delete(im.current, code)
		}
		im.dated[code] = c
	}
	moved := map[*course]bool{}
	for _, r := range rows {
		im.begin(before[r.former], r, day, moved)
	}
}

func moves(r row) int {
	if r.former == r.next {
		return 0
	}
	return 1
}

// ending is the course that has the code up to the day.
func (im *importer) ending(r row, day calendar.Date) *course {
	c := im.current[r.former]
	if c == nil {
		c = &course{versions: []version{{code: r.former, title: r.formerTitle}}}
		im.courses = append(im.courses, c)
	}
	c.versions[len(c.versions)-1].valid.To = day - 1
	return c
}

// begin gives a course its new code.
func (im *importer) begin(c *course, r row, day calendar.Date, moved map[*course]bool) {
	last := &c.versions[len(c.versions)-1]
	holder := im.current[r.next]
	switch {
	case moved[c] && last.code == r.next:
		im.report.Add(rowsTable, "repeats another row", intake.Normalised, im.sample(r))
		return
	case moved[c]:
		im.report.Add(rowsTable, "one course to two codes", intake.Left, im.sample(r))
		return
	case holder != nil && holder != c:
		moved[c] = true
		link(c, holder)
		im.report.Add(rowsTable, "merged into another course", intake.Normalised, im.sample(r))
		return
	}
	moved[c] = true
	im.current[r.next] = c
	if _, number := catalog.SplitCode(r.next); usualCode.MatchString(r.next) && number < "3000" {
		c.common = r.next // common numbers are for the first two years
	}
	if r.former == r.next && last.title == r.title {
		last.valid.To = 0
		im.report.Add(rowsTable, "nothing changes", intake.Normalised, im.sample(r))
		return
	}
	c.versions = append(c.versions, version{code: r.next, title: r.title, valid: calendar.Range{From: day}})
	code := "renumbered"
	if r.former == r.next {
		code = "new title"
	}
	im.report.Add(rowsTable, code, intake.Kept, im.sample(r))
}
