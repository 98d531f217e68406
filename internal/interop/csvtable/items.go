package csvtable

import (
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// course is what a table says about a course.
type course struct {
	code, title string
	credits     *credit.Amount
	unit        credit.Unit
	level       string
}

// item finds the course that the code meant on the day, or makes it.
func (b *builder) item(inst catalog.InstitutionID, c course, day calendar.Date) catalog.ItemID {
	normal := catalog.NormalCode(c.code)
	found := b.items[itemKey{inst, normal}]
	for _, it := range found {
		for _, v := range it.Versions {
			if catalog.NormalCode(v.Code) == normal && (v.Valid.Contains(day) || day.IsZero() && v.Valid.To.IsZero()) {
				return it.ID
			}
		}
	}
	if len(found) > 0 {
		return found[len(found)-1].ID
	}
	id := catalog.ItemID(b.names.unique(string(inst) + "/" + slug(normal)))
	v := catalog.ItemVersion{Code: c.code, Title: c.title, Level: c.level, Unit: c.unit}
	if c.credits != nil {
		v.Credits = *c.credits
	}
	it := &catalog.Item{ID: id, Institution: inst, Kind: catalog.Course, Versions: []catalog.ItemVersion{v}}
	b.index(it)
	b.set.Items = append(b.set.Items, *it)
	b.report.NewItems = append(b.report.NewItems, string(id))
	return id
}

// program finds a program of the institution by title or id, or makes it
// without requirements.
func (b *builder) program(inst catalog.InstitutionID, title string) string {
	key := string(inst) + "\x00" + fold(title)
	if id, ok := b.programs[key]; ok {
		return id
	}
	id := string(inst) + "/" + strings.TrimPrefix(b.names.unique("program "+string(inst)+"/"+slug(title)), "program "+string(inst)+"/")
	b.programs[key] = id
	b.set.Programs = append(b.set.Programs, requirement.Program{ID: id, Institution: inst, Title: title})
	b.report.NewPrograms = append(b.report.NewPrograms, id)
	return id
}

// version continues a draft that the base has, and follows anything else.
func (b *builder) version(id agreement.ID) int {
	version := 1
	if b.opts.Base == nil {
		return version
	}
	for i := range b.opts.Base.Agreements {
		a := &b.opts.Base.Agreements[i]
		if a.ID != id || a.Version < version {
			continue
		}
		version = a.Version
		if a.Lifecycle != agreement.Draft {
			version++
		}
	}
	return version
}

func fold(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

func (b *builder) finish() (ruleset.Set, Report) {
	for _, id := range b.order {
		d := b.agreements[id]
		b.set.Agreements = append(b.set.Agreements, d.Agreement)
		b.report.Rules += len(d.Rules)
		for _, r := range d.Rules {
			b.report.Texts += len(r.Conditions)
		}
	}
	b.report.Agreements = len(b.order)
	b.set.Sort()
	slices.Sort(b.report.NewInstitutions)
	slices.Sort(b.report.NewItems)
	slices.Sort(b.report.NewPrograms)
	return b.set, b.report
}
