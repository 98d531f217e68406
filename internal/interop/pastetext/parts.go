package pastetext

import (
	"regexp"
	"strings"
	"time"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/record"
)

// parts are what a line says, each found at most once.
type parts struct {
	code, title, institution string
	credits                  string
	unit                     credit.Unit
	grade, term              string
	day                      calendar.Date
	status                   record.Status
}

func (p *parts) attainment() record.Attainment {
	a := record.Attainment{
		Code: p.code, Title: p.title, Unit: p.unit, Grade: p.grade, Term: p.term, Attained: p.day, Status: p.status,
	}
	if p.credits != "" {
		if amount, err := credit.ParseAmount(strings.Replace(p.credits, ",", ".", 1)); err == nil {
			a.Credits = &amount
		}
	}
	if a.Status == "" {
		switch p.grade {
		case "IP":
			a.Status, a.Grade = record.InProgress, ""
		case "W":
			a.Status, a.Grade = record.Withdrawn, ""
		}
	}
	return a
}

// split takes a line apart at tabs, bars, semicolons or commas, at the first of them
// that stands at least twice (tabs: once); quoted cells are kept whole.
func split(text string) []string {
	for _, c := range [...]struct {
		mark  byte
		least int
	}{{'\t', 1}, {'|', 2}, {';', 2}, {',', 2}} {
		if strings.Count(text, string(c.mark)) >= c.least {
			return cellsOf(text, c.mark)
		}
	}
	return nil
}

func cellsOf(text string, mark byte) []string {
	var out []string
	var cell strings.Builder
	quoted := false
	flush := func() {
		out = append(out, strings.TrimSpace(cell.String()))
		cell.Reset()
	}
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"' && (quoted || strings.TrimSpace(cell.String()) == ""):
			quoted = !quoted
		case c == mark && !quoted:
			flush()
		default:
			cell.WriteByte(c)
		}
	}
	flush()
	return out
}

// cells reads the cells of a table without a header: each by what it looks like.
func (p *parts) cells(cells []string, known func(string) bool) {
	odd, score, guessed := "", "", false
	for _, cell := range cells {
		cell = plain(cell)
		switch {
		case cell == "":
		case p.credits != "" && numberForm.MatchString(cell): // earned hours, quality points; a grade where there is no other
			if score += " " + cell; value(cell) == value(p.credits) {
				score = " "
			}
		case p.fact(cell):
		case (p.institution == "" || guessed) && known(cell):
			if guessed { // something else stood before it
				p.title += " " + p.institution
			}
			p.institution, guessed = cell, false
		case p.code == "" && p.title == "" && isCode(cell):
			p.code = cell
		case p.title == "":
			if code, rest := cutCode(cell); p.code == "" && code != "" {
				p.code, p.title = code, rest
			} else {
				p.title = cell
			}
		case p.code == "" && isCode(cell):
			p.code = cell
		case p.credits != "" && p.grade == "" && p.status == "" && odd == "" && isMark(unwrapped(cell)):
			odd = unwrapped(cell)
		case p.institution == "" && !kinds[cell] && p.code != "" && len(cells) > 4 && !strings.ContainsAny(cell, "0123456789"):
			p.institution, guessed = cell, true
		default:
			p.title += " " + cell
		}
	}
	p.settle(odd, len(cells))
	if score = strings.TrimSpace(score); p.grade == "" && p.status == "" && !strings.Contains(score, " ") {
		p.grade = score
	}
}

// settle says what a cell is that could be a mark: one, where no other cell is, or
// the short name of an institution.
func (p *parts) settle(odd string, cells int) {
	switch {
	case odd == "":
	case p.grade == "" && p.status == "":
		p.grade = odd
	case p.institution == "" && cells > 4:
		p.institution = odd
	default:
		p.title += " " + odd
	}
}

// unwrapped is a word without the signs that people put around a mark.
func unwrapped(text string) string { return strings.Trim(text, ",;:()[]{}\"'“”‘’") }

// words reads a line of words: a term or a day may come first, then the code; then
// what is known is taken from the end, and what is left is the title.
func (p *parts) words(text string) {
	list := strings.Fields(p.score(plain(text)))
	for _, n := range [...]int{2, 1} {
		if len(list) > n && p.when(strings.Join(list[:n], " ")) {
			list = list[n:]
			break
		}
	}
	least := 1
	if code, rest := cutCode(strings.Join(list, " ")); code != "" {
		p.code, list, least = code, strings.Fields(rest), 0
	}
	for taken := true; taken; {
		taken = false
		if n := p.numbers(list); n > 0 && len(list) >= n+least {
			list, taken = list[:len(list)-n], true
			continue
		}
		if left := p.after(list); len(left) < len(list) {
			list, taken = left, true
			continue
		}
		for _, n := range [...]int{3, 2, 1} {
			if len(list) >= n+least && p.tail(strings.Join(list[len(list)-n:], " ")) {
				list, taken = list[:len(list)-n], true
				break
			}
		}
	}
	p.title = p.inner(strings.Join(list, " "))
	p.odd()
	p.early()
}

