package engine

import (
	"cmp"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

// maxUsual bounds the comparisons of catalogue items with filters in one rule
// set; leaves beyond it lack courses of the institution's typical size.
const maxUsual = 4_000_000

// findUsual finds, for each leaf that selects by a filter and names no items,
// how large the courses are that the institution itself offers for it: asking
// for one course of a subject whose courses carry four credits leaves four.
func (s *Snapshot) findUsual() {
	work := 0
	var home homeItems
	for i := range s.set.Programs {
		p := s.programs[s.set.Programs[i].ID]
		for _, v := range p.versions {
			places, _ := requirement.Places(v.Requires, 0, 0)
			for k := range places {
				n := places[k].Node
				if n.Take == nil || n.Take.From == nil || n.Take.From.IsZero() || len(v.namedAt[n]) > 0 {
					continue
				}
				if home.inst != p.Institution {
					home = s.homeItems(p.Institution)
				}
				if work += len(home.pieces); work > maxUsual {
					return
				}
				if size, ok := home.usual(n.Take.From, v.Sets); ok {
					v.sizes[n] = size
				}
			}
		}
	}
}

// homeItems are the courses of an institution as pieces that nobody has earned
// yet.
type homeItems struct {
	inst   catalog.InstitutionID
	pieces []requirement.Piece
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
		v := it.Latest()
		h.pieces = append(h.pieces, requirement.Piece{
			Item: it.ID, Institution: id, Kind: it.Kind, Tags: it.Tags, Level: v.Level, Credits: size, Home: true,
			Codes: []requirement.PieceCode{requirement.CodeOf(v.Code)},
		})
	}
	return h
}

// usual is the most frequent size of what the filter selects, of several the
// smallest.
func (h *homeItems) usual(f *requirement.ItemFilter, sets map[string]requirement.ItemFilter) (credit.Amount, bool) {
	sel := requirement.Selector{Pieces: h.pieces, Sets: sets, Catalogue: true}
	counts := map[credit.Amount]int{}
	for i, t := range sel.Select(f) {
		if t != requirement.No {
			counts[h.pieces[i].Credits]++
		}
	}
	var best credit.Amount
	for size, n := range counts {
		if m := counts[best]; n > m || n == m && size.Cmp(best) < 0 {
			best = size
		}
	}
	return best, len(counts) > 0
}
