package intake

import (
	"fmt"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
)

// Resolve gives every course its id. Call it once, after the last Add. Courses
// that are known by code alone join the course with an external id that has the
// code, if there is one.
func (c *Courses) Resolve() {
	keys := c.keys()
	c.join(keys)
	taken := map[catalog.ItemID]bool{}
	for _, k := range keys {
		e := c.entries[k]
		if e.joined != nil {
			continue
		}
		id := c.base.find(k, e.code)
		if id == "" || taken[id] {
			id = freeID(k, e.code, func(id catalog.ItemID) bool { return taken[id] || c.base.foreign(id, k) })
		}
		e.item.ID = id
		taken[id] = true
		c.byID[id] = e
	}
	for _, k := range keys {
		for other := range c.entries[k].crossed {
			if a, b := c.get(k), c.get(other); a != b && b != nil {
				a.item.CrossListed = append(a.item.CrossListed, b.item.ID)
			}
		}
	}
	for _, e := range c.byID {
		c.finish(e)
	}
}

// join finds, for courses without an external id, the course of this import
// that has one and the same code; of several the one that holds it latest.
func (c *Courses) join(keys []Key) {
	holders := map[Key]*entry{}
	for _, k := range keys {
		e := c.entries[k]
		if k.external == "" {
			if held := holders[k]; held != nil {
				e.joined = held
				held.item.Versions = mergeVersions(held.item.Versions, e.item.Versions)
			}
			continue
		}
		for _, v := range e.item.Versions {
			code := Key{institution: k.institution, code: catalog.NormalCode(v.Code)}
			if held := holders[code]; held == nil || holdsLater(&e.item, &held.item, code.code) {
				holders[code] = e
			}
		}
	}
}

// get is the entry of a course, or of the course it joined.
func (c *Courses) get(k Key) *entry {
	e := c.entries[k]
	if e != nil && e.joined != nil {
		return e.joined
	}
	return e
}

func (c *Courses) keys() []Key {
	keys := make([]Key, 0, len(c.entries))
	for k := range c.entries {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, Key.compare)
	return keys
}

// finish joins the new description to what the base already knows of the item.
func (c *Courses) finish(e *entry) {
	var conflicts int
	e.item.Versions, conflicts = settle(e.item.Versions)
	c.Conflicts += conflicts
	if known := c.base.byID[e.item.ID]; known != nil {
		e.item = mergeItem(*known, e.item)
	}
	slices.Sort(e.item.CrossListed)
	e.item.CrossListed = slices.Compact(e.item.CrossListed)
}

// freeID is the readable id of a course, "smc/math-7", made unique where two
// courses of one institution share a code: "smc/math-7~214590".
func freeID(k Key, code string, taken func(catalog.ItemID) bool) catalog.ItemID {
	slug := Slug(code)
	if slug == "" {
		slug = "item"
	}
	id := catalog.ItemID(string(k.institution) + "/" + slug)
	if k.external != "" && taken(id) {
		id += catalog.ItemID("~" + Slug(k.external))
	}
	for n, plain := 2, id; taken(id); n++ {
		id = catalog.ItemID(fmt.Sprintf("%s~%d", plain, n))
	}
	return id
}
