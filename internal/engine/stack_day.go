package engine

import (
	"slices"
	"sort"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/engine/audit"
)

// solveSpan answers a question under the program's bound on the time between
// the first and the last piece: every window that begins with a line is tried,
// the earliest first.
func (r *stackRun) solveSpan(a *stackAsk) (*stackAnswer, error) {
	free, err := r.solve(a)
	years := r.ix.list[a.program].policy.SpanYears
	if err != nil || years <= 0 || free.verdict != audit.Complete || !free.undated && free.within(years) {
		return free, err
	}
	var best *stackAnswer
	for _, from := range r.days(a) {
		w := *a
		w.from, w.to = from, from.AddYears(years)
		answer, err := r.solve(&w)
		if err != nil || answer.verdict == audit.Complete {
			return answer, err
		}
		if best == nil || answer.needs.Credits.Amount.Cmp(best.needs.Credits.Amount) < 0 {
			best = answer
		}
	}
	if best == nil {
		best = free
	}
	out := *best
	out.span = true
	if out.verdict == audit.Complete { // nothing has a day
		out.verdict = audit.Undecided
	}
	return &out, nil
}

// within reports whether the pieces lie close enough together.
func (a *stackAnswer) within(years int) bool {
	return a.first.IsZero() || a.last <= a.first.AddYears(years)
}

// days are the days on which something was attained, ascending.
func (r *stackRun) days(a *stackAsk) []calendar.Date {
	var out []calendar.Date
	for _, l := range r.lines(a) {
		if !l.day.IsZero() && l.earned() {
			out = append(out, l.day)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// earliest finds the first day by which the record completed the program, and
// how: the credential is issued on the day on which the last of what it needs
// was attained, be it a piece or a credential that it looks at. Lines without a
// day count as always there; the day is zero where they suffice.
func (r *stackRun) earliest(a *stackAsk, full *stackAnswer) (calendar.Date, *stackAnswer, error) {
	best := full
	days := r.days(a)
	at := func(d calendar.Date) int {
		return sort.Search(len(days), func(i int) bool { return days[i] >= d })
	}
	// The answer holds on the last day; that of the last piece, and the one
	// before it, decide most cases.
	low, high := 0, len(days)-1
	probe := at(full.last)
	for low < high {
		w := *a
		w.until = days[min(max(probe, low), high-1)]
		answer, err := r.solveSpan(&w)
		if err != nil {
			return 0, nil, err
		}
		if answer.verdict == audit.Complete {
			best, high = answer, at(w.until)
			probe = min(at(answer.last), high-1)
		} else {
			low = at(w.until) + 1
			probe = (low + high) / 2
		}
	}
	if high < 0 || high == 0 && best.last.IsZero() {
		return best.last, best, nil
	}
	return days[high], best, nil
}
