// Package renumber imports lists of course renumberings, as the University of
// Houston published when it moved to the Texas common numbers: the same course
// under a former and a new code, from a term on. Codes are given to other
// courses in the same term, so identity is the item and a code is an attribute
// with dates (worked case F3). See docs/reference/renumber.md.
package renumber

import (
	"path/filepath"
	"slices"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Options say how to import. The zero value is ready to use.
type Options struct {
	// Base is what is stored already; credits and other facts of its items are
	// kept.
	Base *ruleset.Set
	// Progress is called once at the end.
	Progress func(done, total int)
	// MaxBytes limits the file; 0 means intake.DefaultMaxBytes.
	MaxBytes int64
	// Institution is whose courses they are; empty means the University of
	// Houston, whose list this format is.
	Institution catalog.Institution
}

// houston is the institution of the published list.
var houston = catalog.Institution{
	ID: "uh", Name: "University of Houston", Kind: catalog.University, Country: "US", Unit: credit.Semester,
	Aliases: []string{"U of H"},
}

var columns = []string{
	"Acquisition", "SemesterEffective", "FormerUHCourseNumber", "FormerUHCourseTitle",
	"ReplacementUHCourseNumber", "ReplacementUHCourseTitle", "Reference",
}

// Import reads one list. The result holds the institution and its items; refuse
// it where the problems hold an error.
func Import(path string, o Options) (ruleset.Set, intake.Report, diag.List) {
	data, problems := intake.ReadFile(path, o.MaxBytes)
	if problems != nil {
		return ruleset.Set{}, intake.Report{Format: "course renumberings"}, problems
	}
	return ImportData(path, data, o)
}

// ImportData is Import for a list in memory; the name stands for it in
// problems.
func ImportData(name string, data []byte, o Options) (ruleset.Set, intake.Report, diag.List) {
	im := &importer{
		inst: o.Institution, file: filepath.Base(name),
		dated: map[string]*course{}, current: map[string]*course{}, bases: map[catalog.ItemID]*catalog.Item{},
	}
	im.report.Format = "course renumberings"
	if int64(len(data)) > max(o.MaxBytes, intake.DefaultMaxBytes) {
		return ruleset.Set{}, im.report, diag.List{intake.TooLarge(name, o.MaxBytes)}
	}
	if im.inst.ID == "" {
		im.inst = houston
	}
	if o.Base != nil {
		im.takeBase(o.Base)
	}
	table, problems := intake.ReadTable(name, data, columns)
	for range problems {
		im.report.Add(rowsTable, "unreadable", intake.Refused, "")
	}
	im.report.Cleaned(intake.CleanedRows(table))
	rows, bad := im.rows(name, table)
	problems = append(problems, bad...)
	im.datedRows(rows)
	im.undatedRows(rows)
	if o.Progress != nil {
		o.Progress(len(rows), len(rows))
	}
	set := ruleset.Set{Institutions: []catalog.Institution{im.inst}, Items: im.items()}
	set.Sort()
	im.report.Sort()
	problems.Sort()
	return set, im.report, problems
}

func (im *importer) takeBase(base *ruleset.Set) {
	for i := range base.Institutions {
		if base.Institutions[i].ID == im.inst.ID {
			im.inst = base.Institutions[i]
		}
	}
	for i := range base.Items {
		if it := &base.Items[i]; it.Institution == im.inst.ID {
			im.bases[it.ID] = it
		}
	}
}

// items writes the courses as items; what the base knows of the same id stays.
func (im *importer) items() []catalog.Item {
	for _, c := range im.courses {
		c.settle()
	}
	names := intake.NewNames()
	slices.SortStableFunc(im.courses, (*course).compare)
	for _, c := range im.courses {
		c.id = catalog.ItemID(string(im.inst.ID) + "/" + names.Unique(intake.Slug(c.code())))
	}
	items := make([]catalog.Item, len(im.courses))
	for i, c := range im.courses {
		items[i] = c.item(im.inst, im.bases[c.id])
	}
	return items
}
