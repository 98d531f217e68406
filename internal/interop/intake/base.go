package intake

import (
	"maps"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// baseIndex finds the items that the store already has.
type baseIndex struct {
	system     string
	byID       map[catalog.ItemID]*catalog.Item
	byExternal map[Key]catalog.ItemID
	byCode     map[Key]*catalog.Item
}

func indexBase(system string, base *ruleset.Set) baseIndex {
	x := baseIndex{
		system: system, byID: map[catalog.ItemID]*catalog.Item{},
		byExternal: map[Key]catalog.ItemID{}, byCode: map[Key]*catalog.Item{},
	}
	if base == nil {
		return x
	}
	for i := range base.Items {
		it := &base.Items[i]
		x.byID[it.ID] = it
		if ext := it.ExternalIDs[system]; ext != "" {
			x.byExternal[Key{institution: it.Institution, external: ext}] = it.ID
		}
		for _, v := range it.Versions {
			k := Key{institution: it.Institution, code: catalog.NormalCode(v.Code)}
			if held := x.byCode[k]; held == nil || holdsLater(it, held, k.code) {
				x.byCode[k] = it
			}
		}
	}
	return x
}

// holdsLater reports whether a holds the code later than b does: a file that
// gives no dates speaks of the present.
func holdsLater(a, b *catalog.Item, normal string) bool {
	return lastDay(a, normal) > lastDay(b, normal)
}

func lastDay(it *catalog.Item, normal string) int64 {
	var last int64 = -1
	for _, v := range it.Versions {
		if catalog.NormalCode(v.Code) != normal {
			continue
		}
		if v.Valid.To.IsZero() {
			return 1 << 40
		}
		last = max(last, int64(v.Valid.To))
	}
	return last
}

// find returns the id of the base's item for a course, or "".
func (x baseIndex) find(k Key, code string) catalog.ItemID {
	if k.external != "" {
		if id, ok := x.byExternal[k]; ok {
			return id
		}
	}
	it := x.byCode[Key{institution: k.institution, code: catalog.NormalCode(code)}]
	if it == nil || x.foreign(it.ID, k) {
		return ""
	}
	return it.ID
}

// foreign reports whether the base gives the id to another course: one with
// another id in the same outside system, or one that never had this code.
func (x baseIndex) foreign(id catalog.ItemID, k Key) bool {
	it := x.byID[id]
	if it == nil {
		return false
	}
	ext := it.ExternalIDs[x.system]
	if k.external != "" && ext != "" {
		return ext != k.external
	}
	if k.code == "" {
		return false
	}
	for _, v := range it.Versions {
		if catalog.NormalCode(v.Code) == k.code {
			return false
		}
	}
	return len(it.Versions) > 0
}

// mergeItem joins an update to a known item: the id and everything that only
// the known item states stay.
func mergeItem(known, update catalog.Item) catalog.Item {
	out := known
	out.Versions = mergeVersions(known.Versions, update.Versions)
	out.CrossListed = append(append([]catalog.ItemID(nil), known.CrossListed...), update.CrossListed...)
	if len(update.ExternalIDs) > 0 {
		ids := maps.Clone(known.ExternalIDs)
		if ids == nil {
			ids = map[string]string{}
		}
		maps.Copy(ids, update.ExternalIDs)
		out.ExternalIDs = ids
	}
	return out
}
