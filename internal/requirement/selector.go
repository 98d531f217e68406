package requirement

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// Selector tells which pieces filters select. It is made for one list of
// pieces, one set of names and one day, and keeps what it worked out for named
// sets. The answers are in the order of Pieces.
type Selector struct {
	Pieces []Piece
	// Holdings are what the learner holds, wherever it was earned and whether or
	// not it is credit here; requirements that look at what is held select from
	// these. nil means Pieces.
	Holdings []Piece
	Sets     map[string]ItemFilter
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
	// byItem are the pieces that are or count as an item; made when a filter
	// lists a few items and nothing else, as most requirements do.
	byItem map[catalog.ItemID][]int32
	// once says that the selector is asked once, for which no list is made.
	once bool
}

// Select returns for every piece whether the filter selects it; nil selects
// all. Open means that a person must say: a grade, level or date that the
// filter asks for is missing or cannot be compared.
func (s *Selector) Select(f *ItemFilter) []Truth {
	out := make([]Truth, len(s.Pieces))
	if f != nil && len(f.Items) <= fewItems && len(s.Pieces) > fewPieces && f.onlyLists() {
		s.pick(out, f.Items)
		return out
	}
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

// held is the selector of what the learner holds.
func (s *Selector) held() *Selector {
	if s.Holdings == nil {
		return s
	}
	return &Selector{Pieces: s.Holdings, Sets: s.Sets, AsOf: s.AsOf, Scales: s.Scales, HomeScale: s.HomeScale, Catalogue: s.Catalogue, once: true}
}

// Where pieces are looked up by item instead of one by one.
const fewItems, fewPieces = 4, 16

// Index lists the pieces by item, once: copies of the selector that are made
// afterwards share the list. Nobody needs to call it before Select.
func (s *Selector) Index() {
	if s.byItem != nil {
		return
	}
	s.byItem = make(map[catalog.ItemID][]int32, len(s.Pieces))
	for i := range s.Pieces {
		p := &s.Pieces[i]
		s.byItem[p.Item] = append(s.byItem[p.Item], int32(i))
		for _, id := range p.Also {
			s.byItem[id] = append(s.byItem[id], int32(i))
		}
	}
}

// pick selects the pieces of items.
func (s *Selector) pick(out []Truth, items []catalog.ItemID) {
	for i := range out {
		out[i] = No
	}
	if s.once {
		for i := range s.Pieces {
			p := &s.Pieces[i]
			if slices.ContainsFunc(items, func(id catalog.ItemID) bool { return id == p.Item || slices.Contains(p.Also, id) }) {
				out[i] = Yes
			}
		}
		return
	}
	s.Index()
	for _, id := range items {
		for _, i := range s.byItem[id] {
			out[i] = Yes
		}
	}
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
