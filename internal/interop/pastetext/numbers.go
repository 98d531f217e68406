package pastetext

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Transcripts print more than one number: attempted and earned hours before the
// grade, quality points behind it. Which is which follows from the grade between
// them; without one nothing is guessed.

var (
	numberForm = regexp.MustCompile(`^\d{1,3}(?:[.,]\d{1,3})?$`)
	// afterForm is credits with a mark that means a grade only behind a number, as
	// the end of a title could look like it: "Calculus I", "Vitamin E". Marks in
	// brackets or with a star are those of repeated courses. A year alone says no
	// term.
	afterForm = regexp.MustCompile(`^(\d{1,2}(?:[.,]\d{1,3})?) \(?\*?(I|INC|E|X|AU|AUD|WF|WP|WU|FN|FX|NG|NR|R|Z|[A-DF][+-]?)\*?\)?(?: \(R\))?( (?:19|20)\d\d)?$`)
	// innerForm is credits and a grade with words behind them: "3 F repeated".
	innerForm = regexp.MustCompile(`^(.*\S) (\d{1,2}(?:[.,]\d{1,3})?) (` + strings.Trim(gradeForm.String(), "^$") + `) (\D+)$`)
)

// numbers takes a grade and the numbers around it from the end of a line, and
// returns how many words they are: "A 3.000 12.000" (hours, points), "5.00 5.00 A
// 20.00" (attempted, earned, points), "5.0 4.0 B". Less than two numbers are left
// to the other readings.
func (p *parts) numbers(list []string) int {
	grade, first := -1, len(list)
	for first > 0 {
		word := list[first-1]
		if grade < 0 && p.grade == "" && gradeForm.MatchString(word) {
			grade = first - 1
		} else if !numberForm.MatchString(word) {
			break
		}
		first--
	}
	if grade-first > 1 && !hours(list[grade-2], list[grade-1]) {
		first = grade - 1 // what stands before is of the title: "Calculus 2 4.0 B"
	}
	first = max(first, grade-2)
	if grade-first == 1 && grade+2 == len(list) && first > 0 && titled(list[first], list[grade], list[grade+1]) {
		first = grade // "Calculus 1 A 5": the number before the grade is of the title
	}
	before, behind := grade-first, len(list)-1-grade
	if grade >= 0 && before == 0 && behind == 1 && first > 0 && numberForm.MatchString(list[first-1]) {
		p.grade, p.credits = list[grade], cmp.Or(p.credits, list[grade+1])
		return 2
	}
	if grade < 0 || behind > 2 || before+behind < 2 || p.credits != "" || before == 0 && points(list[grade+1]) {
		return 0
	}
	p.grade = list[grade]
	switch {
	case before > 0:
		p.credits = list[first] // as attempted: the grade says whether they were earned
	default:
		p.credits = list[grade+1]
	}
	return len(list) - first
}

// hours reports whether two numbers can be the attempted and the earned hours of a
// course: all or none are earned.
func hours(attempted, earned string) bool {
	a, e := value(attempted), value(earned)
	return a > 0 && (a == e || e == 0)
}

func value(text string) float64 {
	n, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil {
		return -1
	}
	return n
}

// worth is what grades are worth in points a credit; others earn none.
var worth = map[byte]float64{'A': 4, 'B': 3, 'C': 2, 'D': 1}

// titled reports whether of "1 A 5" the first number ends the title and the second
// is the credits. Else they are credits and quality points ("3.00 A 12.00"), or
// attempted and earned hours ("3 A 3"). A small whole number that could be either
// ends the title, as of "Calculus 1 A 4": credits are rarely 1, titles often.
func titled(first, grade, second string) bool {
	one, two := value(first), value(second)
	if one > 40 {
		return two > 0 && two <= 40 // no course has so many credits
	}
	if strings.ContainsAny(first, ".,") || two <= 0 || two > 40 || one == two || strings.Contains(grade, "%") {
		return false
	}
	each, slack := worth[grade[0]], 0.07
	switch {
	case grade == "CR" || grade == "PASS":
		each = 0
	case strings.HasSuffix(grade, "+"):
		each += 0.3
		slack += 0.3 // an A+ is worth 4.0 or 4.3
	case strings.HasSuffix(grade, "-"):
		each -= 0.3
	}
	fits := math.Abs(two-one*each) <= slack*one
	return !fits || two <= 6 && (one <= 2 || strings.ContainsAny(second, ".,"))
}

// points reports whether a number cannot be the hours of a course.
func points(text string) bool { return value(text) > 40 }

// after takes credits with a rare mark, or with a year behind the grade, from the
// end of a line, and returns what is left; the year stays with the title.
func (p *parts) after(list []string) []string {
	for n := min(4, len(list)); n > 1 && p.credits == "" && p.grade == ""; n-- {
		m := afterForm.FindStringSubmatch(strings.Join(list[len(list)-n:], " "))
		if m == nil {
			continue
		}
		p.credits, p.grade = m[1], m[2]
		if list = list[:len(list)-n]; m[3] != "" {
			list = append(slices.Clip(list), strings.TrimSpace(m[3]))
		}
		return list
	}
	return list
}

// inner takes credits and a grade out of the middle of a title and leaves the
// words.
func (p *parts) inner(title string) string {
	m := innerForm.FindStringSubmatch(title)
	if m == nil || p.code == "" || p.credits != "" || p.grade != "" {
		return title
	}
	p.credits, p.grade = m[2], m[3]
	return m[1] + " " + strings.TrimSpace(m[len(m)-1])
}
