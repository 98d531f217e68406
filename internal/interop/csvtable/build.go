package csvtable

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/csvtext"
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
