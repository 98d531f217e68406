package requirement

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
)

// matcher is one filter, made ready for many pieces.
type matcher struct {
	s        *Selector
	f        *ItemFilter
	items    map[catalog.ItemID]bool
	subjects []string // in the form in which they are compared
}

func newMatcher(s *Selector, f *ItemFilter) *matcher {
	m := &matcher{s: s, f: f}
	if len(f.Items) > 4 {
		m.items = make(map[catalog.ItemID]bool, len(f.Items))
		for _, id := range f.Items {
			m.items[id] = true
		}
	}
	for _, t := range f.Subjects {
		m.subjects = append(m.subjects, strings.ToUpper(strings.TrimSpace(t)))
	}
	return m
}

// piece tests the parts that look at one piece alone.
func (m *matcher) piece(p *Piece) Truth {
	if !m.identity(p) {
		return No
	}
	if m.s.Catalogue {
		if m.f.personal() {
			return m.level(p)
		}
		return m.level(p).And(Open)
	}
	if !m.manner(p) || !m.size(p) {
		return No
	}
	return m.level(p).And(m.grade(p)).And(m.dates(p))
}

// identity tests what the piece is.
func (m *matcher) identity(p *Piece) bool {
	f := m.f
	return (f.Items == nil || m.listed(p)) && m.code(p) &&
		(f.Kinds == nil || slices.Contains(f.Kinds, cmp.Or(p.Kind, catalog.Course))) &&
		(f.Tags == nil || common(p.Tags, f.Tags)) &&
		(f.Institutions == nil || slices.Contains(f.Institutions, p.Institution))
}

func (m *matcher) size(p *Piece) bool {
	return (m.f.MinCredits.IsZero() || p.Credits.Cmp(m.f.MinCredits) >= 0) &&
		(m.f.MaxCredits.IsZero() || p.Credits.Cmp(m.f.MaxCredits) <= 0)
}

// manner tests how the piece was earned.
func (m *matcher) manner(p *Piece) bool {
	f := m.f
	if f.Origin == Home && !p.Home || f.Origin == Transferred && p.Home {
		return false
	}
	for name, value := range f.Attributes {
		if p.Attributes[name] != value {
			return false
		}
	}
	return f.Evidence == nil || slices.Contains(f.Evidence, cmp.Or(p.Evidence, catalog.Transcript))
}

func (m *matcher) listed(p *Piece) bool {
	if m.items == nil {
		return slices.ContainsFunc(m.f.Items, p.is)
	}
	if p.Item != "" && m.items[p.Item] {
		return true
	}
	return slices.ContainsFunc(p.Also, func(id catalog.ItemID) bool { return m.items[id] })
}

// code tests subject and number together: a cross-listed course has several
// codes, and one of them must match both.
func (m *matcher) code(p *Piece) bool {
	if m.f.Subjects == nil && m.f.Numbers == nil {
		return true
	}
	for _, c := range p.Codes {
		if m.f.Subjects != nil && !slices.Contains(m.subjects, c.Subject) {
			continue
		}
		if m.f.Numbers == nil || slices.ContainsFunc(m.f.Numbers, func(n string) bool { return agreement.NumberMatches(n, c.Number) }) {
			return true
		}
	}
	return false
}

func common(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}
