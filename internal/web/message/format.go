package message

import (
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
)

// Amount is an amount of credit without its unit: exact, or to two decimals
// where a decimal of two places cannot hold it, as the command line writes it.
// Only the decimal mark depends on the language.
func (l *Locale) Amount(a credit.Amount) string {
	text := a.Decimal()
	if rest, negative := strings.CutPrefix(text, "-"); negative {
		text = "−" + rest
	}
	return strings.Replace(text, ".", l.decimal, 1)
}

// Number is a decimal number of the engine ("34.2"), in the language's form.
func (l *Locale) Number(text string) string { return strings.Replace(text, ".", l.decimal, 1) }

// Quantity is credit with its unit in words: "12 semester credits".
func (l *Locale) Quantity(q credit.Quantity) string {
	return l.Amount(q.Amount) + " " + l.Unit(q.Unit, q.Amount)
}

// Unit is the unit in words as it follows the amount.
func (l *Locale) Unit(u credit.Unit, a credit.Amount) string {
	form := ".other"
	if a.Equal(credit.Int(1)) {
		form = ".one"
	}
	if key := "unit." + string(u) + form; u != "" && (l.Has(key) || l.english[key] != "") {
		return l.T(key)
	}
	return l.T("unit.unknown" + form)
}

// Date is a day for people: "1 Sep 2026"; the zero day is "".
func (l *Locale) Date(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	t := d.Time()
	return l.day(l, t.Year(), int(t.Month()), t.Day())
}

// Range is a period for people; an open end says so.
func (l *Locale) Range(r calendar.Range) string {
	switch {
	case r.From.IsZero() && r.To.IsZero():
		return l.T("range.always")
	case r.From.IsZero():
		return l.T("range.until", "to", l.Date(r.To))
	case r.To.IsZero():
		return l.T("range.since", "from", l.Date(r.From))
	}
	return l.T("range.both", "from", l.Date(r.From), "to", l.Date(r.To))
}

// List joins words: "a, b and c".
func (l *Locale) List(words []string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return l.T("list.last", "before", strings.Join(words[:n-1], ", "), "last", words[n-1])
	}
}

func dayMonthYear(l *Locale, year, month, day int) string {
	return strconv.Itoa(day) + " " + l.months[month-1] + " " + strconv.Itoa(year)
}
