package examtable

import (
	"fmt"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// readMap reads entries such as "Biology|3" with the courses of that score.
func (im *importer) readMap(root *intake.Node) {
	for _, key := range root.Keys() {
		n := root.Get(key)
		name, text, ok := strings.Cut(key, "|")
		if !ok || intake.OneLine(name) == "" {
			n.Report(diag.Error, "bad_exam_key", fmt.Sprintf("the name %q is not an exam and a score", key), `write "Biology|3"`)
			im.report.Add(rowsTable, "unreadable", intake.Refused, key)
			continue
		}
		points, ok := score(n, strings.TrimSpace(text))
		if !ok || !n.IsObject() {
			if ok {
				n.Report(diag.Error, "wrong_type", "want an object", "")
			}
			im.report.Add(rowsTable, "unreadable", intake.Refused, key)
			continue
		}
		im.rows = append(im.rows, im.mapRow(n, key, name, points))
	}
}

func (im *importer) mapRow(n *intake.Node, key, name string, points int) row {
	r := row{
		exam: im.exam(name), min: points, max: points, sample: key, code: "courses", disposition: intake.Kept,
	}
	courses := intake.OneLine(n.Get("uhCourse").Text())
	r.describe(intake.OneLine(n.Get("description").Text()))
	switch strings.ToLower(courses) {
	case "no credit":
		r.code, r.refused = "no credit", true
		return r
	case "":
		r.leave("no course named", "The table names no course for this score.")
		return r
	}
	total := n.Get("credits").Amount()
	var sum credit.Amount
	for code := range strings.SplitSeq(courses, "+") {
		if intake.OneLine(code) == "" {
			continue // the sum of the credits tells whether a course is missing
		}
		g := given{credits: ownCredits(code)}
		for _, to := range im.to {
			g.keys = append(g.keys, im.courses.Add(intake.Course{
				Institution: to.ID, Code: intake.OneLine(code), Credits: g.credits, Unit: to.Unit,
			}))
		}
		sum = sum.Add(g.credits)
		r.courses = append(r.courses, g)
	}
	switch {
	case len(r.courses) == 0:
		r.leave("no course named", "The table names no course for this score.")
	case len(r.courses) == 1:
		r.courses[0].credits = total
	case !sum.Equal(total):
		r.leave("credits that do not add up", fmt.Sprintf("The courses have %s credits together, the table states %s.", sum, total))
	}
	return r
}

// describe keeps the description; words in brackets are conditions.
func (r *row) describe(text string) {
	open := strings.IndexByte(text, '(')
	if open >= 0 && strings.HasSuffix(text, ")") {
		r.leave("courses, with a condition in words", text[open+1:len(text)-1])
		text = strings.TrimSpace(text[:open])
	}
	if text != "" {
		r.notes = append(r.notes, text)
	}
}

func (r *row) leave(code, text string) {
	r.code, r.disposition = code, intake.Left
	r.conditions = append(r.conditions, agreement.Text{Text: text})
}

// ownCredits is the second digit of a course number: in Texas it is the semester
// credit hours. The sum is compared with what the table states.
func ownCredits(code string) credit.Amount {
	_, number := catalog.SplitCode(code)
	if len(number) != 4 || number[1] < '0' || number[1] > '9' {
		return credit.Amount{}
	}
	return credit.Int(int64(number[1] - '0'))
}
