package lint

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
)

// inactive reports items of a rule that ended before the rule began, that no
// longer exist, or whose code changed after the rule was made.
func (l *linter) inactive(at place, a *agreement.Agreement, r *agreement.Rule) {
	if !live(a) {
		return
	}
	var ids []catalog.ItemID
	if r.When != nil {
		ids = r.When.Items()
	}
	sources := len(ids)
	for i := range r.Awards {
		ids = append(ids, awardItems(&r.Awards[i])...)
	}
	for i, id := range ids {
		it := l.items[id]
		if it == nil || slices.Contains(ids[:i], id) {
			continue
		}
		l.itemDates(at, a, r, it, i >= sources)
	}
}

func awardItems(w *agreement.Award) []catalog.ItemID {
	var ids []catalog.ItemID
	if w.Item != "" {
		ids = append(ids, w.Item)
	}
	for i := range w.OneOf {
		ids = append(ids, awardItems(&w.OneOf[i])...)
	}
	return ids
}

func (l *linter) itemDates(at place, a *agreement.Agreement, r *agreement.Rule, it *catalog.Item, receiving bool) {
	end := lastDay(it)
	v := it.Latest()
	made := firstDay(r.Valid.From, a.Effective.From, a.Evidence.SignedOn)
	inForce := l.asOf.IsZero() || a.Effective.To.IsZero() || a.Effective.To >= l.asOf
	past := !end.IsZero() && !l.asOf.IsZero() && end < l.asOf
	if past && !r.Valid.To.IsZero() && r.Valid.To <= end {
		return // the rule ended with it
	}
	switch {
	case !end.IsZero() && !a.Effective.From.IsZero() && end < a.Effective.From:
		l.findf(at.String(), ItemInactive, "remove the rule, or name the course that follows it",
			"%s ended on %s, before the agreement begins on %s", v.Code, end, a.Effective.From)
	case receiving && past:
		l.findf(at.String(), ItemInactive, "name the course that follows it",
			"%s ended on %s and cannot be awarded for a plan any more", v.Code, end)
	case past && inForce:
		l.findf(at.String(), ItemInactive, "keep the rule for old records, and add the course that follows it",
			"%s ended on %s, so nobody can take it any more", v.Code, end)
	case len(it.Versions) > 1 && !made.IsZero() && v.Valid.From > made:
		if old, ok := it.At(made); ok && catalog.NormalCode(old.Code) != catalog.NormalCode(v.Code) {
			l.findf(at.String(), ItemRenumbered, "the rule still holds; check that the signed text names the right code",
				"%s became %s on %s, after the rule of %s%s", old.Code, v.Code, v.Valid.From, made, l.reused(it, &old))
		}
	}
}

func firstDay(days ...calendar.Date) calendar.Date {
	for _, d := range days {
		if !d.IsZero() {
			return d
		}
	}
	return 0
}

// reused says which item has the old code now: whoever reads the signed text
// will look there.
func (l *linter) reused(it *catalog.Item, old *catalog.ItemVersion) string {
	if l.codes == nil {
		l.codes = map[string]*catalog.Item{}
		for i := range l.set.Items {
			other := &l.set.Items[i]
			v := other.Latest()
			if v.Code != "" {
				l.codes[string(other.Institution)+"/"+catalog.NormalCode(v.Code)] = other
			}
		}
	}
	now := l.codes[string(it.Institution)+"/"+catalog.NormalCode(old.Code)]
	if now == nil || now.ID == it.ID {
		return ""
	}
	return "; " + old.Code + " is " + first(now.Latest().Title, string(now.ID)) + " now"
}

// lastDay is the last day on which the item is offered, or the zero day.
func lastDay(it *catalog.Item) calendar.Date {
	var last calendar.Date
	for i := range it.Versions {
		to := it.Versions[i].Valid.To
		if to.IsZero() {
			return 0
		}
		last = max(last, to)
	}
	return last
}
