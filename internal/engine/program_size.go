package engine

import (
	"cmp"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// maxUsual bounds the comparisons of catalogue items with filters in one rule
// set; leaves beyond it lack courses of the institution's typical size.
const maxUsual = 4_000_000

// maxFits bounds the items that are kept for a leaf, the smallest first.
const maxFits = 256

// fit is an item of the catalogue that would serve a leaf, with its credits in
// the institution's unit.
type fit struct {
	item int32
	size credit.Amount
}

// leafFits are the items that would serve a leaf, the smallest first and of
// equal ones by code. Those without credits stand apart: they cost nothing, and
// are no price.
type leafFits struct {
	list []fit
	// all says that no item was left out, and that there can be no other.
	all bool
	// usual is the most frequent size, of several the smallest.
	usual credit.Amount
}

// fitFinder finds what would serve the leaves and minima of a rule set.
type fitFinder struct {
	s    *Snapshot
	home homeItems
	work int
}

// findFits finds, for each leaf, the items that would serve it: those that it
// names, or the courses that the institution offers and its filter selects; and
// those that would serve a minimum of items.
func (s *Snapshot) findFits() {
	f := fitFinder{s: s}
	for i := range s.set.Programs {
		p := s.programs[s.set.Programs[i].ID]
		for _, v := range p.versions {
			for k := range v.places {
				f.place(p.Institution, v, k)
			}
		}
	}
}

func (f *fitFinder) place(at catalog.InstitutionID, v *programVersion, k int) {
	n := v.places[k].Node
	for m := range n.Minima {
		if least := &n.Minima[m]; least.Items > 0 && f.visit(at) {
			v.minima[least] = f.s.fitsOf(&f.home, v, k, least.Of)
		} else if least.Items == 0 && least.Of != nil && !least.Of.IsZero() && f.visit(at) {
			v.floors[least] = f.s.fitsOf(&f.home, v, k, least.Of)
		}
	}
	if ids := v.namedAt[n]; len(ids) > 0 {
		v.fits[n] = f.s.fitsNamed(ids, at)
		return
	}
	if n.Take == nil || n.Take.From == nil || n.Take.From.IsZero() || !f.visit(at) {
		return
	}
	if fits := f.s.fitsOf(&f.home, v, k, n.Take.From); len(fits.list) > 0 {
		v.fits[n], v.sizes[n] = fits, fits.usual
	}
}

// visit makes the courses of an institution ready, as long as there is time to
// look through them.
func (f *fitFinder) visit(at catalog.InstitutionID) bool {
	if f.home.inst != at {
		f.home = f.s.homeItems(at)
	}
	f.work += len(f.home.pieces)
	return f.work <= maxUsual
}

func (s *Snapshot) fitsNamed(ids []catalog.ItemID, at catalog.InstitutionID) *leafFits {
	out := &leafFits{all: true}
	for _, id := range ids {
		k, known := s.itemByID[id]
		if !known {
			continue
		}
		size, ok := s.sizeOf(id, at)
		if _, fine := size.Denominator(); !ok || !fine {
			size = credit.Amount{}
		}
		out.list = append(out.list, fit{k, size})
	}
	s.sortFits(out)
	return out
}

// homeItems are the courses of an institution as pieces that nobody has earned
// yet.
type homeItems struct {
	inst   catalog.InstitutionID
	pieces []requirement.Piece
	items  []int32
}

func (s *Snapshot) homeItems(id catalog.InstitutionID) homeItems {
	h := homeItems{inst: id}
	for i := range s.items {
		it := &s.items[i]
		if it.Institution != id || cmp.Or(it.Kind, catalog.Course) != catalog.Course {
			continue
		}
		size, ok := s.sizeOf(it.ID, id)
		if _, fine := size.Denominator(); !ok || !fine || size.Sign() <= 0 {
			continue
		}
		h.items = append(h.items, int32(i))
		h.pieces = append(h.pieces, s.cataloguePiece(int32(i), size, id))
	}
	return h
}

// cataloguePiece is an item as a piece that nobody has earned yet.
func (s *Snapshot) cataloguePiece(i int32, size credit.Amount, at catalog.InstitutionID) requirement.Piece {
	it := &s.items[i]
	v := it.Latest()
	return requirement.Piece{
		Item: it.ID, Institution: it.Institution, Kind: it.Kind, Tags: it.Tags, Level: v.Level, Credits: size, Home: it.Institution == at,
		Codes: []requirement.PieceCode{it.divided(v)},
	}
}

// fitsOf are the courses that a filter selects, under the filters above its
// place.
func (s *Snapshot) fitsOf(h *homeItems, v *programVersion, place int, f *requirement.ItemFilter) *leafFits {
	sel := requirement.Selector{Pieces: h.pieces, Sets: v.Sets, Catalogue: true}
	fits := sel.Select(f)
	for at := place; at >= 0; at = v.places[at].Parent {
		if where := v.places[at].Node.Where; where != nil {
			for i, t := range sel.Select(where) {
				fits[i] = fits[i].And(t)
			}
		}
	}
	out := &leafFits{}
	for i, t := range fits {
		if t != requirement.No {
			out.list = append(out.list, fit{h.items[i], h.pieces[i].Credits})
		}
	}
	s.sortFits(out)
	return out
}

// sortFits orders the list and finds the usual size.
func (s *Snapshot) sortFits(f *leafFits) {
	slices.SortStableFunc(f.list, func(a, b fit) int {
		return cmp.Or(a.size.Cmp(b.size), catalog.CompareNatural(s.itemName(s.items[a.item].ID), s.itemName(s.items[b.item].ID)), cmp.Compare(a.item, b.item))
	})
	most, run := 0, 0
	for i := range f.list {
		if i == 0 || !f.list[i].size.Equal(f.list[i-1].size) {
			run = 0
		}
		if run++; run > most && f.list[i].size.Sign() > 0 {
			most, f.usual = run, f.list[i].size
		}
	}
	f.all = f.all || len(f.list) <= maxFits
	f.list = slices.Clip(f.list[:min(len(f.list), maxFits)])
}
