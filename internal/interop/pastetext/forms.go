package pastetext

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/credit"
)

var (
	// examForm is an examination with its score: "AP Calculus BC 5", "CLEP Spanish
	// 63 May 2023".
	examForm = regexp.MustCompile(`^((?:AP|IB|CLEP|DSST) [^\t;|,]*?[A-Za-z)])[ ,:–-]+(?:[Ss]core:? ?)?(\d{1,3})(?:[ ,]+(.*))?$`)
	// scored is credits with their unit and a number behind them, which is a grade:
	// "5 ECTS 7,5".
	scored = regexp.MustCompile(`^(.*\S) (\d{1,2}(?:[.,]\d{1,2})?) ?([A-Za-z]{2,7}) (\d{1,2}(?:[.,]\d{1,2})?)$`)
	// before is a grade with decimals in front of ECTS: "7.5 5 EC".
	before = regexp.MustCompile(`^(.*\S) (\d{1,2}[.,]\d)$`)
	// bothMarks are a grade and how it is shown: "A/P".
	bothMarks = regexp.MustCompile(`^(.*\S) ((?:[A-DF][+-]?|P|CR|S|W)/[A-Z]{1,3}[+-]?)$`)
	// yearFirst could be a term, or a year and a grade.
	yearFirst = regexp.MustCompile(`^\d{4} [A-Z]$`)
	// nextForm begins the course of a second column.
	nextForm = regexp.MustCompile(`^[A-Z&]{2,6} \d{2,4}[A-Z]{0,2}$`)
)

// exam reads an examination: the number behind its name is a score.
func (p *parts) exam(text string) bool {
	m := examForm.FindStringSubmatch(strings.Join(strings.Fields(text), " "))
	if m == nil {
		return false
	}
	var rest parts
	if m[3] != "" && !rest.when(monthYear(m[3])) && !rest.when(m[3]) {
		return false
	}
	p.title, p.grade, p.term, p.day = strings.TrimSuffix(strings.TrimSuffix(m[1], " score"), " Score"), m[2], rest.term, rest.day
	if p.title == strings.ToUpper(p.title) {
		p.code, p.title = p.title, ""
	}
	return true
}

// monthYear gives a month without a day its first one: examinations name the month.
func monthYear(text string) string {
	if m := regexp.MustCompile(`^([A-Z][a-z]{2,8}) (\d{4})$`).FindStringSubmatch(text); m != nil {
		return "1 " + m[1] + " " + m[2]
	}
	return text
}

// score takes a grade behind credits with their unit from the end of a line.
func (p *parts) score(text string) string {
	m := scored.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	unit, ok := units[strings.ToLower(m[3])]
	if !ok {
		return text
	}
	p.credits, p.unit, p.grade = m[2], unit, m[4]
	return m[1]
}

// early takes a grade that stands before the credits off the end of the title.
func (p *parts) early() {
	form := bothMarks
	if p.unit == credit.ECTS {
		form = before
	}
	if m := form.FindStringSubmatch(p.title); m != nil && p.code != "" && p.grade == "" && p.status == "" {
		p.title, p.grade = m[1], m[2]
	}
}

// columns divides a line that holds a course of each of two columns: behind the
// grade of one another begins.
func columns(line string) []string {
	list := strings.Fields(line)
	if strings.ContainsAny(line, "\t;|,@") || !startsWithCode(line) {
		return []string{line}
	}
	var out []string
	from := 0
	for i := 4; i+2 < len(list); i++ {
		next := list[i] + " " + list[i+1]
		if i-from < 4 || !nextForm.MatchString(next) || termOf(next) != "" || !ended(list[from:i]) || !slices.ContainsFunc(list[i+2:], numberForm.MatchString) {
			continue
		}
		out = append(out, strings.Join(list[from:i], " "))
		from = i
	}
	if from == 0 {
		return []string{line}
	}
	return append(out, strings.Join(list[from:], " "))
}

// ended reports whether words end with a grade beside a number, as a course of a
// transcript does.
func ended(list []string) bool {
	grade, number := false, false
	for _, word := range slices.Backward(list[max(0, len(list)-4):]) {
		if isGrade := gradeForm.MatchString(word); !isGrade && !numberForm.MatchString(word) {
			break
		} else if isGrade {
			grade = true
		} else {
			number = true
		}
	}
	return grade && number
}
