package lint

import (
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
)

// inactive reports items of a rule that ended before the rule began, that no
// longer exist, or whose code changed after the rule was made.
func (l *linter) inactive(at string, a *agreement.Agreement, r *agreement.Rule) {
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
		l.itemDates(at, a, it, i >= sources)
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

func (l *linter) itemDates(at string, a *agreement.Agreement, it *catalog.Item, receiving bool) {
	end := lastDay(it)
	v := it.Latest()
	switch {
	case !end.IsZero() && !a.Effective.From.IsZero() && end < a.Effective.From:
		l.findf(at, ItemInactive, "remove the rule, or name the course that follows it",
			"%s ended on %s, before the agreement begins on %s", v.Code, end, a.Effective.From)
	case receiving && !end.IsZero() && !l.asOf.IsZero() && end < l.asOf:
		l.findf(at, ItemInactive, "name the course that follows it",
			"%s ended on %s and cannot be awarded for a plan any more", v.Code, end)
	case len(it.Versions) > 1 && !a.Effective.From.IsZero() && v.Valid.From > a.Effective.From:
		if old, ok := it.At(a.Effective.From); ok && catalog.NormalCode(old.Code) != catalog.NormalCode(v.Code) {
			l.findf(at, ItemRenumbered, "the rule still holds; check that the signed text names the right code",
				"%s became %s on %s, after the agreement began", old.Code, v.Code, v.Valid.From)
		}
	}
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
