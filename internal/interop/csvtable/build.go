package csvtable

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/csvtext"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// builder finds what a table names in the base, and makes what is missing.
type builder struct {
	opts         Options
	report       Report
	set          ruleset.Set
	units        map[credit.Unit]bool
	institutions map[string]catalog.InstitutionID // by folded name or id
	items        map[itemKey][]*catalog.Item
	names        names             // of institutions, items and programs
	programs     map[string]string // by institution and folded title
	agreements   map[agreement.ID]*draft
	order        []agreement.ID
}

type itemKey struct {
	institution catalog.InstitutionID
	code        string
}

// draft is an agreement and the row of each of its rules.
type draft struct {
	agreement.Agreement
	rows  [][]csvtext.Cell
	names names
}

// names remembers which ids are taken, and the next number to try for each.
type names map[string]int

// unique returns the id, with a number where it is taken, and takes it.
func (n names) unique(id string) string {
	out := id
	for n[out] > 0 {
		n[id]++
		out = id + "-" + strconv.Itoa(n[id])
	}
	n[out] = 1
	return out
}

func newBuilder(opts Options) *builder {
	b := &builder{
		opts: opts, units: map[credit.Unit]bool{}, institutions: map[string]catalog.InstitutionID{},
		items: map[itemKey][]*catalog.Item{}, names: names{},
		programs: map[string]string{}, agreements: map[agreement.ID]*draft{},
	}
	if opts.Base == nil {
		return b
	}
	for i := range opts.Base.Institutions {
		b.names.unique(string(opts.Base.Institutions[i].ID))
		b.know(&opts.Base.Institutions[i])
	}
	for i := range opts.Base.Items {
		b.names.unique(string(opts.Base.Items[i].ID))
		b.index(&opts.Base.Items[i])
	}
	for _, p := range opts.Base.Programs {
		b.names.unique("program " + p.ID)
		b.programs[string(p.Institution)+"\x00"+fold(p.Title)] = p.ID
		b.programs[string(p.Institution)+"\x00"+fold(p.ID)] = p.ID
	}
	return b
}

func (b *builder) know(in *catalog.Institution) {
	names := append([]string{string(in.ID), in.Name}, in.Aliases...)
	for _, f := range in.FormerNames {
		names = append(names, f.Name)
	}
	for _, n := range names {
		if _, taken := b.institutions[fold(n)]; !taken {
			b.institutions[fold(n)] = in.ID
		}
	}
	for _, f := range in.Policy.Conversions {
		b.units[f.From], b.units[f.To] = true, true
	}
}

func (b *builder) index(it *catalog.Item) {
	for _, v := range it.Versions {
		key := itemKey{it.Institution, catalog.NormalCode(v.Code)}
		if v.Code != "" && !slices.Contains(b.items[key], it) {
			b.items[key] = append(b.items[key], it)
		}
	}
}

// institution finds an institution by id, name, former name or alias, or makes
// it. A table does not say what kind of institution it is.
func (b *builder) institution(name string, unit credit.Unit) catalog.InstitutionID {
	if id, ok := b.institutions[fold(name)]; ok {
		return id
	}
	id := catalog.InstitutionID(b.names.unique(slug(name)))
	in := catalog.Institution{ID: id, Name: name, Kind: guessKind(name), Unit: unit}
	b.set.Institutions = append(b.set.Institutions, in)
	b.know(&in)
	b.report.NewInstitutions = append(b.report.NewInstitutions, string(id))
	return id
}

func guessKind(name string) catalog.InstitutionKind {
	low := strings.ToLower(name)
	if strings.Contains(low, "community college") || strings.Contains(low, "city college") {
		return catalog.TwoYear
	}
	return catalog.University
}

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
