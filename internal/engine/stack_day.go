package engine

import (
	"slices"
	"sort"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/audit"
	"github.com/cairnproject/cairn/internal/requirement/view"
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
		if best == nil || best.sol == nil || answer.sol != nil && answer.needs.Credits.Amount.Cmp(best.needs.Credits.Amount) < 0 {
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
	see := func(l *line) {
		if !l.day.IsZero() && l.earned() {
			out = append(out, l.day)
		}
	}
	for i := range r.lined {
		see(&r.lined[i])
	}
	for _, l := range a.extra {
		see(l)
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
	low, high := at(atLeastUntil(full)), len(days)-1
	probe := max(low, at(full.last)-1)
	if low >= at(full.last) {
		probe = low
	}
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
	if high < 0 {
		return best.last, best, nil
	}
	if high == 0 && best.last.IsZero() {
		// Nothing with a day is used: it may look at what has one.
		before := *a
		before.until = days[0] - 1
		answer, err := r.solveSpan(&before)
		if err != nil || answer.verdict == audit.Complete {
			return 0, best, err
		}
	}
	return days[high], best, nil
}

// atLeastUntil is a day before which the program cannot have been complete:
// the latest of those on which each leaf that is owed in any case had enough to
// choose from.
func atLeastUntil(a *stackAnswer) calendar.Date {
	var latest calendar.Date
	tree := a.sol.tree
	owed := make([]bool, len(tree.Nodes))
	for i := range tree.Nodes {
		n := &tree.Nodes[i]
		if owed[i] = n.Parent < 0 || owed[n.Parent] && tree.Nodes[n.Parent].Kind == view.All; owed[i] && n.Kind == view.Take {
			latest = max(latest, a.enough(n))
		}
	}
	return latest
}

// enough is the first day on which what a leaf may use reached its need; a day
// that is not known counts as always.
func (a *stackAnswer) enough(n *view.Node) calendar.Date {
	type dated struct {
		day     calendar.Date
		credits credit.Amount
	}
	var list []dated
	set := &a.sol.tree.Sets[n.Set]
	for i := range a.sol.tree.Pieces {
		p := &a.sol.tree.Pieces[i]
		if !set.Yes.Has(i) {
			continue
		}
		list = append(list, dated{p.Attained, p.Credits})
	}
	slices.SortFunc(list, func(x, y dated) int { return int(x.day - y.day) })
	var sum credit.Amount
	for k, d := range list {
		sum = sum.Add(d.credits)
		if k+1 >= max(n.Items, n.Distinct) && sum.Cmp(n.Credits) >= 0 {
			return d.day
		}
	}
	return 0
}
