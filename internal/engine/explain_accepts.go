package engine

import (
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
)

type itemID = catalog.ItemID

// accepts lists items of the receiver, and those that the program names, which
// qualify for the requirement or for a part of it, and counts them.
func (x *explainer) accepts() ([]ReceivingItem, int) {
	items, pieces := x.catalogue()
	sel := &requirement.Selector{
		Pieces: pieces, Sets: x.e.prog.Sets, AsOf: x.e.asOf, Scales: x.e.s.scales, HomeScale: x.e.recv.GradeScale, Catalogue: true,
	}
	fit := make([]bool, len(items))
	for at := x.at; at < len(x.places) && (at == x.at || x.places[at].Depth > x.places[x.at].Depth); at++ {
		for _, f := range leafFilters(x.places[at].Node) {
			for i, t := range x.narrowed(sel, f, at) {
				fit[i] = fit[i] || t != requirement.No
			}
		}
	}
	var out []ReceivingItem
	n := 0
	for i, k := range items {
		if !fit[i] {
			continue
		}
		if n++; n <= MaxAccepts {
			it := &x.e.s.items[k]
			v, _ := it.At(x.e.asOf)
			out = append(out, ReceivingItem{Item: it.ID, Code: v.Code, Title: v.Title, Credits: credit.Quantity{Amount: v.Credits, Unit: x.unitOf(it, v)}})
		}
	}
	return out, n
}

func (x *explainer) unitOf(it *item, v catalog.ItemVersion) credit.Unit {
	if v.Unit != "" || it.institution < 0 {
		return v.Unit
	}
	return x.e.s.institutions[it.institution].Unit
}

// narrowed is what a filter selects under the conditions above its place.
func (x *explainer) narrowed(sel *requirement.Selector, f *requirement.ItemFilter, at int) []requirement.Truth {
	out := sel.Select(f)
	for ; at >= 0; at = x.places[at].Parent {
		if where := x.places[at].Node.Where; where != nil {
			for i, t := range sel.Select(where) {
				out[i] = out[i].And(t)
			}
		}
	}
	return out
}

// catalogue are the items that could qualify at all, by id, as pieces that
// nobody has earned yet.
func (x *explainer) catalogue() ([]int32, []requirement.Piece) {
	var items []int32
	for k := range x.e.s.items {
		it := &x.e.s.items[k]
		if it.institution == x.e.recvIdx || x.e.prog.named[it.ID] {
			items = append(items, int32(k))
		}
	}
	slices.SortFunc(items, func(a, b int32) int {
		return catalog.CompareNatural(x.e.s.itemName(x.e.s.items[a].ID), x.e.s.itemName(x.e.s.items[b].ID))
	})
	pieces := make([]requirement.Piece, len(items))
	for i, k := range items {
		it := &x.e.s.items[k]
		p := &pieces[i]
		p.Item, p.Institution, p.Home = it.ID, it.Institution, it.institution == x.e.recvIdx
		p.Credits = it.Latest().Credits
		x.e.describe(p, it)
	}
	return items, pieces
}
