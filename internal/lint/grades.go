package lint

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// span is the grades that a rule takes of a source; an open side is nil.
type span struct{ min, max *catalog.Mark }

// whole reports whether the rule takes every grade.
func (s span) whole() bool { return s.min == nil && s.max == nil }

func (s span) equal(o span) bool { return sameMark(s.min, o.min) && sameMark(s.max, o.max) }

// within reports whether every grade of s is certainly one of o.
func (s span) within(o span) bool {
	return (o.min == nil || s.min != nil && !below(s.min, o.min) && comparable2(s.min, o.min)) &&
		(o.max == nil || s.max != nil && !below(o.max, s.max) && comparable2(s.max, o.max))
}

func comparable2(a, b *catalog.Mark) bool {
	_, ok := a.Compare(*b)
	return ok
}

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

// empty reports whether no grade can lie in the span.
func (s span) empty() bool { return below(s.max, s.min) }

func below(high, low *catalog.Mark) bool {
	if high == nil || low == nil {
		return false
	}
	order, ok := high.Compare(*low)
	return ok && order < 0
}

// takes reports whether the span holds a mark.
func (s span) takes(m *catalog.Mark) bool { return !below(m, s.min) && !below(s.max, m) }

// spanOf reads the grades that conditions leave of a source.
func (l *linter) spanOf(s *source) (out span) {
	scale := l.scaleOf(s)
	for _, c := range s.conds {
		if m := l.mark(c.MinGrade, scale); m != nil && (out.min == nil || below(out.min, m)) {
			out.min = m
		}
		if m := l.mark(c.MaxGrade, scale); m != nil && (out.max == nil || below(m, out.max)) {
			out.max = m
		}
	}
	return out
}

func (l *linter) scaleOf(s *source) catalog.ScaleID {
	id := s.item.Institution()
	if s.match != nil {
		id = s.match.Institution
	}
	if in := l.institutions[id]; in != nil && in.GradeScale != "" {
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

// maxMarks is how many grades of a scale are looked at one by one.
const maxMarks = 2000

// marks lists the passing grades of a scale from worst to best: its letters, or
// its numbers in steps as fine as the bounds are written (whole numbers, tenths
// or hundredths).
func (l *linter) marks(id catalog.ScaleID, bounds []span) []catalog.Mark {
	sc := l.scales[id]
	if sc == nil {
		return nil
	}
	var out []catalog.Mark
	if sc.Numeric {
		step := stepOf(bounds)
		for v := sc.Min; v.Cmp(sc.Max) <= 0 && len(out) < maxMarks; v = v.Add(step) {
			if m, ok := sc.Read(v.String()); ok && m.Passing {
				out = append(out, m)
			}
		}
		return out
	}
	for _, step := range slices.Backward(sc.Steps) {
		if m, ok := sc.Read(step.Symbol); ok && m.Ordered && m.Passing {
			out = append(out, m)
		}
	}
	return out
}

func stepOf(bounds []span) credit.Amount {
	parts := int64(1)
	for _, b := range bounds {
		for _, m := range []*catalog.Mark{b.min, b.max} {
			if m == nil {
				continue
			}
			for ; parts < 100; parts *= 10 {
				if d, ok := m.Rank.Mul(credit.Int(parts)).Denominator(); ok && d == 1 {
					break
				}
			}
		}
	}
	return credit.Frac(1, parts)
}

// names lists grades, a long list as its ends.
func names(marks []catalog.Mark) string {
	if len(marks) > 5 {
		return marks[0].Symbol + " to " + marks[len(marks)-1].Symbol
	}
	out := make([]string, len(marks))
	for i := range marks {
		out[i] = marks[i].Symbol
	}
	return strings.Join(out, ", ")
}

// apart reports whether no attainment can meet the conditions of both sources:
// other days, sizes, kinds of evidence or attributes.
func apart(x, y *source) bool {
	for _, a := range x.conds {
		for _, b := range y.conds {
			if contrary(a, b) {
				return true
			}
		}
	}
	return false
}

func contrary(a, b *agreement.Condition) bool {
	for k, v := range a.Attributes {
		if w, ok := b.Attributes[k]; ok && v != w {
			return true
		}
	}
	evidence := len(a.Evidence) > 0 && len(b.Evidence) > 0 && !slices.ContainsFunc(a.Evidence, func(k catalog.EvidenceKind) bool { return slices.Contains(b.Evidence, k) })
	small := func(a, b *agreement.Condition) bool {
		return !a.MaxCredits.IsZero() && a.MaxCredits.Cmp(b.MinCredits) < 0
	}
	return evidence || small(a, b) || small(b, a) || !a.Attained.Overlaps(b.Attained)
}
