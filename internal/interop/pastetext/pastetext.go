// Package pastetext reads lines of a record as people paste them: from a
// transcript, a table, or their head. "CS 101 Intro 3.0 A Fall 2023 @ De Anza",
// columns by tabs, commas or semicolons, headings that name an institution or a
// term. Nothing is refused and nothing is lost: a line that cannot be taken
// apart becomes the title of an attainment.
package pastetext

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/record"
)

// NotStated stands for the institution of a line that names none.
const NotStated = "not stated"

// Options say what the reader may know.
type Options struct {
	// Institution is where lines that do not say so were attained.
	Institution string
	// Known reports whether a text is the name of an institution; nil knows none.
	Known func(name string) bool
	// Lines is the most lines that are read; 0 means 1000.
	Lines int
}

// maxLine bounds one line in bytes; what is beyond is cut off.
const maxLine = 1000

// Read reads the text. Rest is how many lines were beyond the limit.
func Read(text string, o Options) (lines []record.Attainment, rest int) {
	if o.Lines == 0 {
		o.Lines = 1000
	}
	if o.Known == nil {
		o.Known = func(string) bool { return false }
	}
	r := reader{o: o, institution: o.Institution}
	for line := range strings.FieldsFuncSeq(strings.ToValidUTF8(text, "\uFFFD"), func(c rune) bool { return c == '\n' || c == '\r' }) {
		line = tidy(line)
		if line == "" || r.heading(line) {
			continue
		}
		for _, one := range columns(line) {
			if len(lines) == o.Lines {
				rest++
				continue
			}
			lines = append(lines, r.line(one))
		}
	}
	return lines, rest
}

// tidy drops what paste brings along: control characters, bullets, lines drawn
// with signs.
func tidy(line string) string {
	line = strings.Map(func(c rune) rune {
		switch {
		case c == '\t':
			return c
		case unicode.IsSpace(c):
			return ' '
		case unicode.IsControl(c) || c == '\uFEFF' || c == '\u200B' || turns(c):
			return -1
		}
		return c
	}, line)
	if len(line) > maxLine {
		n := maxLine
		for !utf8.RuneStart(line[n]) {
			n--
		}
		line = line[:n]
	}
	trimmed := strings.TrimLeft(line, " ")
	for _, bullet := range [...]string{"- ", "* ", "• ", "– ", "· "} {
		if rest, ok := strings.CutPrefix(trimmed, bullet); ok {
			trimmed = rest
		}
	}
	trimmed = strings.Trim(trimmed, " ")
	if !strings.ContainsFunc(trimmed, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }) {
		return ""
	}
	return trimmed
}

// turns reports whether a character turns the direction of what stands behind it:
// it would change how a page reads around the line.
func turns(c rune) bool { return c >= '\u202A' && c <= '\u202E' || c >= '\u2066' && c <= '\u2069' }

type reader struct {
	o Options
	// institution and term are those of the last heading.
	institution, term string
}

// heading reads a line that is about those below it: an institution, a term.
func (r *reader) heading(line string) bool {
	text := strings.TrimSpace(strings.Trim(line, ":#\t "))
	if name, ok := strings.CutPrefix(text, "@"); ok && strings.TrimSpace(name) != "" {
		r.institution = strings.TrimSpace(name)
		return true
	}
	if term := termOf(strings.TrimSpace(termWord.ReplaceAllString(text, " "))); term != "" {
		r.term = term
		return true
	}
	if r.o.Known(text) && !startsWithCode(text) {
		r.institution, r.term = text, ""
		return true
	}
	return false
}

func (r *reader) line(line string) record.Attainment {
	text, place := line, ""
	if i := strings.LastIndexByte(line, '@'); i > 0 && i+1 < len(line) {
		text, place = strings.TrimSpace(line[:i]), strings.TrimSpace(line[i+1:])
	}
	var p parts
	cells := split(text)
	switch {
	case isSum(text):
		p.title = strings.Join(strings.Fields(text), " ")
	case p.exam(text): // its score is no credit
	case len(cells) > 1:
		p.cells(cells, r.o.Known)
	default:
		p.words(text)
	}
	if !isSum(text) {
		p.stray()
	}
	a := p.attainment()
	a.Institution = first(place, p.institution, r.institution, NotStated)
	if a.Term == "" && a.Attained.IsZero() && a.Status != record.Planned {
		a.Term = r.term
	}
	if a.Code == "" && a.Title == "" {
		a.Title = line
	}
	return a
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// termWord is what headings say of a term besides its name: "Term: Fall 2023", "2023
// Fall Term".
var termWord = regexp.MustCompile(`(?i) ?\b(?:term|semester|quarter)\b ?:? ?`)

// shortYear is a term with two digits of its year, which never are credits: "Fall
// 24", "Sp24", "Su '23". A single letter stands close to the digits: "F 24" is a
// grade and a number.
var shortYear = regexp.MustCompile(`(?i)^(fall|fa|f|autumn|au|spring|spr|sp|summer|sum|su|winter|win|wi|w)(?:['’]| ['’]?)?(\d{2})$`)

// termOf is the text as a term that record files know, or "".
func termOf(text string) string {
	if m := shortYear.FindStringSubmatch(text); m != nil && (len(m[1]) > 1 || !strings.Contains(text, " ")) {
		text = m[1] + " 20" + m[2]
	}
	t, err := calendar.ParseTerm(text)
	if err != nil || t.Year < 1900 || t.Year > 2999 {
		return ""
	}
	return t.String()
}
