package lint

import (
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
)

// gaps reports the passing grades that no rule takes although rules take both
// worse and better ones. Only rules about a single source are looked at.
func (l *linter) gaps(p peers) {
	list := slices.Clone(p.list)
	list = slices.DeleteFunc(list, func(m member) bool { return len(m.way) != 1 })
	if len(list) < 2 || l.touches != nil || slices.ContainsFunc(list, func(m member) bool { return m.spans[0].whole() }) {
		return
	}
	for _, era := range eras(list) {
		l.gap(era)
	}
}

// eras parts rules that are never in force together: the gap between the grades
// of two years is none.
func eras(list []member) [][]member {
	var out [][]member
	for i := range list {
		m := list[i]
		k := slices.IndexFunc(out, func(era []member) bool {
			return !slices.ContainsFunc(era, func(o member) bool { return !sameTime(&o, &m) })
		})
		if k < 0 {
			out = append(out, []member{m})
			continue
		}
		out[k] = append(out[k], m)
		if len(out) > fullyCompared {
			return out
		}
	}
	return out
}

func sameTime(x, y *member) bool {
	a, b := x.s.a, y.s.a
	return a.Effective.Overlaps(b.Effective) && x.s.r.Valid.Overlaps(y.s.r.Valid) &&
		(a.ID != b.ID || a.Version == b.Version) && !apart(&x.way[0], &y.way[0])
}

func (l *linter) gap(list []member) {
	bounds := make([]span, len(list))
	for i := range list {
		bounds[i] = list[i].spans[0]
	}
	marks := l.marks(l.scaleOf(&list[0].way[0]), bounds)
	taken := make([]bool, len(marks))
	for i := range marks {
		taken[i] = slices.ContainsFunc(bounds, func(s span) bool { return s.takes(&marks[i]) })
	}
	first, last := slices.Index(taken, true), lastIndex(taken)
	for i := first + 1; first >= 0 && i < last; i++ {
		if taken[i] {
			continue
		}
		k := i
		for !taken[k] {
			k++
		}
		l.reportGap(list, marks[i:k], &marks[i-1], &marks[k])
		i = k
	}
}

func lastIndex(taken []bool) int {
	for i, t := range slices.Backward(taken) {
		if t {
			return i
		}
	}
	return -1
}

// reportGap names the rule that ends below and the rule that begins above.
func (l *linter) reportGap(list []member, missing []catalog.Mark, under, over *catalog.Mark) {
	ends := slices.IndexFunc(list, func(m member) bool { return m.spans[0].takes(under) })
	begins := slices.IndexFunc(list, func(m member) bool { return m.spans[0].takes(over) })
	l.findf(list[begins].s.at(), GradeGap, "let one of the two rules take "+these(len(missing)),
		"no rule takes %s: %s ends at %s, %s begins at %s", names(missing),
		list[ends].s.name(), under.Symbol, list[begins].s.name(), over.Symbol)
}

func these(n int) string { return plural(n, "it", "them") }
