package lint

import (
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// exams reports examination credit that one score cannot bring: a rule that
// needs two examination results at once, or one that speaks of a subscore. The
// second result is a line of its own in a record, and often missing there.
func (l *linter) exams(at place, a *agreement.Agreement, r *agreement.Rule) {
	if !live(a) || !awarding(r) {
		return
	}
	if e := r.When; e.Item != "" && !l.exam(e.Item) {
		return // nearly all
	}
	if two := l.twoExams(r.When); len(two) > 1 {
		l.findf(at.String(), ExamTwoSources, "say how the second score is reported, or give each score a rule of its own",
			"%s/%s needs two examination results at once: %s and %s", a.ID, r.ID, l.code(two[0]), l.code(two[1]))
		return
	}
	if where := l.subscore(r); where != "" {
		l.findf(at.String(), ExamTwoSources, "give the subscore an item of its own and name it in the rule",
			"%s/%s depends on a subscore (%s), which is a second line of the score report", a.ID, r.ID, where)
	}
}

func (l *linter) exam(id catalog.ItemID) bool {
	it := l.items[id]
	return it != nil && it.Kind == catalog.Exam
}

// twoExams lists the examinations that are needed together, if every way to
// meet the expression needs several.
func (l *linter) twoExams(e *agreement.Expr) []catalog.ItemID {
	ways, whole := waysOf(e)
	if !whole {
		return nil
	}
	var out []catalog.ItemID
	for _, w := range ways {
		var exams []catalog.ItemID
		for i := range w {
			if l.exam(w[i].item) {
				exams = append(exams, w[i].item)
			}
		}
		if len(exams) < 2 {
			return nil
		}
		if out == nil {
			out = exams
		}
	}
	return out
}

// subscore finds the word in the conditions of a rule with an examination, or
// in what an examination is called.
func (l *linter) subscore(r *agreement.Rule) string {
	speaks := func(text string) bool { return strings.Contains(strings.ToLower(text), "subscore") }
	found := ""
	for _, id := range r.When.Items() {
		if !l.exam(id) {
			continue
		}
		if v := l.items[id].Latest(); speaks(v.Code) || speaks(v.Title) {
			return first(v.Title, v.Code)
		}
		for _, t := range r.Conditions {
			if speaks(t.Text) && t.Meaning != agreement.MeansInformation {
				found = "“" + t.Text + "”"
			}
		}
	}
	return found
}
