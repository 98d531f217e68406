package calendar

import (
	"strconv"
	"strings"
	"time"
)

// Season is the part of the year that a term covers.
type Season uint8

// The seasons in calendar order.
const (
	Winter Season = iota + 1
	Spring
	Summer
	Fall
)

// Term is an academic term such as Fall 2020.
type Term struct {
	Year   int
	Season Season
}

// bounds are the first and last days by convention: an institution that needs
// others states dates instead of terms.
var bounds = [...]struct {
	fromMonth time.Month
	fromDay   int
	toMonth   time.Month
	toDay     int
}{
	Winter: {time.January, 1, time.March, 31},
	Spring: {time.January, 1, time.May, 31},
	Summer: {time.June, 1, time.August, 15},
	Fall:   {time.August, 16, time.December, 31},
}

// Start is the conventional first day: Winter and Spring 1 January, Summer
// 1 June, Fall 16 August.
func (t Term) Start() Date {
	b := bounds[t.Season]
	return NewDate(t.Year, b.fromMonth, b.fromDay)
}

// End is the conventional last day: Winter 31 March, Spring 31 May, Summer
// 15 August, Fall 31 December. A transcript line that states only its term
// counts as attained on this day.
func (t Term) End() Date {
	b := bounds[t.Season]
	return NewDate(t.Year, b.toMonth, b.toDay)
}

// String returns "Fall 2020".
func (t Term) String() string {
	return [...]string{"", "Winter", "Spring", "Summer", "Fall"}[t.Season] + " " + strconv.Itoa(t.Year)
}

var seasonNames = map[string]Season{
	"W": Winter, "WI": Winter, "WIN": Winter, "WINTER": Winter, "Q1": Winter,
	"S": Spring, "SP": Spring, "SPR": Spring, "SPRING": Spring, "Q2": Spring,
	"SU": Summer, "SUM": Summer, "SUMMER": Summer, "Q3": Summer,
	"F": Fall, "FA": Fall, "FALL": Fall, "AUTUMN": Fall, "AU": Fall, "Q4": Fall,
}

// ParseTerm reads the forms seen in transcripts and catalogues: "Fall 2020",
// "2020 Fall", "F2020", "2025FA", "2024Q4" and the numeric "202103" (01 Spring,
// 02 Summer, 03 Fall, as the University of Houston writes it). The error is a
// *FormatError.
func ParseTerm(s string) (Term, error) {
	u := strings.ToUpper(strings.TrimSpace(s))
	if len(u) == 6 && allDigits(u) {
		if code := int(u[4]-'0')*10 + int(u[5]-'0'); code >= 1 && code <= 3 {
			return newTerm(u[:4], [...]Season{0, Spring, Summer, Fall}[code], s)
		}
		return Term{}, termError(s)
	}
	u = strings.NewReplacer(" ", "", "-", "", "_", "").Replace(u)
	if len(u) < 5 {
		return Term{}, termError(s)
	}
	if y := u[len(u)-4:]; allDigits(y) {
		return newTerm(y, seasonNames[u[:len(u)-4]], s)
	}
	if y := u[:4]; allDigits(y) {
		return newTerm(y, seasonNames[u[4:]], s)
	}
	return Term{}, termError(s)
}

func newTerm(year string, season Season, text string) (Term, error) {
	y, err := strconv.Atoi(year)
	if err != nil || season == 0 || y < 1 {
		return Term{}, termError(text)
	}
	return Term{Year: y, Season: season}, nil
}

func termError(s string) error {
	return &FormatError{Text: s, Want: "a term such as Fall 2020, 2020FA or F2020"}
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) > 0
}
