package pastetext

import (
	"regexp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/record"
)

// A grade that stands before something that nobody here reads, as a date in a form
// of its own or a remark, is still the grade: left in the title, a failed course
// would count.

var (
	// letter is a grade that is hardly a word of a title; rare is one only behind
	// credits.
	letter = regexp.MustCompile(`^(?:[A-DF][+-]?|W|WF|WP|WU|FN|FX|NP|NC|NF)$`)
	rare   = regexp.MustCompile(`^(?:I|INC|E|X|AU|AUD|NG|NR|R|Z|S|U|P|CR|IP|PASS|TR)$`)
	// notPassed are words that a course was not passed, wherever they stand.
	notPassed = regexp.MustCompile(`(?i)\b(?:(?:did not|didn['’]?t) (?:pass|complete|finish)|not? pass(?:ed)?|not completed|(?:I|was) failed|failed (?:it|this|once|twice|in|the)|failing grade|no (?:superad[ao]|aprobad[ao]))\b`)
	// monthForm is a month in words.
	monthForm = regexp.MustCompile(`(?i)^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)[a-z]*\.?$`)
	// creditsForm is a number that can be the credits of a course.
	creditsForm = regexp.MustCompile(`^\d{1,2}(?:[.,]\d{1,3})?$`)
)

// stray takes a grade, and the credits beside it, out of a title.
func (p *parts) stray() {
	if p.code == "" || p.grade != "" || p.status != "" {
		return
	}
	if notPassed.MatchString(p.title) {
		p.status = record.Failed
		return
	}
	list := strings.Fields(p.title)
	for i, word := range slices.Backward(list) {
		grade, rest := head(word)
		from, credits := leading(list[:i])
		if grade == "" || !letter.MatchString(grade) && (credits == "" || !rare.MatchString(grade)) {
			continue
		}
		behind := list[i+1:]
		if from == i && rest == "" && !apart(behind) {
			continue // a letter among the words of a title
		}
		p.grade = grade
		if p.credits == "" && credits == "" && len(behind) > 0 && creditsForm.MatchString(unwrapped(behind[0])) {
			credits, behind = unwrapped(behind[0]), behind[1:]
		}
		if p.credits == "" {
			p.credits = credits
		}
		p.title = strings.TrimSpace(strings.Join(slices.Concat(list[:from], []string{rest}, behind), " "))
		p.title = strings.Join(strings.Fields(p.title), " ")
		return
	}
}

// head is the grade that a word is or begins with, and the rest of it: "(F)",
// "F/repeat", "F;", "F†".
func head(word string) (grade, rest string) {
	word = strings.TrimLeft(unwrapped(word), "*")
	end := strings.IndexFunc(word, func(c rune) bool { return (c < 'A' || c > 'Z') && c != '+' && c != '-' })
	if end < 0 {
		return word, ""
	}
	if end == 0 || strings.ContainsRune("0123456789'’&.", rune(word[end])) || word[end] >= 'a' && word[end] <= 'z' {
		return "", ""
	}
	return word[:end], strings.TrimFunc(word[end:], func(c rune) bool { return c != '(' && !isWordRune(c) })
}

func isWordRune(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// leading is where a grade's own words begin in front of it, the credits or the word
// "grade", and the credits where they stand there.
func leading(list []string) (from int, credits string) {
	n := len(list)
	if n == 0 {
		return n, ""
	}
	last := strings.ToLower(unwrapped(list[n-1]))
	if last == "grade" || last == "nota" {
		return n - 1, ""
	}
	if creditsForm.MatchString(last) {
		return n - 1, last
	}
	if _, unit := units[strings.Trim(last, ".")]; unit && n > 1 && creditsForm.MatchString(unwrapped(list[n-2])) {
		return n - 2, unwrapped(list[n-2])
	}
	return n, ""
}

// apart reports whether words are none of a title: numbers, dates, months.
func apart(list []string) bool {
	if len(list) == 0 {
		return false
	}
	if creditsForm.MatchString(unwrapped(list[0])) {
		return true
	}
	return !slices.ContainsFunc(list, func(word string) bool {
		return !monthForm.MatchString(unwrapped(word)) && !strings.ContainsAny(word, "0123456789")
	})
}
