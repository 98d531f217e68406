package renumber

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
)

// course is one course with the codes it had.
type course struct {
	id       catalog.ItemID
	versions []version
	common   string // Texas common number
	formerly []string
	twins    []*course
}

type version struct {
	code, title string
	valid       calendar.Range
}

// code is the latest code; ids are made of it because it is the one in use.
func (c *course) code() string { return c.versions[len(c.versions)-1].code }

// settle puts the versions in order.
func (c *course) settle() {
	slices.SortStableFunc(c.versions, func(a, b version) int { return cmp.Compare(a.valid.From, b.valid.From) })
}

// compare orders courses so that the one that holds a code today is named after
// it.
func (c *course) compare(o *course) int {
	return cmp.Or(cmp.Compare(c.code(), o.code()), cmp.Compare(rank(o), rank(c)),
		cmp.Compare(c.versions[0].code, o.versions[0].code), cmp.Compare(c.versions[0].title, o.versions[0].title))
}

func rank(c *course) int {
	if c.versions[len(c.versions)-1].valid.To.IsZero() {
		return 1
	}
	return 0
}

// item writes the course.
func (c *course) item(inst catalog.Institution, base *catalog.Item) catalog.Item {
	it := catalog.Item{ID: c.id, Institution: inst.ID, Kind: catalog.Course}
	if base != nil {
		it = *base
		it.ExternalIDs, it.Numbers, it.CrossListed = maps.Clone(base.ExternalIDs), maps.Clone(base.Numbers), slices.Clone(base.CrossListed)
	}
	it.Versions = nil
	for _, v := range c.versions {
		it.Versions = append(it.Versions, catalog.ItemVersion{
			Code: v.code, Title: v.title, Unit: inst.Unit, Valid: v.valid, Credits: creditsOf(v.code, base),
		})
	}
	if c.common != "" {
		it.Numbers = put(it.Numbers, "tccns", c.common)
	}
	slices.Sort(c.formerly)
	for _, code := range slices.Compact(c.formerly) {
		it.ExternalIDs = put(it.ExternalIDs, "formerly", join(it.ExternalIDs["formerly"], code))
	}
	for _, t := range c.twins {
		it.CrossListed = append(it.CrossListed, t.id)
	}
	slices.Sort(it.CrossListed)
	it.CrossListed = slices.Compact(it.CrossListed)
	return it
}

func put(m map[string]string, key, value string) map[string]string {
	if m == nil {
		m = map[string]string{}
	}
	m[key] = value
	return m
}

// join adds a code to a list, once.
func join(list, code string) string {
	if list == "" {
		return code
	}
	if slices.Contains(strings.Split(list, ", "), code) {
		return list
	}
	return list + ", " + code
}

// creditsOf is what the base states, else the second digit of the number: in
// Texas it is the semester credit hours of the course.
func creditsOf(code string, base *catalog.Item) credit.Amount {
	if base != nil {
		for _, v := range base.Versions {
			if catalog.NormalCode(v.Code) == catalog.NormalCode(code) {
				return v.Credits
			}
		}
	}
	_, number := catalog.SplitCode(code)
	if len(number) != 4 || number[1] < '0' || number[1] > '9' {
		return credit.Amount{}
	}
	return credit.Int(int64(number[1] - '0'))
}

// link makes two courses the same learning under two codes.
func link(a, b *course) {
	if a == b || slices.Contains(a.twins, b) {
		return
	}
	a.twins = append(a.twins, b)
	b.twins = append(b.twins, a)
}
