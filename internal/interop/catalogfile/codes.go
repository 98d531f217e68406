package catalogfile

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// codeIndex finds items by institution and normal code.
type codeIndex struct {
	byCode map[catalog.InstitutionID]map[string][]codeUse
	items  map[catalog.ItemID]*catalog.Item
}

type codeUse struct {
	item  catalog.ItemID
	valid calendar.Range
}

// indexCodes indexes the sets; an item of a later set replaces the same item of
// an earlier one.
func indexCodes(sets ...*ruleset.Set) *codeIndex {
	x := &codeIndex{
		byCode: map[catalog.InstitutionID]map[string][]codeUse{},
		items:  map[catalog.ItemID]*catalog.Item{},
	}
	for _, set := range sets {
		for i := range itemsOf(set) {
			x.items[set.Items[i].ID] = &set.Items[i]
		}
	}
	for _, set := range sets {
		for i := range itemsOf(set) {
			if it := &set.Items[i]; x.items[it.ID] == it {
				x.add(it)
			}
		}
	}
	return x
}

func itemsOf(set *ruleset.Set) []catalog.Item {
	if set == nil {
		return nil
	}
	return set.Items
}

func (x *codeIndex) add(it *catalog.Item) {
	codes := x.byCode[it.Institution]
	if codes == nil {
		codes = map[string][]codeUse{}
		x.byCode[it.Institution] = codes
	}
	for _, v := range it.Versions {
		if v.Code != "" {
			code := catalog.NormalCode(v.Code)
			codes[code] = append(codes[code], codeUse{it.ID, v.Valid})
		}
	}
}

// codeOf returns the code under which find returns the item alone, or "".
func (x *codeIndex) codeOf(id catalog.ItemID, day calendar.Date) string {
	it := x.items[id]
	if it == nil || it.Institution != id.Institution() {
		return ""
	}
	v, _ := it.At(day)
	if v.Code == "" || strings.Contains(v.Code, "/") {
		return ""
	}
	if found := x.find(it.Institution, v.Code, day); len(found) != 1 || found[0] != id {
		return ""
	}
	return v.Code
}

// find returns the items that a code meant at the institution on the day; for
// an unstated day, or a day on which it meant none, the items it means without
// an end; else the items it ever meant.
func (x *codeIndex) find(inst catalog.InstitutionID, code string, day calendar.Date) []catalog.ItemID {
	var on, open, ever []catalog.ItemID
	add := func(list *[]catalog.ItemID, id catalog.ItemID) {
		if !slices.Contains(*list, id) {
			*list = append(*list, id)
		}
	}
	for _, u := range x.byCode[inst][catalog.NormalCode(code)] {
		add(&ever, u.item)
		if u.valid.To.IsZero() {
			add(&open, u.item)
		}
		if !day.IsZero() && u.valid.Contains(day) {
			add(&on, u.item)
		}
	}
	switch {
	case len(on) > 0:
		return on
	case len(open) > 0:
		return open
	}
	return ever
}
