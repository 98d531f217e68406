package precedent

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// decision is one row, understood as far as it can be.
type decision struct {
	sender      catalog.Institution
	source      []intake.Key
	anySource   bool
	courses     []intake.Key      // receiving courses
	awards      []agreement.Award // everything else that is given
	outcome     agreement.Outcome
	conditions  []agreement.Text
	notes       []string
	code        string // why it is in its count
	disposition intake.Disposition
	sample      string
}

// read understands one row.
func (im *importer) read(t intake.Row) decision {
	f := t.Fields
	d := decision{disposition: intake.Kept, sample: fmt.Sprintf("row %d: %s", t.Line, intake.OneLine(strings.Join(f, " | ")))}
	inst, changed, ok := im.institution(f[0])
	if !ok {
		im.report.Add(rowsTable, "no institution", intake.Left, d.sample)
		return d
	}
	d.sender = inst
	country, rest := readCountry(f[1])
	sourceCode := f[2]
	switch {
	case rest != "" && country != "" && blank(sourceCode):
		sourceCode, changed = rest, true
	case rest != "" || country == "" || strings.ContainsAny(f[1], ".\n") || f[1] != strings.TrimSpace(f[1]):
		changed = true
	}
	if im.shifted(f) {
		d.leave("columns hold the name of the institution", "The row repeats the name of the institution in place of its data.")
		return d
	}
	tidied := im.readSource(sourceCode, f[3], &d)
	tidied = im.readTarget(f[4], f[5], &d) || tidied
	if (tidied || changed || t.Cleaned) && d.disposition == intake.Kept {
		d.disposition = intake.Normalised
	}
	return d
}

// shifted reports whether a name fills columns that are not for names.
func (im *importer) shifted(f []string) bool {
	return f[1] != "" && f[1] == f[2] && f[1] == f[4]
}

// leave keeps the row for a person, with the words that need reading.
func (d *decision) leave(code, text string) {
	d.code, d.disposition, d.outcome = code, intake.Left, agreement.OutcomeNeedsAssessment
	d.awards, d.courses = nil, nil
	d.conditions = append(d.conditions, agreement.Text{Text: text})
}

// blank reports whether a cell holds nothing: dashes, "N/A" and spreadsheet
// errors stand for nothing.
func blank(text string) bool {
	t := strings.ToLower(strings.Trim(intake.OneLine(text), " `"))
	return strings.Trim(t, "-–—.") == "" || slices.Contains([]string{"n/a", "n?a", "na", "nil", "none", "#ref!"}, t)
}

// sourceJoint divides "A + B", "A AND B" and lines that end in a plus.
var sourceJoint = regexp.MustCompile(`\s*\+\s*|\s+AND\s+`)

// sourceChoice divides "A or B" where the word stands alone.
var sourceChoice = regexp.MustCompile(`\s+(?:or|OR)\s+`)

// readSource reads the courses abroad. A course without a code is known by its
// title.
func (im *importer) readSource(code, title string, d *decision) (tidied bool) {
	title = intake.OneLine(title)
	codes, titles := splitCells(code, sourceJoint), splitCells(title, sourceJoint)
	if len(codes) == 1 {
		if choice := splitCells(code, sourceChoice); len(choice) > 1 {
			codes, d.anySource = choice, true
			titles = splitCells(title, sourceChoice)
		}
	}
	if blank(code) {
		codes = titles
		if len(titles) > 1 {
			codes = []string{title} // a plus in a title alone joins nothing
		}
		titles, tidied = codes, true
	}
	for i, c := range codes {
		name := title
		if len(titles) == len(codes) {
			name = titles[i]
		}
		if blank(c) {
			c, tidied = name, true
		}
		if blank(c) {
			continue
		}
		d.source = append(d.source, im.courses.Add(intake.Course{
			Institution: d.sender.ID, Code: trimMarks(c), Title: trimMarks(name), Unit: d.sender.Unit,
		}))
	}
	return tidied || len(codes) > 1 || code != trimMarks(code)
}

// splitCells divides a cell and drops empty parts.
func splitCells(text string, at *regexp.Regexp) []string {
	var out []string
	for _, part := range at.Split(text, -1) {
		if part = trimMarks(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// trimMarks puts a cell on one line and drops stray marks at its ends.
func trimMarks(text string) string { return strings.Trim(intake.OneLine(text), "` +") }
