package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/wording"
)

// expire finds until when every line is active: by the day that it states, else
// by how long its issuer keeps it valid; then extended by continuing education,
// and by earning it again.
func (s *Snapshot) expire(lines []line) {
	for i := range lines {
		l := &lines[i]
		l.expires = l.att.Expires
		if years := s.validYears(l.item); l.expires.IsZero() && years > 0 && !l.day.IsZero() {
			l.expires = l.day.AddYears(years)
		}
	}
	for i := range lines {
		if l := &lines[i]; !l.expires.IsZero() && l.item >= 0 {
			s.renew(lines, l, s.validYears(l.item))
		}
	}
	s.earnedAgain(lines)
}

// validYears is how long an item stays active: by its own policy, else by that
// of the program that earns it.
func (s *Snapshot) validYears(k int32) int {
	if k < 0 {
		return 0
	}
	return cmp.Or(s.items[k].ValidYears, s.credentialYears[s.items[k].ID])
}

// renew extends a credential as long as enough continuing education was earned
// while it was active, each piece of it for one period.
func (s *Snapshot) renew(lines []line, l *line, years int) {
	it := &s.items[l.item]
	if it.Renewal == nil || years == 0 || !l.earned() {
		return
	}
	first, from := l.expires, l.day
	for {
		last, ok := s.continued(lines, it.Renewal, calendar.Range{From: from + 1, To: l.expires})
		if !ok {
			break
		}
		from, l.expires = last, l.expires.AddYears(years)
	}
	if l.expires != first {
		why := because("credential_renewed", wording.Of("reason.renewed", "continuing education renewed {line}: it is active until {until} instead of {first}",
			"line", lineName(l), "until", l.expires, "first", first))
		why.Have, why.Need = value("value.active_until", "active until").on(l.expires), value("value.unrenewed", "without renewal").on(first)
		l.renewed = &why
	}
}

// continued reports whether what was earned in the range renews a credential,
// and on which day it was enough.
func (s *Snapshot) continued(lines []line, r *catalog.Renewal, in calendar.Range) (calendar.Date, bool) {
	var days []int
	for i := range lines {
		if l := &lines[i]; l.item >= 0 && l.earned() && !l.day.IsZero() && in.Contains(l.day) && slices.Contains(r.Items, s.items[l.item].ID) {
			days = append(days, i)
		}
	}
	slices.SortStableFunc(days, func(a, b int) int { return cmp.Compare(lines[a].day, lines[b].day) })
	count, sum := 0, credit.Amount{}
	need := r.Count
	if need == 0 && r.Credits.IsZero() {
		need = 1
	}
	for _, i := range days {
		count++
		sum = sum.Add(lines[i].amount)
		if count >= need && sum.Cmp(r.Credits) >= 0 {
			return lines[i].day, true
		}
	}
	return 0, false
}

// earnedAgain gives every attempt at one credential the day of the one that is
// active longest: holding it is what matters, not which attempt shows it.
func (s *Snapshot) earnedAgain(lines []line) {
	for i := range lines {
		a := &lines[i]
		if a.expires.IsZero() || a.item < 0 || !a.earned() {
			continue
		}
		for j := range lines {
			if b := &lines[j]; a.item == b.item && b.earned() && b.day > a.day {
				a.prolong(b)
			}
		}
	}
}

// prolong lets a later attempt keep the line active.
func (l *line) prolong(by *line) {
	if l.expires.IsZero() || !by.expires.IsZero() && by.expires <= l.expires {
		return
	}
	first := l.expires
	l.expires = by.expires
	why := because("credential_renewed", wording.Of("reason.earned_again", "{line} was earned again on {day}: it is active {until} instead of until {first}",
		"line", lineName(l), "day", by.day, "until", activeUntil(l.expires), "first", first))
	why.Have = value("value.active_for", "active {until}", "until", activeUntil(l.expires)).on(l.expires)
	why.Need = value("value.unrenewed", "without renewal").on(first)
	l.renewed = &why
}

func activeUntil(d calendar.Date) wording.Phrase {
	if d.IsZero() {
		return wording.Of("value.for_ever", "for ever")
	}
	return wording.Of("value.until", "until {day}", "day", d)
}
