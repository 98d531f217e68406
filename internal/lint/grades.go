package lint

import (
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// span is the grades that a rule takes, as ranks on one scale; an open side is
// nil.
type span struct{ min, max *catalog.Mark }

// whole reports whether the rule takes every grade.
func (s span) whole() bool { return s.min == nil && s.max == nil }

func (s span) equal(o span) bool { return sameMark(s.min, o.min) && sameMark(s.max, o.max) }

func sameMark(a, b *catalog.Mark) bool {
	if a == nil || b == nil {
		return a == b
	}
	order, ok := a.Compare(*b)
	return ok && order == 0
}

// overlaps reports whether some grade lies in both spans; bounds that cannot be
// compared count as overlapping.
func (s span) overlaps(o span) bool { return !below(s.max, o.min) && !below(o.max, s.min) }

func below(high, low *catalog.Mark) bool {
	if high == nil || low == nil {
		return false
	}
	order, ok := high.Compare(*low)
	return ok && order < 0
}

// span reads the grades that a rule takes. Bounds that differ between sources
// have no single span.
func (l *linter) span(e *agreement.Expr) (s span, ok bool) {
	minGrade, maxGrade := "", ""
	var item catalog.ItemID
	count := 0
	for leaf := range e.Leaves {
		if count > 0 && (leaf.MinGrade != minGrade || leaf.MaxGrade != maxGrade) {
			return s, false
		}
		minGrade, maxGrade, item = leaf.MinGrade, leaf.MaxGrade, leaf.Item
		count++
	}
	if minGrade == "" {
		minGrade = e.MinGrade
	}
	if maxGrade == "" {
		maxGrade = e.MaxGrade
	}
	scale := l.scaleOf(item)
	return span{min: l.mark(minGrade, scale), max: l.mark(maxGrade, scale)}, true
}

func (l *linter) scaleOf(id catalog.ItemID) catalog.ScaleID {
	if in := l.institutions[id.Institution()]; in != nil && in.GradeScale != "" {
		return in.GradeScale
	}
	return catalog.USLetter
}

func (l *linter) mark(text string, scale catalog.ScaleID) *catalog.Mark {
	if text == "" {
		return nil
	}
	if s, g, ok := strings.Cut(text, ":"); ok {
		scale, text = catalog.ScaleID(s), g
	}
	sc := l.scales[scale]
	if sc == nil {
		return nil
	}
	m, ok := sc.Read(text)
	if !ok {
		return nil
	}
	return &m
}

// between lists the passing letter grades above high and below low.
func (l *linter) between(high, low *catalog.Mark) []string {
	if high == nil || low == nil || high.Scale != low.Scale || l.scales[high.Scale] == nil {
		return nil
	}
	sc := l.scales[high.Scale]
	if sc.Numeric { // only whole scores can lie between
		if gap := low.Rank.Sub(high.Rank); gap.String() == "1" || gap.Sign() <= 0 {
			return nil
		}
		return []string{"scores above " + high.Symbol + " and below " + low.Symbol}
	}
	var out []string
	for _, step := range sc.Steps {
		m, ok := sc.Read(step.Symbol)
		if ok && m.Ordered && m.Passing && m.Rank.Cmp(high.Rank) > 0 && m.Rank.Cmp(low.Rank) < 0 {
			out = append(out, m.Symbol)
		}
	}
	return out
}
