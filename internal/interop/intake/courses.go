package intake

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Course is an item as a foreign file describes it.
type Course struct {
	Institution catalog.InstitutionID
	Kind        catalog.ItemKind // Course where empty
	// External is its stable id in the registry's system, where the file has
	// one; without it the code identifies the course.
	External   string
	Code       string
	Title      string
	Credits    credit.Amount
	MaxCredits credit.Amount
	Unit       credit.Unit
	Valid      calendar.Range
}

// Key identifies a course while files are read, before ids are given.
type Key struct {
	institution catalog.InstitutionID
	external    string
	code        string
}

// Institution is the institution of the course.
func (k Key) Institution() catalog.InstitutionID { return k.institution }

// IsZero reports whether the key names nothing.
func (k Key) IsZero() bool { return k == Key{} }

// compare puts courses with an external id first, by number.
func (k Key) compare(o Key) int {
	return cmp.Or(cmp.Compare(k.institution, o.institution), cmp.Compare(min(len(o.external), 1), min(len(k.external), 1)),
		cmp.Compare(len(k.external), len(o.external)), cmp.Compare(k.external, o.external), cmp.Compare(k.code, o.code))
}

// Courses collects the courses of an import and gives them ids that do not
// depend on the order of the files: first everything is added, then Resolve
// gives the ids.
type Courses struct {
	system  string
	base    baseIndex
	entries map[Key]*entry
	byID    map[catalog.ItemID]*entry
	// Conflicts counts descriptions of one course that contradict one another;
	// the later title wins and both are within the period.
	Conflicts int
}

type entry struct {
	item    catalog.Item
	code    string
	crossed map[Key]bool
	joined  *entry // the entry that stands for this one, after Resolve
}

// NewCourses prepares a collection for the files of one system ("assist"). The
// base may be nil; items in it keep their ids.
func NewCourses(system string, base *ruleset.Set) *Courses {
	return &Courses{system: system, base: indexBase(system, base), entries: map[Key]*entry{}, byID: map[catalog.ItemID]*entry{}}
}

// Add records a description of a course. The same course may be described many
// times.
func (c *Courses) Add(d Course) Key {
	normal := catalog.NormalCode(d.Code)
	k := Key{institution: d.Institution, external: d.External, code: normal}
	if d.External != "" {
		k.code = ""
	}
	e := c.entries[k]
	if e == nil {
		e = &entry{code: d.Code}
		e.item.Institution = d.Institution
		e.item.Kind = cmp.Or(d.Kind, catalog.Course)
		if d.External != "" {
			e.item.ExternalIDs = map[string]string{c.system: d.External}
		}
		c.entries[k] = e
	}
	v := catalog.ItemVersion{
		Code: OneLine(d.Code), Title: OneLine(d.Title), Credits: d.Credits, Unit: d.Unit, Valid: d.Valid,
	}
	if d.MaxCredits.Cmp(d.Credits) > 0 {
		v.MaxCredits = d.MaxCredits
	}
	e.item.Versions = addVersion(e.item.Versions, v)
	return k
}

// CrossList records that two courses are the same learning.
func (c *Courses) CrossList(a, b Key) {
	if a == b {
		return
	}
	for _, p := range [2][2]Key{{a, b}, {b, a}} {
		if e := c.entries[p[0]]; e != nil {
			if e.crossed == nil {
				e.crossed = map[Key]bool{}
			}
			e.crossed[p[1]] = true
		}
	}
}

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

// ID is the id of a course; it is known after Resolve.
func (c *Courses) ID(k Key) catalog.ItemID {
	if e := c.get(k); e != nil {
		return e.item.ID
	}
	return ""
}

// Code is the code of a course as the file writes it.
func (c *Courses) Code(k Key) string {
	if e := c.entries[k]; e != nil {
		return OneLine(e.code)
	}
	return ""
}

// Items are the items in the order of their ids.
func (c *Courses) Items() []catalog.Item {
	items := make([]catalog.Item, 0, len(c.byID))
	for _, e := range c.byID {
		items = append(items, e.item)
	}
	slices.SortFunc(items, func(a, b catalog.Item) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return items
}

// SetExternal adds an external id to an item of this import. Call it after
// Resolve.
func (c *Courses) SetExternal(id catalog.ItemID, system, value string) {
	e := c.byID[id]
	if e == nil {
		return
	}
	ids := maps.Clone(e.item.ExternalIDs) // shared with the base
	if ids == nil {
		ids = map[string]string{}
	}
	ids[system] = value
	e.item.ExternalIDs = ids
}
