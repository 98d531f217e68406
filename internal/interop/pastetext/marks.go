package pastetext

import (
	"regexp"
	"strings"

	"github.com/cairnproject/cairn/internal/record"
)

// A mark that nobody here knows still is what the transcript says of the outcome:
// dropped, a failed course would count. It stays as the grade of its line, and a
// person decides.

var (
	// labels are words before a value: "Credits: 3", "Grade: F".
	labels = regexp.MustCompile(`(?i)(^|[\s,;|(])(?:final |letter )?(?:grade|credits?|credit hours|cr|units?|hours|hrs|term|semester|quality points|points|title|course|code) ?[:=] *`)
	// gradeWord is the word alone before the last word of a line: "grade F".
	gradeWord = regexp.MustCompile(`(?i)[ ,;]+(?:final |letter )?grade +(\S{1,6})$`)
	// oddForm is credits with a word behind them that is no credit unit.
	oddForm = regexp.MustCompile(`^(.*\S) (\d{1,2}(?:[.,]\d{1,3})?) (\S{1,14})$`)
	// markForm is a word that can be a mark: capitals and digits, or two letters at
	// most; a score out of another.
	markForm = regexp.MustCompile(`^(?:[A-Z*+\-/]{1,5}|[A-Za-z]{1,2}[+-]?|\d{1,3}/\d{1,3}|\d{1,2}[.,]\d{1,2})$`)
	// sums begin lines about a term or the whole: their numbers are no credits of a
	// course.
	sums = regexp.MustCompile(`(?i)^(?:current term|term|cum|cumulative|overall|totals?|subtotals?|semester|institution(?:al)?|transfer|attempted|earned|passed|ehrs|gpa)\b.*(?:\b(?:gpa|totals?|hours|points|credit|units)\b|:).*\d|^(?i:page \d+ of \d+)$`)
	// repeats are marks behind hours and points: included in or excluded from the mean.
	repeats = regexp.MustCompile(`^(.*(?:^| )` + strings.Trim(gradeForm.String(), "^$") + ` \d{1,2}[.,]\d{1,3} \d{1,3}[.,]\d{1,3}) \(?[AEIR]\)?$`)
)

// outcomes are words for how a course ended.
var outcomes = map[string]record.Status{
	"fail": record.Failed, "failing": record.Failed, "failing grade": record.Failed, "failed course": record.Failed, "not passed": record.Failed, "no pass": record.Failed,
	"drop": record.Withdrawn, "dropped": record.Withdrawn, "withdrew": record.Withdrawn, "withdrawal": record.Withdrawn,
	"suspenso": record.Failed, "reprobado": record.Failed, "no aprobado": record.Failed, //nolint:misspell // Spanish
}

// wordsOfMarks are marks that people write out.
var wordsOfMarks = map[string]bool{
	"pass": true, "passed": true, "incomplete": true, "audit": true, "audited": true, "credit": true, "distinction": true, "merit": true,
	"satisfactory": true, "unsatisfactory": true, "exempt": true, "excused": true, "deferred": true, "aprobado": true, "notable": true, "sobresaliente": true,
}

// kinds of teaching stand at the end of titles in capitals: "PHYSICS 2 LAB".
var kinds = map[string]bool{"LAB": true, "LEC": true, "SEM": true, "HON": true, "HNRS": true, "ONLN": true, "WEB": true, "UG": true, "I": true, "II": true, "III": true, "IV": true, "V": true}

// plain drops labels and the signs around a repeated course.
func plain(text string) string {
	text = labels.ReplaceAllString(text, "$1")
	text = gradeWord.ReplaceAllString(text, " $1")
	if m := repeats.FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	return strings.TrimSpace(text)
}

// isMark reports whether a word can say how a course ended.
func isMark(word string) bool {
	return !kinds[word] && (markForm.MatchString(word) || wordsOfMarks[strings.ToLower(word)])
}

// odd takes credits and a mark that nothing else knows from the end of the title.
func (p *parts) odd() {
	m := oddForm.FindStringSubmatch(p.title)
	if m == nil || p.code == "" || p.credits != "" || p.grade != "" || p.status != "" || !isMark(m[3]) {
		return
	}
	p.title, p.credits, p.grade = m[1], m[2], m[3]
}

// isSum reports whether a line sums others up.
func isSum(text string) bool { return sums.MatchString(text) }
