package intake

import (
	"cmp"
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
