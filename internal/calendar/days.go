package calendar

import "time"

// AddDays moves the day by n calendar days; the day itself does not count. An
// unstated day stays unstated.
func (d Date) AddDays(n int) Date {
	if d == 0 {
		return 0
	}
	return d + Date(n)
}

// weekdays are the business days of a week.
const weekdays = 5

// AddBusinessDays returns the n-th business day after d, for n from 1; the day
// itself does not count. Business days are Monday to Friday: public holidays
// differ from place to place and are not known. For n below 1 the day does not
// move; an unstated day stays unstated.
func (d Date) AddBusinessDays(n int) Date {
	if d == 0 || n < 1 {
		return d
	}
	// From a Saturday or Sunday one counts as from the Friday before.
	for !d.Business() {
		d--
	}
	d += Date(n / weekdays * 7)
	for n %= weekdays; n > 0; n-- {
		if d++; !d.Business() {
			d += 2 // Saturday becomes Monday
		}
	}
	return d
}

// Business reports whether the day is one of Monday to Friday.
func (d Date) Business() bool {
	w := d.Time().Weekday()
	return w != time.Saturday && w != time.Sunday
}
