// Package calendar holds the days, ranges and academic terms that every other
// room compares. It knows no clock: "today" is always an argument.
package calendar

import (
	"fmt"
	"strconv"
	"time"
)

// Date is a civil day without a time zone, counted from 1 January of year 1
// (day 1). The zero value means "not stated"; it sorts before every real day.
type Date int32

// NewDate returns the day of a year, month and day of month. Months and days
// outside their range are normalised as [time.Date] does; use [ParseDate] for
// text that a person wrote.
func NewDate(year int, month time.Month, day int) Date {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return Of(t)
}

// Of returns the day of t in t's own location.
func Of(t time.Time) Date {
	y, m, d := t.Date()
	u := time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix()
	return Date((u-epoch)/secondsPerDay + 1)
}

const secondsPerDay = 86400

// epoch is 0001-01-01T00:00:00Z in Unix seconds.
const epoch = -62135596800

// ParseDate reads an ISO 8601 calendar date, "2024-09-01". Years 1 to 9999
// only. The error is a *FormatError.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1 {
		return 0, &FormatError{Text: s, Want: "a date as YYYY-MM-DD, for example 2024-09-01"}
	}
	return Of(t), nil
}

// IsZero reports whether the day is not stated.
func (d Date) IsZero() bool { return d == 0 }

// Time returns midnight UTC of the day.
func (d Date) Time() time.Time {
	return time.Unix(epoch+(int64(d)-1)*secondsPerDay, 0).UTC()
}

// String returns the ISO 8601 form, or "" where the day is not stated.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// AddYears moves the day by whole calendar years; 29 February becomes 1 March
// in a common year, so that "not older than 5 years" is never cut short.
func (d Date) AddYears(n int) Date {
	if d == 0 {
		return 0
	}
	t := d.Time()
	return NewDate(t.Year()+n, t.Month(), t.Day())
}

// AddMonths moves the day by whole calendar months, normalised as [time.Date].
func (d Date) AddMonths(n int) Date {
	if d == 0 {
		return 0
	}
	t := d.Time()
	return NewDate(t.Year(), t.Month()+time.Month(n), t.Day())
}

// MarshalText writes the ISO form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the ISO form; the empty text is the zero day.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDate(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// FormatError says which text could not be read as a day or term.
type FormatError struct {
	Text string // what was written
	Want string // what was expected, for people
}

// Error names the text and what was expected instead.
func (e *FormatError) Error() string {
	return fmt.Sprintf("%s is not %s", strconv.Quote(e.Text), e.Want)
}
