package requirement

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// Selector tells which pieces filters select. It is made for one list of
// pieces, one set of names and one day, and keeps what it worked out for named
// sets. The answers are in the order of Pieces.
type Selector struct {
	Pieces []Piece
	Sets   map[string]ItemFilter
	// AsOf is the day of the audit, for ages and expiry.
	AsOf calendar.Date
	// Scales reads grades; nil means the scales that Cairn knows. HomeScale is
	// the program's own, for bounds without a scale.
	Scales    map[catalog.ScaleID]*catalog.Scale
	HomeScale catalog.ScaleID
	// Catalogue says that the pieces are items that nobody has earned yet: what
	// depends on how a piece is earned is open. Validation uses it.
	Catalogue bool

	named map[string][]Truth
}

// Select returns for every piece whether the filter selects it; nil selects
// all. Open means that a person must say: a grade, level or date that the
// filter asks for is missing or cannot be compared.
func (s *Selector) Select(f *ItemFilter) []Truth {
	out := make([]Truth, len(s.Pieces))
	for i := range out {
		out[i] = Yes
	}
	if f == nil {
		return out
	}
	if f.Set != "" {
		and(out, s.set(f.Set))
	}
	for i := range f.All {
		and(out, s.Select(&f.All[i]))
	}
	if f.Any != nil {
		and(out, s.anyOf(f.Any))
	}
	if !f.Latest.IsZero() && !s.Catalogue {
		and(out, s.latest(f.Latest))
	}
	m := newMatcher(s, f)
	for i := range out {
		if out[i] != No {
			out[i] = out[i].And(m.piece(&s.Pieces[i]))
		}
	}
	if f.Except != nil {
		for i, t := range s.Select(f.Except) {
			out[i] = out[i].And(t.Not())
		}
	}
	return out
}

func and(into, with []Truth) {
	for i := range into {
		into[i] = into[i].And(with[i])
	}
}

func (s *Selector) anyOf(parts []ItemFilter) []Truth {
	out := make([]Truth, len(s.Pieces))
	for i := range out {
		out[i] = No
	}
	for i := range parts {
		for j, t := range s.Select(&parts[i]) {
			out[j] = out[j].Or(t)
		}
	}
	return out
}

// set selects by name. An unknown set and one that needs itself select nothing:
// validation refuses both.
func (s *Selector) set(name string) []Truth {
	if list, ok := s.named[name]; ok {
		return list
	}
	if s.named == nil {
		s.named = map[string][]Truth{}
	}
	none := make([]Truth, len(s.Pieces))
	for i := range none {
		none[i] = No
	}
	s.named[name] = none
	if f, ok := s.Sets[name]; ok {
		s.named[name] = s.Select(&f)
	}
	return s.named[name]
}

// latest selects the pieces that were attained last, as long as they begin
// inside the last so many credits; pieces of one day belong together.
func (s *Selector) latest(want credit.Amount) []Truth {
	order := make([]int, len(s.Pieces))
	out := make([]Truth, len(s.Pieces))
	for i := range order {
		order[i], out[i] = i, No
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(s.Pieces[b].Attained, s.Pieces[a].Attained) })
	var sum credit.Amount
	for k := 0; k < len(order) && sum.Cmp(want) < 0; {
		day := s.Pieces[order[k]].Attained
		for ; k < len(order) && s.Pieces[order[k]].Attained == day; k++ {
			p := &s.Pieces[order[k]]
			sum = sum.Add(p.Credits)
			out[order[k]] = Yes
			if day.IsZero() {
				out[order[k]] = Open
			}
		}
	}
	return out
}

// readBound reads "C" on the piece's scale, else on the program's, or
// "scale:grade" on its own.
func (s *Selector) readBound(text string, p *Piece) (catalog.Mark, bool) {
	if id, grade, ok := strings.Cut(text, ":"); ok {
		return s.read(catalog.ScaleID(id), grade)
	}
	if m, ok := s.read(p.Grade.Scale, text); ok {
		return m, true
	}
	return s.read(cmp.Or(s.HomeScale, catalog.USLetter), text)
}

func (s *Selector) read(id catalog.ScaleID, grade string) (catalog.Mark, bool) {
	if s.Scales == nil {
		s.Scales = map[catalog.ScaleID]*catalog.Scale{}
		for _, sc := range catalog.BuiltinScales() {
			s.Scales[sc.ID] = &sc
		}
	}
	sc, ok := s.Scales[id]
	if !ok {
		return catalog.Mark{}, false
	}
	return sc.Read(grade)
}

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
