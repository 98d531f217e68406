package lint

import (
	"strconv"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/requirement"
)

// version checks the requirement of one catalogue version. Versions that are
// closed to new learners are left alone: they serve those who have the right to
// them.
func (l *linter) version(i, k int, p *requirement.Program, v *requirement.ProgramVersion) {
	if v.Requires == nil || l.closed(v) {
		return
	}
	places, _ := requirement.Places(v.Requires, 0, 0)
	top := versionPointer(i, k, p)
	closed := requirement.Closed{Sets: v.Sets}
	for n := range places {
		at := top + places[n].Pointer
		node := places[n].Node
		if node.Recommended {
			continue
		}
		l.required(at+"/item", v, node.Item)
		for s, id := range node.Series {
			l.required(at+"/series/"+strconv.Itoa(s), v, id)
		}
		l.takable(at, v, node, &closed)
		l.unearnable(at, p, node, &closed)
	}
	l.caps(top, p, v, places)
}

// closed reports whether nobody can enter the version any more.
func (l *linter) closed(v *requirement.ProgramVersion) bool {
	return !l.asOf.IsZero() && !v.Catalog.To.IsZero() && v.Catalog.To < l.asOf
}

// gone says when an item that the version needs ended, if nobody who enters now
// can earn it.
func (l *linter) gone(v *requirement.ProgramVersion, it *catalog.Item) string {
	end := lastDay(it)
	switch {
	case end.IsZero():
	case end < v.Catalog.From:
		return "ended on " + end.String() + ", before the catalogue begins on " + v.Catalog.From.String()
	case !l.asOf.IsZero() && end < l.asOf:
		return "ended on " + end.String()
	}
	return ""
}

// required checks one item that a requirement names by itself.
func (l *linter) required(at string, v *requirement.ProgramVersion, id catalog.ItemID) {
	it := l.items[id]
	if it == nil {
		return
	}
	now := it.Latest()
	if why := l.gone(v, it); why != "" {
		l.findf(at, ItemInactive, "name the course that follows it, or allow an alternative",
			"%s is required and %s", l.code(id), why)
		return
	}
	made := v.Catalog.From
	if len(it.Versions) < 2 || made.IsZero() || now.Valid.From <= made {
		return
	}
	if old, ok := it.At(made); ok && catalog.NormalCode(old.Code) != catalog.NormalCode(now.Code) {
		l.findf(at, ItemRenumbered, "the requirement still holds; check that the published text names the right code",
			"%s became %s on %s, after the catalogue of %s%s", old.Code, now.Code, now.Valid.From, made, l.reused(it, &old))
	}
}

// takable reports a list to choose from of which too little is left.
func (l *linter) takable(at string, v *requirement.ProgramVersion, n *requirement.Node, closed *requirement.Closed) {
	if n.Take == nil || n.Take.From == nil {
		return
	}
	ids, ok := closed.Items(n.Take.From)
	if l.work -= len(ids); !ok || l.work < 0 {
		return
	}
	left, repeat := 0, false
	example := catalog.ItemID("")
	for _, id := range ids {
		it := l.items[id]
		if it != nil && l.gone(v, it) != "" {
			example = id
			continue
		}
		left++
		repeat = repeat || it == nil || it.Repeatable
	}
	need := max(n.Take.Items, 1)
	if example == "" || left >= need || repeat && left > 0 {
		return
	}
	l.findf(at+"/take/from", ItemInactive, "name the courses that follow",
		"%d of the %d listed items are still offered, and %d must be taken; %s %s", left, len(ids), need, l.code(example), l.gone(v, l.items[example]))
}
