// Package precedent imports tables of exchange credit decisions: which course
// abroad was accepted as which course at home. The tables are kept by hand and
// are dirty; every row ends in one count of the report. See
// docs/reference/precedent.md.
package precedent

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/calendar"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/interop/intake"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Options say how to import. The zero value is ready to use.
type Options struct {
	// Base is what is stored already; its institutions and items keep their
	// ids.
	Base *ruleset.Set
	// Progress is called every thousand rows and at the end.
	Progress func(done, total int)
	// MaxBytes limits the file; 0 means intake.DefaultMaxBytes.
	MaxBytes int64
	// Receiver is who decided; empty means the University of Hong Kong, whose
	// table this format is.
	Receiver catalog.Institution
	// Published is the day of the table, which it does not state itself. Zero
	// means DefaultPublished, with a warning.
	Published calendar.Date
}

// DefaultPublished stands in for the day of a table that states none.
var DefaultPublished = calendar.NewDate(2024, 1, 1)

// hongKong states credit as 60 a year of full-time study, which is the measure
// of ECTS.
var hongKong = catalog.Institution{
	ID: "hku", Name: "University of Hong Kong", Kind: catalog.University, Country: "HK", Unit: credit.ECTS,
	Aliases: []string{"HKU", "The University of Hong Kong"},
}

var columns = []string{
	"University", "University-Country", "Exchange-Course-Code", "Exchange-Course-Title",
	"HKU-Course-Code", "HKU-Course-Title",
}

// Import reads one table. The result holds the institutions, their items, and
// one exchange agreement for each sender; refuse it where the problems hold an
// error.
func Import(path string, o Options) (ruleset.Set, intake.Report, diag.List) {
	data, problems := intake.ReadFile(path, o.MaxBytes)
	if problems != nil {
		return ruleset.Set{}, intake.Report{Format: formatName}, problems
	}
	return ImportData(path, data, o)
}

const formatName = "exchange credit decisions"

// ImportData is Import for a table in memory; the name stands for it in
// problems.
func ImportData(name string, data []byte, o Options) (ruleset.Set, intake.Report, diag.List) {
	im := newImporter(name, data, o)
	if int64(len(data)) > max(o.MaxBytes, intake.DefaultMaxBytes) {
		return ruleset.Set{}, im.report, diag.List{intake.TooLarge(name, o.MaxBytes)}
	}
	table, problems := intake.ReadTable(name, data, columns)
	im.problems = append(im.problems, problems...)
	for _, p := range problems {
		im.report.Add(rowsTable, "unreadable", intake.Refused, fmt.Sprintf("row %d", p.Line))
	}
	im.report.Cleaned(intake.CleanedRows(table))
	im.learnCountries(table)
	im.learnTitles(table)
	for i, t := range table {
		im.rows = append(im.rows, im.read(t))
		if done := i + 1; o.Progress != nil && (done%1000 == 0 || done == len(table)) {
			o.Progress(done, len(table))
		}
	}
	im.courses.Resolve()
	return im.finish()
}

// importer holds one import.
type importer struct {
	o            Options
	file, hash   string
	published    calendar.Date
	receiver     catalog.Institution
	report       intake.Report
	problems     diag.List
	courses      *intake.Courses
	baseByName   map[string]*catalog.Institution
	institutions map[string]catalog.Institution // by name
	countries    map[string]string              // by name of institution
	byTitle      map[string]string              // the one code of a home course, by title; "" where there are several
	rows         []decision
}

func newImporter(name string, data []byte, o Options) *importer {
	im := &importer{
		o: o, file: filepath.Base(name), hash: sha256Hex(data), published: o.Published, receiver: o.Receiver,
		courses: intake.NewCourses("hku", o.Base), institutions: map[string]catalog.Institution{},
		baseByName: map[string]*catalog.Institution{}, countries: map[string]string{}, byTitle: map[string]string{},
	}
	im.report.Format = formatName
	if im.receiver.ID == "" {
		im.receiver = hongKong
	}
	if im.published.IsZero() {
		im.published = DefaultPublished
		im.problems = append(im.problems, diag.Problem{
			Severity: diag.Warning, Code: "date_assumed", File: name,
			Message:    fmt.Sprintf("the table does not say when it was published; %s is assumed", im.published),
			Suggestion: "state the day of publication",
		})
	}
	if o.Base != nil {
		im.takeBase(o.Base)
	}
	return im
}

func (im *importer) takeBase(base *ruleset.Set) {
	for i := range base.Institutions {
		inst := &base.Institutions[i]
		if inst.ID == im.receiver.ID {
			im.receiver = *inst
		}
		im.baseByName[nameKey(inst.Name)] = inst
		for _, a := range inst.Aliases {
			im.baseByName[nameKey(a)] = inst
		}
	}
}

// finish writes the agreements.
func (im *importer) finish() (ruleset.Set, intake.Report, diag.List) {
	set := ruleset.Set{Items: im.courses.Items(), Institutions: []catalog.Institution{im.receiver}}
	byID := map[catalog.InstitutionID]bool{im.receiver.ID: true}
	for _, inst := range im.institutions {
		if !byID[inst.ID] {
			byID[inst.ID] = true
			set.Institutions = append(set.Institutions, inst)
		}
	}
	set.Agreements = im.agreements()
	set.Sort()
	im.report.Note("institutions", len(set.Institutions)-1)
	im.report.Note("items", len(set.Items))
	im.report.Note("courses with several titles", im.courses.Conflicts)
	im.report.Sort()
	im.problems.Sort()
	return set, im.report, im.problems
}

// agreements makes one agreement for each sender.
func (im *importer) agreements() []agreement.Agreement {
	byID := map[catalog.InstitutionID]*sender{}
	for i := range im.rows {
		d := &im.rows[i]
		if d.sender.ID == "" {
			continue
		}
		s := byID[d.sender.ID]
		if s == nil {
			s = im.newSender(d.sender)
			byID[d.sender.ID] = s
		}
		s.add(d)
	}
	out := make([]agreement.Agreement, 0, len(byID))
	for _, s := range byID {
		s.countContradictions()
		out = append(out, s.a)
	}
	slices.SortFunc(out, func(a, b agreement.Agreement) int { return compareIDs(a.ID, b.ID) })
	return out
}
