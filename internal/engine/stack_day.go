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
// how: the credential is issued on the day on which the last piece that it
// needs was attained. Lines without a day count as always there.
func (r *stackRun) earliest(a *stackAsk, full *stackAnswer) (*stackAsk, *stackAnswer, error) {
	best, bestAsk := full, a
	days := r.days(a)
	days = days[:sort.Search(len(days), func(i int) bool { return days[i] >= full.last })]
	// The day before the last one decides most cases.
	low, high := 0, len(days)
	for probe := high - 1; low < high; probe = (low + high) / 2 {
		w := *a
		w.until = days[probe]
		answer, err := r.solveSpan(&w)
		if err != nil {
			return nil, nil, err
		}
		if answer.verdict != audit.Complete {
			low = probe + 1
			continue
		}
		best, bestAsk = answer, &w
		high = sort.Search(len(days), func(i int) bool { return days[i] >= answer.last })
	}
	return bestAsk, best, nil
}