// tail takes a fact from the end of a line.
func (p *parts) tail(text string) bool {
	if text = unwrapped(text); yearFirst.MatchString(text) && p.grade == "" && p.status == "" {
		return false
	}
	return p.fact(text)
}

// fact reads a text that is wholly a term, a day, a grade, credits or a status.
func (p *parts) fact(text string) bool {
	return p.when(text) || p.standing(text) || p.amount(text) || p.mark(text)
}

func (p *parts) when(text string) bool {
	if p.term != "" || !p.day.IsZero() {
		return false
	}
	if term := termOf(text); term != "" {
		p.term = term
		return true
	}
	for _, layout := range [...]string{time.DateOnly, "2006/01/02", "Jan 2, 2006", "January 2, 2006", "2 Jan 2006", "2 January 2006"} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() >= 1900 && t.Year() < 3000 {
			p.day = calendar.Of(t)
			return true
		}
	}
	return false
}

var statuses = map[string]record.Status{
	"in progress": record.InProgress, "in-progress": record.InProgress, "enrolled": record.InProgress, "current": record.InProgress,
	"planned": record.Planned, "registered": record.Planned, "failed": record.Failed, "withdrawn": record.Withdrawn,
	"earned": record.Earned, "completed": record.Earned,
	"en curso": record.InProgress, "previsto": record.Planned,
}

func (p *parts) standing(text string) bool {
	s, ok := statuses[strings.ToLower(text)]
	if !ok {
		s, ok = outcomes[strings.ToLower(text)]
	}
	if !ok || p.status != "" {
		return false
	}
	p.status = s
	return true
}

var (
	amountForm = regexp.MustCompile(`^(\d{1,3}(?:[.,]\d{1,3})?) ?([A-Za-zé. ]*)$`)
	gradeForm  = regexp.MustCompile(`^(?:[A-DF][+-]?|[AF]\*|P|NP|CR|NC|S|U|W|IP|PASS|TR|\d{1,3}(?:[.,]\d+)? ?%)$`)
)

// units are how people write units of credit; "" leaves the unit to the
// institution.
var units = map[string]credit.Unit{
	"": "", "cr": "", "crs": "", "credit": "", "credits": "", "unit": "", "units": "", "créditos": "", "hours": "", "hrs": "",
	"credit hours": "", "semester hours": credit.Semester, "semester credits": credit.Semester, "sem": credit.Semester, "semester": credit.Semester,
	"semester units": credit.Semester, "quarter units": credit.Quarter,
	"quarter": credit.Quarter, "qtr": credit.Quarter, "quarter credits": credit.Quarter, "quarter hours": credit.Quarter,
	"ects": credit.ECTS, "ec": credit.ECTS, "ects credits": credit.ECTS, "cats": credit.CATS, "ceu": credit.CEU, "ceus": credit.CEU,
}

func (p *parts) amount(text string) bool {
	m := amountForm.FindStringSubmatch(text)
	if m == nil || p.credits != "" {
		return false
	}
	unit, ok := units[strings.Trim(strings.ToLower(m[2]), " .")]
	if !ok {
		return false
	}
	p.credits, p.unit = m[1], unit
	return true
}

// mark takes a grade. TR says only where the credit is from: a grade beside it counts.
func (p *parts) mark(text string) bool {
	if p.grade != "" && p.grade != "TR" || !gradeForm.MatchString(text) {
		return false
	}
	p.grade = text
	return true
}

// codeForm is a subject of one or two words in capitals with a number: "CS 101",
// "CIS-110A", "I&C SCI 31", "MATH 1A".
var codeForm = regexp.MustCompile(`^((?:[A-Z][A-Za-z&./]{0,9}|[A-Z&]{1,6} [A-Z&]{1,6})[ *-]?[A-Z]{0,2}\d[0-9A-Za-z.]{0,7}(?:-[0-9A-Z]{1,4})?)(?: *[-–:,]? +(.*))?$`)

func isCode(text string) bool {
	code, rest := cutCode(text)
	return code != "" && rest == ""
}

func startsWithCode(text string) bool { code, _ := cutCode(text); return code != "" }

// cutCode takes the code off the start of a text. Words in small letters before a
// number are no code ("Calculus 2").
func cutCode(text string) (code, rest string) {
	m := codeForm.FindStringSubmatch(text)
	if m == nil {
		return "", text
	}
	letters := strings.TrimRight(m[1], "0123456789.-")
	if small := strings.IndexFunc(letters, func(c rune) bool { return c >= 'a' && c <= 'z' }); small >= 0 && len(letters) > 5 {
		return "", text
	}
	return strings.Replace(m[1], "*", " ", 1), strings.TrimSpace(m[2])
}
